"""Turn scores into probabilities, with weights and thresholds that belong to exactly these models."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
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

    `answer`: the best passage must answer with at least this; `side`: a second side may enter from here;
    `conflict`: two pieces of evidence contradict; `polarity`: yes or no is said.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    answer: float
    side: float
    conflict: float
    polarity: float


class Calibration(BaseModel):
    """Everything fitted after quantization, bound to the models' hashes."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    models: dict[str, str]
    fitted_on: list[str]
    answerable: Logistic
    confidence: Logistic
    conflict: Logistic
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
    ridge: float = 1.0,
) -> Logistic:
    """Fit by iteratively reweighted least squares on standardised features, with an L2 penalty (ESL, 4.4.1).

    `weights` weigh rows, so that every set of questions counts the same whatever its length.
    """
    names = sorted(rows[0])
    x = np.array([[row[name] for name in names] for row in rows])
    y = np.array(labels, dtype=float)
    w = np.ones(len(y)) if weights is None else np.array(weights) * len(y) / sum(weights)
    mean, scale = x.mean(axis=0), np.maximum(x.std(axis=0), 1e-6)
    design = np.column_stack([np.ones(len(y)), (x - mean) / scale])
    penalty = np.diag([0.0, *([ridge] * len(names))])
    theta = np.zeros(design.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(design @ theta, -30, 30)))
        gradient = design.T @ (w * (p - y)) + penalty @ theta
        hessian = (design * (w * p * (1 - p))[:, None]).T @ design + penalty + 1e-9 * np.eye(len(theta))
        step = np.linalg.solve(hessian, gradient)
        theta -= step
        if float(np.abs(step).max()) < 1e-8:
            break
    slopes = theta[1:] / scale
    return Logistic(
        weights={name: round(float(slope), 6) for name, slope in zip(names, slopes, strict=True)},
        bias=round(float(theta[0] - slopes @ mean), 6),
    )
