"""Read windows: where the answer stands, how surely the window answers, and whether it says yes or no."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.answering.inputs import ModelInput, feed, heading_path, reader_input
from index.onnx import Session
from index.types import Hit, Span

MAX_SPAN_TOKENS = 30


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader found in one passage, unthresholded.

    `answerable` and `polarity` (yes minus no) are logits; `margin` is the best span's logits over the null span's.
    `span` stands in the source's offsets; None where the window holds no tokens.
    """

    answerable: float
    margin: float
    polarity: float
    span: Span | None


class Reader(Protocol):
    """Find the answering span in each hit's passage, with a question for each: the same one, in words that differ.

    Returns one Reading a hit, in order. A reading must not depend on the other hits of the call.
    """

    @property
    def hash(self) -> str: ...

    def read(self, questions: Sequence[str], hits: Sequence[Hit]) -> list[Reading]: ...


class OnnxReader:
    """The reader that ships: a MiniLM cross-encoder with span, answerable and polarity heads, run by onnxruntime."""

    def __init__(self, session: Session, tokenizer: Tokenizer, digest: str) -> None:
        self._session, self._tokenizer, self._hash = session, tokenizer, digest

    @property
    def hash(self) -> str:
        return self._hash

    def read(self, questions: Sequence[str], hits: Sequence[Hit]) -> list[Reading]:
        inputs = [
            reader_input(
                self._tokenizer, question, heading_path(hit.source.title, hit.passage.headings), hit.passage.text
            )
            for question, hit in zip(questions, hits, strict=True)
        ]
        outputs = self._session.map(feed(one) for one in inputs)
        names = self._session.outputs
        return [
            _reading(one, dict(zip(names, output, strict=True)), hit.passage.start)
            for one, output, hit in zip(inputs, outputs, hits, strict=True)
        ]


def _reading(one: ModelInput, output: dict[str, NDArray[np.float32]], shift: int) -> Reading:
    start, end = output["start_logits"][0], output["end_logits"][0]
    best, span = best_span(start, end, one.offsets)
    polarity = output["polarity"][0]
    return Reading(
        answerable=float(output["answerable"][0]),
        margin=best - float(start[0] + end[0]),
        polarity=float(polarity[1] - polarity[0]),
        span=Span(span.start + shift, span.end + shift) if span else None,
    )


def best_span(
    start: NDArray[np.float32], end: NDArray[np.float32], offsets: Sequence[tuple[int, int] | None]
) -> tuple[float, Span | None]:
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
