"""Ask a Quoth API over HTTP: one model in memory for the web and for Discord."""

import asyncio
import datetime as dt
import json
from collections.abc import Callable, Sequence
from typing import Any, Literal, TypeVar

import aiohttp
from pydantic import BaseModel, TypeAdapter, ValidationError

from bot.engine import Asked, BusyError, Kept, SourceEntry, Status, Vote
from bot.parse import answer_from_body
from index.answering.body import AnswerBody
from index.errors import (
    AnswerExpiredError,
    AnswerMissingError,
    BuildRefusedError,
    IndexInvalidError,
    IndexMissingError,
    ModelError,
    OperatorError,
    QuestionError,
    QuothError,
    SettingsError,
    UnavailableError,
)
from index.types import Answer, Trace

SECONDS = 60.0
POLL_SECONDS = 1.0
RETRY_SECONDS = 5
# What the asker can mend, by status.
_ASKER_S: dict[int, type[QuothError]] = {
    404: AnswerMissingError,
    410: AnswerExpiredError,
    413: QuestionError,
    422: QuestionError,
}
# What waiting does not mend, by the problem's type.
_OPERATOR_S: dict[str, type[OperatorError]] = {
    "urn:quoth:problem:no-index": IndexMissingError,
    "urn:quoth:problem:index-invalid": IndexInvalidError,
    "urn:quoth:problem:model": ModelError,
}
_TRACE = TypeAdapter(Trace)
Body = TypeVar("Body", bound=BaseModel)


class _KeptBody(BaseModel):
    answer: AnswerBody


class _SourceBody(BaseModel):
    id: str
    title: str
    path: str
    url: str | None
    date: dt.date | None


class _SourcesBody(BaseModel):
    generation: str
    sources: tuple[_SourceBody, ...]


class _ReadyBody(BaseModel):
    generation: str
    built_at: dt.datetime


class _JobBody(BaseModel):
    id: str
    status: Literal["running", "done", "failed"]
    stage: str | None
    done: int
    total: int
    generation: str | None
    error: str | None


class RemoteEngine:
    """The Engine over HTTP; see bot.engine for the contract. The API keeps the answers, for the bot's key."""

    def __init__(self, url: str, key: str | None) -> None:
        self._url = url.rstrip("/")
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._session: aiohttp.ClientSession | None = None
        self._generation: str | None = None

    async def ask(self, asked: Asked) -> Answer:
        body = {
            "question": asked.question,
            "conversation_id": asked.conversation_id,
            "person": _named(asked.person),
            "private": not asked.public,
            "aside": asked.aside,
        }
        return answer_from_body(await self._call("POST", "/v1/ask", AnswerBody, body))

    async def kept(self, answer_id: str) -> Kept | None:
        """Read an answer back. The API doesn't say whether it is public, so it is taken for private."""
        try:
            body = await self._call("GET", f"/v1/answers/{answer_id}", _KeptBody)
        except AnswerMissingError:
            return None
        return Kept(answer_from_body(body.answer), public=False)

    async def trace(self, answer_id: str) -> Trace | None:
        try:
            body = await self._json("GET", f"/v1/answers/{answer_id}/trace")
        except AnswerMissingError:
            return None
        return _TRACE.validate_python({name: body[name] for name in ("rule", "steps", "stages")})

    async def vote(self, answer_id: str, vote: Vote) -> None:
        body = {"up": vote.up, "reason": vote.reason, "comment": vote.comment, "person": _named(vote.person)}
        await self._json("POST", f"/v1/answers/{answer_id}/feedback", body)

    async def sources(self) -> Sequence[SourceEntry]:
        listed = await self._call("GET", "/v1/sources", _SourcesBody)
        self._generation = listed.generation
        return [SourceEntry(one.id, one.title, one.path, one.url, one.date) for one in listed.sources]

    async def status(self) -> Status:
        ready = await self._call("GET", "/readyz", _ReadyBody)
        return Status(ready.generation, ready.built_at, len(await self.sources()))

    async def rebuild(self, on_progress: Callable[[str], None]) -> str:
        job = await self._call("POST", "/v1/index/rebuild", _JobBody)
        while job.status == "running":
            on_progress(f"{job.stage or 'starting'}: {job.done:,} of {job.total:,}")
            await asyncio.sleep(POLL_SECONDS)
            job = await self._call("GET", f"/v1/jobs/{job.id}", _JobBody)
        if job.status == "failed":
            raise BuildRefusedError(job.error or "the API does not say why. See its log.")
        return f"Generation {job.generation} is published."

    async def refresh(self) -> bool:
        """The API picks new generations up by itself; this only notices, for the list of sources."""
        ready = await self._call("GET", "/readyz", _ReadyBody)
        return self._generation is not None and ready.generation != self._generation

    async def close(self) -> None:
        if self._session:
            await self._session.close()

    async def _call(self, method: str, path: str, kind: type[Body], body: Any = None) -> Body:
        try:
            return kind.model_validate(await self._json(method, path, body))
        except ValidationError as error:
            raise SettingsError(
                f"{self._url!r} does not speak Quoth's API at {path!r}. Check QUOTH_BOT_API_URL."
            ) from error

    async def _json(self, method: str, path: str, body: Any = None) -> Any:
        """Call the API; an error of its becomes the one of ours that it stands for."""
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SECONDS))
        url = self._url + path
        try:
            async with self._session.request(method, url, json=body, headers=self._headers) as response:
                text = await response.text()
                if response.status >= 400:
                    raise _problem(response.status, text, response.headers.get("Retry-After"))
        except (aiohttp.ClientError, TimeoutError) as error:
            raise UnavailableError(f"the Quoth API at {self._url!r} cannot be reached. Try again later.") from error
        return _parsed(text) if text else None


def _named(person: str) -> str:
    """Whom the API is told of; it keeps a salted hash, which `quoth forget discord ID` finds."""
    return f"discord:{person}"


def _problem(status: int, text: str, retry_after: str | None) -> QuothError:
    problem = _parsed(text)
    told = problem if isinstance(problem, dict) else {}
    detail, kind = str(told.get("detail") or told.get("title") or status), str(told.get("type"))
    match status:
        case 404 | 410 | 413 | 422:
            return _ASKER_S[status](detail)
        case 401 | 403 | 421:
            return SettingsError(f"the Quoth API refuses the bot: {detail} Check QUOTH_BOT_API_KEY and its scopes.")
        case 503 if kind in _OPERATOR_S:
            return _OPERATOR_S[kind](f"the Quoth API cannot answer: {detail}")
        case 429 | 503 if retry_after:
            return BusyError(int(retry_after) if retry_after.isdecimal() else RETRY_SECONDS)
        case _:
            return UnavailableError(f"the Quoth API answered {status}: {detail}")


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
