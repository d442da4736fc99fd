"""Read numbers with what they measure: amounts, percentages, durations, measures, counts, versions."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from index.answering.values.counts import NOT_COUNTED, noun_at
from index.answering.values.currencies import currency_after, currency_before
from index.answering.values.dates import WEEKDAYS
from index.answering.values.hedges import is_old
from index.answering.values.numbers import ONES, PARTS, TENS, Number, read_number, read_ordinal, read_share
from index.answering.values.rates import rate_at
from index.answering.values.tokens import DASHES, Words
from index.answering.values.types import Interval, Kind
from index.answering.values.units import (
    ANY_CURRENCY,
    CODES,
    CURRENCIES,
    DURATIONS,
    PHONE,
    RATES,
    SPEED,
    SYMBOLS,
    WORKING,
    Unit,
    square,
    unit_named,
)

# These begin a sentence with a capital and are no product: In 3.5 seconds.
_PLAIN_LEADS = frozenset("in at by from about over of to around nearly only the up with for on and or a".split())
_PADDED = re.compile(r"0\d+")
_PHONE = re.compile(r"\d+\)?(?:[ \u00a0/-]{1,2}(?:\(0\) ?)?\(?\d{2,}\)?)+(?![\d:,.%]\d)")
_AMERICAN = re.compile(r"(?:1[ .-]\(?)?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?![\d:,.%]?\d)")
_SCALES = {"celsius": "c", "centigrade": "c", "c": "c", "fahrenheit": "f", "f": "f"}
_NEVER = "never"
_LAPSES = frozenset(
    "expire expires expired end ends lapse lapses stop stops change changes changed delete deleted erased removed "
    "renew renewed reset close closes rotate rotated purged discarded".split()
)
_FOREVER = frozenset("forever indefinitely permanently".split())
_ARTICLE_LEADS = frozenset(
    "for in within after takes took take lasts lasted last than about over under nearly almost least to until once of "
    "is was only just another exactly roughly around approximately up".split()
)
# Behind these a unit may also name a thing: you get a day ticket, you need a second key.
_GIVEN_LEADS = frozenset("have has get gets give gives given receive receives need needs allow allows".split())
_GIVEN_ENDS = frozenset(". , ; : ) ! ? and or if for off of more extra each every before".split()) | {""}
# Entry is free; not: the first hour is free, children are free, what is free.
_FREE = re.compile(r"(?:^|[.!?] )[-*# ]*((?:[^\W\d_]+[ -]){1,5})(?:is|are|was|were|be|remains?) $")
_FREE_ENDS = frozenset(". ; ! ) , and but".split()) | {""}
_FREE_TO_SOME = frozenset((*ONES, *TENS, *WEEKDAYS)) | frozenset(
    "we you he she i which that who whoever what and or for under over first second next children kids infants babies "
    "toddlers students pupils members seniors pensioners carers weekdays weekends".split()
)

STARTS = frozenset((*_FOREVER, "never", "not", "free", "no"))


class Quantity(NamedTuple):
    """A value before its span and its hedges: `end` is the token after it."""

    kind: Kind
    low: float
    high: float
    unit: str | None
    end: int
    written: str | None = None
    per: str | None = None
    counted: str | None = None
    months: Interval | None = None
    other: Interval | None = None


@dataclass(frozen=True, slots=True)
class _Range:
    """One number or two: 10–12, between 5 and 7, 10 to 12."""

    first: Number
    last: Number

    @property
    def interval(self) -> Interval:
        low, high = self.first.value, self.last.value
        if self.last.scaled and not self.first.scaled and low < 1000 <= high:
            low *= _factor_of(high)  # $3–5 million: both are millions
        # A scale shows how far a number is rounded; the upper end is not quite the next one's lower.
        return low - self.first.half, high + self.last.half * (1 - 1e-6)


def _factor_of(value: float) -> float:
    return next((scale for scale in (1e12, 1e9, 1e6, 1e3) if value >= scale), 1.0)


def read_quantity(words: Words, i: int) -> Quantity | None:
    """Read the longest quantity that begins at token i."""
    return (
        _never(words, i)
        or _free(words, i)
        or _dialled(words, i)
        or _share(words, i)
        or _amount(words, i)
        or _version(words, i)
        or _ordinal(words, i)
        or _measured(words, i)
        or _article(words, i)
    )


def _dialled(words: Words, i: int) -> Quantity | None:
    """Read a phone number as one value, whose digits are all that counts: +44 20 7946 0018, (212) 555-1234."""
    marked = words.low(i - 1) == "+" or _PADDED.fullmatch(words[i].text)
    match = (_PHONE if marked else _AMERICAN).match(words.text, words[i].start)
    if not match:
        return None
    digits = re.sub(r"\(0\)|\D", "", match[0])
    end = next((n for n in range(i, len(words)) if words[n].end >= match.end()), i) + 1
    written = digits if words.low(i - 1) == "+" else digits.lstrip("0")
    return Quantity(Kind.NUMBER, float(digits), float(digits), PHONE, end, written) if 7 <= len(digits) <= 15 else None


def _range(words: Words, i: int, *, money: bool = False) -> _Range | None:
    first = read_number(words, i, money=money)
    if not first:
        return None
    at = first.end
    opening = words.low(i - 2) if words[i - 1].text in SYMBOLS else words.low(i - 1)
    joined = words.low(at) in (*DASHES, "to", "or") or (words.low(at) == "and" and opening == "between")
    joined = joined and not (
        words.low(at) == "to" and is_old(words.text, words[i - (words[i - 1].text in SYMBOLS)].start)
    )
    skipped = at + 1 + (words[at + 1].text in SYMBOLS)
    last = read_number(words, skipped, money=money) if joined else None
    # 10-05 ends a date, 9-10:30 a time.
    if last and last.value > first.value and not (words.low(last.end) == ":" or _PADDED.match(words[at + 1].text)):
        return _Range(first, last)
    return _Range(first, first)


def _never(words: Words, i: int) -> Quantity | None:
    """Read that something never ends as an endless duration, so that it contradicts any period."""
    low = words.low(i)
    if low in _FOREVER:
        return Quantity(Kind.DURATION, float("inf"), float("inf"), "days", i + 1, "never")
    if low != _NEVER and not words.follows(i, "not", "expire"):
        return None
    at = i + 1 + (words.low(i + 1) in ("be", "been"))
    if words.low(at) in _LAPSES:
        return Quantity(Kind.DURATION, float("inf"), float("inf"), "days", at + 1, "never")
    return None


def _free(words: Words, i: int) -> Quantity | None:
    """Read that nothing is charged as an amount of 0: entry is free, is free of charge; there is no charge."""
    if words.low(i) == "free":
        end = i + 1 + 2 * words.follows(i + 1, "of", "charge")
        subject = _FREE.search(words.text[: words[i].start])
        told = subject is not None and _FREE_TO_SOME.isdisjoint(re.split("[ -]", subject[1].lower()))
    else:
        end = i + 2
        told = words.low(i - 2) == "there" and words.low(i) == "no" and words.low(i + 1) in ("charge", "fee")
    if not told or words.low(end) not in _FREE_ENDS:
        return None
    return Quantity(Kind.AMOUNT, 0.0, 0.0, ANY_CURRENCY, end)


def _share(words: Words, i: int) -> Quantity | None:
    share = read_share(words, i)
    if share:
        return Quantity(Kind.PERCENT, share.value - share.half, share.value + share.half, "percent", share.end)
    found = _range(words, i)
    if not found:
        return None
    at = found.last.end + (words.low(found.last.end) == "-")
    length = 2 if words.follows(at, "per", "cent") else int(words.low(at) in ("%", "percent", "pct"))
    if not length:
        return None
    end = at + length
    points = words.low(end) in ("point", "points")
    return Quantity(Kind.PERCENT, *found.interval, "percentage points" if points else "percent", end + points)


def _amount(words: Words, i: int) -> Quantity | None:
    """Read €3.1m, EUR 45, 45 euros, $3–5 million, 50 cents."""
    prefix, at = currency_before(words, i)
    found = _range(words, at, money=True) if prefix or words[i].numeric or words[i].text[:1].isalpha() else None
    if not found:
        return None
    low, high = found.interval
    end, currency = found.last.end, prefix
    if not prefix:
        currency, end, factor = currency_after(words, found.last.end)
        low, high = low * factor, high * factor
    elif words.low(end) in CURRENCIES or words[end].text in CODES:
        end += 1
    if not currency:
        return None
    other = (found.first.other, found.first.other) if found.first.other and found.first is found.last else None
    per, end = rate_at(words, end)
    return Quantity(Kind.AMOUNT, low, high, currency, end, per=per, other=other)


def _version(words: Words, i: int) -> Quantity | None:
    """Read `version 3.10`, `v2`, `Python 3.10`: parts compare one by one, so 3.10 is above 3.9 and inside 3."""
    text = words[i].text
    lead, named = words[i - 1], words.low(i - 1) in ("version", "versions", "release", "v")
    glued = re.fullmatch(r"v(\d+)", words.low(i))
    dotted = re.fullmatch(r"\d+(\.\d+){1,3}", text) and (lead.text[:1].isupper() and lead.low not in _PLAIN_LEADS)
    if not glued and not (named and re.fullmatch(r"\d+(\.\d+)*", text)) and not dotted:
        return None
    if dotted and not named and (words.low(i + 1).isalpha() and words.low(i + 1) not in ("or", "and", "is", "to")):
        return None
    end = i + 1
    if glued:
        text = glued[1]
        if words.low(i + 1) == "." and words.glued(i + 1) and words.glued(i + 2) and words[i + 2].numeric:
            text, end = f"{text}.{words[i + 2].text}", i + 3  # v1.2
    parts = [float(part) for part in text.split(".")][:3]
    low = sum(part * 10**power for part, power in zip(parts, (10, 5, 0), strict=False))
    high = low + 10 ** (15 - 5 * len(parts)) - 1
    return Quantity(Kind.NUMBER, low, max(low, high), "version", end)


def _measured(words: Words, i: int) -> Quantity | None:
    """Read a number with a unit, or the count of something."""
    found = _range(words, i)
    if not found or _labelled(words, i):
        return None
    return _with_unit(words, found) or _count(words, i, found)


def _labelled(words: Words, i: int) -> bool:
    """Say whether the number is part of a label: COVID-19, file_2, 24/7."""
    behind_sign = words.glued(i) and words[i - 1].text in ("-", "_", "/", "#", ".", "@")
    worded = words[i].text.isalpha() and words.low(i + 1) == "-" and words.glued(i + 1)
    if any(words.follows(at, "24", "/", "7") for at in (i, i - 2)) or (
        words[i].numeric and behind_sign and words.glued(i - 1) and words.low(i - 2).isalpha()
    ):
        return True
    measured = read_number(words, i + 2) or unit_named(words[i + 2].text, words.low(i + 2), glued=False)
    return worded and not measured  # two-factor


def _with_unit(words: Words, found: _Range) -> Quantity | None:
    low, high = found.interval
    end = found.last.end
    at = end + (words.low(end) == "-" and words[end + 1].text[:1].isalpha())
    if words.low(at) in ("working", "business") and words.low(at + 1) in ("day", "days"):
        return Quantity(Kind.DURATION, low, high, WORKING, at + 2, "working day")
    if words.low(at) == "calendar" and words.low(at + 1) in DURATIONS:
        at += 1
    unit = unit_named(words[at].text, words.low(at), glued=words.glued(at))
    if words.low(at) in ("square", "sq") and (squared := square(words.low(at + 1))):
        return Quantity(Kind.NUMBER, low * squared.low, high * squared.high, squared.dimension, at + 2, squared.written)
    if words.low(at) in ("°", "degree", "degrees") and (scale := _SCALES.get(words.low(at + 1))):
        return Quantity(Kind.NUMBER, low, high, f"degrees {scale}", at + 2)
    if unit and unit.dimension == "days":
        quantity = _duration(words, unit, (low, high), at + 1, found)
        rated = _with_rate(words, quantity)
        return rated if rated.per in RATES else quantity  # 2 days a week; not 2 days per project
    if unit:
        measured = Quantity(Kind.NUMBER, low * unit.low, high * unit.high, unit.dimension, at + 1, unit.written)
        return _speed(_with_rate(words, measured))
    return None


def _speed(rated: Quantity) -> Quantity:
    """Let a length per hour or second be a speed: 50 km/h is 50 kph; 5 km a day is none."""
    if rated.unit != "metres" or rated.per not in ("hour", "second"):
        return rated
    seconds = DURATIONS[rated.per].low * 86400
    return rated._replace(low=rated.low / seconds, high=rated.high / seconds, unit=SPEED, per=None)


def _count(words: Words, i: int, found: _Range) -> Quantity | None:
    """Read a number without a unit, what it counts, and the rate behind that."""
    interval, single = found.interval, found.first is found.last
    end = found.last.end
    counted, at = noun_at(words, end)
    other = (found.first.other, found.first.other) if single and found.first.other else None
    if words.low(i) == "one" and interval == (1.0, 1.0) and not counted:
        return None
    per, _ = rate_at(words, at)
    per = per if counted or per in RATES or words.low(at) != "/" else None  # 100/min, but not 2025/03/news
    return Quantity(Kind.NUMBER, *interval, None, end, per=per, counted=counted, other=other)


def _with_rate(words: Words, quantity: Quantity) -> Quantity:
    per, end = rate_at(words, quantity.end)
    return quantity._replace(per=per, end=end)


def _duration(words: Words, unit: Unit, interval: Interval, end: int, found: _Range) -> Quantity:
    """Read a duration and what follows it in smaller units: 2 years and 6 months, an hour and a half."""
    part, end = _part(words, end)
    low, high = (interval[0] + part) * unit.low, (interval[1] + part) * unit.high
    months = (unit.months * (interval[0] + part), unit.months * (interval[1] + part)) if unit.months else None
    if part:
        return Quantity(Kind.DURATION, low, high, "days", end, unit.written, months=months)
    at = end + (words.low(end) in ("and", ",")) + (words.follows(end, ",", "and"))
    more = read_number(words, at) if found.first is found.last else None
    smaller, last = _smaller(words, unit, end, more) if more else (None, end)
    if more and smaller and smaller.dimension == "days" and smaller.high < unit.low:
        low, high = low + more.value * smaller.low, high + more.value * smaller.high
        months = (months[0] + smaller.months * more.value,) * 2 if months and smaller.months else None
        return Quantity(Kind.DURATION, low, high, "days", last, smaller.written, months=months)
    return Quantity(Kind.DURATION, low, high, "days", end, unit.written, months=months)


def _smaller(words: Words, unit: Unit, end: int, more: Number) -> tuple[Unit | None, int]:
    """Name the unit of what follows a duration that ends at `end`: behind hours m is minutes, and so is none (1h30)."""
    at = more.end
    if unit.written == "hour" and at == end + 1:
        if words.low(end - 1) == "h" and words.glued(end):
            return DURATIONS["minute"], at + (words.glued(at) and words.low(at) in ("m", "min", "mins"))
        if words[at].text == "m":
            return DURATIONS["minute"], at + 1
    return unit_named(words[at].text, words.low(at), glued=words.glued(at)), at + 1


def _part(words: Words, at: int) -> tuple[float, int]:
    """Read the part of a unit that is added to whole ones: and a half, and three quarters."""
    if words.low(at) != "and":
        return 0.0, at
    number = Number(1.0, at + 2) if words.low(at + 1) in ("a", "one") else read_number(words, at + 1)
    end = number.end if number else at + 1
    end += words.low(end) == "-"
    size = PARTS.get(words.low(end))
    of_another = words.low(end + 1) in ("of", "a", "an")  # an hour and a quarter of the fee; a week and half a day
    return ((number.value if number else 1.0) / size, end + 1) if size and not of_another else (0.0, at)


def _ordinal(words: Words, i: int) -> Quantity | None:
    """Read an ordinal before a plain word: the third working day; `first` alone is mostly an adverb."""
    ordinal = read_ordinal(words, i)
    if not ordinal or (
        not words[i].numeric
        and (
            not words[ordinal.end].text.islower()
            or words.low(ordinal.end) in NOT_COUNTED
            or words.low(ordinal.end) == "time"
        )
    ):
        return None
    noun = words.low(ordinal.end)
    counted = noun if noun.isalpha() and noun not in NOT_COUNTED else None
    return Quantity(Kind.NUMBER, ordinal.value, ordinal.value, "ordinal", ordinal.end, counted=counted)


def _half(words: Words, at: int) -> Quantity | None:
    """Read half an hour, half a mile, whose unit is token `at`."""
    unit = unit_named(words[at].text, words.low(at), glued=False)
    if not unit:
        return None
    kind = Kind.DURATION if unit.dimension == "days" else Kind.NUMBER
    months = (unit.months / 2, unit.months / 2) if unit.months else None
    return Quantity(kind, unit.low / 2, unit.high / 2, unit.dimension, at + 1, unit.written, months=months)


def _article(words: Words, i: int) -> Quantity | None:
    """Read `a week` where it lasts (for a week), not where it is a rate (400 euros a week); half an hour."""
    if words.low(i) == "half" and words.low(i + 1) in ("a", "an"):
        return _half(words, i + 2)
    alone = i == 0 and len(words) == 2  # all that was quoted is `an hour`
    owns = words.low(i + 1).endswith("'s")  # a week's notice
    more = _part(words, i + 2)[0] > 0  # an hour and a half
    given = words.low(i - 1) in _GIVEN_LEADS and words.low(i + 2) in _GIVEN_ENDS
    led = alone or owns or more or given or words.low(i - 1) in _ARTICLE_LEADS
    if words.low(i) not in ("a", "an") or not led:
        return None
    unit = DURATIONS.get(words.low(i + 1))
    if not unit or (words.low(i - 1) in ("in", "of") and unit.written in ("second", "minute")):
        return None
    single = Number(1.0, i + 1)
    return _duration(words, unit, (1.0, 1.0), i + 2, _Range(single, single))
