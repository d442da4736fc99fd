"""Score a reader: can it tell answering windows from others, does it find the span, is its polarity right."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
import torch

from index.answering.reader import best_span
from index.training.reader_model import Reader, Reading
from index.training.reader_rows import ReaderExample, ReaderRow, collate


def auc(scores: Sequence[float], right: Sequence[bool]) -> float:
    """Probability that a right one scores above a wrong one, ties counting half (Mann-Whitney)."""
    good = np.asarray([score for score, is_right in zip(scores, right, strict=True) if is_right])
    bad = np.sort([score for score, is_right in zip(scores, right, strict=True) if not is_right])
    if not len(good) or not len(bad):
        return float("nan")
    below = np.searchsorted(bad, good, side="left") + np.searchsorted(bad, good, side="right")
    return float(below.mean() / 2 / len(bad))


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
    """Read the rows, and score the readings."""
    model.eval()
    return reading_scores(rows, read_all(model, [example for _, example in rows]))


def reading_scores(rows: Sequence[tuple[ReaderRow, ReaderExample]], readings: Sequence[Reading]) -> Mapping[str, float]:
    """AUC of the answerable head, per kind of wrong window against all answering ones, span F1, polarity accuracy."""
    scores: dict[str, list[float]] = defaultdict(list)
    spans: list[float] = []
    polar: list[bool] = []
    for (row, example), reading in zip(rows, readings, strict=True):
        scores["answered" if row.answerable else row.kind].append(float(reading.answerable))
        if row.spans and row.polarity is None:
            _, span = best_span(reading.start.numpy(), reading.end.numpy(), example.read.offsets)
            said = row.window[span.start : span.end] if span else ""
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
