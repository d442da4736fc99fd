"""Read what a quantity is a rate of: a day, per key, /h, annually."""

from index.answering.values.tokens import CLAUSE_ENDS, Words
from index.answering.values.units import DURATIONS, unit_named

_PER = frozenset(("a", "an", "per", "every", "each", "/", "one", "for"))
# A rate in one word: £120 annually, £900 pcm.
_RATE_WORDS = {
    "hourly": "hour",
    "daily": "day",
    "nightly": "night",
    "weekly": "week",
    "fortnightly": "fortnight",
    "monthly": "month",
    "quarterly": "quarter",
    "yearly": "year",
    "annually": "year",
    "pw": "week",
    "pcm": "month",
    "pa": "year",
}


def rate_at(words: Words, at: int) -> tuple[str | None, int]:
    """Read a rate: a day, per key; of `per user per month` the unit of time, which tells billing periods apart."""
    timed, end = _timed(words, at)
    if timed or words.low(at) not in ("per", "/") or not words[at + 1].text.isalpha() or len(words.low(at + 1)) == 1:
        return timed, end
    comma = words.low(at + 2) == "," and (words.low(at + 3) == "per" or words.low(at + 3) in _RATE_WORDS)
    timed, end = _timed(words, at + 2 + comma)
    return (timed, end) if timed else (words.low(at + 1).removesuffix("s"), at + 2)


def _timed(words: Words, at: int) -> tuple[str | None, int]:
    """Read a rate by a unit of time: a day, /h, for each week, monthly, p.a."""
    low = words.low(at)
    if low in _RATE_WORDS and words.low(at + 1) in CLAUSE_ENDS:
        return _RATE_WORDS[low], at + 1
    if words.follows(at, "p", ".", "a"):
        return "year", at + 3 + (words.low(at + 3) == "." and words.glued(at + 3))
    if low not in _PER:
        return None, at
    if words.follows(at, "per", "annum"):
        return "year", at + 2
    skip = at + 1 + (low == "for" and words.low(at + 1) in ("a", "an", "each", "every", "one"))
    skip += words.low(skip) in ("calendar", "working", "full") and words.low(skip + 1) in DURATIONS
    name = "quarters" if words.low(skip) == "quarter" and words.low(skip + 1) != "of" else words.low(skip)
    unit = unit_named(words[skip].text, name, glued=True) if low == "/" else DURATIONS.get(name)
    if unit and unit.dimension == "days" and (low != "for" or skip > at + 1):
        return unit.written, skip + 1
    return None, at
