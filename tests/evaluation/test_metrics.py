import numpy as np
import pytest

from index.evaluation.metrics import (
    Flags,
    Floats,
    aurc,
    calibration_error,
    curve,
    rate,
    reliability,
    risk_coverage,
)


def flags(*values: int) -> Flags:
    return np.array(values, dtype=np.bool_)


def floats(*values: float) -> Floats:
    return np.array(values)


def test_risk_is_taken_in_order_of_confidence() -> None:
    coverage, risk = risk_coverage(floats(0.2, 0.9, 0.5), flags(0, 1, 0))
    assert list(coverage) == pytest.approx([1 / 3, 2 / 3, 1])
    assert list(risk) == pytest.approx([0, 1 / 2, 2 / 3])
    assert aurc(floats(0.2, 0.9, 0.5), flags(0, 1, 0)) == pytest.approx((0 + 1 / 2 + 2 / 3) / 3)


def test_ties_keep_the_order_of_the_rows() -> None:
    assert list(risk_coverage(floats(0.5, 0.5), flags(1, 0))[1]) == pytest.approx([0, 0.5])
    assert list(risk_coverage(floats(0.5, 0.5), flags(0, 1))[1]) == pytest.approx([1, 0.5])


def test_calibration_error_weighs_bins_of_equal_mass() -> None:
    # Two bins of two: mean confidence .15 and .85, right 0 and .5.
    confidence, right = floats(0.1, 0.2, 0.8, 0.9), flags(0, 0, 0, 1)
    assert calibration_error(confidence, right, bins=2) == pytest.approx((2 * 0.15 + 2 * 0.35) / 4)
    assert [(bin_.n, bin_.right) for bin_ in reliability(confidence, right, bins=2)] == [(2, 0.0), (2, 0.5)]


def test_perfectly_calibrated_confidence_has_no_error() -> None:
    assert calibration_error(floats(1.0, 0.0, 1.0), flags(1, 0, 1)) == 0.0


def test_fewer_rows_than_bins_give_a_bin_each() -> None:
    assert [bin_.n for bin_ in reliability(floats(0.3, 0.6), flags(1, 1))] == [1, 1]


def test_a_rate_has_its_interval_around_it_and_is_the_same_on_every_run() -> None:
    part, whole = flags(*[1] * 30 + [0] * 10 + [1] * 60), flags(*[1] * 40 + [0] * 60)
    found = rate(part, whole)
    assert (found.value, found.n) == (0.75, 40)
    assert found.low is not None
    assert found.high is not None
    assert 0.55 < found.low < 0.75 < found.high < 0.95
    assert found == rate(part, whole)


def test_a_rate_over_nothing_is_none() -> None:
    assert rate(flags(1, 0), flags(0, 0)).value is None


def test_a_curve_of_nothing_is_none_and_of_something_has_an_interval() -> None:
    assert curve(aurc, floats(), flags()).value is None
    found = curve(aurc, np.linspace(0, 1, 50), np.arange(50) % 3 > 0)
    assert found.low is not None
    assert found.value is not None
    assert found.low < found.value
