"""Hold what a yes-or-no question claims of a value ("… within 30 days?") against what a passage states."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.answering.terms import is_negated, share_covered
from index.answering.values import Kind, Relation, Term, Value, Weight, compare, values_in
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
_STRICTLY = re.compile(r"^(?:\w+ than|above|below|under|after|before)\b", re.I)
_PERMITTED = re.compile(r"^(?:can|could|may|might)\b|\ballowed\b", re.I)
_OVER = re.compile(r"^(?:just |well )?over\b", re.I)


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
    if claim and not claim.bound and _PERMITTED.search(question):
        return replace(claim, limit=False)  # 10 days are within what is allowed up to 15; as a rule they differ from it
    return claim


def borne_out(claim: Value, terms: Sequence[Term], hit: Hit) -> Borne | None:
    """Find the sentence of a passage that states a figure for what is claimed; None if none does, or several do."""
    content = [word for term in terms if term.weight is not Weight.NUMBER for word in term.words]
    found = []
    for sentence in hit.passage.sentences:
        said = hit.source.text[sentence.start : sentence.end]
        figures = [value for value in values_in(said) if _comparable(claim, value)]
        if not figures or is_negated(said) or share_covered(content, set(words(said))) < ABOUT:
            continue
        holding = [value for value in figures if _holds(claim, value)]
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


def _holds(claim: Value, value: Value) -> bool:
    """Say whether the stated value fits the claimed one; `more than 20` does not fit just 20."""
    if _STRICTLY.match(claim.text) and value.low == value.high and value.low in (claim.low, claim.high):
        return False
    if _OVER.match(claim.text):  # an approximation in articles; asked about, only what is above it
        return value.high > (claim.low + claim.high) / 2
    return compare(claim, value) in (Relation.SAME, Relation.CONTAINS)
