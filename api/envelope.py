"""Wrap every response, whoever made it: request id, security headers, one error shape, one log line; check the host."""

import re
import time
import uuid
from collections.abc import Callable, Collection

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import ProblemError, problem_of, problem_of_status, problem_response

SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
}
UNCHECKED = {"/healthz", "/readyz"}  # asked by address by whatever keeps the process alive; they say nothing
_SAFE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")

log = structlog.get_logger("quoth.api")


class Envelope:
    """The outermost middleware. `replied` hears the status of each response."""

    def __init__(self, app: ASGIApp, replied: Callable[[int], None]) -> None:
        self.app, self.replied = app, replied

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        scope["quoth.request_id"] = given if _SAFE_ID.fullmatch(given) else uuid.uuid4().hex
        reply = _Reply(scope, receive, send)
        started = time.perf_counter()
        try:
            await self.app(scope, receive, reply.send)
        except Exception as error:
            # the last one who can still tell the client, and the log
            log.exception("failed", request_id=scope["quoth.request_id"])
            await reply.fail(problem_of(error))
        finally:
            if reply.status is not None:
                self.replied(reply.status)
            _log(scope, reply.status, time.perf_counter() - started)


class Hosts:
    """Let through only what names this server. `hosts` are its names; "*" among them allows all.

    It stands within CORS, so that another site's page can read the refusal. What CORS answers before it, the question
    whether a page may call at all, depends on the page's origin alone and reaches no route.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str]) -> None:
        self.app, self.hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in UNCHECKED or self._names_us(scope):
            await self.app(scope, receive, send)
            return
        detail = "This server does not answer to that host name. Add it to QUOTH_ALLOWED_HOSTS."
        refusal = ProblemError(421, "host", detail)
        await problem_response(refusal, scope["quoth.request_id"])(scope, receive, send)

    def _names_us(self, scope: Scope) -> bool:
        host = Headers(scope=scope).get("host", "")
        return "*" in self.hosts or host_name(host) in self.hosts


class Failures:
    """The innermost middleware: a failure of a route is told from within CORS, so that another site's page can read it.

    One after the response has begun goes on to the envelope.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, sending)
        except Exception as error:
            if begun or scope["type"] != "http":
                raise
            log.exception("failed", request_id=scope["quoth.request_id"])
            await problem_response(problem_of(error), scope["quoth.request_id"])(scope, receive, send)


def _log(scope: Scope, status: int | None, seconds: float) -> None:
    route = scope.get("route")
    log.info(
        "request",
        request_id=scope["quoth.request_id"],
        method=scope["method"],
        # the template, not the path: a path is whatever a stranger typed
        route=getattr(route, "path", None),
        status=status,
        ms=round(seconds * 1000, 1),
        principal=scope.get("quoth.principal_id"),
    )


class _Reply:
    """What is sent back: headers added, and a failure in another shape replaced by a problem."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scope, self._receive, self._send = scope, receive, send
        self.status: int | None = None
        self._replaced = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if message["status"] >= 400 and headers.get("content-type", "").startswith("text/plain"):
                self._replaced = True
                await self.fail(problem_of_status(message["status"], _kept(headers)))
                return
            self._begin(message["status"], headers)
        if not self._replaced:
            await self._send(message)

    async def fail(self, problem: ProblemError) -> None:
        """Send a problem, unless a response has begun: then the connection just ends."""
        if self.status is not None:
            return
        response = problem_response(problem, self.scope["quoth.request_id"])
        self._begin(problem.status, response.headers)
        await response(self.scope, self._receive, self._send)

    def _begin(self, status: int, headers: MutableHeaders) -> None:
        self.status = status
        headers["X-Request-ID"] = self.scope["quoth.request_id"]
        for name, value in SECURITY_HEADERS.items():
            headers.setdefault(name, value)


def _kept(headers: Headers) -> dict[str, str]:
    dropped = ("content-type", "content-length")
    return {name: value for name, value in headers.items() if name not in dropped}


def host_name(host: str) -> str:
    """Drop the port of a Host header: `[::1]:8000` is `[::1]`."""
    name = host[: host.find("]") + 1] if host.startswith("[") else host.partition(":")[0]
    return name.lower().rstrip(".")
