"""Hold what a yes-or-no question claims of a value ("… within 30 days?") against what a passage states."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf

from index.answering.terms import is_negated, share_covered
from index.answering.values import Bound, Kind, Relation, Term, Value, Weight, compare, values_in
from index.answering.values.types import Interval
from index.lexical import words
from index.types import Hit, Span

# A sentence must hold this share of the question's other words before its value counts as the one that is meant.
ABOUT = 0.6
# Words after the value that leave it the point of the question: a unit in brackets, "of leave".
_POINT = re.compile(r"^\W*(?:\([^)]*\)|of(?: \w+){1,3}|\w+)?\W*$")
# The same, where it is also asked for whom, where or when: "50 prisoners in the battle"; and what is known already.
_POINT_OF_A_CASE = re.compile(
    r"^(?: \([^)]*\))?(?: (?:of )?\w+){0,3} (?:a|an|at|by|during|each|every|for|from|if|in|on|per|to|when|with)\b", re.I
)
_KNOWN = re.compile(
    r"\b(?:the|this|that|these|those|my|our|your|his|her|its|their)(?: (?:first|last|next|other|same))? $", re.I
)
_BEYOND = re.compile(r"^(?:\w+ than|above|below|under|(?:just |well )?over)\b ?", re.I)
_PERMITTED = re.compile(r"^(?:can|could|may|might)\b|\ballowed\b", re.I)
_AFTER = re.compile(r"\bafter $", re.I)
# Before a case that a rule may hold for: a note for 3 days, approval for £300; but not: must I stay for 3 days.
_CASE = re.compile(r"\b(?:for|on|with|if|when)\b[^?]*$", re.I)
_NEEDED = re.compile(r"\b(?:needs?|needed|requires?|required|necessary)\b(?! to\b)", re.I)


@dataclass(frozen=True, slots=True)
class Borne:
    """The sentence whose value bears a claim out or not, and that value."""

    sentence: Span
    value: Value
    holds: bool


def claim_of(question: str) -> Value | None:
    """Return the value that a yes-or-no question asks about: a figure of some unit or of something counted."""
    if is_negated(question):
        return None
    claim = next((value for value in values_in(question) if _is_figure(value) and _is_point(value, question)), None)
    if not claim or claim.bound:
        return claim
    before = question[: claim.span.start]
    if not _PERMITTED.search(question):
        return replace(claim, limit=claim.limit and not _is_case(claim, before))
    after = _AFTER.search(before) if claim.kind is Kind.DURATION else None
    if after:
        span = Span(after.start(), claim.span.end)
        claim = replace(claim, span=span, text=question[span.start : span.end])
    return replace(claim, limit=False)  # 10 days are within what is allowed up to 15; as a rule they differ from it


def borne_out(claim: Value, terms: Sequence[Term], hit: Hit) -> Borne | None:
    """Find the sentence of a passage that states a figure for what is claimed; None if none does, or several do."""
    content = [word for term in terms if term.weight is not Weight.NUMBER for word in term.words]
    found = []
    for sentence in hit.passage.sentences:
        said = hit.source.text[sentence.start : sentence.end]
        figures = [value for value in values_in(said) if _comparable(claim, value)]
        if not figures or is_negated(said) or share_covered(content, set(words(said))) < ABOUT:
            continue
        holding = [value for value in figures if _holds(claim, value, said)]
        found.append(Borne(sentence, (holding or figures)[0], bool(holding)))
    return found[0] if len({borne.holds for borne in found}) == 1 else None


def _is_point(value: Value, question: str) -> bool:
    """Say whether a question asks about a value, rather than about what the value tells apart; a date mostly does."""
    before, after = question[: value.span.start], question[value.span.end :]
    if _POINT.match(after):
        return True
    told_apart = value.kind is Kind.DATE or value.text.casefold() == "one" or _KNOWN.search(before)
    return not told_apart and bool(_POINT_OF_A_CASE.match(after))


def _is_figure(value: Value) -> bool:
    """Say whether a value says how much, how long or when; a time of day names a moment, a bare number anything."""
    return value.kind is not Kind.TIME and (value.kind is not Kind.NUMBER or bool(value.unit or value.counted))


def _comparable(claim: Value, value: Value) -> bool:
    if claim.counted or value.counted:
        counted, stated = (set(words(one.counted or "")) for one in (claim, value))
        if counted.isdisjoint(stated):
            return False
    return _is_figure(value) and not _coarser(value, claim) and compare(claim, value) is not Relation.INCOMPARABLE


def _coarser(stated: Value, claim: Value) -> bool:
    """Say whether a date leaves open what is claimed: 1881 neither bears out nor denies 2 March 1881."""
    if stated.kind is not Kind.DATE or stated.unit != claim.unit or stated.low > claim.low or stated.high < claim.high:
        return False
    return stated.high - stated.low > claim.high - claim.low


def _is_case(value: Value, before: str) -> bool:
    """Say whether a question asks if a rule holds for a case of this value, and not what the rule sets."""
    return bool(_CASE.search(before)) and (value.kind is Kind.AMOUNT or bool(_NEEDED.search(before)))


def _holds(claim: Value, value: Value, said: str) -> bool:
    """Say whether the stated value fits the claimed one; `more than 20` does not fit just 20."""
    if _starts_after(claim):
        return _holds_after(claim, value, said)
    beyond = _BEYOND.match(claim.text) is not None and claim.kind is not Kind.DATE
    if beyond and not _reaches_beyond(claim, value):
        return False
    if beyond and not claim.bound:  # over: an approximation in articles; asked about, only what is above it
        return True
    return compare(claim, value) in (Relation.SAME, Relation.CONTAINS)


def _starts_after(claim: Value) -> bool:
    return claim.kind is Kind.DURATION and claim.text[:6].lower() == "after "


def _holds_after(claim: Value, value: Value, said: str) -> bool:
    """Say whether what is permitted for, up to or only after a stated time still is after the claimed one."""
    if value.bound is Bound.AT_MOST:
        asked, stated = _intervals(claim, value)
        return stated[1] > asked[1]
    if _AFTER.search(said[: value.span.start]):
        value = replace(value, high=inf, months=value.months and (value.months[0], inf))
    return compare(claim, value) in (Relation.SAME, Relation.CONTAINS)


def _reaches_beyond(claim: Value, value: Value) -> bool:
    """Say whether a stated value passes the figure that a claim begins at or ends before."""
    asked, stated = _intervals(_bare(claim), value)
    return stated[0] < asked[0] if claim.bound is Bound.AT_MOST else stated[1] > asked[1]


def _bare(claim: Value) -> Value:
    """Return the figure that bounds a claim; alone it may read as something else, as a year."""
    alone = next(iter(values_in(_BEYOND.sub("", claim.text))), None)
    if alone and (alone.kind, alone.unit) == (claim.kind, claim.unit):
        return alone
    edges = {Bound.AT_LEAST: claim.low, Bound.AT_MOST: claim.high, None: (claim.low + claim.high) / 2}
    return replace(claim, low=edges[claim.bound], high=edges[claim.bound], months=None)


def _intervals(a: Value, b: Value) -> tuple[Interval, Interval]:
    """Return what two values span: months where both are counted in them, since a month has not always as many days."""
    if a.months and b.months:
        return a.months, b.months
    return (a.low, a.high), (b.low, b.high)
