"""Find the blocks of a table of questions and answers: a question on its line, the answer below it."""

import re
from collections.abc import Iterator

from index.chunking.blocks import Block, Piece

_ENTRY = re.compile(r"[^\n]+(?:\n[^\n]+)*")
_LINE = re.compile(r"[^\n]*[^\s][^\n]*")


def pair_blocks(text: str) -> Iterator[Block]:
    """Each run of lines between blank lines is one entry."""
    for entry in _ENTRY.finditer(text):
        lines = [line for line in _LINE.finditer(text, entry.start(), entry.end()) if _has_words(line.group())]
        pieces = [Piece(*_inner(line), line.start(), whole=number == 0) for number, line in enumerate(lines)]
        if pieces:
            yield Block("pair", tuple(pieces), ())


def _has_words(line: str) -> bool:
    return any(character.isalnum() for character in line)


def _inner(line: re.Match[str]) -> tuple[int, int]:
    words = line.group()
    return line.start() + len(words) - len(words.lstrip()), line.start() + len(words.rstrip())
