"""What the judge learns from: a question, two pieces of evidence with their spans, and the relation that holds."""

from dataclasses import dataclass
from random import Random
from typing import Literal

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
