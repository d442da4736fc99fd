"""Make candidates for the tests of deciding: one sentence of one source, its answering span and its probability."""

import datetime as dt
from collections.abc import Sequence

from index.answering.calibration import Calibration, Logistic, Thresholds
from index.answering.evidence import Asked, Candidate, weigh
from index.answering.judge import Judgement, Marked
from index.answering.reader import Reading
from index.types import Hit, Passage, Source, Span

# A calibration of one feature each, so that a test says what it means: P = sigmoid(answerable), conflict by the judge.
PLAIN = Calibration(
    models={},
    fitted_on=[],
    answerable=Logistic(weights={"read": 0.6}, bias=0.0),
    confidence=Logistic(weights={"best": 1.0, "conflict": -2.0}, bias=0.0),
    stated=Logistic(weights={"conflict": 1.0, "other": -1.0}, bias=3.0),
    account=Logistic(weights={"conflict": 1.0, "opposite": 6.0}, bias=-1.0),
    thresholds=Thresholds(answer=0.5, contest=0.4, side=0.3, stated=0.5, account=0.5, polarity=0.7),
)


class FixedJudge:
    """A judge that says the same of every pair; what values and words decide is then all that differs."""

    hash = "fixed"

    def __init__(
        self, *, same: float = 0.25, compatible: float = 0.25, conflict: float = 0.25, other: float = 0.25
    ) -> None:
        self._judgement = Judgement(same, compatible, conflict, other)

    def judge(self, questions: Sequence[str], pairs: Sequence[tuple[Marked, Marked]]) -> list[Judgement]:
        return [self._judgement for _ in pairs]


def made(
    asked: Asked,
    text: str,
    answer: str,
    *,
    source: str = "a",
    sure: float = 3.0,
    polarity: float = 0.0,
    date: dt.date | None = None,
    headings: tuple[str, ...] = (),
    **declared: object,
) -> Candidate:
    """Make a candidate whose passage is `text`; `sure` and `polarity` are the reader's logits."""
    start = text.index(answer)
    whole = Span(0, len(text))
    article = Source(
        id=source,
        title=source.title(),
        text=text,
        path=f"{source}.md",
        format="md",
        loader="md",
        hash=source,
        date=date,
        **declared,  # type: ignore[arg-type]  # keyword arguments of mixed types
    )
    passage = Passage(0, source, 0, len(text), text, headings, (whole,))
    reading = Reading(sure, sure, polarity, Span(start, start + len(answer)))
    return weigh(asked, [Hit(passage, article, 1.0, dense=0.6)], [reading], PLAIN)[0]
