"""State what the API needs of an answerer and of the generation it serves."""

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from index.types import Answer, Hit, Source


class Entry(Protocol):
    """What a list says of a source."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def format(self) -> str: ...
    @property
    def url(self) -> str | None: ...
    @property
    def date(self) -> dt.date | None: ...
    @property
    def author(self) -> str | None: ...
    @property
    def supersedes(self) -> tuple[str, ...]: ...
    @property
    def effective_from(self) -> dt.date | None: ...
    @property
    def effective_until(self) -> dt.date | None: ...
    @property
    def authority(self) -> int: ...


class Built(Protocol):
    """What a manifest says of how its generation was built."""

    @property
    def paths(self) -> Sequence[str]:
        """Files and folders: relative to the parent of the data folder, or absolute."""


class Corpus(Protocol):
    """A published generation: immutable, and readable from several threads."""

    @property
    def id(self) -> str: ...
    @property
    def built_at(self) -> dt.datetime: ...
    @property
    def manifest(self) -> Built: ...

    def sources(self) -> Sequence[Entry]:
        """List all sources in the order in which they were built."""

    def source(self, source_id: str) -> Source:
        """Return one source with its canonical text; an unknown id is a KeyError."""


def find_source(corpus: Corpus, source_id: str) -> Source | None:
    try:
        return corpus.source(source_id)
    except KeyError:
        return None


class Answerer(Protocol):
    """Answer and search. Thread-safe and CPU-bound: never called on the event loop.

    Everything but `refresh` and `close` raises IndexMissingError, IndexInvalidError or ModelError while there is
    nothing to answer from; `refresh` raises the same and returns True when another generation is served from now on.
    """

    def ask(
        self, question: str, *, earlier: str | None = None, on_stage: Callable[[str], None] | None = None
    ) -> Answer: ...

    def search(self, question: str, k: int = 10) -> Sequence[Hit]: ...

    def reading(self) -> AbstractContextManager[Corpus]:
        """Hold the generation that is served now open, whatever is published meanwhile."""

    def refresh(self) -> bool: ...

    def close(self) -> None: ...
