"""Tell evidence in other words, whatever its relation, so that words which two sides share tell the judge less."""

import re
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from index.training.judge_row import Row, Side
from index.training.synonyms import Synonyms

_WORD = re.compile(r"\b[a-z]{3,}\b")
# Share of the rows that are retold, and of the words in a retold side that give way, where they can.
ROWS, WORDS = 0.6, 0.4


def retold_rows(rows: Sequence[Row], synonyms: Synonyms, rng: Random) -> list[Row]:
    """Retell one side of most rows; the relation stays."""
    made = []
    for row in rows:
        if rng.random() > ROWS:
            made.append(row)
        elif rng.random() < 0.5:
            made.append(replace(row, a=retold(row.a, synonyms, rng)))
        else:
            made.append(replace(row, b=retold(row.b, synonyms, rng)))
    return made


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

    return _WORD.sub(other, text)
