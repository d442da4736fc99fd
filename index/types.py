"""Name what flows: Source → Passage → Hit → Evidence → Verdict → Answer. Frozen, and invariant when built."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

Polarity = Literal["yes", "no"]


class Difference(StrEnum):
    """What the sides of a conflict differ in."""

    NUMBER = "number"
    DATE = "date"
    DURATION = "duration"
    AMOUNT = "amount"
    NAME = "name"
    POLARITY = "polarity"
    ACCOUNT = "account"


class ReasonCode(StrEnum):
    """Why Quoth declined."""

    NO_PASSAGE = "no_passage"
    NEAR_TOPIC = "near_topic"
    ENTITY_MISSING = "entity_missing"
    PART_MISSING = "part_missing"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of Unicode code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, got {self.start} and {self.end}")

    def overlaps(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Source:
    """One article. Quotes are verbatim in `text`, its canonical text.

    `path` is POSIX, below the folder that was built. `first_line` is the line of the file on which `text` begins
    (1 where lines mean nothing). `pages` holds the offset at which each page begins, empty for formats without pages.
    `hash` is blake2b of everything that a rebuild must notice: canonical text, metadata, loader and its version.
    """

    id: str
    title: str
    text: str
    path: str
    format: str
    loader: str
    hash: str
    first_line: int = 1
    url: str | None = None
    date: dt.date | None = None
    author: str | None = None
    supersedes: tuple[str, ...] = ()
    effective_from: dt.date | None = None
    effective_until: dt.date | None = None
    authority: int = 0
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A retrievable slice: `source.text[start:end] == text`. Offsets of `sentences` count in the source's text.

    `id` is unique in a generation and the id that vector indexes store. `headings` is the path above the passage,
    outermost first, the title not among them.
    """

    id: int
    source_id: str
    start: int
    end: int
    text: str
    headings: tuple[str, ...] = ()
    sentences: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its scores: fused (reciprocal rank), dense (cosine), lexical (BM25); None: not known."""

    passage: Passage
    source: Source
    score: float
    dense: float | None = None
    lexical: float | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a quote stands, for people: `line` counts in the file, `page` from 1, both None where they mean nothing."""

    id: str
    title: str
    path: str
    url: str | None = None
    date: dt.date | None = None
    section: str | None = None
    line: int | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim span of a source: `source.text[start:end] == text`, and the answering part, in source offsets."""

    text: str
    start: int
    end: int
    source: Citation
    score: float
    highlight: Span | None = None
    deep_link: str | None = None

    def __post_init__(self) -> None:
        if not self.text or len(self.text) != self.end - self.start:
            raise ValueError(f"a quote's text must fill its span {self.start}:{self.end}")
        if self.highlight and not (self.start <= self.highlight.start and self.highlight.end <= self.end):
            raise ValueError("a highlight must lie inside its quote")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quote judged to answer. `answer` is verbatim inside it; `scope` is what it holds for, in the source's words."""

    quote: Quote
    answer: str
    probability: float
    polarity: Polarity | None = None
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a conflict: evidence, from one source or several, that agrees."""

    answer: str
    evidence: tuple[Evidence, ...]

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError("a side needs evidence")


@dataclass(frozen=True, slots=True)
class Decision:
    """The declared rule that chose between conflicting sources."""

    rule: Literal["supersedes", "effective", "authority"]
    source: str
    over: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Supported:
    """The articles answer. Best evidence first; with `depends_on`, one piece of evidence for each scope."""

    answer: str
    evidence: tuple[Evidence, ...]
    polarity: Polarity | None = None
    depends_on: str | None = None
    decided_by: Decision | None = None

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError("a supported verdict needs evidence")


@dataclass(frozen=True, slots=True)
class Conflicting:
    """The articles contradict each other: two sides or more, newest first, undated last."""

    sides: tuple[Side, ...]
    difference: Difference
    note: str | None = None

    def __post_init__(self) -> None:
        if len(self.sides) < 2:
            raise ValueError("a conflict needs two sides")


@dataclass(frozen=True, slots=True)
class Silent:
    """The articles do not answer what was asked. `related` are the closest passages, not an answer."""

    reason_code: ReasonCode
    related: tuple[Quote, ...] = ()
    missing: str | None = None


Verdict = Supported | Conflicting | Silent


@dataclass(frozen=True, slots=True)
class Step:
    """One passage that was considered: its scores, what the reader found in it, and what became of it."""

    source_id: str
    start: int
    end: int
    probability: float
    threshold: float
    span: str | None
    outcome: str


@dataclass(frozen=True, slots=True)
class Trace:
    """How a verdict came about: passages considered, best first, and the rule that decided, in one sentence.

    `stages` holds the milliseconds of each stage by name: retrieve, read, judge.
    """

    rule: str
    steps: tuple[Step, ...] = ()
    stages: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What leaves the program. `id` is 128 random bits in hex; `confidence` is None while models are uncalibrated."""

    id: str
    question: str
    verdict: Verdict
    confidence: float | None
    generation: str
    elapsed_ms: int
    reason: str | None = None
    trace: Trace = field(default_factory=lambda: Trace(rule=""))
