"""Cut a source into passages: one to four sentences of one block, at exact offsets, under their headings."""

from collections.abc import Iterator

from index.chunking.blocks import Block
from index.chunking.markdown import MarkdownBlocks
from index.chunking.packing import pack
from index.chunking.pairs import pair_blocks
from index.chunking.plain import plain_blocks
from index.types import Passage, Source

CHUNKER = "blocks/6"

__all__ = ["CHUNKER", "chunk"]


def chunk(source: Source, *, first_id: int = 0) -> list[Passage]:
    """Return the passages of a source in the order of its text, numbered from `first_id`.

    `source.text[p.start:p.end] == p.text`; sentences lie inside their passage, in order, without list marks.
    Passages of one paragraph may share a sentence. Headings and navigation are in none.
    """
    return [
        Passage(
            id=first_id + number,
            source_id=source.id,
            start=packed.start,
            end=packed.end,
            text=source.text[packed.start : packed.end],
            headings=packed.headings,
            sentences=packed.sentences,
        )
        for number, packed in enumerate(pack(source.text, _blocks(source)))
    ]


def _blocks(source: Source) -> Iterator[Block]:
    match source.format:
        case "txt" | "pdf":
            return plain_blocks(source.text, source.title)
        case "csv":
            return pair_blocks(source.text)
        case _:
            return MarkdownBlocks(source.text, source.title).blocks()
