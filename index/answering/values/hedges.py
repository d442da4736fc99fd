"""Read what widens or bounds a value: about, nearly, at least, up to, or more."""

import re
from dataclasses import replace

from index.answering.values.tokens import Token, Words
from index.answering.values.types import Bound, Interval, Kind, Value
from index.types import Span

_ABOUT = frozenset(
    "about,around,approximately,roughly,circa,c .,ca .,some,nearly,almost,over,just over,just under,well over,close to,"
    "approx,approx .,~,somewhere around,an estimated,an average of,in about,as much as about".split(",")
)
_LEAST = frozenset(
    "at least,a minimum of,minimum of,no less than,not less than,no fewer than,more than,upwards of,minimum,min,min .,"
    "longer than,older than,greater than,bigger than,larger than,taller than,heavier than,higher than,wider than,"
    "deeper than,a minimum,above".split(",")
)
_MOST = frozenset(
    "at most,up to,a maximum of,maximum of,no more than,not more than,not exceed,not exceeding,less than,fewer than,"
    "under,below,maximum,max,max .,capped at,as many as,as much as,shorter than,smaller than,lower than,lighter than,"
    "within,no longer than,limited to".split(",")
)
_LEAST_AFTER = (
    "or more",
    "or newer",
    "or later",
    "or older",
    "or longer",
    "or above",
    "or higher",
    "and above",
    "and newer",
    "and older",
    "at least",
    "minimum",
    "at a minimum",
    "and up",
    "and over",
    "or over",
    "+",
)
_MOST_AFTER = (
    "or less",
    "or fewer",
    "at most",
    "maximum",
    "at the most",
    "or under",
    "and under",
    "or below",
    "or earlier",
    "max",
    "tops",
)
_ABOUT_AFTER = ("or so", "or thereabouts", "give or take")
# These bound by themselves, whatever else the sentence says: paid within 14 days.
_STRICT = frozenset(
    (
        "up to",
        "within",
        "at most",
        "no more than",
        "a maximum of",
        "maximum of",
        "maximum",
        "max",
        "max .",
        "capped at",
        "no longer than",
        "limited to",
    )
)
# No larger than, may not weigh more than, never below: what bounds on one side then bounds on the other.
_NOT = frozenset("no not never cannot".split())
_ADVERBS = frozenset("only just merely".split())
# A sentence with one of these sets a rule, so two different bounds contradict instead of overlapping.
_RULES = frozenset(
    "may must can cannot shall should limit limited limits allowance maximum max minimum min cap capped allow allows "
    "allowed require required requires need needs needed entitled budget reimbursed accepts accept please".split()
)
# Before a plural noun that "over" restricts: for orders over £50; but not: the site covers over 20 acres.
_BEFORE_PLURALS = frozenset(("", *"for on of to all any most with from and or , : | ( . ;".split()))
_RESTRICTED = frozenset("people children anyone everyone those aged".split())
# Raised from 25 to 28: no range, and 25 is over. But "it extends from 9:00 to 17:00".
_CHANGED_FROM = re.compile(
    r"\b(?:raised?|raises|rose|risen|increas(?:ed?|es|ing)|gr[eo]wn?|went|gone|climbed|jumped|doubled|extended|prolonged|"
    r"lowered|reduc(?:ed?|es|ing)|cut|fell|fallen|dropped|shortened|shrank|decreased|halved|changed?|changes|changing|"
    r"moved?|moving|shifted|postponed|brought forward|switched|adjusted|corrected)\b[^.;:\d]{0,40}\bfrom $",
    re.I,
)


def is_old(text: str, start: int) -> bool:
    """Say whether the value at `start` is what it was before a change: raised from | 25 to 28 days."""
    return _CHANGED_FROM.search(text[:start]) is not None


def sets_rule(words: Words) -> bool:
    return any(_sets_rule(words, i, token) for i, token in enumerate(words.tokens))


def _sets_rule(words: Words, i: int, token: Token) -> bool:
    match token.low:
        case "may":  # else the month
            return token.text != "May" or (i == 0 and not words[1].numeric)
        case "min":  # else minutes
            return not words[i - 1].numeric
        case "has" | "have":
            return words.low(i + 1) == "to"
    return token.low in _RULES


