"""Find the blocks of a table of questions and answers: a question on its line, the answer below it."""

import re
from collections.abc import Iterator

from index.chunking.blocks import Block, Piece

_ENTRY = re.compile(r"[^\n]+(?:\n[^\n]+)*")


def pair_blocks(text: str) -> Iterator[Block]:
    """Each run of lines between blank lines is one entry."""
    for entry in _ENTRY.finditer(text):
        start = entry.start()
        yield Block("pair", (Piece(start, entry.end(), start),), ())
