"""Fit probabilities and thresholds to samples: sets weigh the same, thresholds are chosen leave-one-set-out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.answering.calibration import Logistic, fit_logistic
from index.answering.evidence import log_odds
from index.evaluation.samples import RowSamples

# Windows below the best few are never answered from; more of them would only teach the obvious.
FITTED_WINDOWS = 3
SIDE_RATIO = 0.5
POLARITY = 0.7
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Point:
    """What one threshold gives on one set: precision among answers, coverage of the answerable, recall of silences."""

    threshold: float
    precision: float
    coverage: float
    silent: float

    @property
    def utility(self) -> float:
        """Right answers and rightful silences, each as a rate; a wrong answer costs as much as two missed ones."""
        return self.coverage * (3 * self.precision - 2) + self.silent


def fit_answerable(rows: Sequence[RowSamples]) -> Logistic:
    """Fit the probability that a window answers, on each question's best windows."""
    chosen = [(row.set_name, window) for row in rows for window in row.windows[:FITTED_WINDOWS]]
    weights = _set_weights([name for name, _ in chosen])
    return fit_logistic([w.features for _, w in chosen], [w.right for _, w in chosen], weights)


def fit_conflict(rows: Sequence[RowSamples], answerable: Logistic, side: float) -> Logistic:
    """Fit the probability of a conflict, on pairs whose weaker candidate could enter as a side."""
    chosen = [(row, pair) for row in rows for pair in row.pairs if pair.features["weaker"] >= log_odds(side)]
    weights = _set_weights([f"{row.set_name} {pair.conflict}" for row, pair in chosen])
    return fit_logistic([pair.features for _, pair in chosen], [pair.conflict for _, pair in chosen], weights)


def _set_weights(names: Sequence[str]) -> list[float]:
    counts = Counter(names)
    return [1.0 / counts[name] for name in names]


def points(rows: Sequence[RowSamples], answerable: Logistic) -> list[Point]:
    """Walk through thresholds on one set's rows; conflict rows count as neither answerable nor silent."""
    scored = []
    for row in rows:
        if row.expect != "decline_conflict":
            chances = [(answerable.probability(window.features), window.right) for window in row.windows]
            scored.append((*max(chances, default=(0.0, False)), row.expect == "answer"))
    best, right, wanted = (np.array(column) for column in zip(*scored, strict=True))
    return [_point(float(t), best >= t, right.astype(bool), wanted.astype(bool)) for t in np.linspace(0.05, 0.95, 91)]


def _point(threshold: float, answered: Flags, right: Flags, wanted: Flags) -> Point:
    return Point(
        threshold=threshold,
        precision=_rate(answered & right & wanted, answered),
        coverage=_rate(answered & wanted, wanted),
        silent=_rate(~answered & ~wanted, ~wanted),
    )


def _rate(part: Flags, whole: Flags) -> float:
    return float(part.sum() / whole.sum()) if whole.any() else 1.0


def choose_answer(rows: Sequence[RowSamples], answerable: Logistic) -> tuple[float, dict[str, float]]:
    """Choose the threshold with the highest mean utility over sets; also each choice with one set left out."""
    curves = {name: points(of_set, answerable) for name, of_set in _by_set(rows).items()}
    steps = range(len(next(iter(curves.values()))))

    def best(names: Iterable[str]) -> float:
        chosen = list(names)
        top = max(steps, key=lambda i: sum(curves[name][i].utility for name in chosen))
        return next(iter(curves.values()))[top].threshold

    left_out = {name: best(other for other in curves if other != name) for name in curves} if len(curves) > 1 else {}
    return best(curves), left_out


def choose_conflict(rows: Sequence[RowSamples], answerable: Logistic, conflict: Logistic, enough: Thresholds) -> float:
    """Choose the lowest threshold whose false conflicts, as a mean over sets, stay within FALSE_CONFLICTS."""
    false: dict[str, list[float]] = {}
    for row in rows:
        if row.expect != "decline_conflict":
            false.setdefault(row.set_name, []).append(_strongest(row, answerable, conflict, enough))
    for threshold in np.linspace(0.05, 0.95, 91):
        rates = [float(np.mean(np.array(chances) >= threshold)) for chances in false.values()]
        if float(np.mean(rates)) <= FALSE_CONFLICTS and max(rates) <= 2 * FALSE_CONFLICTS:
            return float(threshold)
    return 0.95


def _strongest(row: RowSamples, answerable: Logistic, conflict: Logistic, enough: Thresholds) -> float:
    """Return the highest conflict probability among pairs that would be compared; 0 if nothing would be answered."""
    best = max((answerable.probability(window.features) for window in row.windows), default=0.0)
    if best < enough.answer:
        return 0.0
    compared = [pair for pair in row.pairs if pair.features["weaker"] >= log_odds(enough.side)]
    return max((conflict.probability(pair.features) for pair in compared if not pair.features["agree"]), default=0.0)


def _by_set(rows: Sequence[RowSamples]) -> dict[str, list[RowSamples]]:
    sets: dict[str, list[RowSamples]] = {}
    for row in rows:
        sets.setdefault(row.set_name, []).append(row)
    return sets
