"""Write the texts that the reader and the judge see; training and inference share them."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

READER_TOKENS = 160
JUDGE_TOKENS = 224

# BERT's vocabulary rows [unused0] and [unused1]: never produced by text, so marks cannot be forged by an article.
MARK_OPEN, MARK_CLOSE = 1, 2
CLS, SEP = 101, 102


class _Encoding(Protocol):
    @property
    def ids(self) -> list[int]: ...
    @property
    def offsets(self) -> list[tuple[int, int]]: ...


class WordPieces(Protocol):
    """The part of `tokenizers.Tokenizer` used here: ids and character offsets, without special tokens."""

    def encode(self, sequence: str, /, *, add_special_tokens: bool = ...) -> _Encoding: ...


@dataclass(frozen=True, slots=True)
class ModelInput:
    """One sequence. `offsets[i]` is token i's character span in the window, or None outside of it."""

    ids: tuple[int, ...]
    types: tuple[int, ...]
    offsets: tuple[tuple[int, int] | None, ...]


def feed(one: ModelInput) -> dict[str, NDArray[np.int64]]:
    """Write one input as the three arrays, each of shape (1, length), that BERT's exports take."""
    ids = np.array([one.ids], dtype=np.int64)
    types = np.array([one.types], dtype=np.int64)
    return {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": types}


def heading_path(title: str, headings: tuple[str, ...]) -> str:
    """Join title and headings for the models' eyes, leaving out a heading that repeats the title."""
    parts = [title, *(heading for heading in headings if heading.casefold() != title.casefold())]
    return " › ".join(part for part in parts if part)


def reader_input(tokenizer: WordPieces, question: str, path: str, window: str) -> ModelInput:
    """Build `[CLS] question [SEP] path : window [SEP]`, at most READER_TOKENS; the window is cut at its end.

    A question takes at most 64 tokens and a path 32, so that a long one never crowds out the window.
    """
    asked = tokenizer.encode(question, add_special_tokens=False).ids[:64]
    shown = tokenizer.encode(f"{path} :", add_special_tokens=False).ids[-32:] if path else []
    read = tokenizer.encode(window, add_special_tokens=False)
    room = READER_TOKENS - len(asked) - len(shown) - 3
    ids = (CLS, *asked, SEP, *shown, *read.ids[:room], SEP)
    first = 2 + len(asked)
    spans = (*([None] * (first + len(shown))), *read.offsets[:room], None)
    return ModelInput(ids, (*([0] * first), *([1] * (len(ids) - first))), spans)


def judge_input(
    tokenizer: WordPieces, question: str, a: str, a_span: tuple[int, int] | None, b: str, b_span: tuple[int, int] | None
) -> ModelInput:
    """Build `[CLS] question [SEP] A [SEP] B [SEP]` with each answering span between marks; types 0, 0, 1."""
    asked = tokenizer.encode(question, add_special_tokens=False).ids[:48]
    room = (JUDGE_TOKENS - len(asked) - 4) // 2
    left, right = _marked(tokenizer, a, a_span, room), _marked(tokenizer, b, b_span, room)
    ids = (CLS, *asked, SEP, *left, SEP, *right, SEP)
    first = len(ids) - len(right) - 1
    return ModelInput(ids, (*([0] * first), *([1] * (len(ids) - first))), (None,) * len(ids))


def _marked(tokenizer: WordPieces, text: str, span: tuple[int, int] | None, room: int) -> list[int]:
    """Token ids of a text with marks around its span; a text too long is cut around the span."""
    read = tokenizer.encode(text, add_special_tokens=False)
    inside = [i for i, (s, e) in enumerate(read.offsets) if span and s < span[1] and e > span[0]]
    if not inside:
        return read.ids[:room]
    first, last = inside[0], inside[-1] + 1
    marked = [*read.ids[:first], MARK_OPEN, *read.ids[first:last], MARK_CLOSE, *read.ids[last:]]
    if len(marked) <= room:
        return marked
    start = max(0, min(first - (room - (last - first + 2)) // 2, len(marked) - room))
    return marked[start : start + room]
