"""Say what the bot asks of Quoth, whichever way it reaches it."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.errors import UnavailableError
from index.types import Answer, Trace


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and where it comes from.

    `conversation_id` is the same for a question and its follow-ups; `owner` is the place that may follow it up;
    `person` names who asks: an engine writes down a salted hash of it, never the name. `public` is False for what
    was asked privately or where not everybody may read; `aside` is True for what only the asker sees: nobody else's
    question leans on it.
    """

    question: str
    conversation_id: str
    person: str
    owner: str
    public: bool
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer given earlier. `answer.question` is empty where question text is not kept."""

    answer: Answer
    public: bool


@dataclass(frozen=True, slots=True)
class Vote:
    """A person's word on an answer; the last one counts. `person` is hashed as in Asked."""

    person: str
    up: bool
    reason: str | None = None
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """One article as the list of sources shows it."""

    id: str
    title: str
    path: str
    url: str | None = None
    date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """What is being answered from; `passages` is None where the engine doesn't tell."""

    generation: str
    built_at: dt.datetime
    sources: int
    passages: int | None = None


class BusyError(UnavailableError):
    """The queue is full, or the models are being loaded; `retry_after` is in seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"Quoth is busy, or still loading. Try again in {retry_after} s.")
        self.retry_after = retry_after


class Engine(Protocol):
    """Everything that the bot needs of Quoth: more than one or two methods, since the bot shows all of it.

    Errors are those of `index.errors`. `kept` and `trace` return None for an id that was never given; they and
    `vote` raise AnswerExpiredError for one that is erased. `rebuild` returns a summary of one line and calls back
    with lines of progress, from any thread. `refresh` returns True when a new generation was picked up.
    """

    async def ask(self, asked: Asked) -> Answer: ...
    async def kept(self, answer_id: str) -> Kept | None: ...
    async def trace(self, answer_id: str) -> Trace | None: ...
    async def vote(self, answer_id: str, vote: Vote) -> None: ...
    async def sources(self) -> Sequence[SourceEntry]: ...
    async def status(self) -> Status: ...
    async def rebuild(self, on_progress: Callable[[str], None]) -> str: ...
    async def refresh(self) -> bool: ...
    async def close(self) -> None: ...
