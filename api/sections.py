"""Find the sections of a source from its passages."""

from itertools import groupby

from api.schemas import SectionBody
from index.chunking import chunk
from index.types import Source


def sections_of(source: Source) -> tuple[SectionBody, ...]:
    """List runs of passages under the same headings, in their order."""
    found = []
    for headings, run in groupby(chunk(source), key=lambda passage: passage.headings):
        passages = list(run)
        found.append(SectionBody(headings=headings, start=passages[0].start, end=passages[-1].end))
    return tuple(found)
