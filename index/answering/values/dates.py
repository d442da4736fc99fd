"""Read calendar dates of any coarseness, from a day over seasons and quarters to a century, and weekdays."""

import datetime as dt
import re
from typing import NamedTuple

from index.answering.values.numbers import read_ordinal
from index.answering.values.tokens import DASHES, Words
from index.answering.values.types import Interval

ABSOLUTE, YEARLESS, WEEKDAY, MONTHDAY = "day", "yearless", "weekday", "monthday"
_NAMES = "january february march april may june july august september october november december".split()
MONTHS = {name: n for n, name in enumerate(_NAMES, start=1)} | {name[:3]: n for n, name in enumerate(_NAMES, start=1)}
MONTHS["sept"] = 9
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
WEEKDAYS = {day: n for n, day in enumerate(_DAYS)} | {day + "s": n for n, day in enumerate(_DAYS)}
WEEKDAYS |= {short: n for n, short in enumerate("mon tue wed thu fri sat sun".split())} | {"tues": 1, "thurs": 3}
# Months where they end generously: spring means March to late June to some, and May to others.
_SEASONS = {"spring": (3, 6), "summer": (6, 9), "autumn": (9, 12), "fall": (9, 12), "winter": (12, 15)}
_LEADS = frozenset(
    "in by since until till from of before after during early mid late last next every each this through between "
    "to around about for and or - – ( ,".split()
)
_YEAR_LEADS = frozenset(
    "in by since until till from of before after during early mid late circa c year between around about to through "
    "( , - – founded established born opened launched est and for – spring summer autumn fall winter".split()
)
_LEAP = 2000
_PARTS = {"early": (0.0, 0.42), "mid": (0.25, 0.75), "late": (0.58, 1.0)}
_EDGES = {"end": (0.58, 1.0), "beginning": (0.0, 0.42), "start": (0.0, 0.42), "middle": (0.25, 0.75)}
_SEASON_LEADS = frozenset("in every each this last next during until by since".split())
# The 25th of the month, of every month, of the following month.
_MONTH_LEADS = frozenset("the each every any that this next following same preceding previous".split())
_ORDINAL_PART = {"first": 0, "second": 1, "third": 2, "fourth": 3}
STARTS = frozenset((*MONTHS, *WEEKDAYS, *_SEASONS, *_PARTS, *_EDGES, "weekdays", "weekends"))


class Date(NamedTuple):
    low: float
    high: float
    unit: str
    end: int
    other: Interval | None = None


def read_date(words: Words, i: int) -> Date | None:
    """Read the longest date that begins at token i, without ranges."""
    token = words[i]
    if token.numeric:
        return (
            _numeric(words, i)
            or _day_first(words, i)
            or _day_of_any_month(words, i)
            or _decade(words, i)
            or _century(words, i)
            or _year(words, i)
        )
    return (
        _part(words, i)
        or _weekday(words, i)
        or _month_first(words, i)
        or _season(words, i)
        or _quarter(words, i)
        or _century(words, i)
        or _day_of_any_month(words, i)
    )


