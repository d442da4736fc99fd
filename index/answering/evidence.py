"""Weigh what the reader found: features of one passage for one question, and the probability that it answers."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.answering.calibration import Calibration
from index.answering.inputs import heading_path
from index.answering.quoting import quotable_span, sentence_of
from index.answering.reader import Reading
from index.answering.scope import Scopes, excluded, scopes_in
from index.answering.terms import absent, share_covered, unnamed
from index.answering.values import (
    Kind,
    Question,
    QuestionKind,
    Term,
    Value,
    Weight,
    names_in,
    question_terms,
    question_type,
    values_in,
)
from index.lexical import words
from index.types import Hit, Polarity, Span

_SENTENCES = (QuestionKind.YES_NO, QuestionKind.WHY, QuestionKind.HOW, QuestionKind.MEANING, QuestionKind.LIST)
_NAMES = (QuestionKind.WHO, QuestionKind.WHERE, QuestionKind.WHICH)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what its words say about the answer."""

    text: str
    kind: Question
    terms: tuple[Term, ...]
    scopes: Scopes

    @classmethod
    def of(cls, question: str) -> "Asked":
        return cls(question, question_type(question), question_terms(question), scopes_in(question))

    @property
    def wants_sentence(self) -> bool:
        """Say whether a whole sentence is the answer: yes or no, reasons, explanations, lists."""
        return self.kind.kind in _SENTENCES

    @property
    def wants_name(self) -> bool:
        return self.kind.kind in _NAMES


@dataclass(frozen=True, slots=True)
class Candidate:
    """One passage as a possible answer. Spans are source offsets; `value` is what the span holds of the kind asked."""

    hit: Hit
    reading: Reading
    features: Mapping[str, float]
    probability: float
    span: Span
    sentence: Span
    quote: Span
    value: Value | None
    polarity: Polarity | None
    missing: tuple[str, ...]
    scopes: Scopes

    @property
    def answer(self) -> str:
        return self.hit.source.text[self.span.start : self.span.end]

    @property
    def text(self) -> str:
        return self.hit.source.text[self.sentence.start : self.sentence.end]


def weigh(asked: Asked, hits: Sequence[Hit], readings: Sequence[Reading], calibration: Calibration) -> list[Candidate]:
    """Return the candidates, most probable first; ties keep the order of retrieval."""
    candidates = [
        _candidate(asked, hit, reading, calibration)
        for hit, reading in zip(hits, readings, strict=True)
        if reading.span is not None
    ]
    return sorted(candidates, key=lambda candidate: -candidate.probability)


def _candidate(asked: Asked, hit: Hit, reading: Reading, calibration: Calibration) -> Candidate:
    assert reading.span
    span = _trimmed(hit.source.text, reading.span)
    sentence = sentence_of(hit.passage, span)
    value = _value(asked.kind, hit.source.text, span, sentence)
    missing = unnamed(asked.terms, hit)
    scopes = _scopes(hit, span, sentence)
    features = features_of(asked, hit, reading, sentence, value, missing)
    elsewhere = excluded(asked.scopes, scopes)
    return Candidate(
        hit=hit,
        reading=reading,
        features=features,
        probability=0.0 if elsewhere else calibration.answerable.probability(features),
        span=span,
        sentence=sentence,
        quote=quotable_span(hit.passage, span),
        value=value,
        polarity=_polarity(asked, reading, calibration.thresholds.polarity),
        missing=missing,
        scopes=scopes,
    )


def _scopes(hit: Hit, span: Span, sentence: Span) -> Scopes:
    """Read the scopes of a sentence around its answer; the answer itself restricts nothing."""
    text = hit.source.text
    around = f"{text[sentence.start : span.start]}|{text[span.end : sentence.end]}"
    return scopes_in(around, hit.passage.headings[-1] if hit.passage.headings else "")


def features_of(
    asked: Asked, hit: Hit, reading: Reading, sentence: Span, value: Value | None, missing: Sequence[str]
) -> dict[str, float]:
    """Describe one reading in numbers that compare across passages and corpora (nothing counts ranks)."""
    content = [word for term in asked.terms if term.weight is Weight.CONTENT for word in term.words]
    shown = set(stems(f"{heading_path(hit.source.title, hit.passage.headings)} {hit.passage.text}"))
    near = set(stems(hit.source.text[sentence.start : sentence.end]))
    return {
        "read": reading.answerable + max(min(reading.margin, 15.0), -15.0) / 2,
        "cosine": hit.dense or 0.0,
        "covered": share_covered(content, shown),
        "covered_near": share_covered(content, near),
        "missing": float(len(missing)),
        "absent": float(absent(asked.terms, hit.source)),
        "fits": _fit(asked.kind, value),
    }


def _fit(kind: Question, value: Value | None) -> float:
    """Return 1 if the span holds a value of a kind that the question asks for, -1 if not, 0 if any answer may do."""
    if not kind.expects:
        return 0.0
    return 1.0 if value else -1.0


def _value(kind: Question, text: str, span: Span, sentence: Span) -> Value | None:
    """Find the asked-for value in the span, read in its sentence so that units and hedges around it count."""
    said = text[sentence.start : sentence.end]
    stated = names_in(said) if kind.expects == {Kind.NAME} else values_in(said)
    found = [value for value in stated if not kind.expects or value.kind in kind.expects]
    start, end = span.start - sentence.start, span.end - sentence.start
    inside = [value for value in found if value.span.start < end and start < value.span.end]
    return inside[0] if inside else None


def _polarity(asked: Asked, reading: Reading, threshold: float) -> Polarity | None:
    """Say yes or no only where the reader is surer than the threshold, a probability."""
    if not asked.kind.yes_no:
        return None
    yes = 1 / (1 + math.exp(-max(min(reading.polarity, 30.0), -30.0)))
    if max(yes, 1 - yes) < threshold:
        return None
    return "yes" if yes > 0.5 else "no"


def _trimmed(text: str, span: Span) -> Span:
    """Cut marks and blanks off a span's ends; a span of nothing else is left as it is."""
    start, end = span.start, span.end
    while start < end and text[start] in " \n\t*_`\"“”‘'.,;:()[]":
        start += 1
    while end > start and text[end - 1] in " \n\t*_`\"“”’'.,;:()[]":
        end -= 1
    return Span(start, end) if start < end else span


@lru_cache(maxsize=4096)
def stems(text: str) -> tuple[str, ...]:
    """Return the stems of a text's words as retrieval sees them; numbers as they stand."""
    return tuple(words(text))


def log_odds(chance: float) -> float:
    clipped = min(max(chance, 1e-4), 1 - 1e-4)
    return math.log(clipped / (1 - clipped))
