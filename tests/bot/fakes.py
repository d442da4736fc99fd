"""One fake, at the edge of the models: an answerer that gives true answers with exact quotes from written articles."""

import datetime as dt
import secrets
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from index.types import (
    Answer,
    Citation,
    Conflicting,
    Difference,
    Evidence,
    Quote,
    ReasonCode,
    Side,
    Silent,
    Span,
    Step,
    Supported,
    Trace,
    Verdict,
)

LEAVE = "Everybody has 28 days of leave a year.\nUnused days lapse in March."
OLD_LEAVE = "There are 25 days of annual leave. Ask your lead before you book."
OFFICES = "The Porto office opens at 8:00. The Rotterdam office opens at 9:00."
NASTY = (
    "- @everyone and @here, **bold** _under_ `code` ||spoiler|| ~~gone~~ # not a heading\n"
    "1. <@123456789012345678> <@&123456789012345678> <#123456789012345678> </ask:123456789012345678> <t:1700000000:R>\n"
    "> quoted [link](https://example.com/a_b_c) \\* :smile: <:wave:123456789012345678>"
)
BUILT = dt.datetime(2026, 11, 1, 12, 0, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Article:
    """What a list of sources shows, and the text that quotes are cut from."""

    id: str
    title: str
    text: str
    url: str | None = None
    date: dt.date | None = None
    passages: int = 1

    @property
    def path(self) -> str:
        return f"{self.id}.md"


ARTICLES = (
    Article("leave", "Annual leave", LEAVE, "https://wiki.example.com/leave", dt.date(2026, 3, 1)),
    Article("old-leave", "Handbook 2019", OLD_LEAVE),
    Article("offices", "Opening hours", OFFICES, date=dt.date(2025, 7, 2)),
    Article("nasty", "A [title](x) with *marks*", NASTY),
    Article("long", "A very long article", "".join(f"Sentence {n} of a very long paragraph. " for n in range(160))),
)


def quote_of(article: Article, text: str, answer: str | None = None) -> Quote:
    """Cut a quote out of an article, with the answering part highlighted."""
    start = article.text.index(text)
    span = None
    if answer is not None:
        inside = start + text.index(answer)
        span = Span(inside, inside + len(answer))
    cited = Citation(article.id, article.title, article.path, article.url, article.date, section="Rules")
    return Quote(text, start, start + len(text), cited, 0.97, span)


def evidence_of(article: Article, text: str, answer: str, scope: str | None = None) -> Evidence:
    return Evidence(quote_of(article, text, answer), answer, 0.97, scope=scope)


def supported() -> Supported:
    return Supported("28 days", (evidence_of(ARTICLES[0], "Everybody has 28 days of leave a year.", "28 days"),))


def depends() -> Supported:
    porto = evidence_of(ARTICLES[2], "The Porto office opens at 8:00.", "8:00", "Porto")
    rotterdam = evidence_of(ARTICLES[2], "The Rotterdam office opens at 9:00.", "9:00", "Rotterdam")
    return Supported("8:00", (porto, rotterdam), depends_on="the office")


def conflicting() -> Conflicting:
    new = evidence_of(ARTICLES[0], "Everybody has 28 days of leave a year.", "28 days")
    old = evidence_of(ARTICLES[1], "There are 25 days of annual leave.", "25 days")
    return Conflicting((Side("28 days", (new,)), Side("25 days", (old,))), Difference.DURATION)


def silent() -> Silent:
    return Silent(ReasonCode.NEAR_TOPIC, (quote_of(ARTICLES[1], "Ask your lead before you book."),))


def nasty() -> Supported:
    text = NASTY
    return Supported(text, (evidence_of(ARTICLES[3], text, text),))


def long() -> Supported:
    """Two quotes of three thousand characters, which fill a page each."""
    first, second = ARTICLES[4].text[:3000], ARTICLES[4].text[3000:6000]
    return Supported(first, tuple(evidence_of(ARTICLES[4], text, "very long") for text in (first, second)))


VERDICTS: dict[str, Callable[[], Verdict]] = {
    "leave": supported,
    "offices": depends,
    "contradiction": conflicting,
    "weather": silent,
    "nasty": nasty,
    "long": long,
}
REASONS = {
    "leave": None,
    "offices": "It depends on the office.",
    "contradiction": "Two articles give different durations.",
    "weather": "No article answers this.",
}


def answer_to(question: str, verdict: Verdict, *, reason: str | None = None) -> Answer:
    """An answer as the answerer makes it."""
    steps = (Step("leave", 0, 38, 0.97, 0.62, "28 days", "evidence"), Step("offices", 0, 31, 0.11, 0.62, None, "below"))
    trace = Trace("The best passage is above the threshold.", steps, {"retrieve": 2.0, "read": 11.0, "judge": 3.0})
    return Answer(secrets.token_hex(16), question, verdict, 0.93, "g1", 16, reason, trace)


@dataclass(frozen=True, slots=True)
class FakeCorpus:
    id: str
    built_at: dt.datetime = BUILT
    articles: tuple[Article, ...] = ARTICLES

    def sources(self) -> Sequence[Article]:
        return self.articles


@dataclass
class FakeAnswerer:
    """Answers by the first known word of the question, and remembers what it was asked.

    `hold` makes answers wait until it is set; `failure` is raised instead of answering; `fresh` is picked up by
    the next refresh.
    """

    asked: list[tuple[str, str | None]] = field(default_factory=list)
    hold: threading.Event | None = None
    failure: Exception | None = None
    generation: FakeCorpus = field(default_factory=lambda: FakeCorpus("g1"))
    fresh: FakeCorpus | None = None
    closed: bool = False

    def ask(self, question: str, *, earlier: str | None = None) -> Answer:
        self.asked.append((question, earlier))
        if self.hold is not None:
            assert self.hold.wait(20)
        if self.failure is not None:
            raise self.failure
        word = next((word for word in VERDICTS if word in f"{question} {earlier or ''}".lower()), "weather")
        return replace(answer_to(question, VERDICTS[word](), reason=REASONS.get(word)), generation=self.generation.id)

    def refresh(self) -> bool:
        if self.fresh is None:
            return False
        self.generation, self.fresh = self.fresh, None
        return True

    def close(self) -> None:
        self.closed = True
