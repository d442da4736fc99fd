"""Ask, in one reply or as a stream, and search."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent

from api.asking import Asked, answer_question
from api.auth import Asking, Reading
from api.engine import Slot, while_connected
from api.examples import answer_examples
from api.hits import find_hits
from api.problems import documented, request_id_of
from api.schemas import AskIn, HitsBody, SearchIn
from api.serving import serving_of
from api.stream import answer_events
from index.answering.body import AnswerBody

router = APIRouter(prefix="/v1", tags=["ask"], responses=documented(401, 403, 413, 421, 422, 429, 503))
_EXAMPLES: dict[int | str, dict[str, Any]] = {200: {"content": {"application/json": {"examples": answer_examples()}}}}


async def take_slot(request: Request) -> AsyncIterator[Slot]:
    """Reserve a place before anything is sent: a stream could not turn into a 503 any more."""
    with serving_of(request).engine.slot() as slot:
        yield slot


Place = Annotated[Slot, Depends(take_slot)]


def asked_of(body: AskIn) -> Asked:
    aside = body.private if body.aside is None else body.aside
    return Asked(body.question, body.conversation_id, body.person, body.private, aside)


@router.post("/ask", operation_id="ask", responses=_EXAMPLES)
async def ask(request: Request, body: AskIn, principal: Asking, slot: Place) -> AnswerBody:
    """Answer from the articles, or say that they are silent or contradict each other: all three are 200."""
    work = partial(answer_question, serving_of(request), principal, asked_of(body))
    return await while_connected(request, slot.run(work))


@router.post("/ask/stream", operation_id="ask_stream", response_class=EventSourceResponse)
async def ask_stream(request: Request, body: AskIn, principal: Asking, slot: Place) -> AsyncIterator[ServerSentEvent]:
    """Answer as events: `status`, `quote` (checked against its source), `answer`, `done`; `error` if it fails."""
    events = answer_events(serving_of(request), principal, asked_of(body), slot, request_id_of(request))
    async with aclosing(events):
        async for event in events:
            yield event


@router.post("/search", operation_id="search")
async def search(request: Request, body: SearchIn, principal: Reading, slot: Place) -> HitsBody:
    """Find passages, best first, without answering."""
    work = partial(find_hits, serving_of(request).answerer, body.question, body.limit)
    return await while_connected(request, slot.run(work))
