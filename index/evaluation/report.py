"""Hold what an evaluation found, for machines; pydantic stands here because reports are written and read again."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from index.errors import UsageError
from index.evaluation import metrics
from index.evaluation.metrics import Estimate, Flags, Floats

Status = Literal["answered", "conflict", "silent"]
STATUSES: tuple[Status, ...] = ("answered", "conflict", "silent")
FORMAT = 1


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Cited(_Body):
    """A quote as it was shown. `side` counts the sides of a conflict from 0; `exact`: verbatim where it says;
    `highlight` is the answering part."""

    text: str
    source: str
    title: str
    place: str
    highlight: str | None = None
    side: int | None = None
    exact: bool = True


class Item(_Body):
    """One question: what was wanted and what came. `right`: the expectation is met; for an answer, by its words."""

    id: str
    question: str
    expect: Status
    status: Status
    right: bool
    wanted: str
    answer: str | None = None
    confidence: float | None = None
    reason: str | None = None
    rule: str = ""
    both_sides: bool = False
    quotes: tuple[Cited, ...] = ()

    @property
    def wrong_answer(self) -> bool:
        """Say whether something was answered that should not have been; a needless decline is none."""
        return self.status == "answered" and not self.right

    @property
    def answered_right(self) -> bool:
        return self.status == "answered" and self.right


class Figure(_Body):
    """One measure with its interval. `better` says which way is up."""

    name: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    better: Literal["higher", "lower"] = "higher"


class ReliabilityBin(_Body):
    confidence: float
    right: float
    n: int


class Report(_Body):
    """One run of golden questions or of a suite's rows."""

    format: int = FORMAT
    name: str
    kind: Literal["golden", "suite"]
    created: dt.datetime
    generation: str
    models: dict[str, str] = {}
    figures: tuple[Figure, ...]
    confusion: dict[str, dict[str, int]]
    risk_coverage: tuple[tuple[float, float], ...] = ()
    reliability: tuple[ReliabilityBin, ...] = ()
    items: tuple[Item, ...]

    @property
    def wrong_answers(self) -> tuple[Item, ...]:
        """Wrong answers, the most confident first."""
        wrong = [item for item in self.items if item.wrong_answer]
        return tuple(sorted(wrong, key=lambda item: -(item.confidence or 0.0)))

    def figure(self, name: str) -> Figure:
        return next(figure for figure in self.figures if figure.name == name)


def make_report(
    items: Sequence[Item],
    *,
    name: str,
    kind: Literal["golden", "suite"],
    generation: str,
    models: dict[str, str] | None = None,
) -> Report:
    """Measure the items. Curves need a confidence for every item; uncalibrated models give none."""
    confidence, right = _scored(items)
    coverage, risk = metrics.risk_coverage(confidence, right) if len(right) else (confidence, confidence)
    return Report(
        name=name,
        kind=kind,
        created=dt.datetime.now(dt.UTC),
        generation=generation,
        models=models or {},
        figures=_figures(items, confidence, right),
        confusion=_confusion(items),
        risk_coverage=tuple((round(float(c), 4), round(float(r), 4)) for c, r in zip(coverage, risk, strict=True)),
        reliability=tuple(
            ReliabilityBin(confidence=bin_.confidence, right=bin_.right, n=bin_.n)
            for bin_ in (metrics.reliability(confidence, right) if len(right) else ())
        ),
        items=tuple(items),
    )


def _scored(items: Sequence[Item]) -> tuple[Floats, Flags]:
    if not items or any(item.confidence is None for item in items):
        return np.empty(0), np.empty(0, dtype=np.bool_)
    return np.array([item.confidence for item in items]), _flags(item.answered_right for item in items)


def _flags(values: Iterable[bool]) -> Flags:
    return np.fromiter(values, dtype=np.bool_)


def _confusion(items: Sequence[Item]) -> dict[str, dict[str, int]]:
    counts = Counter((item.expect, item.status) for item in items)
    return {expect: {status: counts[expect, status] for status in STATUSES} for expect in STATUSES}


def _figures(items: Sequence[Item], confidence: Floats, right: Flags) -> tuple[Figure, ...]:
    expect = {status: _flags(item.expect == status for item in items) for status in STATUSES}
    came = {status: _flags(item.status == status for item in items) for status in STATUSES}
    met, both = _flags(item.right for item in items), _flags(item.both_sides for item in items)
    every = np.ones(len(items), dtype=np.bool_)
    exact = _flags(quote.exact for item in items for quote in item.quotes)
    rates = [
        ("right", metrics.rate(met, every)),
        ("answered precision", metrics.rate(met, came["answered"])),
        ("coverage of answerable", metrics.rate(came["answered"], expect["answered"])),
        ("silent recall", metrics.rate(came["silent"], expect["silent"])),
        ("silent precision", metrics.rate(expect["silent"], came["silent"])),
        ("conflict recall", metrics.rate(came["conflict"], expect["conflict"])),
        ("conflict precision", metrics.rate(expect["conflict"], came["conflict"])),
        ("both sides cited", metrics.rate(both, expect["conflict"] & came["conflict"])),
        ("quote exactness", metrics.rate(exact, np.ones(len(exact), dtype=np.bool_))),
    ]
    falls = [
        ("wrong answers", metrics.rate(came["answered"] & ~met, every)),
        ("false conflicts on controls", metrics.rate(came["conflict"], ~expect["conflict"])),
        ("AURC", metrics.curve(metrics.aurc, confidence, right)),
        ("calibration error", metrics.curve(metrics.calibration_error, confidence, right)),
    ]
    return tuple(_figure(name, value) for name, value in rates) + tuple(
        _figure(name, value, better="lower") for name, value in falls
    )


def _figure(name: str, found: Estimate, better: Literal["higher", "lower"] = "higher") -> Figure:
    numbers = (None if value is None else round(value, 4) for value in (found.value, found.low, found.high))
    value, low, high = numbers
    return Figure(name=name, value=value, low=low, high=high, n=found.n, better=better)


def write_report(report: Report, path: Path) -> None:
    path.write_text(report.model_dump_json(indent=1) + "\n", encoding="utf-8")


def read_report(path: Path) -> Report:
    """Read a report that an earlier run wrote; raise UsageError naming the file and the field."""
    try:
        return Report.model_validate_json(path.read_bytes())
    except OSError as error:
        raise UsageError(f"the report {str(path)!r} cannot be read: {error.strerror}.") from error
    except ValidationError as error:
        field = ".".join(str(part) for part in error.errors()[0]["loc"]) or "the whole file"
        raise UsageError(
            f"{str(path)!r} is no report of `quoth eval --json` (at {field!r}). Name one, or a generation's id."
        ) from error
