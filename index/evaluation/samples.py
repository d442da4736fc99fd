"""Turn suite rows into labelled samples for calibration: windows that answer or not, pairs that conflict or not."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index.answering.answerer import READ_AT_MOST, RIVALS, Models
from index.answering.documents import DocumentSearch
from index.answering.evidence import Asked, Candidate, weigh
from index.answering.relations import marked, pair_features
from index.encoder import Encoder
from index.types import Source

Features = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class WindowSample:
    """One window of one question: does it answer? `rank` counts from 0 by the present calibration."""

    features: Features
    right: bool
    rank: int


@dataclass(frozen=True, slots=True)
class PairSample:
    """The best candidate and a rival: do they contradict each other?"""

    features: Features
    conflict: bool


@dataclass(frozen=True, slots=True)
class RowSamples:
    """All samples of one question; `expect` as in the suites: answer, decline_silent or decline_conflict."""

    set_name: str
    id: str
    expect: str
    windows: tuple[WindowSample, ...]
    pairs: tuple[PairSample, ...] = field(default=())


def read_rows(paths: Sequence[Path], split: str) -> Iterator[dict[str, Any]]:
    for path in paths:
        with path.open(encoding="utf-8") as lines:
            yield from (row for row in map(json.loads, lines) if split in ("all", row["split"]))


def sources_of(row: Mapping[str, Any]) -> list[Source]:
    """Make a source of each document of a row; its text is the document's, unaltered."""
    return [
        Source(
            id=str(document["id"]),
            title=str(document.get("title") or ""),
            text=document["text"],
            path=str(document["id"]),
            format="markdown",
            loader="suite",
            hash=str(document["id"]),
        )
        for document in row["documents"]
    ]


def sample(row: Mapping[str, Any], encoder: Encoder, models: Models) -> RowSamples:
    """Read a row's documents as answering would, and label what was read with the row's gold."""
    asked = Asked.of(" ".join(str(row["question"]).split()))
    hits = DocumentSearch(sources_of(row), encoder).search(asked.text, READ_AT_MOST)
    readings = models.reader.read(asked.text, hits)
    candidates = weigh(asked, hits, readings, models.calibrated.calibration)
    windows = tuple(
        WindowSample(candidate.features, _answers(row, candidate), rank) for rank, candidate in enumerate(candidates)
    )
    return RowSamples(row["set"], str(row["id"]), row["expect"], windows, _pairs(row, asked, candidates, models))


def _pairs(
    row: Mapping[str, Any], asked: Asked, candidates: Sequence[Candidate], models: Models
) -> tuple[PairSample, ...]:
    if len(candidates) < 2 or row.get("conflict_kind") == "ambiguity":
        return ()
    best = candidates[0]
    rivals = [one for one in candidates[1:] if one.text != best.text][:RIVALS]
    judged = models.judge.judge(asked.text, [(marked(best), marked(rival)) for rival in rivals])
    labelled = [
        (pair_features(asked, best, rival, judgement), _contradict(row, best, rival))
        for rival, judgement in zip(rivals, judged, strict=True)
    ]
    return tuple(PairSample(features, label) for features, label in labelled if label is not None)


def _answers(row: Mapping[str, Any], candidate: Candidate) -> bool:
    """Say whether a candidate holds a gold answer (or, in a conflict, the answer of one side)."""
    if row["expect"] == "decline_silent":
        return False
    if _gold_sentence(row, candidate.text):
        return True
    own = (row.get("doc_answers") or {}).get(candidate.hit.source.id)
    gold = (
        [own] if own and row["expect"] == "decline_conflict" else [*row["gold_answers"], *row.get("wrong_answers", [])]
    )
    return any(_overlap(candidate.answer, one) >= 0.5 or _holds(candidate.text, one) for one in gold if one)


def _gold_sentence(row: Mapping[str, Any], text: str) -> bool:
    sentences = (sentence for group in row.get("gold_quotes", []) for sentence in group)
    return any((text in one or one in text) and len(_words(text)) >= 5 for one in sentences)


def _contradict(row: Mapping[str, Any], a: Candidate, b: Candidate) -> bool | None:
    """Say whether a pair contradicts, by the row's gold; None where the gold does not tell."""
    left, right = a.hit.source.id, b.hit.source.id
    answers = row.get("doc_answers")
    if answers:
        known = [_holds(one.text, answers.get(one.hit.source.id)) for one in (a, b)]
        if not all(known):
            return None if row["expect"] == "decline_conflict" else False
        return " ".join(_words(answers[left])) != " ".join(_words(answers[right]))
    if row["expect"] == "decline_conflict":
        return left != right if len(row["documents"]) == 2 else None
    return False


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", re.sub(r"\b(?:a|an|the)\b", " ", text.lower()))


def _holds(text: str, answer: str | None) -> bool:
    return bool(answer) and f" {' '.join(_words(answer or ''))} " in f" {' '.join(_words(text))} "


def _overlap(a: str, b: str) -> float:
    left, right = _words(a), _words(b)
    shared = len(set(left) & set(right))
    return 2 * shared / (len(set(left)) + len(set(right))) if left and right else 0.0
