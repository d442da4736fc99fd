"""A small server at the edge: it serves the real widget files, and answers as a test plans."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from api.assets import Assets
from index.answering.body import AnswerBody, QuoteBody

ASSETS = Assets()
Event = tuple[str, dict[str, Any]]


class DiedError(Exception):
    """Raised inside a stream: the server dies there."""


@dataclass
class Plan:
    """What the next question meets: a refusal, or a body whose stream waits at `gate` before `held` events are left."""

    body: AnswerBody | None = None
    status: int = 200
    detail: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    gate: asyncio.Event | None = None
    held: int = 1
    dies: bool = False
    error: dict[str, Any] | None = None


@dataclass
class FakeApi:
    """Plans by question; `fallback` meets every other. What arrived is kept for tests to look at."""

    plans: dict[str, Plan] = field(default_factory=dict)
    fallback: Plan = field(default_factory=Plan)
    pages: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    votes: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    closed: asyncio.Event = field(default_factory=asyncio.Event)
    sources: list[dict[str, Any]] = field(default_factory=list)
    sources_status: int = 200
    votes_status: int = 204
    ready: tuple[int, dict[str, Any]] = (200, {})

    def answer_all(self, *bodies: AnswerBody) -> None:
        self.plans.update({body.question: Plan(body) for body in bodies})

    async def ask(self, request: Request) -> Response:
        sent = await request.json()
        self.asked.append(sent)
        self.keys.append(request.headers.get("Authorization"))
        plan = self.plans.get(sent["question"], self.fallback)
        if plan.status != 200:
            return JSONResponse({"detail": plan.detail, "status": plan.status}, plan.status, plan.headers)
        return StreamingResponse(self.stream(plan), media_type="text/event-stream")

    async def stream(self, plan: Plan) -> AsyncIterator[str]:
        events = [*_events(plan.body)] if plan.body else []
        try:
            for left, (name, data) in zip(range(len(events), 0, -1), events, strict=True):
                if left == plan.held and plan.gate:
                    yield ": still here\n\n"
                    await plan.gate.wait()
                if left == plan.held and plan.dies:
                    raise DiedError
                yield f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
            if plan.error:
                yield f"event: error\ndata: {json.dumps(plan.error)}\n\n"
        except asyncio.CancelledError:
            self.closed.set()
            raise

    async def vote(self, request: Request) -> Response:
        self.votes.append((request.path_params["answer"], await request.json()))
        return Response(status_code=self.votes_status)

    async def examples(self, request: Request) -> Response:
        return JSONResponse({"questions": list(self.plans)[:3]})

    async def list_sources(self, request: Request) -> Response:
        if self.sources_status != 200:
            return JSONResponse({"detail": "Send a key.", "status": self.sources_status}, self.sources_status)
        return JSONResponse({"generation": "g1", "sources": self.sources})

    async def readiness(self, request: Request) -> Response:
        status, said = self.ready
        return JSONResponse(said, status)

    async def host_page(self, request: Request) -> Response:
        html, headers = self.pages[request.path_params["name"]]
        return HTMLResponse(html, headers=headers)

    def app(self) -> Starlette:
        posts: dict[str, Callable[[Request], Any]] = {
            "/v1/ask/stream": self.ask,
            "/v1/answers/{answer}/feedback": self.vote,
        }
        gets = {
            "/": _page,
            "/v1/{entry}.js": _file,
            "/v1/widget/{name}": _file,
            "/v1/widget/{version}/{name}": _file,
            "/v1/examples": self.examples,
            "/v1/sources": self.list_sources,
            "/readyz": self.readiness,
            "/host/{name}": self.host_page,
        }
        routes = [Route(path, call, methods=["POST"]) for path, call in posts.items()]
        routes += [Route(path, call) for path, call in gets.items()]
        cors = Middleware(
            CORSMiddleware,
            allow_origins=["*"],
            allow_methods=["*"],
            allow_headers=["*"],
            expose_headers=["Retry-After"],
        )
        return Starlette(routes=routes, middleware=[cors])


async def _page(_: Request) -> Response:
    return HTMLResponse(ASSETS.page, headers={"Content-Security-Policy": PAGE_POLICY})


async def _file(request: Request) -> Response:
    given = request.path_params
    asset = (
        ASSETS.entry(f"{given['entry']}.js") if "entry" in given else ASSETS.module(given["name"], given.get("version"))
    )
    assert asset is not None
    return Response(asset.content, media_type=asset.media_type)


PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
)


def _events(body: AnswerBody) -> list[Event]:
    events: list[Event] = [("status", {"stage": stage}) for stage in ("retrieve", "read", "judge")]
    events += [("quote", _dump(quote)) for quote in body.quotes]
    events += [("quote", {**_dump(quote), "side": n}) for n, side in enumerate(body.sides) for quote in side.quotes]
    events += [("quote", {**_dump(quote), "related": True}) for quote in body.related]
    return [*events, ("answer", body.model_dump(mode="json")), ("done", {})]


def _dump(quote: QuoteBody) -> dict[str, Any]:
    return quote.model_dump(mode="json")
