"""A public fake of the answerer, over real sources: exact quotes, all three verdicts, and a handle on time."""

import datetime as dt
import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from index.chunking import chunk
from index.sources import read_source
from index.types import (
    Answer,
    Citation,
    Conflicting,
    Difference,
    Evidence,
    Hit,
    Quote,
    ReasonCode,
    Side,
    Silent,
    Source,
    Span,
    Step,
    Supported,
    Trace,
    Verdict,
)

ARTICLES = Path(__file__).parent / "articles"
LETTER, INQUIRY = "004-a89a51d337035a32", "000-bb7070007b7016a6"
QUOTED = (
    "The Birmingham Yardley MP revealed her decision came after multiple victims of child sexual exploitation expressed"
    ' they had "lost faith" in the investigation\'s processes.'
)
SEEDS = Path(__file__).parents[2] / "seeds"


@dataclass(frozen=True)
class FakeManifest:
    paths: tuple[str, ...] = (str(SEEDS),)


@dataclass(frozen=True)
class FakeCorpus:
    """Sources in memory under a generation's id."""

    id: str
    texts: tuple[Source, ...]
    built_at: dt.datetime = field(default_factory=lambda: dt.datetime.now(dt.UTC))
    manifest: FakeManifest = FakeManifest()

    def sources(self) -> Sequence[Source]:
        return self.texts

    def source(self, source_id: str) -> Source:
        return {source.id: source for source in self.texts}[source_id]


def read_corpus(generation: str = "g1", *folders: Path) -> FakeCorpus:
    """Read seeds and test articles as the build would."""
    found = [
        read_source(path, folder)
        for folder in folders or (SEEDS, ARTICLES)
        for path in sorted(folder.iterdir())
        if path.suffix in {".txt", ".md"}
    ]
    return FakeCorpus(generation, tuple(found))


def quote_of(source: Source, words: str, answer: str | None = None) -> Quote:
    """Quote words where they first stand in a source."""
    start = source.text.index(words)
    line = source.first_line + source.text[:start].count("\n")
    cited = Citation(source.id, source.title, source.path, source.url, source.date, None, line)
    at = start + words.index(answer) if answer else None
    highlight = Span(at, at + len(answer)) if at is not None and answer else None
    return Quote(words, start, start + len(words), cited, 0.9, highlight)


class FakeAnswerer:
    """Decides by a word in the question: "constituency" is answered, "resign" a conflict, the rest silence.

    Questions wait while `go` is cleared; `error` is raised by every question,
    `verdict` given to every one; what was asked is in `asked`.
    """

    def __init__(self, corpus: FakeCorpus | None = None) -> None:
        self.corpus = corpus or read_corpus()
        self.next: FakeCorpus | None = None
        self.error: Exception | None = None
        self.verdict: Verdict | None = None
        self.asked: list[tuple[str, str | None]] = []
        self.go = threading.Event()
        self.go.set()
        self.entered = threading.Semaphore(0)
        self.threads: set[int] = set()

    def ask(
        self, question: str, *, earlier: str | None = None, on_stage: Callable[[str], None] | None = None
    ) -> Answer:
        self.asked.append((question, earlier))
        self.threads.add(threading.get_ident())
        for stage in ("retrieve", "read", "judge"):
            if on_stage:
                on_stage(stage)
            if stage == "retrieve":
                self.entered.release()
                assert self.go.wait(20), "nobody let the questions go"
        if self.error:
            raise self.error
        step = Step(LETTER, 931, 1100, 0.9, 0.5, "91 percent", "answers")
        trace = Trace("the reader was sure", (step,), {"retrieve": 1.0, "read": 2.0, "judge": 0.5})
        verdict = self.verdict or self._verdict(question)
        return Answer(uuid.uuid4().hex, question, verdict, 0.9, self.corpus.id, 5, "A reason.", trace)

    def _verdict(self, question: str) -> Verdict:
        letter, inquiry = self.corpus.source(LETTER), self.corpus.source(INQUIRY)
        if "constituency" in question:
            quote = quote_of(inquiry, QUOTED, "Birmingham Yardley")
            return Supported("Birmingham Yardley", (Evidence(quote, "Birmingham Yardley", 0.9),))
        if "resign" in question:
            one = quote_of(inquiry, "has dramatically resigned from her position")
            two = quote_of(letter, "to resign from her ministerial position.", "her ministerial position")
            sides = (
                Side("her position", (Evidence(one, "her position", 0.9),)),
                Side("her ministerial position", (Evidence(two, "her ministerial position", 0.9),)),
            )
            return Conflicting(sides, Difference.ACCOUNT, "A note.")
        return Silent(ReasonCode.NEAR_TOPIC, (quote_of(letter, "Studies show that as much as 91 percent"),))

    def search(self, question: str, k: int = 10) -> list[Hit]:
        """Rank passages by the words that they share with the question."""
        words = set(question.casefold().split())
        passages = [(source, passage) for source in self.corpus.texts for passage in chunk(source)]
        hits = [Hit(p, s, float(len(words & set(p.text.casefold().split()))), None, 1.0) for s, p in passages]
        return sorted((hit for hit in hits if hit.score), key=lambda hit: -hit.score)[:k]

    @contextmanager
    def reading(self) -> Iterator[FakeCorpus]:
        yield self.corpus

    def refresh(self) -> bool:
        if self.next is None:
            return False
        self.corpus, self.next = self.next, None
        return True

    def close(self) -> None:
        self.go.set()
