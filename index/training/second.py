"""Train what looks again: on rows of which a first reader is not sure, alone and in the mean of both."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from index.answering.inputs import feed
from index.answering.reader import best_span, in_doubt, is_faint
from index.onnx import Session
from index.training.loop import Task
from index.training.reader_model import Batch, Reader, Reading, reading_loss
from index.training.reader_rows import ReaderExample, ReaderRow, collate
from index.training.reader_scores import read_all, reading_scores

# Rows that answer, for each that does not: of those in doubt four in five do, and it is the others that deceive.
ANSWERING = 1.15
# The share that is kept of the rows where the first hardly sees an answer, and where there is none.
FAINT = 0.5


@dataclass(frozen=True, slots=True)
class Doubted:
    """An example with what the first reader makes of it: its outputs by name, without a batch axis.

    `faint` says that it hardly sees an answer: the row counts only where a question is read closely.
    """

    example: ReaderExample
    first: Mapping[str, NDArray[np.float32]]
    faint: bool = False


def second_task(
    model: Reader,
    first: Session,
    rows: Sequence[tuple[ReaderRow, ReaderExample]],
    watched: Sequence[tuple[ReaderRow, ReaderExample]],
    seed: int,
) -> Task[Doubted, Reader]:
    """Set the task of a second reader: balanced rows of which `first` is not sure, watched by the mean of both."""
    chosen = [doubted for _, doubted in balanced(doubted_rows(first, rows), random.Random(seed))]
    watching = doubted_rows(first, watched)
    lengths = [len(doubted.example.read.ids) for doubted in chosen]
    return Task(model, chosen, lengths, collate_doubted, second_loss, lambda net: mean_scores(watching, net))


def doubted_rows(first: Session, rows: Sequence[tuple[ReaderRow, ReaderExample]]) -> list[tuple[ReaderRow, Doubted]]:
    """Read every row with the first reader, and keep those that it would look at again; a long work for many rows."""
    kept: list[tuple[ReaderRow, Doubted]] = []
    outputs = first.map(feed(example.read) for _, example in rows)
    for (row, example), output in zip(rows, outputs, strict=True):
        said = {name: value[0] for name, value in zip(first.outputs, output, strict=True)}
        start, end = said["start_logits"], said["end_logits"]
        best, _ = best_span(start, end, example.read.offsets)
        sure = float(said["answerable"]), best - float(start[0] + end[0])
        if in_doubt(*sure) or is_faint(*sure):
            kept.append((row, Doubted(example, said, is_faint(*sure))))
    return kept


def balanced(rows: Sequence[tuple[ReaderRow, Doubted]], dice: random.Random) -> list[tuple[ReaderRow, Doubted]]:
    """All that do not answer (FAINT of the faint ones), and ANSWERING times as many that do, in any order.

    Of those that answer the faint ones come first, as there are few.
    """
    order = list(rows)
    dice.shuffle(order)
    wrong = [pair for pair in order if not pair[0].answerable and not (pair[1].faint and dice.random() > FAINT)]
    right = sorted((pair for pair in order if pair[0].answerable), key=lambda pair: not pair[1].faint)
    mixed = wrong + right[: int(ANSWERING * len(wrong))]
    dice.shuffle(mixed)
    return mixed


def collate_doubted(rows: Sequence[Doubted]) -> Batch:
    """Pad as `collate` does, with the first reader's outputs beside."""
    batch = collate([doubted.example for doubted in rows])
    width = batch["input_ids"].shape[1]

    def padded(name: str) -> Tensor:
        logits = [doubted.first[name] for doubted in rows]
        return torch.tensor(np.stack([np.pad(one, (0, width - len(one))) for one in logits]))

    def stacked(name: str) -> Tensor:
        return torch.tensor(np.stack([doubted.first[name] for doubted in rows]))

    return batch | {
        "first_start": padded("start_logits"),
        "first_end": padded("end_logits"),
        "first_answerable": stacked("answerable"),
        "first_polarity": stacked("polarity"),
    }


def second_loss(model: Reader, batch: Batch) -> Tensor:
    """Average the loss of the second alone and that of the mean of both, which is what counts when it answers."""
    alone = model.read(batch)
    first = Reading(batch["first_start"], batch["first_end"], batch["first_answerable"], batch["first_polarity"])
    return (reading_loss(alone, batch) + reading_loss(_mean(alone, first), batch)) / 2


def mean_scores(rows: Sequence[tuple[ReaderRow, Doubted]], model: Reader) -> Mapping[str, float]:
    """Score the mean of both readers, as `row_scores` scores one."""
    model.eval()
    alone = read_all(model, [doubted.example for _, doubted in rows])
    means = [_mean(_cut(reading, doubted), _first(doubted)) for reading, (_, doubted) in zip(alone, rows, strict=True)]
    return reading_scores([(row, doubted.example) for row, doubted in rows], means)


def _cut(reading: Reading, doubted: Doubted) -> Reading:
    """Leave out the padding of the batch in which a row was read."""
    length = len(doubted.example.read.ids)
    return replace(reading, start=reading.start[:length], end=reading.end[:length])


def _first(doubted: Doubted) -> Reading:
    names = ("start_logits", "end_logits", "answerable", "polarity")
    return Reading(*(torch.tensor(doubted.first[name]) for name in names))


def _mean(one: Reading, other: Reading) -> Reading:
    return Reading(
        (one.start.float() + other.start) / 2,
        (one.end.float() + other.end) / 2,
        (one.answerable.float() + other.answerable) / 2,
        (one.polarity.float() + other.polarity) / 2,
    )
