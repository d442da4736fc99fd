"""Say how two values stand to each other; a conflict needs disjoint intervals, whatever their ratio."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from math import inf, isclose, isinf

from index.answering.values.names import same_tokens
from index.answering.values.times import DIGITAL, HALVED, SPOKEN
from index.answering.values.types import Bound, Interval, Kind, Relation, Value
from index.answering.values.units import ANY_CURRENCY, PHONE

_ROUNDED = 0.015  # 3,200 rounds 3,214; 3,000 does not
_CONVERTED = 0.02  # 5 miles is written as 8 km
_CYCLES = {"weekday": 7.0, "yearless": 366.0, "minutes": 1440.0}


def compare(a: Value, b: Value) -> Relation:
    """Compare two values; symmetric. Values of other kinds, units or rates are INCOMPARABLE."""
    if a.kind is Kind.NAME and b.kind is Kind.NAME:
        return same_tokens(a.tokens, b.tokens)
    a, b = _aligned(a, b)
    if a.kind is not b.kind or a.unit != b.unit or (a.per and b.per and a.per != b.per):
        return Relation.INCOMPARABLE
    if written := _as_written(a, b):
        return written
    if a.ends and b.ends:
        return _periods(a, b)
    if a.limit and b.limit and (a.bound or b.bound):
        return _limits(a, b)
    relations = {_intervals(left, right, a, b) for left, right in _readings(a, b)}
    order = (Relation.SAME, Relation.CONTAINS, Relation.DISJOINT)
    return next(relation for relation in order if relation in relations)


def _as_written(a: Value, b: Value) -> Relation | None:
    """Compare phone numbers by their digits, and tell the first Friday of a month from the second."""
    if not a.written or not b.written or a.unit not in (PHONE, "weekday"):
        return None
    if a.unit == PHONE and a.written != b.written:  # one may leave out the code of the country or the town
        inside = a.written.endswith(b.written) or b.written.endswith(a.written)
        return Relation.CONTAINS if inside else Relation.DISJOINT
    if a.unit == PHONE:
        return Relation.SAME
    return None if a.written == b.written or {a.written, b.written} == {"4", "5"} else Relation.DISJOINT


def _aligned(a: Value, b: Value) -> tuple[Value, Value]:
    """Bring a date with a year and one without to the same base, and what has no scale or currency to the other's."""
    if a.kind is Kind.DATE and b.kind is Kind.DATE:
        if (a.unit, b.unit) == ("day", "yearless"):
            return _yearless(a), b
        if (a.unit, b.unit) == ("yearless", "day"):
            return a, _yearless(b)
    if {a.unit, b.unit} & {"degrees c", "degrees f"} and "degrees" in (a.unit, b.unit):
        unit = b.unit if a.unit == "degrees" else a.unit
        return replace(a, unit=unit), replace(b, unit=unit)
    if a.kind is b.kind is Kind.AMOUNT and ANY_CURRENCY in (a.unit, b.unit):
        unit = b.unit if a.unit == ANY_CURRENCY else a.unit
        return replace(a, unit=unit), replace(b, unit=unit)
    return a, b


def _yearless(value: Value) -> Value:
    if isinf(value.high) or value.low < 1 or value.high - value.low >= 365:
        return replace(value, low=1.0, high=366.0, unit="yearless", ends=None, other=None)
    low, high = _leap_day(value.low), _leap_day(value.high)
    return replace(value, low=low, high=high if high >= low else high + 366, unit="yearless", ends=None, other=None)


def _leap_day(ordinal: float) -> float:
    day = dt.date.fromordinal(int(ordinal))
    return float((dt.date(2000, day.month, day.day) - dt.date(1999, 12, 31)).days)


def _readings(a: Value, b: Value) -> Iterator[tuple[Interval, Interval]]:
    if a.months and b.months:
        yield a.months, b.months
        return
    for left in ((a.low, a.high), a.other):
        for right in ((b.low, b.high), b.other):
            if left and right:
                yield left, right


def _periods(a: Value, b: Value) -> Relation:
    """Compare beginning with beginning and end with end: open 8 to 18 and open 9 to 17 contradict."""
    assert a.ends
    assert b.ends
    relations = {
        _intervals(left, right, replace(a, ends=None), replace(b, ends=None))
        for left, right in zip(a.ends, b.ends, strict=True)
    }
    if Relation.DISJOINT in relations:
        return Relation.DISJOINT
    return Relation.SAME if relations == {Relation.SAME} else Relation.CONTAINS


