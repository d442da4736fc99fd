"""Decide who asks and what they may do."""

import ipaddress
from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import HTTPBearer
from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection

from api.keys import Key, Kind
from api.principal import Principal, Scope
from api.problems import ProblemError
from api.serving import Serving, serving_of

BROWSER_OURS = {"same-origin", "none"}  # Sec-Fetch-Site: our own page, or typed into the address bar
bearer = HTTPBearer(auto_error=False, scheme_name="key", description="A key from `quoth keys create`.")


_SCOPES = {
    Kind.ASK: frozenset({Scope.ASK, Scope.READ}),
    Kind.ADMIN: frozenset(Scope),
    Kind.PUBLISHABLE: frozenset({Scope.ASK}),
}


def identify(connection: HTTPConnection, serving: Serving) -> Principal:
    """Name who asks, by key or, where that is allowed, without; raise a 401 or 403 problem."""
    scheme, _, text = connection.headers.get("authorization", "").partition(" ")
    principal = (
        _with_key(connection, serving, text.strip()) if scheme.lower() == "bearer" else _keyless(connection, serving)
    )
    connection.scope["quoth.principal_id"] = principal.id
    return principal


def _with_key(connection: HTTPConnection, serving: Serving, text: str) -> Principal:
    key = serving.keys.find(text)
    if key is None:
        raise _unknown("This key is not known here, or was revoked. `quoth keys list` shows those that are.")
    if key.kind is Kind.PUBLISHABLE:
        _check_origin(connection, key)
    return Principal(f"key:{key.id}", _SCOPES[key.kind], _address(connection), secret=key.kind is not Kind.PUBLISHABLE)


def _check_origin(connection: HTTPConnection, key: Key) -> None:
    if _origin(connection) not in key.origins:
        detail = "This key may not be used from this origin. List the origin when creating the key."
        raise ProblemError(403, "origin", detail)


def _origin(connection: HTTPConnection) -> str:
    """Name the page's origin; a browser leaves it out where a page reads from its own."""
    own = f"{connection.url.scheme}://{connection.url.netloc}"
    unnamed = own if connection.headers.get("sec-fetch-site") == "same-origin" else ""
    return connection.headers.get("origin", unnamed).lower()


def _keyless(connection: HTTPConnection, serving: Serving) -> Principal:
    site = connection.headers.get("sec-fetch-site")
    if site is not None and site not in BROWSER_OURS:
        raise ProblemError(403, "origin", "A page of another site must use a publishable key.")
    address = _address(connection)
    if _is_local(connection, serving):
        _refuse_foreign_origin(connection, site)
        return Principal("local", frozenset(Scope), address, local=True)
    if serving.access.insecure:
        _refuse_foreign_origin(connection, site)
        return Principal("keyless", frozenset({Scope.ASK, Scope.READ}), address)
    # a browser leaves Sec-Fetch-Site out where a page is neither https nor of this machine; its POSTs name their origin
    if serving.access.own_page and (site == "same-origin" or (site is None and _is_own(connection))):
        return Principal("page", frozenset({Scope.ASK}), address)
    raise _unknown("Send a key: `Authorization: Bearer …`. `quoth keys create` makes one.")


def visitor(connection: HTTPConnection, serving: Serving) -> Principal:
    """Name who comes to what is open to anybody, by a link from any site; a key is not looked at."""
    return Principal("visitor", frozenset(), _address(connection), local=_is_local(connection, serving))


def _is_local(connection: HTTPConnection, serving: Serving) -> bool:
    # behind a proxy on this machine the address is the visitor's: only this machine's own users are local;
    # where a proxy is not in QUOTH_PROXIES, what it forwards for is no address, but still nobody of this machine
    named = ",".join(connection.headers.getlist("x-forwarded-for")).split(",")
    addresses = [_address(connection), *(name.strip() for name in named if name.strip())]
    return serving.access.loopback and all(map(is_loopback, addresses))


def _refuse_foreign_origin(connection: HTTPConnection, site: str | None) -> None:
    """Refuse a browser too old for Sec-Fetch-Site that sends another page's origin."""
    if site is None and "origin" in connection.headers and not _is_own(connection):
        raise ProblemError(403, "origin", "A page of another site must use a publishable key.")


def _is_own(connection: HTTPConnection) -> bool:
    """Whether the origin that is sent names this host; the envelope has made sure that the host is ours."""
    host = connection.headers.get("host", "")
    return host != "" and connection.headers.get("origin", "").partition("://")[2] == host


def _unknown(detail: str) -> ProblemError:
    return ProblemError(401, "key", detail, {"WWW-Authenticate": "Bearer"})


def _address(connection: HTTPConnection) -> str:
    return connection.client.host if connection.client else "unknown"


def is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


async def principal_of(request: Request, _scheme: Annotated[object, Security(bearer)] = None) -> Principal:
    """Identify and count whoever asks."""
    serving = serving_of(request)
    principal = await run_in_threadpool(identify, request, serving)
    await serving.limits.check(principal)
    return principal


Asking = Annotated[Principal, Depends(principal_of)]


def check_scope(principal: Principal, scope: Scope) -> None:
    if scope not in principal.scopes:
        raise ProblemError(403, "scope", f"This needs a key with the scope {scope.value!r}; yours does not have it.")


def reading(principal: Asking) -> Principal:
    check_scope(principal, Scope.READ)
    return principal


def administering(principal: Asking) -> Principal:
    check_scope(principal, Scope.ADMIN)
    return principal


Reading = Annotated[Principal, Depends(reading)]
Administering = Annotated[Principal, Depends(administering)]
