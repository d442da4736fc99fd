"""Check that what a question names stands where its answer is said to stand."""

import re
from collections.abc import Sequence
from functools import lru_cache

from index.answering.inputs import heading_path
from index.answering.values import Kind, Relation, Term, Value, Weight, compare, names_in, same_name, values_in
from index.lexical import words
from index.types import Hit, Source

# In days, as dates count.
A_MONTH, A_YEAR = 31, 364
# Before and behind a date that tells one thing from others of its kind: "the | outage".
_OF_A_THING = re.compile(r"\b(?:the|this|that|our|your) \|(?:['’]s)? [a-z]", re.I)
_NEGATED = re.compile(r"\b(?:not|no|never|nor|without|cannot|unless|except)\b|n['’]t\b", re.I)


def is_negated(text: str) -> bool:
    return _NEGATED.search(text) is not None


def share_covered(content: Sequence[str], shown: set[str]) -> float:
    """Return the share of a question's content words whose stems stand in a text; 1 if it has none."""
    asked = set(words(" ".join(content))) if content else set()
    return len(asked & shown) / len(asked) if asked else 1.0


def unnamed(terms: Sequence[Term], hit: Hit) -> tuple[str, ...]:
    """Return the names and numbers of a question that neither passage, headings nor title hold, nor an alias of one."""
    shown = f"{heading_path(hit.source.title, hit.passage.headings)}. {hit.passage.text}"
    strict = [term for term in terms if term.weight is not Weight.CONTENT]
    return tuple(term.text for term in strict if not _stands(term, shown))


def as_written(question: str, terms: Sequence[Term], hit: Hit) -> str:
    """Write a question's dates and figures as the passage or its headings write them, so that the reader knows them.

    "The October outage" is asked as "the 14 October 2025 outage". A coarser date that stands alone is left: what is
    asked of all October is not told by a passage about one of its days.
    """
    valued = [(term.span, term.value) for term in terms if term.value]
    if not valued:
        return question
    stated = values_in(f"{heading_path(hit.source.title, hit.passage.headings)}. {hit.passage.text}")
    for span, asked in sorted(valued, key=lambda part: -part[0].start):
        before, after = question[: span.start], question[span.end :]
        alike = (Relation.SAME, Relation.CONTAINS) if _OF_A_THING.search(f"{before}|{after}") else (Relation.SAME,)
        fitting = [value.text for value in stated if compare(asked, value) in alike and _names(asked, value)]
        if fitting and question[span.start : span.end].casefold() not in map(str.casefold, fitting):
            question = f"{before}{fitting[0]}{after}"
    return question


def absent(terms: Sequence[Term], source: Source) -> int:
    """Count the names and numbers of a question that stand nowhere in a source, its title included."""
    known = _vocabulary(f"{source.title}\n{source.text}")
    strict = [term for term in terms if term.weight is not Weight.CONTENT]
    return sum(known.isdisjoint(words(" ".join(term.words))) for term in strict)


@lru_cache(maxsize=512)
def _vocabulary(text: str) -> frozenset[str]:
    return frozenset(words(text))


def _stands(term: Term, shown: str) -> bool:
    if re.search(rf"(?<!\w){re.escape(term.text.casefold())}(?!\w)", shown.casefold()):
        return True
    if term.value:  # its words alone may stand anywhere: "may" of 3 May
        return any(_names(term.value, value) for value in values_in(shown))
    stems = set(words(shown))
    if all(stem in stems for stem in words(" ".join(term.words))):
        return True
    return term.weight is Weight.NAME and any(same_name(term.text, name.text) for name in names_in(shown))


def _names(asked: Value, stated: Value) -> bool:
    """Say whether a stated value may be the one that is asked about.

    A year alone does not name one of its days, nor does a day that is told without its year name a year.
    """
    if (
        asked.kind is Kind.DATE
        and stated.unit == "yearless"
        and asked.unit == "day"
        and asked.high - asked.low >= A_YEAR
    ):
        return False
    if stated.kind is Kind.DATE and stated.high - stated.low > max(A_MONTH, asked.high - asked.low):
        return False
    return compare(asked, stated) in (Relation.SAME, Relation.CONTAINS)
