"""Turn suite rows into labelled samples for calibration: windows that answer or not, pairs that conflict or not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from index.answering.alone import with_quotes_read
from index.answering.answerer import READ_AT_MOST, RIVALS, Models, Search
from index.answering.evidence import Asked, Candidate, weigh
from index.answering.relations import judgements, pair_features
from index.evaluation.golden import GoldenQuestion
from index.evaluation.words import holds, quotes_gold, words_of
from index.types import Source

Features = Mapping[str, float]

# Namesakes: a question about two people of one name is neither answerable nor a conflict; it is only reported.
NOT_FITTED = ("ambiguity",)
# Windows below the best few are never answered from; more of them would only teach the obvious.
FITTED_WINDOWS = 3
# Sets whose gold is a verdict, often a Yes or No that no document says: their windows cannot be called right or wrong.
VERDICTS_ONLY = ("wikicontradict",)


@dataclass(frozen=True, slots=True)
class WindowSample:
    """One window of one question: does it answer? None where the row's gold cannot tell."""

    features: Features
    right: bool | None


@dataclass(frozen=True, slots=True)
class PairSample:
    """The best candidate and a rival, by their places among the windows: do they contradict each other?"""

    best: int
    rival: int
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


def as_suite_row(golden: GoldenQuestion, set_name: str) -> dict[str, Any]:
    """Write a golden question in the form of a suite's row; its documents are the whole corpus."""
    expect = {"answered": "answer", "conflict": "decline_conflict", "silent": "decline_silent"}[golden.expect]
    return {
        "set": set_name,
        "id": golden.id,
        "question": golden.question,
        "expect": expect,
        "gold_answers": [one for side in golden.sides for one in side] or golden.any,
    } | ({"sides": golden.sides} if golden.sides else {})


def sources_of(row: Mapping[str, Any]) -> list[Source]:
    """Make a source of each document of a row; its text is the document's, unaltered.

    A document without a title is named as a file is: by its id, where that names a document and a part (`Fresno#2`).
    """
    return [
        Source(
            id=str(document["id"]),
            title=str(document.get("title") or str(document["id"]).rpartition("#")[0].replace("_", " ")),
            text=document["text"],
            path=str(document["id"]),
            format="md",
            loader="suite",
            hash=str(document["id"]),
        )
        for document in row["documents"]
    ]


def sample(row: Mapping[str, Any], search: Search, models: Models) -> RowSamples:
    """Read what a search finds for a row's question, as answering would, and label it with the row's gold."""
    asked = Asked.of(" ".join(str(row["question"]).split()))
    hits = search.search(asked.text, READ_AT_MOST)
    readings = models.reader.read(asked.worded_for(hits), hits)
    weighed = weigh(asked, hits, readings, models.calibrated.calibration)
    candidates = with_quotes_read(asked, weighed, models.reader, most=FITTED_WINDOWS)
    known = _is_verbatim(row)
    windows = tuple(
        WindowSample(candidate.features, _answers(row, candidate) if known else None) for candidate in candidates
    )
    return RowSamples(row["set"], str(row["id"]), row["expect"], windows, _pairs(row, asked, candidates, models))


def _pairs(
    row: Mapping[str, Any], asked: Asked, candidates: Sequence[Candidate], models: Models
) -> tuple[PairSample, ...]:
    if len(candidates) < 2:
        return ()
    best = candidates[0]
    rivals = [(place, one) for place, one in enumerate(candidates) if one.text != best.text][:RIVALS]
    judged = judgements(asked, best, [rival for _, rival in rivals], models.judge)
    pairs = []
    for (place, rival), judgement in zip(rivals, judged, strict=True):
        label = _contradict(row, best, rival)
        if label is not None:
            pairs.append(PairSample(0, place, pair_features(best, rival, judgement), label))
    return tuple(pairs)


def _answers(row: Mapping[str, Any], candidate: Candidate) -> bool:
    """Say whether a candidate holds a gold answer (or, in a conflict, the answer of one side)."""
    if row["expect"] == "decline_silent":
        return False
    if any(quotes_gold(candidate.text, sentence) for group in row.get("gold_quotes", []) for sentence in group):
        return True
    own = (row.get("doc_answers") or {}).get(candidate.hit.source.id)
    gold = (
        [own] if own and row["expect"] == "decline_conflict" else [*row["gold_answers"], *row.get("wrong_answers", [])]
    )
    return any(_overlap(candidate.answer, one) >= 0.5 or holds(candidate.text, one) for one in gold if one)


def _is_verbatim(row: Mapping[str, Any]) -> bool:
    """Say whether a row's gold can be found in its documents; a gold "Yes" says nothing about any window."""
    if row["set"] in VERDICTS_ONLY:
        return False
    if row["expect"] == "decline_silent" or row.get("gold_quotes") or "documents" not in row:
        return True
    gold = [*row["gold_answers"], *row.get("wrong_answers", [])]
    return any(holds(document["text"], one) for document in row["documents"] for one in gold if one)


def _contradict(row: Mapping[str, Any], a: Candidate, b: Candidate) -> bool | None:
    """Say whether a pair contradicts, by the row's gold; None where the gold does not tell."""
    left, right = a.hit.source.id, b.hit.source.id
    answers = row.get("doc_answers")
    if "sides" in row:
        sides = [{i for i, side in enumerate(row["sides"]) if any(_said(one, x) for x in side)} for one in (a, b)]
        return sides[0].isdisjoint(sides[1]) if all(sides) else None
    if answers:
        known = [holds(one.text, answers.get(one.hit.source.id) or "") for one in (a, b)]
        if not all(known):
            return None if row["expect"] == "decline_conflict" else False
        return " ".join(words_of(answers[left])) != " ".join(words_of(answers[right]))
    if row["expect"] == "decline_conflict":
        return left != right if len(row["documents"]) == 2 else None
    return False


def _said(candidate: Candidate, words: str) -> bool:
    return words.casefold() in candidate.text.casefold()


def _overlap(a: str, b: str) -> float:
    left, right = words_of(a), words_of(b)
    shared = len(set(left) & set(right))
    return 2 * shared / (len(set(left)) + len(set(right))) if left and right else 0.0
