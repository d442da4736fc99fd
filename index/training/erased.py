"""Windows that held an answer and no longer do: the phrase is taken out, or the sentence with it."""

import random
import re
from collections.abc import Sequence

from index.training.reader_rows import Offsets, ReaderRow
from index.training.squad import LONGEST_WINDOW, Asked, Paragraph, path_for, target_sentence

# A phrase that hangs on the rest goes with its preposition: "opened in 1905 near the river" → "opened near the river".
_HANGING = re.compile(
    r",?\s(?:in|on|at|by|from|to|for|with|near|since|until|during|around|about|of|as|after|before|into|through|between|"
    r"over|under|against|because of|due to|along with|such as|including|named|called|among|within|across|per)"
    r"(?: (?:the|a|an|about|around|approximately|early|late|mid|roughly|nearly|his|her|its|their))*\s$",
    re.I,
)
_DETERMINED = re.compile(r"\b(?:the|a|an|his|her|its|their)\s$", re.I)
_COUNT = re.compile(
    r"(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[a-z]+teen|[a-z]+ty)$", re.I
)
_LONGEST_ANSWER = 80


def erased_row(row: ReaderRow, dice: random.Random) -> ReaderRow | None:
    """Take the answer out of an answering window so that the rest still reads; None if it stays in other words."""
    if len(row.spans) != 1:
        return None
    start, end = row.spans[0]
    answer, before, after = row.window[start:end], row.window[:start], row.window[end:]
    if len(answer) > _LONGEST_ANSWER:
        return None
    rest = _without(answer, before, after, row.question, dice)
    if rest is None or _words(answer) <= _words(f"{row.path} {rest}"):
        return None
    return ReaderRow("erased", row.question, row.path, rest, answerable=False)


def _without(answer: str, before: str, after: str, question: str, dice: random.Random) -> str | None:
    hanging = _HANGING.search(before)
    if hanging:
        return f"{before[: hanging.start()]}{after}"
    if _COUNT.match(answer) and re.match(r" [a-z]", after) and not before.endswith("."):
        return f"{before}{after.lstrip()}"
    first = not before or before.rstrip()[-1:] in ".?!"
    whom = bool(re.search(r"\bwho(?:m|se)?\b", question, re.I))
    pronouns = ("he", "she", "they") if whom and first else ("him", "her", "them") if whom else ("it", "this", "that")
    determined = _DETERMINED.search(before)
    kept = before[: determined.start()] if determined else before
    if determined and not kept:
        first = True
    if not (first or after[:1] in ".,;" or whom):
        return None
    pronoun = dice.choice(pronouns)
    return f"{kept}{pronoun.capitalize() if first else pronoun}{after}"


def removed_row(paragraph: Paragraph, asked: Asked, dice: random.Random) -> ReaderRow | None:
    """Show up to three sentences beside the one that answers: the same paragraph, the same things, no answer."""
    target = target_sentence(paragraph, asked)
    if target is None:
        return None
    size = dice.choice((1, 2, 2, 3))
    runs = [paragraph.sentences[max(0, target - size) : target], paragraph.sentences[target + 1 : target + 1 + size]]
    fitting = [run for run in runs if run and not _holds(paragraph, asked, run)]
    if not fitting:
        return None
    run = dice.choice(fitting)
    window = paragraph.text[run[0][0] : run[-1][1]]
    path = path_for(paragraph, asked.text, window, dice)
    return ReaderRow("removed", asked.text, path, window, answerable=False)


def _holds(paragraph: Paragraph, asked: Asked, run: Sequence[Offsets]) -> bool:
    """Whether sentences repeat the answer's words, or are too long to show."""
    window = paragraph.text[run[0][0] : run[-1][1]]
    return len(window) > LONGEST_WINDOW or _words(asked.answer) <= _words(window)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))
