"""Ask Quoth in this process: the models in a few threads, the answers kept in this installation's store."""

import asyncio
import datetime as dt
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import ParamSpec, Protocol, TypeVar

from bot.engine import Asked, Kept, SourceEntry, Status, Vote
from bot.parse import answer_from_body
from index.answers import AnswerStore
from index.errors import AnswerMissingError, UnavailableError
from index.people import person_id
from index.types import Answer, Trace

P = ParamSpec("P")
T = TypeVar("T")
THREADS = 2  # a question uses all cores for reading; a second one fills the gaps between its stages
PERSON = "discord"  # `quoth forget discord ID` finds what was kept under it

OnProgress = Callable[[str, int, int], None]


class Entry(Protocol):
    """What a list says of a source."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def url(self) -> str | None: ...
    @property
    def date(self) -> dt.date | None: ...
    @property
    def passages(self) -> int: ...


class Corpus(Protocol):
    """A published generation, as far as the bot shows it."""

    @property
    def id(self) -> str: ...
    @property
    def built_at(self) -> dt.datetime: ...
    def sources(self) -> Sequence[Entry]: ...


class Answerer(Protocol):
    """The part of LiveAnswerer used here: thread-safe, CPU-bound, never called on the event loop."""

    def ask(self, question: str, *, earlier: str | None = None) -> Answer: ...
    @property
    def generation(self) -> Corpus: ...
    def refresh(self) -> bool: ...
    def close(self) -> None: ...


class Rebuild(Protocol):
    """Build and publish a generation of the same corpus; return its id. `on_progress(stage, done, total)`."""

    def __call__(self, on_progress: OnProgress, /) -> str: ...


class LocalEngine:
    """The Engine in process; see bot.engine for the contract."""

    def __init__(self, answerer: Answerer, store: AnswerStore, rebuild: Rebuild, data_dir: Path) -> None:
        self._answerer, self._store, self._rebuild, self._data_dir = answerer, store, rebuild, data_dir
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="quoth-bot")
        self._other = ThreadPoolExecutor(2, thread_name_prefix="quoth-bot-other")  # never behind a question
        self._closing = False

    async def ask(self, asked: Asked) -> Answer:
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._ask, asked)

    async def kept(self, answer_id: str) -> Kept | None:
        kept = await self._aside(self._store.get, answer_id)
        return Kept(answer_from_body(kept.body, kept.trace), kept.public) if kept else None

    async def trace(self, answer_id: str) -> Trace | None:
        kept = await self._aside(self._store.get, answer_id)
        return kept.trace if kept else None

    async def vote(self, answer_id: str, vote: Vote) -> None:
        await self._aside(self._vote, answer_id, vote)

    async def sources(self) -> Sequence[SourceEntry]:
        entries = await self._aside(self._answerer.generation.sources)
        return [SourceEntry(entry.id, entry.title, entry.path, entry.url, entry.date) for entry in entries]

    async def status(self) -> Status:
        generation = self._answerer.generation
        entries = await self._aside(generation.sources)
        return Status(generation.id, generation.built_at, len(entries), sum(entry.passages for entry in entries))

    async def rebuild(self, on_progress: Callable[[str], None]) -> str:
        def note(stage: str, done: int, total: int) -> None:
            if self._closing:
                raise UnavailableError("the bot is stopping. Build again once it is back.")
            on_progress(f"{stage}: {done:,} of {total:,}" if total else stage)

        return f"Generation {await self._aside(self._rebuild, note)} is published."

    async def refresh(self) -> bool:
        return await self._aside(self._answerer.refresh)

    async def close(self) -> None:
        """Stop a build under way at its next step, as the API does, and let the rest end."""
        self._closing = True
        self._threads.shutdown()
        self._other.shutdown(cancel_futures=True)
        self._answerer.close()
        self._store.close()

    async def _aside(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._other, lambda: work(*args, **kwargs))

    def _ask(self, asked: Asked) -> Answer:
        """Complete a follow-up from the question before it, answer, and keep the answer."""
        person = self._hashed(asked.person)
        conversation, earlier = self._store.follow(
            asked.conversation_id, owner=asked.owner, person=person, aside=asked.aside
        )
        answer = self._answerer.ask(asked.question, earlier=earlier)
        self._store.keep(answer, person=person, conversation_id=conversation, owner=asked.owner, public=asked.public)
        return answer

    def _vote(self, answer_id: str, vote: Vote) -> None:
        if self._store.get(answer_id) is None:
            raise AnswerMissingError(f"no answer {answer_id!r} was given here.")
        person = self._hashed(vote.person)
        self._store.vote(answer_id, person=person, up=vote.up, reason=vote.reason, comment=vote.comment)

    def _hashed(self, person: str) -> str:
        return person_id(self._data_dir, PERSON, person)