def _limits(a: Value, b: Value) -> Relation:
    """Compare two limits of a rule by the limit itself: up to 45 and up to 60 contradict, up to 160 and 160 do not."""
    if a.bound and b.bound and a.bound is not b.bound:
        return _intervals((a.low, a.high), (b.low, b.high), a, b)
    upper = Bound.AT_MOST in (a.bound, b.bound)
    relation = _intervals(_edge(a, upper=upper), _edge(b, upper=upper), a, b)
    return Relation.CONTAINS if relation is Relation.SAME and a.bound is not b.bound else relation


def _edge(value: Value, *, upper: bool) -> Interval:
    if not value.bound:
        return value.low, value.high
    edge = value.high if upper else value.low
    return edge, edge


def _intervals(left: Interval, right: Interval, a: Value, b: Value) -> Relation:
    relations = {_at(left, (right[0] + shift, right[1] + shift), a, b) for shift in _shifts(a, b)}
    order = (Relation.SAME, Relation.CONTAINS, Relation.DISJOINT)
    return next(relation for relation in order if relation in relations)


def _shifts(a: Value, b: Value) -> tuple[float, ...]:
    """How far the second value may be moved: a full cycle, or half a day where am or pm is not said."""
    cycle = _CYCLES.get(a.unit or "")
    if cycle is None:
        return (0.0,)
    styles = {a.written, b.written}
    if a.kind is Kind.TIME and (SPOKEN in styles or styles == {DIGITAL, HALVED}):
        return tuple(cycle * step / 2 for step in (-2, -1, 0, 1, 2))
    return -cycle, 0.0, cycle


def _at(left: Interval, right: Interval, a: Value, b: Value) -> Relation:
    if _close(left[0], right[0]) and _close(left[1], right[1]):
        return Relation.SAME
    if left[0] <= right[1] and right[0] <= left[1]:
        return Relation.CONTAINS
    near = _close(left[1], right[0]) or _close(left[0], right[1])
    return Relation.CONTAINS if (near and _points(left, right)) or _restated(left, right, a, b) else Relation.DISJOINT


def _close(x: float, y: float) -> bool:
    return x == y or isclose(x, y, rel_tol=1e-14, abs_tol=1e-9)  # 1.2.3 and 1.2.4 differ by 1e-10


def _points(left: Interval, right: Interval) -> bool:
    return left[0] == left[1] or right[0] == right[1]


def _restated(left: Interval, right: Interval, a: Value, b: Value) -> bool:
    """Say whether one number rounds the other, or converts it to another unit."""
    if a.kind in (Kind.DATE, Kind.TIME) or a.unit in ("ordinal", "version") or inf in (*left, *right):
        return False
    gap = max(left[0], right[0]) - min(left[1], right[1])
    size = min(abs(left[1]), abs(right[1]))
    if a.kind is Kind.NUMBER and a.unit and a.written != b.written and gap <= _CONVERTED * size:
        return True
    # A price and a limit are meant to the penny; how far €3.1 million is rounded stands in its interval.
    exact = a.kind is Kind.AMOUNT or a.limit or b.limit
    if exact or left[0] != left[1] or right[0] != right[1]:
        return False
    return _rounds(left[0], right[0], a.kind) or _rounds(right[0], left[0], a.kind)


def _rounds(coarse: float, fine: float, kind: Kind) -> bool:
    """Say whether `coarse` is `fine` with fewer digits; 0 and 100 percent are claims, not roundings."""
    if kind is Kind.PERCENT and coarse in (0.0, 100.0):
        return False
    if not coarse.is_integer():
        decimals = len(repr(coarse).partition(".")[2])
        return not _close(round(fine, decimals), fine) and abs(coarse - fine) < 0.5 * 10**-decimals - 1e-9
    if not fine.is_integer() and kind is not Kind.DURATION:
        return abs(coarse - fine) < 0.5 and abs(coarse - fine) <= 0.05 * coarse
    unit: int = 10 ** (len(str(int(coarse))) - len(str(int(coarse)).rstrip("0")))
    return unit >= 100 and fine % unit != 0 and abs(coarse - fine) <= min(unit / 2, _ROUNDED * coarse)
