"""Find all values of a sentence: at each word the longest reading, left to right, without overlaps."""

import re
from dataclasses import replace
from functools import lru_cache

from index.answering.values import dates, hours, numbers, periods, quantities, times
from index.answering.values.dates import Date, read_date, with_year
from index.answering.values.hedges import hedged, is_old, sets_rule, widened
from index.answering.values.periods import read_period
from index.answering.values.quantities import Quantity, read_quantity
from index.answering.values.ranges import first_day, joins, last_day
from index.answering.values.tokens import Words
from index.answering.values.types import Bound, Kind, Value
from index.answering.values.units import CODES, SYMBOLS
from index.types import Span

# Only these begin a value; to ask every reader at every word took four times as long.
_STARTS = dates.STARTS | times.STARTS | numbers.STARTS | periods.STARTS | quantities.STARTS
_SIGNS = frozenset((*SYMBOLS, *CODES, *numbers.SIGNS, "US", "CA", "A", "C", "AU", "NZ"))
_LABEL = re.compile(r"[qh][1-4]|v\d+")  # Q2, H1, v2
_CIRCA = frozenset("about around circa c approximately roughly ~ nearly".split())
# Around a weekday: which one of a month.
_NTH = re.compile(r"\b(?:(1st|first)|(2nd|second)|(3rd|third)|(4th|fourth)|(last)) $", re.I)
_OF_MONTH = re.compile(r" (?:of|in|each|every)\b[^,.;\d]{0,12}\bmonth", re.I)
# Before a weekday: how often it is meant.
_EVERY = re.compile(r"\b(?:(?:every|each)( (?:other|second|2nd|alternate))?|(alternate)) $", re.I)
# Rooms cost from £50, plans start at $9.
_FROM = re.compile(
    r"\b(?:(?:costs?|pric(?:e|es|ed|ing)|fees?|rates?|rooms?|tickets?|plans?|available)(?: is| are)? from"
    r"|(?:start|begin)(?:s|ing)? (?:at|from)) $",
    re.I,
)
_EARLIER, _LATER = frozenset(("before",)), frozenset(("after",))


@lru_cache(maxsize=512)  # one question asks several times what its passages state
def values_in(text: str) -> tuple[Value, ...]:
    """Find the numbers, percentages, amounts, dates, times and durations of a sentence; names are `names_in`'s."""
    words = Words(text)
    rule = sets_rule(words)
    found: list[Value] = []
    i = 0
    while i < len(words):
        read = _read(words, i, rule=rule)
        if read is None:
            i += 1
            continue
        value, i = read
        if not found or value.span.start >= found[-1].span.end:
            found.append(value)
    return tuple(found)


def _read(words: Words, i: int, *, rule: bool) -> tuple[Value, int] | None:
    token = words[i]
    if not (token.numeric or token.low in _STARTS or token.text in _SIGNS or _LABEL.fullmatch(token.low)):
        return None
    if words.low(i - 1) in ("@", "#"):
        return None
    if date := first_day(words, i) or read_date(words, i):
        return _date(words, i, date)
    if clock := _first_hour(words, i) or times.read_time(words, i) or _bare_hour(words, i):
        return _time(words, i, clock)
    quantity = read_period(words, i) or read_quantity(words, i)
    if not quantity or quantity.end <= i:
        return None
    quantity = _up_to(words, i, quantity)
    value = _priced_from(words, i, _signed(words, i, _valued(words, i, quantity)))
    return hedged(value, words, i, quantity.end, rule=rule), quantity.end


def _up_to(words: Words, i: int, first: Quantity) -> Quantity:
    """Join two quantities that each have their unit to a range: 30 days to 60 days, between 10% and 20%."""
    last = read_quantity(words, first.end + 1) if first.unit and joins(words, i, first.end) else None
    if not last or (last.kind, last.unit) != (first.kind, first.unit) or last.low <= first.high or first.per:
        return first
    if first.unit in ("ordinal", "version"):
        return first
    months = (first.months[0], last.months[1]) if first.months and last.months else None
    return last._replace(low=first.low, months=months)


def _signed(words: Words, i: int, value: Value) -> Value:
    """Apply a minus that stands alone before the number."""
    minus = words.low(i - 1) == "minus" or (
        words.glued(i) and words.low(i - 1) in ("-", "−") and not words.glued(i - 1)
    )
    if i == 0 or not minus or value.kind not in (Kind.NUMBER, Kind.PERCENT, Kind.AMOUNT):
        return value
    span = Span(words[i - 1].start, value.span.end)
    return replace(
        value, low=-value.high, high=-value.low, span=span, text=words.text[span.start : span.end], other=None
    )


def _priced_from(words: Words, i: int, value: Value) -> Value:
    """Let the price at token i be the least where prices begin at it: rooms cost from £50."""
    start = words[i].start
    least = value.kind is Kind.AMOUNT and value.low == value.high and _FROM.search(words.text[:start])
    if not least or is_old(words.text, start):
        return value
    return replace(value, high=float("inf"), bound=Bound.AT_LEAST)


def _spanned(words: Words, first: int, end: int) -> tuple[Span, str]:
    span = Span(words[first].start, words[end - 1].end)
    return span, words.text[span.start : span.end]


def _valued(words: Words, i: int, q: Quantity) -> Value:
    span, text = _spanned(words, i, q.end)
    extra = {"written": q.written, "per": q.per, "counted": q.counted, "months": q.months, "other": q.other}
    low, high = sorted((q.low, q.high))  # 250 to 75 million years: the second number's magnitude binds both or not
    return replace(Value(q.kind, low, high, q.unit, span, text), **extra)  # type: ignore[arg-type]  # each named field has its own type


