"""What the judge learns from: a question, two pieces of evidence with their spans, and the relation that holds."""

from dataclasses import dataclass
from random import Random
from typing import Literal

import numpy as np
from sklearn.linear_model import LogisticRegression

from .judge_text import content_words

Span = tuple[int, int] | None
Relation = Literal["same", "compatible", "conflict", "other"]
RELATIONS: tuple[Relation, ...] = ("same", "compatible", "conflict", "other")


@dataclass(frozen=True, slots=True)
class Side:
    """A piece of evidence: one or two sentences, and where the answer stands in them."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Row:
    """One training pair; `made` says by which rule, for the counts that are printed."""

    question: str
    a: Side
    b: Side
    relation: Relation
    made: str

    def turned(self) -> "Row":
        """Exchange the sides."""
        return Row(self.question, self.b, self.a, self.relation, self.made)


def jittered(side: Side, rng: Random, chance: float = 0.3) -> Side:
    """Move the ends of a span by a few words, as a reader does."""
    if side.span is None or rng.random() > chance:
        return side
    start, end = side.span
    for _ in range(rng.randint(1, 4)):
        if rng.random() < 0.5:
            start = max(0, side.text.rfind(" ", 0, max(0, start - 1)) + 1)
        else:
            following = side.text.find(" ", end + 1)
            end = following if following > 0 else len(side.text.rstrip("."))
    return Side(side.text, (start, end))


def balanced(rows: list[Row], shares: dict[str, float], limit: int, rng: Random) -> list[Row]:
    """Draw at most `limit` rows with the given share of each relation, half of them turned."""
    drawn: list[Row] = []
    for relation in RELATIONS:
        of = [row for row in rows if row.relation == relation]
        rng.shuffle(of)
        drawn += of[: int(limit * shares[relation])]
    rng.shuffle(drawn)
    return [row.turned() if rng.random() < 0.5 else row for row in drawn]


def overlap_features(row: Row) -> list[float]:
    """What a bag of words can see: how much sides, spans and question share, and how long they are."""
    a, b, q = content_words(row.a.text), content_words(row.b.text), content_words(row.question)
    x, y = (content_words(side.text[slice(*side.span)]) if side.span else frozenset[str]() for side in (row.a, row.b))
    lengths = sorted((len(row.a.text), len(row.b.text)))
    shared = len(x & y) / max(1, min(len(x), len(y)))
    asked = sorted((len(a & q) / max(1, len(q)), len(b & q) / max(1, len(q))))
    numbers = [{word for word in words if word.isdigit()} for words in (x, y)]
    denied = [float(" not " in side.text or " never " in side.text or " no " in side.text) for side in (row.a, row.b)]
    return [
        len(a & b) / max(1, len(a | b)),
        shared,
        float(x == y),
        float(bool(numbers[0] & numbers[1])),
        float(bool(numbers[0]) and bool(numbers[1])),
        abs(denied[0] - denied[1]),
        *asked,
        *(length / 200 for length in lengths),
        float(row.a.span is None) + float(row.b.span is None),
    ]


def overlap_baseline(train: list[Row], validation: list[Row]) -> np.ndarray:
    """Probabilities (rows × relations) of a logistic regression on overlaps alone; the judge must beat it clearly."""
    model = LogisticRegression(max_iter=500).fit([overlap_features(row) for row in train], [RELATIONS.index(row.relation) for row in train])
    probabilities: np.ndarray = model.predict_proba([overlap_features(row) for row in validation])
    return probabilities
