"""Hold a yes-or-no question for a charge ("Do I have to pay …?") against a passage that says that there is none."""

import re

from index.answering.terms import is_negated
from index.answering.values import Kind, values_in

_PAID = re.compile(
    r"\b(?:pay|be charged|buy|cost(?! of)|(?:a|any|an? \w+|an? \w+ \w+) (?:charge|cost|fee))\b(?! nothing| for free)",
    re.I,
)
_CHARGED = re.compile(r"^(?:am|are|is|was|were) (?:\w+ ){1,4}charged\b", re.I)
_PERMITTED = re.compile(r"^(?:can|could|may|might)\b", re.I)  # may one pay by card: whether, not what
_FREE_ASKED = re.compile(
    r"\b(?:free of charge|for free|for nothing|(?:parking|entry|admission|delivery) free)(?: \w+){0,4}\??$", re.I
)
_MORE = r"(?:extra |additional |further )?"
_NOTHING = re.compile(
    rf"\bfree of charge\b|\bfor free\b|\b(?:is|are|be|stays?|ride|travel|park|enter|go|come|gets? in) free\b"
    rf"|\b(?:no|without(?: any)?) {_MORE}(?:charge|cost|fee|payment)s?\b"
    rf"|\bcosts? (?:\w+ )?nothing\b|\bpays? nothing\b|\bnothing to pay\b"
    rf"|\b(?:part of|(?:are|is) included in) the (?:price|fee|fare|hire|rent|ticket)\b",
    re.I,
)
_FIGURE = re.compile(r"\d+")
_NOT = re.compile(r"\b(?:not|never|no longer|n['’]t)\b[^.;,]{0,20}$", re.I)


def is_charged(question: str, sentence: str) -> bool | None:
    """Answer a question for a charge from a sentence that says that something costs nothing; None if it says no such.

    True means yes: it is free, where that is asked. A sentence that names an amount, or lacks a figure of the question,
    decides nothing, nor does a question with a negation.
    """
    free = bool(_FREE_ASKED.search(question))
    charge = not _PERMITTED.match(question) and (_PAID.search(question) or _CHARGED.search(question))
    if not (free or charge) or is_negated(question):
        return None
    found = _NOTHING.search(sentence)
    if not found or _NOT.search(sentence[: found.start()]):
        return None
    if not set(_FIGURE.findall(question)) <= set(_FIGURE.findall(sentence)):
        return None
    if any(value.kind is Kind.AMOUNT and value.high > 0 for value in values_in(sentence)):
        return None
    return free
