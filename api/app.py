"""Put the app together from its dependencies; nothing here reads the environment or the disk by itself."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager

import structlog
from fastapi import FastAPI
from starlette.middleware.body_limit import RequestBodyLimitMiddleware

from api.answerer import Answerer
from api.cors import KeyOrigins
from api.engine import Engine
from api.envelope import Envelope, Failures, Hosts, host_name
from api.jobs import Jobs, Rebuild
from api.keys import FILE, KeyStore
from api.limits import Limits
from api.mcp import Mcp
from api.metrics import Metrics
from api.openapi import install_openapi
from api.problems import install_problems
from api.routes import answers, asking, health, index, openai, pages, sources
from api.serving import Access, Serving
from index.answers import AnswerStore
from index.errors import OperatorError, QuothError
from index.evaluation.gating import rebuilding
from index.settings import Settings

LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
LOOK_EVERY = 2.0  # seconds between looks for a newly published generation
log = structlog.get_logger("quoth.api")


def create_app(
    answerer: Answerer,
    settings: Settings,
    store: AnswerStore,
    *,
    rebuild: Rebuild | None = None,
    access: Access | None = None,
    keys: KeyStore | None = None,
    look_every: float = LOOK_EVERY,
) -> FastAPI:
    """Make the app. It closes none of what it is given; `access` lets nobody in without a key unless it says so."""
    serving = _serving(answerer, settings, store, rebuild, access or Access(), keys)
    mcp = Mcp(serving)
    app = FastAPI(
        title="Quoth",
        summary="Answers a team's questions from the team's own articles, in their own words, or says that it can't.",
        version="1",
        docs_url=None,  # these pages load scripts from elsewhere; /openapi.json reads in any viewer
        redoc_url=None,
        lifespan=_lifespan(serving, mcp, look_every),
    )
    app.state.quoth = serving
    for routes in (asking, answers, sources, index, health, pages):
        app.include_router(routes.router)
    if settings.openai_route:
        app.include_router(openai.router)
    app.router.routes.append(mcp.route())
    install_problems(app)
    install_openapi(app)
    # the last one added is the outermost
    app.add_middleware(Failures)
    app.add_middleware(RequestBodyLimitMiddleware, max_body_size=settings.max_body)
    app.add_middleware(Hosts, hosts=allowed_hosts(settings))
    app.add_middleware(KeyOrigins, keys=serving.keys)
    app.add_middleware(Envelope, replied=serving.metrics.replied)
    return app


def _serving(
    answerer: Answerer,
    settings: Settings,
    store: AnswerStore,
    rebuild: Rebuild | None,
    access: Access,
    keys: KeyStore | None,
) -> Serving:
    # two workers a thread: while one question is read by the models, another is searched, checked and kept
    engine = Engine(settings.threads * 2, settings.queue)
    serving = Serving(
        answerer=answerer,
        settings=settings,
        store=store,
        keys=keys or KeyStore(settings.data_dir / FILE),
        engine=engine,
        jobs=Jobs(rebuild or rebuilding(settings), answerer.refresh, store.jobs),
        limits=Limits(settings.rate_key, settings.rate_address),
        metrics=Metrics(),
        access=access,
    )
    serving.metrics.watch("quoth_queue_depth", "Questions that wait for a worker.", lambda: engine.waiting)
    serving.metrics.watch("quoth_working", "Questions being answered.", lambda: engine.working)
    serving.metrics.watch_generation(lambda: _generation(answerer))
    return serving


def _generation(answerer: Answerer) -> tuple[str, dt.datetime] | None:
    try:
        with answerer.reading() as corpus:
            return corpus.id, corpus.built_at
    except QuothError:
        return None


def allowed_hosts(settings: Settings) -> frozenset[str]:
    """The names that this server answers to; anything else may be another site's name pointed at this address."""
    public = settings.public_url.partition("://")[2].partition("/")[0] if settings.public_url else ""
    named = [host if host == "*" else host_name(host) for host in (*settings.allowed_hosts, public) if host]
    return frozenset((*LOCAL_HOSTS, *named))


def _lifespan(serving: Serving, mcp: Mcp, look_every: float) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            # last in, first out: the watch ends, MCP's sessions end, then what is under way is waited for
            stack.push_async_callback(asyncio.to_thread, serving.engine.close)
            stack.push_async_callback(asyncio.to_thread, serving.jobs.close)
            await stack.enter_async_context(mcp.running())
            watching = asyncio.create_task(_watch(serving.answerer, look_every))
            stack.callback(watching.cancel)
            yield

    return lifespan


async def _watch(answerer: Answerer, every: float) -> None:
    """Pick up each newly published generation; say once what keeps there from being one."""
    said = None
    while True:
        try:
            if await asyncio.to_thread(answerer.refresh):
                published = _generation(answerer)
                log.info("serving", generation=published and published[0])
            said = None
        except OperatorError as error:
            if str(error) != said:
                log.warning("not serving", error=str(error))
                said = str(error)
        except Exception as error:
            # a task has nobody else to tell, and must look again
            if repr(error) != said:
                log.exception("not serving")
                said = repr(error)
        await asyncio.sleep(every)
