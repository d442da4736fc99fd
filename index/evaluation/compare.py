"""Say what got better and what got worse from one run to another."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.evaluation.report import Figure, Item, Report


@dataclass(frozen=True, slots=True)
class Moved:
    """A question in both runs whose outcome differs."""

    before: Item
    after: Item


@dataclass(frozen=True, slots=True)
class Shift:
    """A figure in both runs. `clear`: the two intervals do not overlap."""

    before: Figure
    after: Figure

    @property
    def by(self) -> float | None:
        if self.before.value is None or self.after.value is None:
            return None
        return self.after.value - self.before.value

    @property
    def clear(self) -> bool:
        ends = (self.before.low, self.before.high, self.after.low, self.after.high)
        if any(end is None for end in ends):
            return False
        low, high, then_low, then_high = (float(end or 0.0) for end in ends)
        return then_low > high or then_high < low


@dataclass(frozen=True, slots=True)
class Comparison:
    """`changed`: neither or both are right, but status or answer differ."""

    better: tuple[Moved, ...]
    worse: tuple[Moved, ...]
    changed: tuple[Moved, ...]
    shifts: tuple[Shift, ...]


def compare_reports(before: Report, after: Report) -> Comparison:
    """Compare by question id; questions that only one run has are not counted."""
    was = {item.id: item for item in before.items}
    now = {item.id: item for item in after.items}
    pairs = [Moved(was[id_], item) for id_, item in now.items() if id_ in was]
    return Comparison(
        better=tuple(pair for pair in pairs if pair.after.right and not pair.before.right),
        worse=tuple(pair for pair in pairs if pair.before.right and not pair.after.right),
        changed=tuple(pair for pair in pairs if pair.before.right == pair.after.right and _said(pair)),
        shifts=_shifts(before.figures, after.figures),
    )


def _said(pair: Moved) -> bool:
    return (pair.before.status, pair.before.answer) != (pair.after.status, pair.after.answer)


def _shifts(before: Sequence[Figure], after: Sequence[Figure]) -> tuple[Shift, ...]:
    was = {figure.name: figure for figure in before}
    return tuple(Shift(was[figure.name], figure) for figure in after if figure.name in was)
