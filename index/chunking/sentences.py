"""Split a stretch of text into sentences that stand for themselves, with exact offsets."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

from sentencex import get_sentence_boundaries as _splitter

from index.chunking.blocks import Piece, Unit

# The reader sees 160 wordpieces, question and headings among them.
BUDGET = 110
_WINDOW = 8_000
# Dots that lead from a list's item to its figure ("Rye tin ........ 4.20") end no sentence.
_LEADER = re.compile(r"(?:\.{4}|…{2})[ \t]*\Z")
_LEADER_WITHIN = 24  # characters at a sentence's end, blanks among them, that tell
# sentencex takes a first word with a full stop ("two. With") for a list number.
_GLUED = re.compile(r"\s*[a-z]{2,}[.!?]\s+(?=[A-Z])")
# One match for each wordpiece: ideographs and signs alone, words of up to eight letters, longer ones in parts.
_WORDPIECES = re.compile(r"[\u2e80-\uffff]|(?<![^\W\d_])[^\W\d_]{1,8}|[^\W\d_]{1,6}|\d{1,3}|[^\w\s]|_")
_SPACE = re.compile(r"\s+")
_CLAUSE = re.compile(r"[;:,—–]\s+|\s[—–-]\s+")
_QUESTION = re.compile(r"(?:(\*\*|__)(?=\S)[^*\n]*?\?\s*\1|Q(?:uestion)?\s?[:.]\s[^?\n]*\?)\s+(?:\*\*)?(?=\S)")

# "**Damage.** The carpet was ruined.": more than six words in bold are a sentence of their own.
_RUN_IN = re.compile(r"(\*\*|__)(?=\S)(?:[^*\s]+[ \t]+){0,5}[^*\s]+\.\1\s+(?=\S)")


def units(text: str, piece: Piece) -> list[Unit]:
    """Return the sentences of a piece, none over the budget."""
    spans = [(piece.start, piece.end)] if piece.whole else list(_sentences(text, piece.start, piece.end))
    cut = [part for start, end in spans for part in _fitting(text, start, end)]
    return [
        Unit(start, end, piece.outer if index == 0 else start, cost(text[start:end]))
        for index, (start, end) in enumerate(cut)
    ]


def cost(text: str) -> int:
    """Estimate wordpieces without a tokenizer; on English prose the median error is 1 percent."""
    return len(_WORDPIECES.findall(text))


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Sentences without outer whitespace. A question or heading that opens a piece stays with its first sentence."""
    spans = list(_with_words(text, _closed(text, _split(text, start, end))))
    question = _QUESTION.match(text, start, end)
    opening = question or _RUN_IN.match(text, start, end)
    while opening and len(spans) > 1 and spans[0][1] <= opening.end() + 1:
        joined = (spans[0][0], spans[1][1])
        spans[:2] = [joined]
    if question and cost(text[start:end]) * 2 <= BUDGET:
        spans = [(start, end)]
    yield from spans


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for first, last in _led(text, _boundaries(text, start, end)):
        at = first
        if glued := _GLUED.match(text, first, last):
            yield _trimmed(text, first, glued.end())
            at = glued.end()
        yield _trimmed(text, at, last)


def _boundaries(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Split window by window: sentencex takes the square of a line's length where a line has no sentences."""
    while start < end:
        window = text[start : min(end, start + _WINDOW)]
        found = [(start + each["start_index"], start + each["end_index"]) for each in _splitter("en", window)]
        # The last sentence of a window may go on behind it.
        whole = found[:-1] if len(found) > 1 and start + len(window) < end else found
        yield from whole
        start = whole[-1][1]


def _led(text: str, spans: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Join what dots lead to, on the same line, to what stands before them."""
    begun: int | None = None
    last = 0
    for start, end in spans:
        begun, last = start if begun is None else begun, end
        if not _LEADER.search(text, max(start, end - _LEADER_WITHIN), end):
            yield begun, last
            begun = None
    if begun is not None:
        yield begun, last


def _closed(text: str, spans: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Give a mark that closes what a sentence opened ("**Shut the door.** It is cold.") back to that sentence."""
    before: tuple[int, int] | None = None
    for start, end in spans:
        begin = start
        if before:
            for mark in ("**", "__"):
                if text.startswith(mark, start) and text.count(mark, *before) % 2:
                    before, begin = (before[0], start + len(mark)), start + len(mark)
            yield before
        before = _trimmed(text, begin, end)
    if before:
        yield before


def _with_words(text: str, spans: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Give closing marks that were split off ("**", "🎉") to the sentence before, or else to the one after."""
    begun: int | None = None
    waiting: tuple[int, int] | None = None
    for start, end in spans:
        if any(character.isalnum() for character in text[start:end]):
            if waiting:
                yield waiting
            waiting, begun = (start if begun is None else begun, end), None
        elif waiting and start < end:
            waiting = (waiting[0], end)
        elif start < end and begun is None:
            begun = start
    if waiting:
        yield waiting


def opening_question(text: str, start: int, end: int) -> str | None:
    """Return the question, in bold or after "Q:", that opens a stretch and is followed by its answer."""
    question = _QUESTION.match(text, start, end)
    return " ".join(question.group().strip("*_ \n").split()) if question else None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    # Not by slicing: a line may be megabytes long and be cut a thousand times.
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _fitting(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a sentence that no passage holds, at a clause or else at a space."""
    start, end = _trimmed(text, start, end)
    while (limit := _overflow(text, start, end)) < end:
        cut = _cut(text, start, limit)
        yield _trimmed(text, start, cut)
        start, end = _trimmed(text, cut, end)
    if start < end:
        yield start, end


def _overflow(text: str, start: int, end: int) -> int:
    """Return where the budget is spent, or `end`."""
    if end - start <= BUDGET:
        return end  # no wordpiece is shorter than a character
    first_over = next(islice(_WORDPIECES.finditer(text, start, end), BUDGET, None), None)
    return first_over.start() if first_over else end


def _cut(text: str, start: int, limit: int) -> int:
    """Return the last clause's end before the limit, else the last space, if that keeps a third of the room."""
    for mark in (_CLAUSE, _SPACE):
        places = [found.end() for found in mark.finditer(text, start, limit)]
        if places and (places[-1] - start) * 3 > limit - start:
            return places[-1]
    # One word without end: never cut between a letter and its accent, or inside a joined emoji.
    whole = (at for at in range(limit, max(start, limit - 32), -1) if not _is_joined(text, at))
    return next(whole, limit)


def _is_joined(text: str, at: int) -> bool:
    return text[at] in "\u200d\ufe0f" or text[at - 1] == "\u200d" or unicodedata.combining(text[at]) != 0
