"""Measure selective question answering: rates with bootstrap intervals, risk against coverage, calibration error."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]

BINS = 15
_RESAMPLES, _CURVE_RESAMPLES = 1000, 200
_SEED = 20


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % bootstrap interval (percentiles); `n` is what it was taken over. None: over nothing."""

    value: float | None
    low: float | None
    high: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Bin:
    """One bin of a reliability diagram: mean confidence, share that was right, and how many."""

    confidence: float
    right: float
    n: int


def rate(part: Flags, whole: Flags) -> Estimate:
    """Return the share of `whole` that is in `part`, over rows; rows are resampled, so both counts vary."""
    hit, n = part & whole, int(whole.sum())
    if not n:
        return Estimate(None, None, None, 0)
    # Rows outside `whole` change neither count, so only those inside are drawn.
    inside = hit[whole]
    drawn = _generator().binomial(n, inside.mean(), _RESAMPLES) / n
    return Estimate(float(inside.mean()), *_interval(drawn), n)


def risk_coverage(confidence: Floats, right: Flags) -> tuple[Floats, Floats]:
    """Return coverage and risk when answering in order of confidence; ties keep the order of the rows."""
    order = np.argsort(-confidence, kind="stable")
    counts = np.arange(1, len(right) + 1)
    return counts / len(right), np.cumsum(~right[order]) / counts


def aurc(confidence: Floats, right: Flags) -> float:
    """Return the area under the risk-coverage curve (Geifman and El-Yaniv 2017), as the mean risk over coverages."""
    return float(risk_coverage(confidence, right)[1].mean())


def reliability(confidence: Floats, right: Flags, bins: int = BINS) -> tuple[Bin, ...]:
    """Cut the rows, by confidence, into bins of equal mass; fewer where there are fewer rows than bins."""
    order = np.argsort(confidence, kind="stable")
    parts = [part for part in np.array_split(order, min(bins, len(order)) or 1) if len(part)]
    return tuple(Bin(float(confidence[part].mean()), float(right[part].mean()), len(part)) for part in parts)


def calibration_error(confidence: Floats, right: Flags, bins: int = BINS) -> float:
    """Return the expected calibration error over bins of equal mass (Nguyen and O'Connor 2015)."""
    cut = reliability(confidence, right, bins)
    return sum(part.n * abs(part.confidence - part.right) for part in cut) / len(confidence)


def curve(measure: Callable[[Floats, Flags], float], confidence: Floats, right: Flags) -> Estimate:
    """Estimate a figure of a whole curve, by drawing rows with replacement."""
    n = len(right)
    if not n:
        return Estimate(None, None, None, 0)
    draws = _generator().integers(0, n, (_CURVE_RESAMPLES, n))
    drawn = np.array([measure(confidence[draw], right[draw]) for draw in draws])
    return Estimate(measure(confidence, right), *_interval(drawn), n)


def _generator() -> np.random.Generator:
    return np.random.default_rng(_SEED)


def _interval(drawn: NDArray[Any]) -> tuple[float, float]:
    low, high = np.percentile(drawn, [2.5, 97.5])
    return float(low), float(high)
