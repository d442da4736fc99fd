"""Read the quote of a candidate alone: a window may seem to answer by what stands around its answer."""

from collections.abc import Sequence
from dataclasses import replace

from index.answering.evidence import Asked, Candidate, certainty
from index.answering.reader import Reader
from index.types import Hit, Span


def with_quotes_read(asked: Asked, candidates: Sequence[Candidate], reader: Reader, most: int) -> list[Candidate]:
    """Return the candidates, the first `most` with the feature `alone`: how surely their quotes answer by themselves.

    The others, and those whose quote is all of their window, have that of the window. Only confidence weighs it: a
    second side of a conflict often leans on what stands around it (measured: recall of conflicts falls by .07 where
    verdicts weigh it, too).
    """
    cut = [candidate for candidate in candidates[:most] if _quote_is_part(candidate)]
    hits = [_quote_as_hit(candidate) for candidate in cut]
    readings = reader.read(asked.worded_for(hits), hits) if hits else []
    alone = {id(candidate): certainty(reading) for candidate, reading in zip(cut, readings, strict=True)}
    return [
        replace(one, features={**one.features, "alone": alone.get(id(one), one.features["read"])}) for one in candidates
    ]


def _quote_is_part(candidate: Candidate) -> bool:
    passage = candidate.hit.passage
    return candidate.quote != Span(passage.start, passage.end)


def _quote_as_hit(candidate: Candidate) -> Hit:
    quote, passage = candidate.quote, candidate.hit.passage
    inside = tuple(one for one in passage.sentences if quote.start <= one.start and one.end <= quote.end)
    text = candidate.hit.source.text[quote.start : quote.end]
    cut = replace(passage, start=quote.start, end=quote.end, text=text, sentences=inside)
    return replace(candidate.hit, passage=cut)
