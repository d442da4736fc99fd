"""Passages that say that something is not known or not decided: these answer, and are quoted."""

import random
import re

from index.training.handbook_words import WORDS
from index.training.reader_rows import ReaderRow
from index.training.squad import Asked, Paragraph, tiles

# Questions about a subject keep their word order when they are embedded: "Who founded X?" → "… who founded X".
SUBJECT = re.compile(
    r"^(who|which (?:\w+ )?\w+|what (?:company|group|person|team|organization|city|country|agency|president|king)) "
    r"(\w+ed|won|wrote|led|made|became|took|built|held|began|sold|bought|gave|ran|lost|broke|sent|drew|will|can|must) ",
    re.IGNORECASE,
)


def embeddable(asked: Asked) -> bool:
    """Whether the question can stand inside a sentence as it is."""
    return bool(SUBJECT.match(asked.text)) and not asked.impossible


def unknown_rows(paragraph: Paragraph, asked: Asked, other: Asked | None, dice: random.Random) -> list[ReaderRow]:
    """A window with the statement among sentences of the article, and the same window for another question."""
    clause = asked.text.rstrip(" ?")
    clause = clause[0].lower() + clause[1:]
    statement = dice.choice(WORDS["unknown"]).format(clause)
    free = [paragraph.text[s:e] for s, e in tiles(paragraph) if asked.answer not in paragraph.text[s:e]]
    parts = [*dice.sample(free, min(1, len(free))), statement]
    dice.shuffle(parts)
    window = " ".join(parts)
    start = window.index(statement)
    span = (start, start + len(statement) - 1)
    rows = [ReaderRow("unknown", asked.text, paragraph.title, window, answerable=True, spans=(span,))]
    if other and other.answer not in window:
        rows.append(ReaderRow("other-unknown", other.text, paragraph.title, window, answerable=False))
    return rows
