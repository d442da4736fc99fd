"""Find the blocks of plain text: lines, and lists of marked lines."""

from collections.abc import Iterator
from itertools import groupby

from index.chunking.blocks import Block, Piece
from index.chunking.outline import Outline
from index.sources.lines import Line, read_lines
from index.sources.markdown import Heading
from index.sources.text import LIST_MARK, heading_text


def plain_blocks(text: str, title: str) -> Iterator[Block]:
    """Each line is a block; list items that follow each other are one."""
    outline = Outline(title)
    for kind, lines in groupby(read_lines(text), key=lambda line: line.kind):
        if kind == "item":
            yield Block("list", tuple(_item(text, line) for line in lines), outline.path)
            continue
        if kind == "row":
            yield Block(
                "table", tuple(Piece(line.start, line.end, line.start, whole=True) for line in lines), outline.path
            )
            continue
        for line in lines:
            if kind == "heading":
                # Plain text has no levels: a heading replaces the one above.
                outline.enter(Heading(1, heading_text(text[line.start : line.end])))
            else:
                yield Block("prose", (Piece(line.start, line.end, line.start),), outline.path)


def _item(text: str, line: Line) -> Piece:
    mark = LIST_MARK.match(text, line.start, line.end)
    return Piece(mark.end() if mark else line.start, line.end, line.start)
