"""Name what a build passes through, what it changed, and who may stop it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from index.errors import SourceError
from index.store import Generation
from index.store.manifest import GatePart


class Step(StrEnum):
    """The steps of a build, in their order. A test kills the build at each, so a new one is tested by being here."""

    PREPARE = "prepare"
    READ = "read"
    CHUNK = "chunk"
    ENCODE = "encode"
    WRITE_CORPUS = "write_corpus"
    WRITE_VECTORS = "write_vectors"
    WRITE_LEXICAL = "write_lexical"
    SYNC = "sync"
    CHECK = "check"
    GATE = "gate"
    SEAL = "seal"
    MOVE = "move"
    PUBLISH = "publish"
    PRUNE = "prune"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a build stands: `done` of `total` in a step, 0 of 0 where nothing is counted. `note` is for people."""

    step: Step
    done: int = 0
    total: int = 0
    note: str = ""


OnProgress = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class BuildChanges:
    """Source ids, compared with the published generation. A renamed source is among `added` and `removed`.

    `renamed` pairs the old id with the new one, where the text stayed the same.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()

    @property
    def touched(self) -> frozenset[str]:
        """The sources that explain a changed answer."""
        return frozenset((*self.added, *self.changed, *self.removed))


@dataclass(frozen=True, slots=True)
class GateVerdict:
    """What asking the golden questions of both generations showed; one sentence for each that changed for the worse.

    `explained`: a source quoted before or after was touched by this build. `unexplained` ones stop the build.
    """

    asked: int
    explained: tuple[str, ...] = ()
    unexplained: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        return not self.unexplained


class Gate(Protocol):
    """Judges a generation before it is published. `old` is the published one, None if there is none to compare with.

    Both are open, of the same encoder, and closed by the build.
    """

    def __call__(self, new: Generation, old: Generation | None, changes: BuildChanges) -> GateVerdict: ...


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. `published` is False if nothing had changed; then `generation` is the one that was there.

    `encoded` of the `passages` were new to the encoder; the others' vectors were copied.
    """

    generation: str
    published: bool
    changes: BuildChanges
    refused: tuple[SourceError, ...]
    paths: tuple[str, ...]
    sources: int
    passages: int
    encoded: int = 0
    seconds: float = 0.0
    gate: GatePart | None = None
    pruned: tuple[str, ...] = ()
