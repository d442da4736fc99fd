"""Answer as server-sent events: stages while they run, then each quote, the answer, and done."""

import asyncio
from collections.abc import AsyncGenerator
from functools import partial

import structlog
from fastapi.sse import ServerSentEvent

from api.asking import Asked, answer_question
from api.engine import Slot
from api.principal import Principal
from api.problems import problem_body, problem_of
from api.serving import Serving
from index.answering.body import AnswerBody, QuoteBody

log = structlog.get_logger("quoth.api")


async def answer_events(
    serving: Serving, principal: Principal, asked: Asked, slot: Slot, request_id: str | None
) -> AsyncGenerator[ServerSentEvent]:
    """Yield the events of one question. A failure on the way is an `error` event: the status was sent long before."""
    loop = asyncio.get_running_loop()
    stages: asyncio.Queue[str | None] = asyncio.Queue()

    def on_stage(stage: str) -> None:
        loop.call_soon_threadsafe(stages.put_nowait, stage)

    work = asyncio.create_task(slot.run(partial(answer_question, serving, principal, asked, on_stage)))
    work.add_done_callback(lambda _: stages.put_nowait(None))
    try:
        while (stage := await stages.get()) is not None:
            yield ServerSentEvent(event="status", data={"stage": stage})
        for event in body_events(await work):
            yield event
    except Exception as error:
        problem = problem_of(error)
        log.warning("stream failed", request_id=request_id, kind=problem.kind, exc_info=problem.status == 500)
        body = problem_body(problem, request_id).model_dump(exclude_none=True)
        yield ServerSentEvent(event="error", data=body)
    finally:
        work.cancel()


def body_events(body: AnswerBody) -> list[ServerSentEvent]:
    quotes = [_quote(quote) for quote in body.quotes]
    quotes += [_quote(quote, side=number) for number, side in enumerate(body.sides) for quote in side.quotes]
    quotes += [_quote(quote, related=True) for quote in body.related]
    return [*quotes, ServerSentEvent(event="answer", data=body), ServerSentEvent(event="done", data={})]


def _quote(quote: QuoteBody, **place: int | bool) -> ServerSentEvent:
    return ServerSentEvent(event="quote", data={**quote.model_dump(mode="json"), **place})
