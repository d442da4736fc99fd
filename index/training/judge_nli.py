"""Judge rows from statements that hold or don't: inference pairs and yes/no questions."""

from collections import defaultdict
from collections.abc import Iterator
from random import Random
from typing import Any

from index.training.judge_row import Relation, Row, Side, Span
from index.training.judge_text import (
    content_words,
    negation,
    sentence_case,
    sentences,
    statement,
    windowed,
    yes_no_question,
)

_RELATION: dict[str, Relation] = {"entailment": "same", "contradiction": "conflict", "neutral": "other"}
_TURNED: dict[Relation, Relation] = {
    "same": "conflict",
    "conflict": "same",
    "other": "other",
    "compatible": "compatible",
}


def pair_rows(pairs: list[dict[str, Any]], rng: Random) -> Iterator[Row]:
    """A yes/no question made from each hypothesis; premise and hypothesis (or its denial) are the evidence."""
    for pair in pairs:
        said = pair["hypothesis"].strip()
        question = _asked(said, rng)
        if question is None or len(said.split()) > 22:
            continue
        relation = _RELATION[pair["label"]]
        denied = negation(said) if rng.random() < 0.3 else None
        if denied:
            said, relation = denied, _TURNED[relation]
        premise = _about(pair["premise"], content_words(question), 42)
        yield Row(
            question, _seen(premise, question, rng), _seen(said, question, rng), relation, f"nli {pair['source']}"
        )


def _asked(said: str, rng: Random) -> str | None:
    if rng.random() < 0.05:
        return f"Is it true that {said.rstrip('.')}?"
    return yes_no_question(said)


def premise_rows(pairs: list[dict[str, Any]], rng: Random) -> Iterator[Row]:
    """Two premises judged against one hypothesis: they answer its question alike, unlike, or one doesn't answer."""
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for pair in pairs:
        groups[pair["hypothesis"]].append(pair)
    for said, group in groups.items():
        question = yes_no_question(said)
        for i, one in enumerate(group):
            for other in group[i + 1 :]:
                relation = _together(one["label"], other["label"])
                if question and relation and one["premise"] != other["premise"]:
                    a, b = (_about(pair["premise"], content_words(question), 42) for pair in (one, other))
                    yield Row(question, _seen(a, question, rng), _seen(b, question, rng), relation, "nli premises")


def _together(one: str, other: str) -> Relation | None:
    if "neutral" in {one, other}:
        return None if one == other else "other"
    return "same" if one == other else "conflict"


def yes_no_rows(asked: list[dict[str, Any]], rng: Random) -> Iterator[Row]:
    """The passage's best sentences beside a statement made from the question, right or wrong."""
    for one in asked:
        question = one["question"].strip().rstrip("?") + "?"
        passage = one["passage"].split(" -- ", 1)[-1]
        words = content_words(question)
        evidence = _about(passage, words, 48)
        right = statement(question, passage, negated=one["answer"] == "no")
        wrong = statement(question, passage, negated=one["answer"] == "yes")
        if not right or not wrong:
            continue
        yield Row(question, _seen(evidence, question, rng), _seen(right, question, rng), "same", "boolq")
        yield Row(question, _seen(evidence, question, rng), _seen(wrong, question, rng), "conflict", "boolq")
        parts = [passage[s:e] for s, e in sentences(passage)]
        far = min(parts, key=lambda part: len(words & content_words(part)))
        if far not in evidence and len(words & content_words(far)) <= len(words) // 3:
            said = rng.choice((right, wrong))
            yield Row(question, _seen(far, question, rng), _seen(said, question, rng), "other", "boolq")


def _about(text: str, words: frozenset[str], limit: int) -> str:
    """The sentence nearest to the words asked for, and the next nearest while both fit."""
    parts = [(s, text[s:e]) for s, e in sentences(text)] or [(0, text)]
    ranked = sorted(parts, key=lambda part: -len(words & content_words(part[1])))
    kept = ranked[:2] if len(ranked) > 1 and sum(len(part[1].split()) for part in ranked[:2]) <= limit else ranked[:1]
    joined = " ".join(part for _, part in sorted(kept))
    return windowed(joined, (0, 1), limit)[0]


def _seen(text: str, question: str, rng: Random) -> Side:
    """Mark what a reader marks for a yes/no question: nothing, all, or some words that the question does not say."""
    text = sentence_case(text)
    draw = rng.random()
    if draw < 0.35:
        return Side(text, None)
    if draw < 0.6:
        return Side(text, (0, len(text)))
    return Side(text, _unasked(text, question, rng))


def _unasked(text: str, question: str, rng: Random) -> Span:
    asked, at, places = content_words(question), 0, []
    for word in text.split():
        start = text.index(word, at)
        at = start + len(word)
        if content_words(word) - asked:
            places.append((start, at))
    if not places:
        return (0, len(text))
    first = rng.randrange(len(places))
    last = min(len(places) - 1, first + rng.randint(0, 3))
    return places[first][0], min(places[last][1], len(text.rstrip(".")))
