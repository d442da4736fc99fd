"""Read windows: where the answer stands, how surely the window answers, and whether it says yes or no."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.answering.inputs import ModelInput, feed, heading_path, reader_input
from index.onnx import Session
from index.types import Hit, Span

MAX_SPAN_TOKENS = 30
# The logits, head and half the margin, between which a window is looked at again.
DOUBT = (-0.5, 4.0)
# Down to here a window is looked at again, where no window answers surely enough.
FAINTEST = -2.0

_HALF = np.float32(0.5)
Logits = Mapping[str, NDArray[np.float32]]
Offsets = Sequence[tuple[int, int] | None]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader found in one passage, unthresholded.

    `answerable` and `polarity` (yes minus no) are logits; `margin` is the best span's logits over the null span's.
    `span` stands in the source's offsets; None where the window holds no tokens. `others` are the best spans of the
    other sentences with their margins, the best first.
    """

    answerable: float
    margin: float
    polarity: float
    span: Span | None
    others: tuple[tuple[float, Span], ...] = ()

    def next_best(self) -> "Iterator[Reading]":
        """Read the window as if its answer stood in another sentence, the likeliest first."""
        for margin, span in self.others:
            yield replace(self, margin=margin, span=span, others=())


class Reader(Protocol):
    """Find the answering span in each hit's passage, with a question for each: the same one, in words that differ.

    Returns one Reading a hit, in order. A reading must not depend on the other hits of the call.
    """

    @property
    def hash(self) -> str: ...

    def read(self, questions: Sequence[str], hits: Sequence[Hit], *, closely: bool = False) -> list[Reading]: ...


class OnnxReader:
    """The reader that ships: cross-encoders with span, answerable and polarity heads, run by onnxruntime.

    `second`, a larger one, looks again at each window of which the first is in doubt; there the mean of both counts.
    Read closely, it looks again also where the first hardly sees an answer.
    """

    def __init__(self, first: Session, tokenizer: Tokenizer, digest: str, second: Session | None = None) -> None:
        self._first, self._second, self._tokenizer, self._hash = first, second, tokenizer, digest

    @property
    def hash(self) -> str:
        return self._hash

    def read(self, questions: Sequence[str], hits: Sequence[Hit], *, closely: bool = False) -> list[Reading]:
        inputs = [
            reader_input(
                self._tokenizer, question, heading_path(hit.source.title, hit.passage.headings), hit.passage.text
            )
            for question, hit in zip(questions, hits, strict=True)
        ]
        logits = _logits(self._first, inputs)
        readings = [_reading(*each) for each in zip(inputs, logits, hits, strict=True)]
        if self._second is None:
            return readings
        doubtful = [
            place
            for place, one in enumerate(readings)
            if in_doubt(one.answerable, one.margin) or (closely and is_faint(one.answerable, one.margin))
        ]
        again = _logits(self._second, [inputs[place] for place in doubtful])
        for place, second in zip(doubtful, again, strict=True):
            mean = {name: (logits[place][name] + second[name]) * _HALF for name in second}
            readings[place] = _reading(inputs[place], mean, hits[place])
        return readings


def _logits(session: Session, inputs: Sequence[ModelInput]) -> list[Logits]:
    names = session.outputs
    return [dict(zip(names, output, strict=True)) for output in session.map(feed(one) for one in inputs)]


def in_doubt(answerable: float, margin: float) -> bool:
    """Say whether a window may answer, and not surely; one more opinion on the others hardly ever changes a verdict."""
    return DOUBT[0] <= (answerable + margin / 2) / 2 <= DOUBT[1]


def is_faint(answerable: float, margin: float) -> bool:
    """Say whether a window hardly seems to answer: worth one more opinion only where no other answers."""
    return FAINTEST <= (answerable + margin / 2) / 2 < DOUBT[0]


def _reading(one: ModelInput, output: Logits, hit: Hit) -> Reading:
    start, end = output["start_logits"][0], output["end_logits"][0]
    polarity, null = output["polarity"][0], float(start[0] + end[0])
    best, span = _best_span(start, end, one.offsets, hit)
    elsewhere = [
        _best_span(start, end, _within(sentence, one.offsets, hit), hit)
        for sentence in hit.passage.sentences
        if span and not sentence.overlaps(span)
    ]
    return Reading(
        answerable=float(output["answerable"][0]),
        margin=best - null,
        polarity=float(polarity[1] - polarity[0]),
        span=span,
        others=tuple(sorted(((sum_ - null, other) for sum_, other in elsewhere if other), key=lambda one: -one[0])),
    )


def _best_span(
    start: NDArray[np.float32], end: NDArray[np.float32], offsets: Offsets, hit: Hit
) -> tuple[float, Span | None]:
    """Find the best span as `best_span` does, in the source's offsets."""
    best, span = best_span(start, end, offsets)
    shift = hit.passage.start
    return best, Span(span.start + shift, span.end + shift) if span else None


def _within(sentence: Span, offsets: Offsets, hit: Hit) -> Offsets:
    """Keep of a window's tokens those of one sentence."""
    first, last = sentence.start - hit.passage.start, sentence.end - hit.passage.start
    return [offset if offset and first <= offset[0] and offset[1] <= last else None for offset in offsets]


def best_span(start: NDArray[np.float32], end: NDArray[np.float32], offsets: Offsets) -> tuple[float, Span | None]:
    """Find the span inside the window with the largest start + end, at most MAX_SPAN_TOKENS long; ties: the first."""
    inside = np.array([i for i, offset in enumerate(offsets) if offset is not None and offset[1] > offset[0]])
    if not inside.size:
        return float("-inf"), None
    first, last = int(inside[0]), int(inside[-1]) + 1
    scores = start[first:last, None] + end[None, first:last]
    length = last - first
    allowed = np.triu(np.ones((length, length), dtype=bool)) & ~np.triu(
        np.ones((length, length), dtype=bool), MAX_SPAN_TOKENS
    )
    scores = np.where(allowed, scores, -np.inf)
    i, j = divmod(int(np.argmax(scores)), length)
    opening, closing = offsets[first + i], offsets[first + j]
    assert opening is not None  # the window's tokens are contiguous
    assert closing is not None
    return float(scores[i, j]), Span(opening[0], closing[1])
