"""Read times of day, in minutes, and how they were written: without am or pm a time may mean either half of the day."""

import re
from typing import NamedTuple

from index.answering.values.numbers import ONES, TENS
from index.answering.values.tokens import Words

# 17:30 and 05:30 are sure; half past five is not; 5:30 is read on the 24-hour clock unless the other says am or pm.
SURE, DIGITAL, HALVED, SPOKEN = "24h", "digital", "am/pm", "spoken"
ZONES = frozenset("UTC GMT BST IST WET CET CEST EET EEST ET EST EDT CT CST CDT MT MST MDT PT PST PDT JST AEST".split())
_QUARTERS = {"half": 30, "quarter": 15}
_CLOCK = frozenset(("o'clock", "oclock"))
# Half eight is half past eight behind one of these and before what counts nothing.
_HALF_LEADS = frozenset("at until till from by before after since to between".split())
_HALF_ENDS = frozenset(". , ; : ) ! ? and or to until till on in am pm a p".split()) | {""}
# At 9h30 and at 7.30; without these 1h30 lasts, and 7.30 is a number.
AT = frozenset("at until till".split())
# What stands at 7.30 in these is no time: prices start at 9, rates closed at 4.25, children start at 5.
_PRICED = re.compile(
    r"\b(?:(?:price|fee|cost|fare|rent|rate|plan|bid|wage|share|stock|yield|score|level|age|child|pupil|kid|chapter|page|"
    r"number)s?|tickets?(?! (?:office|desk|counter|hall))|pric(?:ed|ing)|salar(?:y|ies)|children|inflation|index|"
    r"trad(?:ed|ing)|valued|sold)\b[^.;]*$",
    re.I,
)
STARTS = frozenset(("noon", "midday", "midnight", *_QUARTERS))


class Clock(NamedTuple):
    minute: float
    style: str
    end: int


def read_time(words: Words, i: int) -> Clock | None:
    low = words.low(i)
    if low in ("noon", "midday"):
        return Clock(720.0, SURE, i + 1)
    if low == "midnight":
        return Clock(0.0, SURE, i + 1)
    return _digital(words, i) if words[i].numeric else _spoken(words, i)


def _digital(words: Words, i: int) -> Clock | None:
    text = words[i].text
    if not text.isdecimal():
        return _dotted(words, i)
    hour = int(text)
    minutes = words[i + 2].text
    if (
        (words.low(i + 1) == ":" or (words.low(i + 1) == "h" and words.low(i - 1) in AT))
        and words.glued(i + 1)
        and words.glued(i + 2)
        and len(minutes) == 2
        and minutes.isdecimal()
    ):
        if hour > 24 or int(minutes) > 59 or len(text) > 2 or words.low(i + 3) == ":":
            return None
        halved = _halved(words, hour, int(minutes), i + 3)
        sure = hour > 12 or hour == 0 or text.startswith("0")
        return halved or Clock(float(hour * 60 + int(minutes)) % 1440, SURE if sure else DIGITAL, i + 3)
    if words.low(i + 1) in _CLOCK and 1 <= hour <= 12:
        return _halved(words, hour, 0, i + 2) or Clock(float(hour * 60), SPOKEN, i + 2)
    return _halved(words, hour, 0, i + 1)


def _dotted(words: Words, i: int) -> Clock | None:
    """Read 7.30 pm, and 7.30 where it stands behind at and before what counts nothing."""
    whole, _, minutes = words[i].text.partition(".")
    if not (whole.isdecimal() and minutes.isdecimal() and len(minutes) == 2):
        return None
    hour, minute = int(whole), int(minutes)
    if halved := _halved(words, hour, minute, i + 1):
        return halved
    told = words.low(i - 1) in AT and words.low(i + 1) in _HALF_ENDS and not is_priced(words, i)
    if not told or not 1 <= hour <= 23 or minute > 59:
        return None
    return Clock(float(hour * 60 + minute), SURE if hour > 12 else SPOKEN, i + 1)


def is_priced(words: Words, i: int) -> bool:
    """Say whether the clause before token i speaks of prices, ages and the like."""
    return _PRICED.search(words.text[: words[i].start]) is not None


def _halved(words: Words, hour: int, minute: int, at: int) -> Clock | None:
    """Apply am or pm, if it stands at token `at`; also `in the evening`."""
    half, end = words.low(at), at + 1
    if half in ("a", "p") and words.follows(at + 1, ".", "m"):
        half, end = f"{half}m", at + 3 + (words.low(at + 3) == "." and words.glued(at + 3))
    elif words.follows(at, "in", "the") and words.low(at + 2) in ("morning", "afternoon", "evening"):
        half, end = ("am" if words.low(at + 2) == "morning" else "pm"), at + 3
        if minute == 0 and words.low(at - 1) not in _CLOCK:
            return None
    if half not in ("am", "pm") or not 1 <= hour <= 12 or minute > 59:
        return None
    return Clock(float(hour % 12 * 60 + minute + (720 if half == "pm" else 0)), HALVED, end)


def _spoken(words: Words, i: int) -> Clock | None:
    """Read half past five, a quarter to six, ten past five, five o'clock, half five."""
    low = words.low(i)
    if low == "a" and words.low(i + 1) == "quarter":
        return _spoken(words, i + 1)
    if low == "half" and (clock := _half(words, i)):
        return clock
    hour = ONES.get(low, 0)
    if 1 <= hour <= 12 and words.low(i + 1) in _CLOCK:
        return _halved(words, hour, 0, i + 2) or Clock(float(hour * 60), SPOKEN, i + 2)
    minute = _QUARTERS.get(low) or ONES.get(low) or TENS.get(low)
    at = i + 1 + (words.low(i + 1) == "minutes")
    named = words[at + 1]
    hour = ONES.get(named.low) or (int(named.text) if named.text.isdecimal() and len(named.text) < 3 else 0)
    if not minute or minute > 30 or words.low(at) not in ("past", "to") or not 1 <= hour <= 12:
        return None
    # "ten to twelve people": only a clock when it is half, quarter, twenty or past
    if words.low(at) == "to" and low not in ("quarter", "twenty"):
        return None
    signed = minute if words.low(at) == "past" else -minute
    halved = _halved(words, hour, 0, at + 2)
    base = halved.minute if halved else float(hour * 60)
    return Clock((base + signed) % 1440, halved.style if halved else SPOKEN, halved.end if halved else at + 2)


def _half(words: Words, i: int) -> Clock | None:
    """Read the British half eight."""
    text = words[i + 1].text
    hour = ONES.get(words.low(i + 1)) or (int(text) if text.isdecimal() and len(text) < 3 else 0)
    if words.low(i - 1) not in _HALF_LEADS or words.low(i + 2) not in _HALF_ENDS or not 1 <= hour <= 12:
        return None
    return _halved(words, hour, 30, i + 2) or Clock(float(hour * 60 + 30), SPOKEN, i + 2)
