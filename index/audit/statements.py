"""Cut passages into statements and pair those that stand near each other and may contradict."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.answering.values import Relation, Value, compare, values_in
from index.lexical import words
from index.store import Generation
from index.types import Passage, Source, Span

NEIGHBOURS = 12
# The cosine of two passages below which they are about different things (all-MiniLM-L6-v2).
NEAR = 0.3
SHARED_STEMS = 2
_NEGATED = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|cannot|without|no longer|lifted|abolished|discontinued|stopped|"
    r"\w+n't)\b",
    re.I,
)
_COPULA = re.compile(r"^(?:The|Our|Its)\s+(?:[\w-]+\s+){0,3}?([\w-]+)\s+(?:is|was|were|are)\s+\w", re.I)


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of a source. `span` stands in the source's offsets."""

    source: Source
    passage: Passage
    span: Span
    values: tuple[Value, ...]
    stems: frozenset[str]
    negated: bool
    subject: str | None

    @property
    def text(self) -> str:
        return self.source.text[self.span.start : self.span.end]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two statements that may contradict; `values` are the two disjoint ones, None where polarity or subject is it."""

    a: Statement
    b: Statement
    values: tuple[Value, Value] | None


def pairs_of(generation: Generation) -> Iterator[Pair]:
    """Yield each pair of statements of neighbouring passages once, in the order of the corpus."""
    known: dict[int, tuple[Statement, ...]] = {}
    for id_ in range(generation.counts.passages):
        near = _neighbours(generation, id_)
        for other in near:
            for one in (id_, other):
                if one not in known:
                    known[one] = _statements(generation, one)
            yield from _paired(known[id_], known[other])


def _neighbours(generation: Generation, id_: int) -> list[int]:
    """Return the passages near this one that come after it, and itself, as one passage can contradict itself."""
    found, cosines = generation.vectors.search(generation.vectors.fetch([id_])[0], NEIGHBOURS)
    near = [int(other) for other, cosine in zip(found, cosines, strict=True) if float(cosine) >= NEAR]
    # A near passage that lists us not among its own nearest must still be paired: so earlier ones count too, once.
    return [id_, *(other for other in near if other > id_ or not _lists(generation, other, id_))]


def _lists(generation: Generation, id_: int, other: int) -> bool:
    found, _ = generation.vectors.search(generation.vectors.fetch([id_])[0], NEIGHBOURS)
    return other in {int(one) for one in found}


def _statements(generation: Generation, id_: int) -> tuple[Statement, ...]:
    (passage, source) = generation.passages_with_sources([id_])[0]
    return tuple(_statement(source, passage, span) for span in passage.sentences)


def _statement(source: Source, passage: Passage, span: Span) -> Statement:
    text = source.text[span.start : span.end]
    subject = _COPULA.match(text)
    return Statement(
        source=source,
        passage=passage,
        span=span,
        values=values_in(text),
        stems=frozenset(words(text)),
        negated=bool(_NEGATED.search(text)),
        subject=subject[1].casefold() if subject else None,
    )


def _paired(left: Sequence[Statement], right: Sequence[Statement]) -> Iterator[Pair]:
    for a in left:
        for b in right:
            if (a.source.id, a.span) < (b.source.id, b.span) or (left is not right and a.span != b.span):
                yield from _at_odds(a, b)


def _at_odds(a: Statement, b: Statement) -> Iterator[Pair]:
    shared = _shared(a, b)
    disjoint = next(_disjoint(a, b), None)
    if disjoint and (shared >= SHARED_STEMS or (disjoint[0].counted and disjoint[0].counted == disjoint[1].counted)):
        yield Pair(a, b, disjoint)
    elif shared >= SHARED_STEMS and a.negated != b.negated:
        yield Pair(a, b, None)
    elif a.subject and a.subject == b.subject and not disjoint:
        yield Pair(a, b, None)


def _shared(a: Statement, b: Statement) -> int:
    """Count stems that both have and that are not part of a value."""
    valued = {stem for value in (*a.values, *b.values) for stem in words(value.text)}
    return len((a.stems & b.stems) - valued)


def _disjoint(a: Statement, b: Statement) -> Iterator[tuple[Value, Value]]:
    for value in a.values:
        relations = [(compare(value, other), other) for other in b.values]
        # A value that the other sentence also holds is no contradiction, whatever else it holds.
        if not any(relation in (Relation.SAME, Relation.CONTAINS) for relation, _ in relations):
            yield from ((value, other) for relation, other in relations if relation is Relation.DISJOINT)
