"""Tell evidence in other words, whatever its relation, so that words which two sides share tell the judge less."""

import re
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from index.training.judge_row import Row, Side
from index.training.synonyms import WORD, Synonyms

_REFERENCES = ("It", "It", "They", "This", "He", "She")
_SUBJECT_WORDS = 8
# Share of the sides that are retold, of the words in them that give way where they can, and of the subjects that the
# question names, too, and that are only referred to.
SIDES, WORDS, SUBJECTS = 0.45, 0.6, 0.4


def retold_rows(rows: Sequence[Row], synonyms: Synonyms, rng: Random) -> list[Row]:
    """Retell many of the sides; the relations stay."""

    def told(row: Row, side: Side) -> Side:
        side = referring(side, row.question, rng) if rng.random() < SUBJECTS else side
        return retold(side, synonyms, rng) if rng.random() < SIDES else side

    return [replace(row, a=told(row, row.a), b=told(row, row.b)) for row in rows]


def referring(side: Side, question: str, rng: Random) -> Side:
    """Begin with a pronoun where the side begins with what the question names: "It was built" for "The mill was built".

    Evidence that shares few words with its question is then no sign of another subject.
    """
    words = list(re.finditer(r"\S+", side.text))[:_SUBJECT_WORDS]
    before = side.span[0] if side.span else len(side.text)
    asked = f" {question.casefold().rstrip(' ?')} "
    for last in reversed(words):
        subject = side.text[: last.end()]
        named = len(subject.split()) > 1 or subject in question.split()[1:]
        if last.end() < before and named and f" {subject.casefold()} " in asked:
            text = rng.choice(_REFERENCES) + side.text[last.end() :]
            moved = len(text) - len(side.text)
            return Side(text, (side.span[0] + moved, side.span[1] + moved) if side.span else None)
    return side


def retold(side: Side, synonyms: Synonyms, rng: Random) -> Side:
    """Put synonyms in place of some words outside of the span; a span moves with the words before it."""
    if side.span is None:
        return Side(_exchanged(side.text, synonyms, rng), None)
    start, end = side.span
    before = _exchanged(side.text[:start], synonyms, rng)
    after = _exchanged(side.text[end:], synonyms, rng)
    return Side(before + side.text[start:end] + after, (len(before), len(before) + end - start))


def _exchanged(text: str, synonyms: Synonyms, rng: Random) -> str:
    def other(at: re.Match[str]) -> str:
        names = synonyms.of(at.group()) if rng.random() < WORDS else []
        return rng.choice(names) if names else at.group()

    return WORD.sub(other, text)
