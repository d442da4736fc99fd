"""Speak enough of OpenAI's chat API for clients that know nothing else; off unless QUOTH_OPENAI_ROUTE is set.

The last user message is the question, the user message before it what a follow-up leans on; system messages do
nothing, since no model writes the answer. Citations are Markdown links in the text, `annotations` on the message, and
the whole answer under `quoth`, on declines too.
"""

import json
import time
from collections.abc import AsyncIterator
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from api.asking import Asked, answer_question
from api.auth import Asking
from api.engine import while_connected
from api.links import base_of
from api.markdown import Annotation, markdown_answer
from api.problems import ProblemError, documented
from api.routes.asking import Place
from api.serving import serving_of
from index.answering.body import AnswerBody
from index.answering.questions import LONGEST

router = APIRouter(prefix="/v1", tags=["openai"], responses=documented(401, 403, 413, 421, 422, 429, 503))
MODEL = "quoth"


class Part(BaseModel):
    model_config = ConfigDict(extra="ignore")
    type: str
    text: str = ""


class Message(BaseModel):
    model_config = ConfigDict(extra="ignore")
    role: Literal["system", "developer", "user", "assistant", "tool"]
    content: str | list[Part] | None = None

    def words(self) -> str:
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.type == "text")
        return self.content or ""


class ChatIn(BaseModel):
    """Clients send many more fields; they steer a model that is not here."""

    model_config = ConfigDict(extra="ignore")
    messages: Annotated[list[Message], Field(min_length=1, max_length=200)]
    model: str = MODEL
    stream: bool = False


@router.get("/models", operation_id="list_models")
def list_models(principal: Asking) -> dict[str, Any]:
    """Name the one model there is."""
    return {"object": "list", "data": [{"id": MODEL, "object": "model", "created": 0, "owned_by": "quoth"}]}


@router.post("/chat/completions", operation_id="chat", response_model=None)
async def chat(request: Request, body: ChatIn, principal: Asking, slot: Place) -> dict[str, Any] | Response:
    """Answer the last user message."""
    work = partial(answer_question, serving_of(request), principal, asked_of(body))
    answer = await while_connected(request, slot.run(work))
    text, annotations = markdown_answer(answer, base_of(request))
    if body.stream:
        return StreamingResponse(_chunks(answer, text, annotations), media_type="text/event-stream")
    cited = [each.model_dump() for each in annotations]
    message = {"role": "assistant", "content": text, "annotations": cited, "quoth": answer.model_dump(mode="json")}
    choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
    # no tokens were generated: there is no model whose usage could be counted
    usage = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}
    return {**_head(answer), "object": "chat.completion", "choices": [choice], "usage": usage}


def asked_of(body: ChatIn) -> Asked:
    """Take the question from the messages; raise a 422 problem if there is none."""
    # clients that shorten a text may leave half an emoji, which no encoder takes
    whole = (message.words().encode(errors="ignore").decode() for message in body.messages if message.role == "user")
    said = [words.strip() for words in whole]
    if body.messages[-1].role != "user" or not 1 <= len(said[-1]) <= LONGEST:
        wanted = f"The last message must be the user's, and text of 1 to {LONGEST} characters."
        raise ProblemError(422, "question", wanted)
    earlier = said[-2] if len(said) > 1 and 1 <= len(said[-2]) <= LONGEST else None
    return Asked(said[-1], earlier=earlier)


def _head(answer: AnswerBody) -> dict[str, Any]:
    return {"id": f"chatcmpl-{answer.answer_id}", "created": int(time.time()), "model": MODEL}


async def _chunks(answer: AnswerBody, text: str, annotations: list[Annotation]) -> AsyncIterator[str]:
    head = {**_head(answer), "object": "chat.completion.chunk"}
    cited = [each.model_dump() for each in annotations]
    deltas: list[dict[str, Any]] = [{"role": "assistant", "content": ""}]
    deltas += [{"content": paragraph} for paragraph in text.splitlines(keepends=True)]
    deltas += [{"annotations": cited, "quoth": answer.model_dump(mode="json")}]
    for delta in deltas:
        yield _event({**head, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]})
    yield _event({**head, "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
    yield "data: [DONE]\n\n"


def _event(chunk: dict[str, Any]) -> str:
    return f"data: {json.dumps(chunk)}\n\n"
