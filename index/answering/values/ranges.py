"""Tell where a range is, and read the ends of one of days whose month stands once: 3–5 May, June 12-14, 2025."""

from index.answering.values import dates
from index.answering.values.dates import Date, read_date, with_year
from index.answering.values.hedges import is_old
from index.answering.values.numbers import Number, read_ordinal
from index.answering.values.tokens import CLAUSE_ENDS, DASHES, Words

_UNTIL = frozenset((*DASHES, "to", "until", "till", "through"))
# May 3 to 5 people: what follows a day is not what it counts.
_DAY_ENDS = CLAUSE_ENDS | frozenset("is are was were will we only inclusive each every".split())
# June 2-5 pm, June 2-5:30: no days.
_NO_DAYS = frozenset(": % / am pm a p o'clock".split())


def joins(words: Words, i: int, at: int) -> bool:
    """Say whether token `at` leads from a value that begins at token i to the end of a period or range."""
    if words.low(at) == "and":
        return words.low(i - 1 - (words.low(i - 1) == "the")) == "between"
    return words.low(at) in DASHES or (words.low(at) in _UNTIL and not is_old(words.text, words[i].start))


def first_day(words: Words, i: int) -> Date | None:
    """Read the first day of `3–5 May 2024`, `the 12th to the 14th of June`; it lies as many days before the last."""
    first = _day(words, i)
    if not first or not joins(words, i, first.end):
        return None
    at = first.end + 1 + (words.low(first.end + 1) == "the")
    last = read_date(words, at) if _day(words, at) else None
    if not last or last.low != last.high:
        return None
    back = dates.day_of_month(last) - first.value
    return Date(last.low - back, last.low - back, last.unit, first.end) if 0 < back <= 30 else None


def last_day(words: Words, i: int, date: Date) -> Date | None:
    """Read the end of the period that `date`, at token i, begins."""
    if date.other or not joins(words, i, date.end):
        return None
    last = read_date(words, date.end + 1 + (words.low(date.end + 1) == "the")) or _same_month(words, i, date)
    if not last or last.other:
        return None
    begins = with_year(date, last)
    return last if begins.unit == last.unit and (last.unit != "day" or begins.low <= last.high) else None


def _same_month(words: Words, i: int, date: Date) -> Date | None:
    """Read the 14 of `June 12-14, 2025`, whose month stands before the first day."""
    at = date.end + 1 + (words.low(date.end + 1) == "the")
    day = _day(words, at)
    if date.unit != dates.YEARLESS or date.low != date.high or words[i].numeric or not day:
        return None
    glued = words.glued(date.end) and words.glued(at)
    if words.low(day.end) in _NO_DAYS or not (glued or words.low(day.end) in _DAY_ENDS):
        return None
    ahead = day.value - dates.day_of_month(date)
    last = Date(date.low + ahead, date.low + ahead, date.unit, day.end)
    if ahead <= 0 or dates.day_of_month(last) != day.value:
        return None
    year, end = dates.year_at(words, day.end + (words.low(day.end) == ","))
    return with_year(last, dates.years(year, year, end))._replace(end=end) if year else last


def _day(words: Words, i: int) -> Number | None:
    """Read 12 or 12th as a day of a month."""
    text = words[i].text
    if not text.isdecimal() or len(text) > 2:
        return None
    day = read_ordinal(words, i) or Number(float(text), i + 1)
    return day if 1 <= day.value <= 31 else None
