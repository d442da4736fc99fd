"""List what a question names, so that a passage that lacks it is not taken for an answer."""

import re
from dataclasses import dataclass
from enum import StrEnum

from index.answering.values.names import names_in, normal_tokens
from index.answering.values.scan import values_in
from index.answering.values.types import Kind, Value
from index.types import Span


class Weight(StrEnum):
    """NAME and NUMBER must stand in the passage or above it; CONTENT counts by the share of it that does."""

    NAME = "name"
    NUMBER = "number"
    CONTENT = "content"


@dataclass(frozen=True, slots=True)
class Term:
    """One term: `question[span.start:span.end] == text`; `words` are its normalised words."""

    text: str
    span: Span
    weight: Weight
    words: tuple[str, ...]
    value: Value | None = None


_STOP = frozenset(
    "a an the this that these those it its he she him her they them we us you i me my our your their his of in on at "
    "to for from by with about into over under per as than then there here and or but nor so if not no yes is are was "
    "were be been being am do does did doing done have has had having can could may might must shall should will would "
    "who whom whose what which when where why how many much long often old far big large high tall soon late early "
    "more most less least any some all each every either one ones get gets got give gives take takes make makes need "
    "needs mean means name called happen happens happened kind type sort please tell list describe explain year years "
    "day days time times number percentage amount date company does's also still ever just only up out off down".split()
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LABEL = re.compile(r"\b([A-Za-z]{3,}) (\d+(?:\.\d+)*)(?![\d.,:]*\d)(?! ?%)(?! [a-z]+s\b)\b")
_QUOTED = re.compile(r"[\"“]([^\"”]{2,60})[\"”]")
_OF_A_THING = re.compile(r"(?:\b(?:the|an?|this|that|my|our|your|its|their|his|her|each|every|for)|['’]s?) $", re.I)
_NOT_LABELS = frozenset("the than least most about over under until since before after for and".split())


def question_terms(question: str) -> tuple[Term, ...]:
    """List names, numbers and content words in their order; a word inside a name is not listed again."""
    found: list[Term] = []
    values = [value for value in values_in(question) if _named(value) and not _is_adverb(question, value)]
    measured = [value for value in values if value.kind is not Kind.NUMBER or value.unit not in (None, "version")]
    _add(found, [_valued(value) for value in measured])
    _add(found, _labels(question))
    _add(found, [_valued(value) for value in values])
    _add(found, [_quoted(match) for match in _QUOTED.finditer(question)])
    _add(found, [Term(n.text, n.span, Weight.NAME, n.tokens) for n in names_in(question)])
    _add(found, _content(question))
    return tuple(sorted(found, key=lambda term: term.span))


def _add(found: list[Term], terms: list[Term]) -> None:
    found.extend(term for term in terms if not any(term.span.overlaps(other.span) for other in found))


def _valued(value: Value) -> Term:
    return Term(value.text, value.span, Weight.NUMBER, tuple(value.text.casefold().split()), value)


def _labels(question: str) -> list[Term]:
    """Find numbers that name rather than count: severity 4, version 3.10, floor 2."""
    return [
        Term(match[0], Span(*match.span()), Weight.NUMBER, (match[1].casefold(), match[2]))
        for match in _LABEL.finditer(question)
        if match[1].casefold() not in _NOT_LABELS | _STOP
    ]


def _named(value: Value) -> bool:
    """Say whether the question names this value: not `one key`, `a week`, `every day`."""
    return not re.match(r"(?:one|an?|every|each)\b", value.text, re.I)


def _is_adverb(question: str, value: Value) -> bool:
    """Say whether "first" tells when something is done, not which of several is meant: "when did it first open"."""
    return value.text.casefold() == "first" and not _OF_A_THING.search(question[: value.span.start])


def _quoted(match: re.Match[str]) -> Term:
    return Term(match[1], Span(*match.span(1)), Weight.NAME, normal_tokens(match[1]))


def _content(question: str) -> list[Term]:
    return [
        Term(match[0], Span(*match.span()), Weight.CONTENT, (match[0].casefold().replace("’", "'"),))
        for match in _WORD.finditer(question)
        if match[0].casefold() not in _STOP and len(match[0]) > 2 and not match[0].endswith(("n't", "n’t"))
    ]