def hedged(value: Value, words: Words, first: int, end: int, *, rule: bool) -> Value:
    """Apply the hedges around tokens first to end - 1; the span grows over them."""
    value = replace(value, limit=rule)
    for count in (3, 2, 1):
        phrase = words.before(first, count)
        if phrase.count(" ") != count - 1 or not phrase:
            continue
        if phrase in _MOST or phrase in _LEAST:
            start, denied = first - count, _is_denied(words, first - count)
            strict = replace(value, limit=rule or phrase in _STRICT or denied)
            grown = _grown(strict, words, start - _denies(words.low(start - 1)), end)
            return _bounded(grown, Bound.AT_MOST if (phrase in _MOST) != denied else Bound.AT_LEAST)
        if phrase == "over" and ((rule and not value.counted) or _restricts(words, first - 1)):
            return _bounded(_grown(replace(value, limit=True), words, first - 1, end), Bound.AT_LEAST)
        if phrase in _ABOUT:
            return widened(_grown(value, words, first - count, end))
    return _hedged_after(value, words, first, end)


def _restricts(words: Words, over: int) -> bool:
    """Say whether the word at `over` says of which things something holds: orders over £50 ship free."""
    noun = words.low(over - 1)
    return noun in _RESTRICTED or (
        noun.endswith("s") and not noun.endswith("ss") and words.low(over - 2) in _BEFORE_PLURALS
    )


def _is_denied(words: Words, first: int) -> bool:
    """Say whether a bound whose words begin at `first` is denied, also across a verb: may not weigh more than."""
    verb = words.low(first - 1)
    return _denies(verb) or (verb.isalpha() and verb not in _ADVERBS and _denies(words.low(first - 2)))


def _denies(word: str) -> bool:
    return word in _NOT or word.endswith("n't")


def _hedged_after(value: Value, words: Words, first: int, end: int) -> Value:
    for phrases, bound in ((_LEAST_AFTER, Bound.AT_LEAST), (_MOST_AFTER, Bound.AT_MOST), (_ABOUT_AFTER, None)):
        for phrase in phrases:
            parts = phrase.split()
            if words.follows(end, *parts) and (phrase != "+" or _is_glued_plus(words, end)):
                grown = _grown(value, words, first, end + len(parts))
                return _bounded(grown, bound) if bound else widened(grown)
    # 14 characters or more
    if value.kind is not Kind.NUMBER or words.low(end) != value.counted:
        return value
    after = _hedged_after(replace(value, counted=None), words, first, end + 1)
    return replace(after, counted=value.counted)


def _is_glued_plus(words: Words, at: int) -> bool:
    """Say whether a plus means "or more", as in 18+, and adds nothing: £35 + VAT."""
    return words.glued(at) and not (words.glued(at + 1) and words[at + 1].text[:1].isalnum())


def _grown(value: Value, words: Words, first: int, end: int) -> Value:
    span = Span(min(value.span.start, words[first].start), max(value.span.end, words[end - 1].end))
    return replace(value, span=span, text=words.text[span.start : span.end])


def _bounded(value: Value, bound: Bound) -> Value:
    if bound is Bound.AT_LEAST:
        return replace(value, high=float("inf"), bound=bound, months=value.months and (value.months[0], float("inf")))
    floor = min(0.0, value.low)
    return replace(value, low=floor, bound=bound, months=value.months and (floor, value.months[1]))


def widened(value: Value) -> Value:
    """Widen by a tenth; a date by a month either side, a time by a quarter of an hour."""
    margins = {"day": 31.0, "yearless": 15.0, "weekday": 0.0, "minutes": 15.0}
    margin = margins.get(value.unit or "")

    def wide(low: float, high: float) -> Interval:
        return (low - margin, high + margin) if margin is not None else (low - abs(low) * 0.1, high + abs(high) * 0.1)

    low, high = wide(value.low, value.high)
    months = wide(*value.months) if value.months else None
    return replace(value, low=low, high=high, months=months)