def _date(words: Words, i: int, date: Date) -> tuple[Value, int]:
    """Join the two ends of a period; apply about, before and after."""
    last = last_day(words, i, date)
    end = last.end if last else date.end
    first = i - 1 if words.low(i - 1) == "between" or (last and words.low(i - 1) == "from") else i
    span, text = _spanned(words, first, end)
    if last:
        begins = with_year(date, last)
        high = last.high if last.high >= begins.low else last.high + (7 if last.unit == "weekday" else 366)
        ends = ((begins.low, begins.high), (last.low, last.high))
        return Value(Kind.DATE, begins.low, high, begins.unit, span, text, ends=ends), end
    value = Value(Kind.DATE, date.low, date.high, date.unit, span, text, other=date.other)
    if often := _nth_of_month(words, i, date) or _every(words, i, date):
        return replace(value, written=often), end
    lead = words.low(i - 1)
    if lead in _EARLIER | _LATER:
        value = _earlier(value) if lead in _EARLIER else _later(value)
    elif lead in _CIRCA:
        value = widened(value)
    if lead in (_EARLIER | _LATER | _CIRCA):
        span, text = _spanned(words, i - 1, end)
        value = replace(value, span=span, text=text)
    return value, end


def _earlier(value: Value) -> Value:
    """Bound by a date that is not reached; without a year, before 1 April is by 31 March, and no more is known."""
    match value.unit:
        case dates.ABSOLUTE:
            return replace(value, low=0.0, high=value.low - 1, bound=Bound.AT_MOST)
        case dates.YEARLESS if value.low == value.high:
            return replace(value, low=value.low - 1, bound=Bound.AT_MOST)
    return value


def _later(value: Value) -> Value:
    match value.unit:
        case dates.ABSOLUTE:
            return replace(value, low=value.high + 1, high=float("inf"), bound=Bound.AT_LEAST)
        case dates.YEARLESS if value.low == value.high:
            return replace(value, high=value.high + 1, bound=Bound.AT_LEAST)
    return value


def _nth_of_month(words: Words, i: int, date: Date) -> str | None:
    """Say which weekday of a month is meant: 1 to 4, or 5 for the last."""
    nth = _NTH.search(words.text[: words[i].start]) if date.unit == dates.WEEKDAY else None
    return str(nth.lastindex) if nth and _OF_MONTH.match(words.text[words[date.end - 1].end :]) else None


def _every(words: Words, i: int, date: Date) -> str | None:
    """Say whether every one of a weekday is meant, or every second."""
    often = _EVERY.search(words.text[: words[i].start]) if date.unit == dates.WEEKDAY else None
    return ("every second" if often.lastindex else "every") if often else None


def _time(words: Words, i: int, clock: times.Clock) -> tuple[Value, int]:
    last = _last_hour(words, clock.end + 1) if joins(words, i, clock.end) else None
    end = last.end if last else clock.end
    first = i - 1 if last and words.low(i - 1) in ("from", "between") else i
    zone = words[end].text if words[end].text in times.ZONES else None
    end += bool(zone)
    span, text = _spanned(words, first, end)
    value = Value(Kind.TIME, clock.minute, clock.minute, "minutes", span, text, written=clock.style, per=zone)
    if last:
        spoken = times.SPOKEN in (clock.style, last.style)
        style = times.SPOKEN if spoken else last.style if clock.style == last.style else times.DIGITAL
        high = last.minute
        while high < clock.minute:
            high += 720 if spoken else 1440
        ends = ((clock.minute, clock.minute), (last.minute, last.minute))
        return replace(value, high=high, ends=ends, written=style), end
    return (widened(value) if words.low(i - 1) in _CIRCA else value), end


def _first_hour(words: Words, i: int) -> times.Clock | None:
    """Read the first hour of `9 to 5 pm`, `9–10:30`: what is said of the last holds for it, as far as it can."""
    hour = int(words[i].text) if joins(words, i, i + 1) and words[i].text.isdecimal() and len(words[i].text) < 3 else -1
    last = times.read_time(words, i + 2) if hour > 0 and words[i + 2].numeric else None
    if not last or last.style == times.SPOKEN:
        return None
    if last.style == times.HALVED and hour <= 12:
        noon = 720.0 if last.minute >= 720 and hour % 12 * 60 + 720 < last.minute else 0.0
        return times.Clock(hour % 12 * 60 + noon, times.HALVED, i + 1) if hour % 12 * 60 < last.minute else None
    return times.Clock(hour * 60.0, last.style, i + 1) if hour * 60 < last.minute else None


def _last_hour(words: Words, i: int) -> times.Clock | None:
    return times.read_time(words, i) or hours.read_last(words, i)


def _bare_hour(words: Words, i: int) -> times.Clock | None:
    """Read the 9 of `opens at 9`, `open 9 to 5`, `between 9 and 5`: a range that runs backwards is none of numbers."""
    first = hours.read_hour(words, i)
    if hours.says_when(words, i) and (single := hours.read_last(words, i)):
        return single
    last = _last_hour(words, first.end + 1) if first and joins(words, i, first.end) else None
    if not first or not last:
        return None
    backwards = words.low(first.end) == "and" and last.minute < first.minute and first.style == times.SPOKEN
    sure = last.style == times.SURE and first.minute < last.minute
    return first._replace(style=last.style if sure else first.style) if backwards or hours.says_open(words, i) else None
