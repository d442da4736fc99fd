"""What the reader is trained on: one question, one window, and what of the window answers."""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor

from index.answering.inputs import ModelInput, reader_input

Offsets = tuple[int, int]
WHYS = ("For what reason", "On what grounds", "For which reasons")
UNWANTED_SPACE = re.compile(r"\s+(?=[?!.,;:'’])")


@dataclass(frozen=True, slots=True)
class ReaderRow:
    """`spans` are code points in the window, every occurrence that may be meant; empty: unanswerable, or unknown.

    `kind` names the builder, for counts and for choosing kinds.
    """

    kind: str
    question: str
    path: str
    window: str
    answerable: bool
    spans: tuple[Offsets, ...] = ()
    polarity: bool | None = None


@dataclass(frozen=True, slots=True)
class ReaderExample:
    """A row as token ids; `starts` and `ends` hold the right positions, 0 ([CLS]) for an unanswerable window."""

    read: ModelInput
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    answerable: bool
    polarity: int


def tidy(question: str) -> str:
    """Take away what differs between the sources of questions and not between their answers: spacing."""
    return UNWANTED_SPACE.sub("", " ".join(question.split()))


def weather(row: ReaderRow, dice: random.Random, unmarked: float = 0.15) -> ReaderRow:
    """Drop or add the final question mark by chance, alike for every kind, so that it tells nothing."""
    bare = tidy(row.question).rstrip(" ?")
    return replace(row, question=bare if dice.random() < unmarked else f"{bare}?")


def reopened(row: ReaderRow, dice: random.Random, share: float = 0.3) -> ReaderRow:
    """Ask some whys in other words: "On what grounds did …"; alike for every kind."""
    if not re.match(r"why (?:are|did|do|does|had|has|have|is|was|were)\b", row.question, re.I):
        return row
    return replace(row, question=dice.choice(WHYS) + row.question[3:]) if dice.random() < share else row


def load_tokenizer(path: Path) -> Tokenizer:
    """The encoder's word pieces without the truncation and padding that sentence embedding sets."""
    tokenizer: Tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def encode_row(tokenizer: Tokenizer, row: ReaderRow) -> ReaderExample | None:
    """Find the row's spans among its tokens; None if all of them were cut off with the window's end."""
    read = reader_input(tokenizer, row.question, row.path, row.window)
    polarity = -1 if row.polarity is None else int(row.polarity)
    if not row.answerable:
        return ReaderExample(read, (0,), (0,), answerable=False, polarity=-1)
    found = [span for span in (_tokens(read, span) for span in row.spans) if span]
    if row.spans and not found:
        return None
    starts, ends = tuple(start for start, _ in found), tuple(end for _, end in found)
    return ReaderExample(read, starts, ends, answerable=True, polarity=polarity)


def _tokens(read: ModelInput, span: Offsets) -> Offsets | None:
    """First and last token that touch the span; None if its end is not in the input."""
    touched = [i for i, at in enumerate(read.offsets) if at and at[0] < span[1] and at[1] > span[0]]
    if not touched or (read.offsets[touched[-1]] or (0, 0))[1] < span[1]:
        return None
    return touched[0], touched[-1]


def collate(examples: Sequence[ReaderExample]) -> dict[str, Tensor]:
    """Pad to the longest; targets as `reader_loss` takes them."""
    width = max(len(example.read.ids) for example in examples)

    def padded(take: Callable[[ReaderExample], Sequence[int]]) -> Tensor:
        return torch.tensor([[*take(example), *([0] * (width - len(take(example))))] for example in examples])

    def marked(take: Callable[[ReaderExample], Sequence[int]]) -> Tensor:
        return torch.tensor([[float(i in take(example)) for i in range(width)] for example in examples])

    return {
        "input_ids": padded(lambda example: example.read.ids),
        "attention_mask": padded(lambda example: [1] * len(example.read.ids)),
        "token_type_ids": padded(lambda example: example.read.types),
        "spannable": padded(
            lambda example: [int(i == 0 or at is not None) for i, at in enumerate(example.read.offsets)]
        ),
        "starts": marked(lambda example: example.starts),
        "ends": marked(lambda example: example.ends),
        "answerable": torch.tensor([float(example.answerable) for example in examples]),
        "polarity": torch.tensor([example.polarity for example in examples]),
    }
