"""Score a reader: can it tell answering windows from others, does it find the span, is its polarity right."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from index.answering.inputs import ModelInput
from index.training.reader_model import Reader, Reading
from index.training.reader_rows import Offsets, ReaderExample, ReaderRow, collate

LONGEST_SPAN = 30

Logits = NDArray[np.float32]


def auc(scores: Sequence[float], right: Sequence[bool]) -> float:
    """Probability that a right one scores above a wrong one, ties counting half (Mann-Whitney)."""
    good = np.asarray([score for score, is_right in zip(scores, right, strict=True) if is_right])
    bad = np.sort([score for score, is_right in zip(scores, right, strict=True) if not is_right])
    if not len(good) or not len(bad):
        return float("nan")
    below = np.searchsorted(bad, good, side="left") + np.searchsorted(bad, good, side="right")
    return float(below.mean() / 2 / len(bad))


def best_span(read: ModelInput, start: Logits, end: Logits) -> Offsets | None:
    """The span of the window with the largest start + end logit, at most LONGEST_SPAN tokens long."""
    inside = [i for i, at in enumerate(read.offsets) if at]
    if not inside:
        return None
    first, last = inside[0], inside[-1] + 1
    total = start[first:last, None] + end[None, first:last]
    size = last - first
    allowed = np.triu(np.ones((size, size), dtype=bool)) & ~np.triu(np.ones((size, size), dtype=bool), LONGEST_SPAN)
    at = int(np.where(allowed, total, -np.inf).argmax())
    begin, until = read.offsets[first + at // size], read.offsets[first + at % size]
    return (begin[0], until[1]) if begin and until else None


def token_f1(said: str, gold: str) -> float:
    """Overlap of words as SQuAD counts it, without its articles and marks."""
    left, right = (re.sub(r"\b(?:a|an|the)\b|[^\w\s]", " ", text.casefold()).split() for text in (said, gold))
    shared = sum((Counter(left) & Counter(right)).values())
    return 2 * shared / (len(left) + len(right)) if shared else 0.0


@torch.no_grad()
def read_all(model: Reader, examples: Sequence[ReaderExample], size: int = 32) -> list[Reading]:
    """Read examples in order of length; each reading comes back without its batch axis, in the order given."""
    order = sorted(range(len(examples)), key=lambda i: len(examples[i].read.ids))
    found: dict[int, Reading] = {}
    for at in range(0, len(order), size):
        part = order[at : at + size]
        with torch.autocast("cpu", torch.bfloat16):
            read = model.read(collate([examples[i] for i in part]))
        for row, i in enumerate(part):
            found[i] = Reading(
                read.start[row].float(), read.end[row].float(), read.answerable[row].float(), read.polarity[row].float()
            )
    return [found[i] for i in range(len(examples))]


def row_scores(rows: Sequence[tuple[ReaderRow, ReaderExample]], model: Reader) -> Mapping[str, float]:
    """AUC of the answerable head, per kind of wrong window against all answering ones, span F1, polarity accuracy."""
    model.eval()
    readings = read_all(model, [example for _, example in rows])
    scores: dict[str, list[float]] = defaultdict(list)
    spans: list[float] = []
    polar: list[bool] = []
    for (row, example), reading in zip(rows, readings, strict=True):
        scores["answered" if row.answerable else row.kind].append(float(reading.answerable))
        if row.spans and row.polarity is None:
            span = best_span(example.read, reading.start.numpy(), reading.end.numpy())
            said = row.window[slice(*span)] if span else ""
            spans.append(max(token_f1(said, row.window[start:end]) for start, end in row.spans))
        if row.polarity is not None:
            polar.append(bool(reading.polarity.argmax()) == row.polarity)
    answered = scores.pop("answered", [])
    wrong = [score for kind in scores.values() for score in kind]
    found = {"auc": _against(answered, wrong), "f1": _mean(spans), "polarity": _mean(polar)}
    return found | {f"auc {kind}": _against(answered, others) for kind, others in sorted(scores.items())}


def _against(good: Sequence[float], bad: Sequence[float]) -> float:
    return auc([*good, *bad], [*([True] * len(good)), *([False] * len(bad))])


def _mean(values: Sequence[float] | Sequence[bool]) -> float:
    return float(np.mean(values)) if values else float("nan")
