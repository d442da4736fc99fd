"""Read how often something happens, and parts of a unit: every other week, twice daily, a quarter of an hour."""

from index.answering.values.numbers import PARTS, Number, read_number, read_ordinal
from index.answering.values.quantities import Quantity
from index.answering.values.tokens import CLAUSE_ENDS, Words
from index.answering.values.types import Kind
from index.answering.values.units import DURATIONS, Unit

_ADVERBS = {
    "hourly": ("hour", 1.0),
    "daily": ("day", 1.0),
    "nightly": ("day", 1.0),
    "weekly": ("week", 1.0),
    "fortnightly": ("week", 2.0),
    "monthly": ("month", 1.0),
    "quarterly": ("month", 3.0),
    "yearly": ("month", 12.0),
    "annually": ("month", 12.0),
}
_TIMES = {"once": 1.0, "twice": 2.0, "thrice": 3.0}
# How often the adverb behind its hyphen.
_PREFIXES = {(half, year): 0.5 for half in ("half", "semi") for year in ("yearly", "annually")}
# Twice in it or once in two of it: nothing else is measured so, and so neither contradicts nor agrees.
_EITHER = {"biweekly": "week", "bimonthly": "month", "biyearly": "year", "biannually": "year"}

STARTS = frozenset((*_ADVERBS, *_EITHER, *_TIMES, *PARTS, "every", "each", "bi", "semi"))


def read_period(words: Words, i: int) -> Quantity | None:
    """Read the period that begins at token i; a frequency is read as its period."""
    return _every(words, i) or _either(words, i) or _adverb(words, i) or _times(words, i) or _part(words, i)


def _every(words: Words, i: int) -> Quantity | None:
    """Read every 90 days, every other week, every third month, every half hour."""
    if words.low(i) not in ("every", "each"):
        return None
    number = _step(words, i + 1)
    at = number.end if number else i + 1
    unit = DURATIONS.get("quarters" if words.low(at) == "quarter" else words.low(at))
    if unit and unit.written == "weekend":
        unit = DURATIONS["week"]  # it comes once in one
    if not unit or (not number and words.low(i - 1) == "of"):
        return None
    if not number and unit.written == "second" and words.low(at + 1) not in CLAUSE_ENDS:
        return None  # every second customer
    return _period(unit, number.value if number else 1.0, at + 1)


def _step(words: Words, i: int) -> Number | None:
    low = words.low(i)
    if low == "other":
        return Number(2.0, i + 1)
    if low == "half":
        return Number(0.5, i + 1 + (words.low(i + 1) in ("a", "an")))
    if words.follows(i, "quarter", "of", "an"):
        return Number(0.25, i + 3)
    ordinal = read_ordinal(words, i)
    return ordinal if ordinal and words.low(ordinal.end) in DURATIONS else read_number(words, i)


def _adverb(words: Words, i: int) -> Quantity | None:
    """Read daily, fortnightly, half-yearly; before a noun it may tell which one is meant: the daily report."""
    if words.glued(i) and words.low(i - 1) == "-":
        return None
    hyphened = words.low(i + 1) == "-" and words.glued(i + 1)
    at = i + 2 if hyphened else i
    share = _PREFIXES.get((words.low(i), words.low(at))) if hyphened else 1.0
    if words.low(at) not in _ADVERBS or not share or words.low(at + 1) not in CLAUSE_ENDS:
        return None
    name, count = _ADVERBS[words.low(at)]
    return _period(DURATIONS[name], count * share, at + 1)


def _either(words: Words, i: int) -> Quantity | None:
    """Read biweekly and bi-monthly, which mean twice in the period to some and once in two to others."""
    hyphened = words.follows(i, "bi", "-") and words.glued(i + 1) and words.glued(i + 2)
    at = i + 2 if hyphened else i
    name = _EITHER.get(f"bi{words.low(at)}" if hyphened else words.low(at))
    if not name or words.low(at + 1) not in CLAUSE_ENDS:
        return None
    unit = DURATIONS[name]
    return Quantity(Kind.DURATION, unit.high / 2, unit.low * 2, f"half or two {unit.written}s", at + 1, per="every")


def _times(words: Words, i: int) -> Quantity | None:
    """Read twice a year, three times weekly; without a period it counts: three times."""
    number = Number(_TIMES[words.low(i)], i + 1) if words.low(i) in _TIMES else read_number(words, i)
    if not number or not number.value:
        return None
    at = number.end + (words.low(number.end) in ("times", "x"))
    if words.low(i) not in _TIMES and at == number.end:
        return None
    unit = DURATIONS.get("quarters" if words.low(at + 1) == "quarter" else words.low(at + 1))
    if words.low(at) in ("a", "an", "per", "every", "each") and unit:
        return _period(unit, 1 / number.value, at + 2)
    if words.low(at) in _ADVERBS:
        name, count = _ADVERBS[words.low(at)]
        return _period(DURATIONS[name], count / number.value, at + 1)
    if words.low(i) == "once" or words.low(at - 1) == "x":
        return None
    return Quantity(Kind.NUMBER, number.value, number.value, None, at, counted="times")


def _part(words: Words, i: int) -> Quantity | None:
    """Read a quarter of an hour, three quarters of an hour."""
    number = Number(1.0, i + 1) if words.low(i) in ("a", "one") else read_number(words, i)
    at = number.end if number else i
    at += words.low(at) == "-"
    part, unit = PARTS.get(words.low(at)), DURATIONS.get(words.low(at + 3))
    if not part or not unit or not words.follows(at + 1, "of") or words.low(at + 2) not in ("a", "an"):
        return None
    return _period(unit, (number.value if number else 1.0) / part, at + 4)._replace(per=None)


def _period(unit: Unit, count: float, end: int) -> Quantity:
    months = (unit.months * count, unit.months * count) if unit.months else None
    return Quantity(
        Kind.DURATION, unit.low * count, unit.high * count, "days", end, unit.written, "every", months=months
    )
