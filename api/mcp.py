"""Offer ask, search and get_source to other programs' models, over MCP at /mcp, for keys that may read."""

from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import Annotated, Any

from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp_types import CallToolResult, InputRequiredResult, ToolAnnotations
from pydantic import BaseModel, Field, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from api.answerer import find_source
from api.asking import Asked, answer_question
from api.auth import check_scope, identify
from api.hits import find_hits
from api.principal import Principal
from api.principal import Scope as Allowed
from api.problems import ProblemError, problem_of, problem_response
from api.schemas import HitsBody, Question
from api.serving import Serving
from index.answering.body import AnswerBody
from index.errors import QuothError

PATH = "/mcp"
READ_ONLY = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
ABOUT = (
    "Quotes a team's own articles. `ask` answers only where the articles do; its status says 'silent' or 'conflict'"
    " where they do not, and then there is no answer to give. Quote `quotes` word for word and name their source."
)


class SourceText(BaseModel):
    """A source's canonical text, in which quotes are verbatim."""

    id: str
    title: str
    url: str | None
    text: str


class _Server(MCPServer[Any]):
    """Says why a call failed and what to do; the SDK keeps the first back, and repeats what was sent."""

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as error:
            said = _said(error.__cause__)
            if said is None:
                raise
            raise ToolError(said) from None  # with its cause, the SDK would log the call as a crash


def _said(cause: BaseException | None) -> str | None:
    """Word a failure for a model, as over HTTP; None for one whose words are for the log alone."""
    if isinstance(cause, ValidationError):
        return "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in cause.errors())
    if isinstance(cause, QuothError | ProblemError):
        problem = problem_of(cause)
        return problem.detail if problem.kind != "internal" else None
    return None


class Mcp:
    """The MCP server of one app. Stateless: each request stands alone, so nothing has to be kept for a client."""

    def __init__(self, serving: Serving) -> None:
        self._serving = serving
        # neither subscriptions nor a GET below: a stream on which nothing is ever sent keeps the server from ending
        self.server = _Server("Quoth", instructions=ABOUT, subscriptions=False)
        self._add_tools()
        # Host and origin are checked by the envelope and by `identify`, for this route as for the others
        security = TransportSecuritySettings(enable_dns_rebinding_protection=False)
        self._app: ASGIApp = self.server.streamable_http_app(
            streamable_http_path=PATH, stateless_http=True, json_response=True, transport_security=security
        )

    def running(self) -> AbstractAsyncContextManager[None]:
        return self.server.session_manager.run()

    def route(self) -> Route:
        return Route(PATH, _Guarded(self._serving, self._app), methods=["POST"])

    def _add_tools(self) -> None:
        serving = self._serving

        async def ask(question: Question, ctx: Context) -> AnswerBody:
            """Answer from the articles, verbatim; or decline as 'silent', or as 'conflict' with both sides."""
            work = partial(answer_question, serving, _principal(ctx), Asked(question))
            with serving.engine.slot() as slot:
                return await slot.run(work)

        async def search(question: Question, limit: Annotated[int, Field(ge=1, le=50)] = 10) -> HitsBody:
            """Find the passages closest to a question, without answering it."""
            with serving.engine.slot() as slot:
                return await slot.run(partial(find_hits, serving.answerer, question, limit))

        async def get_source(source_id: str) -> SourceText:
            """Read one article whole."""
            return await run_in_threadpool(_source, serving, source_id)

        for tool in (ask, search, get_source):
            self.server.tool(annotations=READ_ONLY)(tool)


def _source(serving: Serving, source_id: str) -> SourceText:
    with serving.answerer.reading() as corpus:
        source = find_source(corpus, source_id)
    if source is None:
        raise ProblemError(404, "not-found", "No source has this id. `search` gives ids.")
    return SourceText(id=source.id, title=source.title, url=source.url, text=source.text)


def _principal(ctx: Context) -> Principal:
    request = ctx.request_context.request
    principal = request.scope["quoth.principal"] if request else None
    assert isinstance(principal, Principal)
    return principal


class _Guarded:
    """Let in whoever may read, and count them, before MCP sees the request."""

    def __init__(self, serving: Serving, app: ASGIApp) -> None:
        self._serving, self._app = serving, app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            principal = await run_in_threadpool(identify, request, self._serving)
            check_scope(principal, Allowed.READ)
            await self._serving.limits.check(principal)
        except ProblemError as problem:
            await problem_response(problem, scope["quoth.request_id"])(scope, receive, send)
            return
        scope["quoth.principal"] = principal
        await self._app(scope, receive, send)
