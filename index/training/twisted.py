"""Questions that twist what a window says: two of its names exchanged, or a year of another of its sentences added."""

import random
import re
from dataclasses import replace

from index.training.reader_rows import ReaderRow
from index.training.squad import names, sentences

_YEAR = re.compile(r"\b(?:1\d|20)\d\d\b")
# Where both names stand alike to each other, exchanging them asks the same.
_ALIKE = re.compile(
    r"\b(?:and|or|between|both|with|versus|vs|married|met|meet|border\w*|differ\w*|share\w*|same|common|together|"
    r"compare\w*|related?|relationship|distance|far|connect\w*|join\w*|unlike|like|equal\w*|similar\w*)\b",
    re.I,
)
_ASKS_TIME = re.compile(r"\b(?:when|year|date|decade|century|month|day|long|time|often)\b", re.I)


def reversed_row(row: ReaderRow, dice: random.Random) -> ReaderRow | None:
    """Exchange two names of the question that the window has both of: "rebranded from A" for "rebranded to A"."""
    if _ALIKE.search(row.question):
        return None
    answers = [row.window[start:end] for start, end in row.spans]
    found = [name for name in dict.fromkeys(names(row.question)) if _stands(name, row.window, answers)]
    pairs = [(a, b) for a in found for b in found if a < b and a not in b and b not in a]
    fitting = [(a, b) for a, b in pairs if row.question.count(a) == row.question.count(b) == 1]
    if not fitting:
        return None
    a, b = dice.choice(fitting)
    question = row.question.replace(a, "\0").replace(b, a).replace("\0", b)
    return ReaderRow("reversed", question, row.path, row.window, answerable=False)


def _stands(name: str, window: str, answers: list[str]) -> bool:
    return name in window and not any(name in answer or answer in name for answer in answers)


def dated_row(row: ReaderRow, dice: random.Random) -> ReaderRow | None:
    """Add a year to the question that the window tells of something else, where its answer has another year."""
    if not row.spans or _ASKS_TIME.search(row.question) or _YEAR.search(row.question):
        return None
    at = row.spans[0][0]
    own, others = "", ""
    for start, end in sentences(row.window):
        if start <= at < end:
            own = row.window[start:end]
        else:
            others += f" {row.window[start:end]}"
    years = sorted(set(_YEAR.findall(others)) - set(_YEAR.findall(own)))
    if not years or not _YEAR.search(own) or any(row.window[s:e] in others for s, e in row.spans):
        return None
    return replace(
        row,
        kind="dated",
        question=f"{row.question.rstrip(' ?')} in {dice.choice(years)}?",
        answerable=False,
        spans=(),
    )
