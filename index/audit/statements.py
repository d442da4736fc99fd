"""Cut passages into statements and pair those that stand near each other and may contradict."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.answering.values import Relation, Value, compare, values_in
from index.lexical import words
from index.store import Generation
from index.types import Source, Span

NEIGHBOURS = 12
# The cosine of two passages below which they are about different things (all-MiniLM-L6-v2).
NEAR = 0.3
# A stem in at most so many passages says by itself what two statements are about; of others it takes two.
RARE = 5
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
    known = [_statements(generation, id_) for id_ in range(generation.counts.passages)]
    spread = Counter(stem for of_one in known for stem in frozenset().union(*(one.stems for one in of_one)))
    rare = frozenset(stem for stem, passages in spread.items() if passages <= RARE)
    for one, other in _neighbours(generation):
        yield from _paired(known[one], known[other], rare)


def _neighbours(generation: Generation) -> list[tuple[int, int]]:
    """Pair passages of which one has the other among its nearest; each with itself too, as it can contradict itself."""
    pairs = set()
    for id_ in range(generation.counts.passages):
        found, cosines = generation.vectors.search(generation.vectors.fetch([id_])[0], NEIGHBOURS)
        near = (int(other) for other, cosine in zip(found, cosines, strict=True) if float(cosine) >= NEAR)
        pairs |= {(min(id_, other), max(id_, other)) for other in (id_, *near)}
    return sorted(pairs)


def _statements(generation: Generation, id_: int) -> tuple[Statement, ...]:
    (passage, source) = generation.passages_with_sources([id_])[0]
    return tuple(_statement(source, span) for span in passage.sentences)


def _statement(source: Source, span: Span) -> Statement:
    text = source.text[span.start : span.end]
    subject = _COPULA.match(text)
    return Statement(
        source=source,
        span=span,
        values=values_in(text),
        stems=frozenset(words(text)),
        negated=bool(_NEGATED.search(text)),
        subject=subject[1].casefold() if subject else None,
    )


def _paired(left: Sequence[Statement], right: Sequence[Statement], rare: frozenset[str]) -> Iterator[Pair]:
    for a in left:
        for b in right:
            one, other = (a.source.id, a.span), (b.source.id, b.span)
            if one < other or (left is not right and one != other):
                yield from _at_odds(a, b, about_one_thing=_about_one_thing(a, b, rare))


def _at_odds(a: Statement, b: Statement, *, about_one_thing: bool) -> Iterator[Pair]:
    disjoint = next(_disjoint(a, b), None)
    if disjoint and (about_one_thing or (disjoint[0].counted and disjoint[0].counted == disjoint[1].counted)):
        yield Pair(a, b, disjoint)
    if (about_one_thing and a.negated != b.negated) or (a.subject and a.subject == b.subject and not disjoint):
        yield Pair(a, b, None)


def _about_one_thing(a: Statement, b: Statement, rare: frozenset[str]) -> bool:
    """Say whether two statements share a rare stem, or two, that are no part of a value."""
    shared = (a.stems & b.stems) - {stem for value in (*a.values, *b.values) for stem in words(value.text)}
    return len(shared) >= 2 or bool(shared & rare)


def _disjoint(a: Statement, b: Statement) -> Iterator[tuple[Value, Value]]:
    for value in a.values:
        relations = [(compare(value, other), other) for other in b.values]
        # A value that the other sentence also holds is no contradiction, whatever else it holds.
        if not any(relation in (Relation.SAME, Relation.CONTAINS) for relation, _ in relations):
            yield from ((value, other) for relation, other in relations if relation is Relation.DISJOINT)