def span_of(year: int | None, month: int, day: int | None = None) -> Interval | None:
    """Ordinals of a day or a month; of a leap year's days where the year is unknown."""
    try:
        first = dt.date(year or _LEAP, month, day or 1)
    except (ValueError, OverflowError):  # OverflowError: more digits than dt.date looks at
        return None
    following = dt.date(first.year + month // 12, month % 12 + 1, 1) if first.year < 9999 else first
    low, high = first.toordinal(), first.toordinal() if day else following.toordinal() - 1
    base = 0 if year else dt.date(_LEAP, 1, 1).toordinal() - 1
    return float(low - base), float(high - base)


def day_of_month(date: Date) -> int:
    base = 0 if date.unit == ABSOLUTE else dt.date(_LEAP, 1, 1).toordinal() - 1
    return dt.date.fromordinal(int(date.low) + base).day


def with_year(date: Date, like: Date) -> Date:
    """Give a date without a year the year of another: `3 March` of `3 March to 5 April 2022`."""
    if date.unit != YEARLESS or like.unit != ABSOLUTE:
        return date
    year = dt.date.fromordinal(int(like.low)).year
    shift = dt.date(year, 1, 1).toordinal() - 1
    leap = (dt.date(year, 12, 31) - dt.date(year, 1, 1)).days == 365

    def moved(day: float) -> float:
        return shift + day - (0 if leap or day < 60 else 1)

    return Date(moved(date.low), moved(date.high), ABSOLUTE, date.end)


def _made(interval: Interval | None, year: int | None, end: int) -> Date | None:
    return Date(*interval, ABSOLUTE if year else YEARLESS, end) if interval else None


def _numeric(words: Words, i: int) -> Date | None:
    """Read 2024-05-03, 2024-05, 03/05/2024, 03/05/24, 3.5.2024; day before month, the other order as second reading."""
    if match := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", words[i].text):
        day, month, year = map(int, match.groups())
        return _made(span_of(year, month, day), year, i + 1)
    signs = [words.low(i + n) for n in (1, 3)]
    parts = [words[i + n].text for n in (0, 2, 4)]
    glued = [words.glued(i + n) for n in (1, 2, 3, 4)]
    if signs[0] not in ("-", "/") or not all(part.isdecimal() for part in parts[:2]) or not all(glued[:2]):
        return None
    full = signs[0] == signs[1] and parts[2].isdecimal() and all(glued)
    a, b = int(parts[0]), int(parts[1])
    if len(parts[0]) == 4 and full:
        return _made(span_of(a, b, int(parts[2])), a, i + 5)
    if len(parts[0]) == 4 and len(parts[1]) == 2 and 1 <= b <= 12 and 1900 <= a < 2100 and signs[0] == "-":
        return _made(span_of(a, b), a, i + 3)
    short = len(parts[2]) == 2 and signs[0] == "/"  # 03/05/24
    if full and (len(parts[2]) == 4 or short) and max(len(parts[0]), len(parts[1])) <= 2:
        year = int(parts[2]) + 2000 * short
        readings = [r for r in (span_of(year, b, a), span_of(year, a, b)) if r]
        return Date(*readings[0], ABSOLUTE, i + 5, readings[-1] if len(readings) > 1 else None) if readings else None
    return None


def _day_first(words: Words, i: int) -> Date | None:
    """Read 3 May 2024, 3rd of May, the 3 of 3–5 May."""
    ordinal = read_ordinal(words, i)
    if not ordinal and not (words[i].text.isdecimal() and len(words[i].text) <= 2):
        return None
    at = ordinal.end if ordinal else i + 1
    at += words.low(at) == "of"
    month, day = MONTHS.get(words.low(at)), ordinal.value if ordinal else int(words[i].text)
    if not month or not 1 <= day <= 31 or (words.low(at) in ("may", "march") and words[at].text[0].islower()):
        return None
    year, end = year_at(words, at + 1 + (words.low(at + 1) in (",", ".")))
    return _made(span_of(year, month, int(day)), year, end if year else at + 1)


def _day_of_any_month(words: Words, i: int) -> Date | None:
    """Read the 25th of each month, and `on the 25th.`; a floor may be the 25th, too."""
    ordinal = read_ordinal(words, i)
    if not ordinal or not 1 <= ordinal.value <= 31:
        return None
    at = ordinal.end + (words.low(ordinal.end) == "day")
    if words.low(at) == "of":
        at += 1
        while words.low(at) in _MONTH_LEADS:
            at += 1
        monthly = words.low(at) == "month" and words.low(at - 1) in _MONTH_LEADS
        return Date(ordinal.value, ordinal.value, MONTHDAY, at + 1) if monthly else None
    led = words[i].numeric and words.before(i, 2) in ("on the", "by the")
    ends = words.low(at) in ("", ".", ";", ":", "!", "?", ")") or (words.low(at) == "," and not words[at + 1].numeric)
    return Date(ordinal.value, ordinal.value, MONTHDAY, at) if led and ends else None


def _month_first(words: Words, i: int) -> Date | None:
    """Read May 3, 2024; May 2024; May alone only behind a word such as `in`, as it is also a verb."""
    month = MONTHS.get(words.low(i))
    if not month or words[i].text[0].islower():
        return None
    at = i + 1 + (words.low(i + 1) == "." and len(words[i].text) <= 4)
    ordinal = (
        read_ordinal(words, at + (words.low(at) == "the")) if words[at].numeric or words.low(at) == "the" else None
    )
    if ordinal or (words[at].text.isdecimal() and len(words[at].text) <= 2 and words.low(at + 1) not in (":", "%")):
        day, end = (ordinal.value, ordinal.end) if ordinal else (int(words[at].text), at + 1)
        year, last = year_at(words, end + (words.low(end) == ","))
        return _made(span_of(year, month, int(day)) if day <= 31 else None, year, last if year else end)
    year, end = year_at(words, at + (words.low(at) in ("of", ",")))
    if year:
        return _made(span_of(year, month), year, end)
    named = len(words[i].text) > 3 and words.low(i) not in ("may", "march", "august")
    return _made(span_of(None, month), None, i + 1) if named or words.low(i - 1) in _LEADS else None


def year_at(words: Words, i: int) -> tuple[int | None, int]:
    text = words[i].text
    unglued = not (
        words.low(i + 1) in ("%", ":") or (words[i + 1].text and words.glued(i + 1) and words[i + 1].text[0].isalpha())
    )
    return (
        (int(text), i + 1)
        if len(text) == 4 and text.isdecimal() and 1000 <= int(text) < 2200 and unglued
        else (None, i)
    )


def _season(words: Words, i: int) -> Date | None:
    months = _SEASONS.get(words.low(i))
    if not months:
        return None
    winter = months[0] == 12
    year, end = year_at(words, i + 1 + (words.low(i + 1) == "of"))
    # Winter 2022 may begin in December 2021 or in December 2022.
    first = dt.date((year or _LEAP) - (winter and year is not None), months[0], 1).toordinal()
    last = dt.date((year or _LEAP) + winter, 3 if winter else months[1], 21).toordinal()
    if year:
        return Date(float(first), float(last), ABSOLUTE, end)
    base = dt.date(_LEAP, 1, 1).toordinal() - 1
    return Date(float(first - base), float(last - base), YEARLESS, i + 1) if words.low(i - 1) in _SEASON_LEADS else None


def _quarter(words: Words, i: int) -> Date | None:
    """Read Q2 2022, H1 2022, the second quarter of 2022, the first half of 2022."""
    match = re.fullmatch(r"([qh])([1-4])", words.low(i))
    if match:
        count, part = (4 if match[1] == "q" else 2), int(match[2]) - 1
        year, end = year_at(words, i + 1 + (words.low(i + 1) == "of"))
    elif words.low(i) in _ORDINAL_PART and words.low(i + 1) in ("quarter", "half"):
        count, part = (4 if words.low(i + 1) == "quarter" else 2), _ORDINAL_PART[words.low(i)]
        year, end = year_at(words, i + 2 + (words.low(i + 2) == "of"))
    else:
        return None
    if not year or part >= count:
        return None
    months = 12 // count
    first, last = span_of(year, part * months + 1), span_of(year, (part + 1) * months)
    return Date(first[0], last[1], ABSOLUTE, end) if first and last else None


def _decade(words: Words, i: int) -> Date | None:
    text = words[i].text
    if len(text) == 4 and text.isdecimal() and text.endswith("0") and words.low(i + 1) == "s" and words.glued(i + 1):
        return years(int(text), int(text) + 9, i + 2)
    return None


def _century(words: Words, i: int) -> Date | None:
    ordinal = read_ordinal(words, i)
    if not ordinal:
        return None
    at = ordinal.end + (words.low(ordinal.end) == "-")
    if words.low(at) != "century" or not 1 <= ordinal.value <= 22 or words.low(at + 1) in ("bc", "bce"):
        return None
    return years(int(ordinal.value) * 100 - 99, int(ordinal.value) * 100, at + 1)


def _year(words: Words, i: int) -> Date | None:
    """Read a bare year: four digits that count nothing."""
    year, end = year_at(words, i)
    if not year or (words.low(i - 1) not in _YEAR_LEADS and not (1900 <= year < 2100 and _counts_nothing(words, end))):
        return None
    if words.low(end) in ("bc", "bce", "bn", "million") or (words.low(i - 1) == "-" and words.low(i - 2).isalpha()):
        return None
    if not _counts_nothing(words, end):
        return None
    short = words[end + 1].text
    following = len(short) == 2 and short.isdecimal() and int(short) == (year + 1) % 100
    if words.low(end) in (*DASHES, "/") and following:
        return years(year, year + 1, end + 2)  # the 2024–25 season
    return years(year, year, end)


def _counts_nothing(words: Words, end: int) -> bool:
    following = words[end].text
    counted = (
        following.islower()
        and following.endswith("s")
        and len(following) > 3
        and following not in ("was", "across", "versus", "onwards")
    )
    return not counted and following not in (
        "%",
        "€",
        "£",
        "$",
        "percent",
        "people",
        "per",
        "euros",
        "km",
        "kg",
        "feet",
        "men",
        "women",
        "children",
    )


def years(first: int, last: int, end: int) -> Date:
    return Date(float(dt.date(first, 1, 1).toordinal()), float(dt.date(last, 12, 31).toordinal()), ABSOLUTE, end)


def _weekday(words: Words, i: int) -> Date | None:
    """Read a weekday, or the whole date that it introduces: Tuesday, 3 May 2024."""
    low = words.low(i)
    if low in ("weekdays", "weekends"):
        return Date(*((0.0, 4.0) if low == "weekdays" else (5.0, 6.0)), WEEKDAY, i + 1)
    if (
        low not in WEEKDAYS
        or words[i].text[0].islower()
        or (len(low) < 5 and low in ("sun", "sat", "wed") and words.low(i - 1) in ("the", ""))
    ):
        return None
    at = i + 1 + (words.low(i + 1) in (",", "the"))
    whole = _day_first(words, at) if words[at].numeric else _month_first(words, at)
    if whole and whole.high == whole.low:
        return whole
    return Date(float(WEEKDAYS[low]), float(WEEKDAYS[low]), WEEKDAY, i + 1)


def _part(words: Words, i: int) -> Date | None:
    """Read early 2022, mid-March, the end of March."""
    if words.low(i) in _PARTS:
        share, at = _PARTS[words.low(i)], i + 1 + (words.low(i + 1) in DASHES)
    elif words.low(i) in _EDGES and words.low(i + 1) == "of":
        share, at = _EDGES[words.low(i)], i + 2 + (words.low(i + 2) == "the")
    else:
        return None
    whole = read_date(words, at)
    if not whole or whole.unit == WEEKDAY or whole.high == whole.low:
        return None
    width = whole.high - whole.low
    return whole._replace(low=whole.low + int(share[0] * width), high=whole.low + int(share[1] * width))
