"""Take the address to serve at before anything is loaded, or say which option to change."""

import errno
import socket
from typing import Any

from index.errors import OperatorError

# A host may have addresses of a family that this machine lacks: `localhost` is ::1, too, where there is no IPv6.
_LACKING = {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}


def bind(host: str, port: int) -> list[socket.socket]:
    """Bind every address of a host that this machine has, without listening yet; raise OperatorError."""
    bound: list[socket.socket] = []
    why: OSError | None = None
    try:
        for family, address in _addresses(host, port):
            try:
                bound.append(_bound(family, address))
            except OSError as error:
                if error.errno not in _LACKING:
                    raise
                why = error
    except OSError as error:
        for one in bound:
            one.close()
        raise _told(host, port, error) from error
    if why and not bound:
        raise _told(host, port, why) from why
    return bound


def _addresses(host: str, port: int) -> list[tuple[socket.AddressFamily, Any]]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    return list(dict.fromkeys((family, address) for family, _, _, _, address in found))


def _bound(family: socket.AddressFamily, address: Any) -> socket.socket:
    # named as TCP, or asyncio leaves Nagle's algorithm on, and each answer waits 40 ms for an acknowledgement
    one = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)  # `::` is not 0.0.0.0, too
        one.bind(address)
    except OSError:
        one.close()
        raise
    return one


def _told(host: str, port: int, error: OSError) -> OperatorError:
    of_host = isinstance(error, socket.gaierror) or error.errno in _LACKING
    option = "--host" if of_host else "--port"
    return OperatorError(f"{host!r} port {port} cannot be bound: {error.strerror}. Choose another {option}.")
