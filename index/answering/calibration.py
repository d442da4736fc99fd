"""Turn scores into probabilities, with weights and thresholds that belong to exactly these models."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError

from index.errors import ModelError

SHIPPED = Path(__file__).parent.parent / "models" / "calibration.json"


class Logistic(BaseModel):
    """A logistic regression over named features: P = 1 / (1 + exp(-(bias + Σ weight · feature)))."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    weights: dict[str, float]
    bias: float

    def probability(self, features: Mapping[str, float]) -> float:
        """Score one row; a feature that has a weight but is missing is a programming error, and raises KeyError."""
        logit = self.bias + sum(weight * features[name] for name, weight in self.weights.items())
        return float(1.0 / (1.0 + np.exp(-np.clip(logit, -30, 30))))


class Thresholds(BaseModel):
    """Where verdicts turn, as probabilities.

    `answer`: the best passage must answer with at least this; `contest`: from here it may be one side of a conflict,
    though it would not be answered with alone; `side`: a second side may enter from here;
    `stated` and `account`: two pieces of evidence contradict, by their values or by their words; `polarity`: yes or no
    is said; `confidence`: an answer that is less likely than this to be right is not told.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    answer: float
    contest: float
    side: float
    stated: float
    account: float
    polarity: float
    confidence: float = 0.0


class Calibration(BaseModel):
    """Everything fitted after quantization, bound to the models' hashes.

    `stated` is the probability of a conflict where two values exclude each other, `account` where words must be judged.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    models: dict[str, str]
    fitted_on: list[str]
    answerable: Logistic
    confidence: Logistic
    stated: Logistic
    account: Logistic
    thresholds: Thresholds


@dataclass(frozen=True, slots=True)
class Calibrated:
    """A calibration and whether it was fitted for the models that run; if not, no confidence may be shown."""

    calibration: Calibration
    fits: bool


def read_calibration(path: Path | None, hashes: Mapping[str, str]) -> Calibrated:
    """Read a calibration file, the shipped one by default, and compare its models' hashes with those that run."""
    file = path or SHIPPED
    try:
        calibration = Calibration.model_validate(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, ValidationError) as error:
        raise ModelError(f"the calibration {str(file)!r} cannot be read: {error}. Run `quoth calibrate`.") from error
    return Calibrated(calibration, fits=all(calibration.models.get(role) == digest for role, digest in hashes.items()))


def fit_logistic(
    rows: Sequence[Mapping[str, float]],
    labels: Sequence[bool],
    weights: Sequence[float] | None = None,
    *,
    signs: Mapping[str, int] | None = None,
    prior: Mapping[str, float] | None = None,
    ridge: float = 1.0,
) -> Logistic:
    """Fit a logistic regression whose L2 penalty pulls standardised weights towards `prior`, by default to zero.

    `weights` weigh rows, so that every set of questions counts the same whatever its length. `signs` names the
    direction in which a feature may only push (1 or -1): one that a small sample bends the other way is left out,
    so that more evidence never counts against an answer.
    """
    names = sorted(rows[0])
    while True:
        fitted = _least_squares(names, _Table.of(names, rows, labels, weights), prior or {}, ridge)
        wrong = [name for name, weight in fitted.weights.items() if weight * (signs or {}).get(name, 0) < 0]
        if not wrong:
            return fitted
        worst = min(wrong, key=lambda name: fitted.weights[name] * (signs or {})[name])
        names.remove(worst)


Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Table:
    """Rows as arrays: features (n, k), labels (n) and weights (n) that sum to n."""

    x: Floats
    y: Floats
    w: Floats

    @classmethod
    def of(
        cls,
        names: Sequence[str],
        rows: Sequence[Mapping[str, float]],
        labels: Sequence[bool],
        weights: Sequence[float] | None,
    ) -> "_Table":
        w = np.ones(len(labels)) if weights is None else np.array(weights) * len(labels) / sum(weights)
        return cls(np.array([[row[name] for name in names] for row in rows]), np.array(labels, dtype=float), w)


def _least_squares(names: Sequence[str], table: _Table, prior: Mapping[str, float], ridge: float) -> Logistic:
    """Fit by iteratively reweighted least squares (Hastie, Tibshirani and Friedman 2009, section 4.4.1)."""
    mean, scale = table.x.mean(axis=0), np.maximum(table.x.std(axis=0), 1e-6)
    design = np.column_stack([np.ones(len(table.y)), (table.x - mean) / scale])
    penalty = np.diag([1e-9, *([ridge] * len(names))])
    centre = np.array([0.0, *(prior.get(name, 0.0) * size for name, size in zip(names, scale, strict=True))])
    theta = centre.copy()
    for _ in range(100):
        p = 1 / (1 + np.exp(-np.clip(design @ theta, -30, 30)))
        gradient = design.T @ (table.w * (p - table.y)) + penalty @ (theta - centre)
        curvature = (design * (table.w * p * (1 - p))[:, None]).T @ design + penalty
        step = np.linalg.solve(curvature, gradient)
        theta -= step * min(1.0, 2.0 / max(float(np.abs(step).max()), 1e-9))  # no leap beyond where the model holds
        if float(np.abs(step).max()) < 1e-8:
            break
    slopes = theta[1:] / scale
    return Logistic(
        weights={name: round(float(slope), 6) for name, slope in zip(names, slopes, strict=True)},
        bias=round(float(theta[0] - slopes @ mean), 6),
    )
