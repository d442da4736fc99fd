"""Read plain text as a list of headings, paragraphs and list items, with exact offsets."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from index.sources.text import (
    LIST_MARK,
    ends_sentence,
    heading_text,
    is_hard_wrapped,
    is_navigation,
    looks_like_heading,
)

Kind = Literal["heading", "prose", "item", "row"]
_ROW = re.compile(r"\S\s*(?:\||\t)\s*\S")
_MARKED = re.compile(r"#{1,6}\s+\S")


@dataclass(frozen=True, slots=True)
class Line:
    """One line, or one paragraph of a hard-wrapped text. `start` and `end` hold no outer whitespace.

    `group` counts the blank lines above, so lines of one group stand directly below each other.
    """

    kind: Kind
    start: int
    end: int
    group: int


def read_lines(text: str) -> list[Line]:
    """Return what a reader sees, in order; navigation is left out."""
    lines = list(_split(text))
    if is_hard_wrapped(text.split("\n")):
        lines = list(_unwrapped(text, lines, max(line.end - line.start for line in lines)))
    shown = [line for line in lines if not is_navigation(text[line.start : line.end])]
    kinds = _kinds(text, shown)
    return [replace(line, kind=kind) for line, kind in zip(shown, kinds, strict=True)]


def paragraphs(text: str, width: int) -> str:
    """Write each paragraph of text that is wrapped at `width` on one line, with a blank line where there was one."""
    written: list[str] = []
    group = 0
    for line in _unwrapped(text, list(_split(text)), width):
        written.append("\n" * (line.group > group and bool(written)) + " ".join(text[line.start : line.end].split()))
        group = line.group
    return "\n".join(written)


def first_heading(text: str, lines: list[Line]) -> str | None:
    return next((heading_text(text[line.start : line.end]) for line in lines if line.kind == "heading"), None)


def _split(text: str) -> Iterator[Line]:
    start = group = 0
    for raw in text.split("\n"):
        if stripped := raw.strip():
            begin = start + len(raw) - len(raw.lstrip())
            yield Line("prose", begin, begin + len(stripped), group)
        else:
            group += 1
        start += len(raw) + 1


def _unwrapped(text: str, lines: list[Line], width: int) -> Iterator[Line]:
    """Join the lines of each paragraph; a list item, a row, a heading, or a short last line ends one."""
    open_line: Line | None = None
    for line in lines:
        if open_line is None:
            open_line = line
        elif _goes_on(text, open_line, line, width):
            open_line = replace(open_line, end=line.end)
        else:
            yield open_line
            open_line = line
    if open_line is not None:
        yield open_line


def _goes_on(text: str, above: Line, below: Line, width: int) -> bool:
    if above.group != below.group or LIST_MARK.match(text, below.start) or is_navigation(text[below.start : below.end]):
        return False
    last = text[above.start : above.end].rsplit("\n", 1)[-1].strip()
    if _is_row(last) or _is_row(text[below.start : below.end]):
        return False
    if text[below.start].islower():
        return True
    # A line that reached the margin was broken by it; a much shorter one ended by itself.
    return len(last) * 10 >= width * 7


def _kinds(text: str, lines: list[Line]) -> list[Kind]:
    words = [text[line.start : line.end] for line in lines]
    kinds = [_kind(word) for word in words]
    above = [
        kind == "prose" and looks_like_heading(word) and not _breaks_off(text, lines[index : index + 2])
        for index, (kind, word) in enumerate(zip(kinds, words, strict=True))
    ]
    for first, last in _runs(above):
        # With nothing below, a line stands above nothing: it is text.
        if last < len(lines):
            for index in _headings(lines, first, last):
                kinds[index] = "heading"
    for first, last in _indented(text, lines):
        if above[first]:
            kinds[first] = "heading"
            kinds[first + 1 : last] = ["prose" if kind == "heading" else kind for kind in kinds[first + 1 : last]]
    for index, word in enumerate(words):
        if _MARKED.match(word) and not ends_sentence(word):
            kinds[index] = "heading"
    return kinds


def _breaks_off(text: str, lines: list[Line]) -> bool:
    """Say whether the first of two lines goes on in lower case directly below."""
    return len(lines) == 2 and lines[0].group == lines[1].group and text[lines[1].start].islower()


def _indented(text: str, lines: list[Line]) -> Iterator[tuple[int, int]]:
    """Yield each group of lines whose first stands out to the left of all the others: it is above them."""
    margins = [line.start - text.rfind("\n", 0, line.start) for line in lines]
    start = 0
    for _, group in groupby(lines, key=lambda line: line.group):
        end = start + len(list(group))
        if end - start > 1 and margins[start] < min(margins[start + 1 : end]):
            yield start, end
        start = end


def _headings(lines: list[Line], first: int, last: int) -> Iterator[int]:
    """Yield which of a run of short lines are headings: not an address or a list without marks.

    Three lines directly below each other are one; of three apart only the outer two stand above something.
    """
    groups = Counter(line.group for line in lines[first:last])
    outer = range(first, last) if last - first < 3 else (first, last - 1)
    yield from (index for index in outer if groups[lines[index].group] < 3)


def _kind(words: str) -> Kind:
    if LIST_MARK.match(words):
        return "item"
    return "row" if _is_row(words) else "prose"


def _is_row(words: str) -> bool:
    return len(words) <= 300 and not ends_sentence(words) and _ROW.search(words) is not None


def _runs(flags: list[bool]) -> Iterator[tuple[int, int]]:
    """Yield each range in which every flag is set."""
    start = 0
    for flag, run in groupby(flags):
        end = start + len(list(run))
        if flag:
            yield start, end
        start = end
