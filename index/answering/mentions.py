"""Tell an answer to "who" that only names again whom the question names: "Who follows Toni?" is not Toni Arnold."""

import re
from collections.abc import Iterator

from index.answering.values import Question, QuestionKind, Term, Weight, same_name
from index.types import Span

# "Who is Ada Byron?" asks for just what stands beside the name; "Who is Ada Byron's successor?" does not.
_ASKS_FOR_THE_NAMED = r"who(?:['’]s|\s+(?:is|was|are|were))\s+(?:the\s+)?{name}(?!['’]s?\b)(?!\w)"
# Between a name, its surname included, and what is said of its bearer: "Hal Bexley, our orchid | grower".
_DETERMINER = r"(?:the|our|a|an|their|its|his|her|my|your|then|former|now)"
_ADJECTIVE = r"(?!(?:of|by|to|for|with|in|on|at|from|and|or|before|behind|after|near|who|whom|whose)\b)[a-z][\w-]*"
_BEFORE_A_ROLE = re.compile(
    rf"(?:['’]s)?(?:\s+[A-Z][\w.'’-]*)*\s*[,(–—]\s*(?:(?:{_DETERMINER}\s+)+(?:{_ADJECTIVE}\s+){{0,2}})?"
)
_SEVERAL = re.compile(r"[,&]|\b(?:and|or)\b")
_AFTER_A_ROLE = re.compile(r"\s*[,(–—]?\s*")
# No apposition: a list that goes on ("Ravi, Petra and Tom"), and somebody of the named ("Ines, Hal's successor").
_GOES_ON = re.compile(r"\s*(?:,|and\b|&)\s*(?:and\s+)?[A-Z]|['’]s?(?!\w)")


def names_the_asked(kind: Question, terms: tuple[Term, ...], question: str, text: str, span: Span) -> bool:
    """Say whether the words at `span` of a sentence name, or stand in apposition to, somebody whom "who" names."""
    if kind.kind is not QuestionKind.WHO:
        return False
    names = [term.text for term in terms if term.weight is Weight.NAME]
    if any(re.match(_ASKS_FOR_THE_NAMED.format(name=re.escape(name)), question, re.I) for name in names):
        return False
    answer = text[span.start : span.end]
    if not _SEVERAL.search(answer) and any(same_name(name, answer) for name in names):
        return True
    return any(_beside(span, place, text) for name in names for place in _places(name, text))


def _places(name: str, text: str) -> Iterator[Span]:
    for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
        yield Span(found.start(), found.end())


def _beside(span: Span, name: Span, text: str) -> bool:
    if _GOES_ON.match(text[max(span.end, name.end) :]):
        return False
    if name.end <= span.start:
        return _BEFORE_A_ROLE.fullmatch(text[name.end : span.start]) is not None
    return span.end <= name.start and _AFTER_A_ROLE.fullmatch(text[span.end : name.start]) is not None
