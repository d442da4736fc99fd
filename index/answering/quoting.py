"""Cut quotes out of sources, exactly, and say where they stand."""

import re
from bisect import bisect_right
from urllib.parse import quote as percent

from index.sources.markdown import rendered
from index.types import Citation, Passage, Quote, Source, Span

_OPENS_WITH_REFERENCE = re.compile(
    r"(?:it|its|they|their|them|this|that|these|those|he|she|his|her|both|such|the (?:former|latter|same))\b", re.I
)
_BLOCK_MARK = re.compile(r"^\s*(?:#{1,6}|[-+*>]|\d+[.)])\s+", re.M)
_MARKDOWN = ("md", "html", "docx")  # the formats whose canonical text is Markdown
_BARE = re.compile(r"\W*(?:yes|no)\W*", re.I)
_FRAGMENT_WORDS = 6


def cut_quote(
    source: Source,
    span: Span,
    *,
    score: float,
    highlight: Span | None = None,
    section: str | None = None,
    public_url: str | None = None,
) -> Quote:
    """Cut one quote; its text is the slice itself, so it cannot differ from the source."""
    return Quote(
        text=source.text[span.start : span.end],
        start=span.start,
        end=span.end,
        source=cite(source, span.start, section),
        score=score,
        highlight=highlight if highlight != span else None,
        deep_link=deep_link(source, span, public_url),
    )


def cite(source: Source, start: int, section: str | None) -> Citation:
    """Say where an offset stands: the line of the file for texts, the page for paged formats."""
    has_lines = source.format in ("txt", "md")
    return Citation(
        id=source.id,
        title=source.title,
        path=source.path,
        url=source.url,
        date=source.date,
        section=section,
        line=source.first_line + source.text.count("\n", 0, start) if has_lines else None,
        page=bisect_right(source.pages, start) if source.pages else None,
    )


def deep_link(source: Source, span: Span, public_url: str | None) -> str | None:
    """Link to the passage: a text fragment on the source's own URL, else Quoth's page of the source, else None."""
    if source.url and source.url.startswith(("http://", "https://")):
        return f"{source.url}{'' if '#' in source.url else '#'}:~:text={text_fragment(_as_read(source, span))}"
    if source.url:
        return source.url
    if public_url:
        return f"{public_url.rstrip('/')}/sources/{percent(source.id, safe='')}?start={span.start}&end={span.end}"
    return None


def text_fragment(text: str) -> str:
    """Write a text directive; a long text as its first and last words (WICG text fragments)."""
    words = text.split()
    if len(words) <= 2 * _FRAGMENT_WORDS:
        return _encoded(words)
    return f"{_encoded(words[:_FRAGMENT_WORDS])},{_encoded(words[-_FRAGMENT_WORDS:])}"


def _as_read(source: Source, span: Span) -> str:
    """Return a span's words as the source's own page shows them: Markdown without its marks."""
    text = source.text[span.start : span.end]
    return rendered(_BLOCK_MARK.sub("", text)) if source.format in _MARKDOWN else text


def _encoded(words: list[str]) -> str:
    return percent(" ".join(words), safe="").replace("-", "%2D")


def quotable_span(passage: Passage, answer: Span, *, more: int = 0) -> Span:
    """Widen an answering span to whole sentences; one that opens with a reference takes the one before along.

    `more` sentences behind it are quoted too: reasons are seldom told in one, and a "Yes." alone says little.
    """
    touched = [i for i, sentence in enumerate(passage.sentences) if sentence.overlaps(answer)]
    if not touched:
        return Span(min(passage.start, answer.start), max(passage.end, answer.end))
    first, last = touched[0], touched[-1]
    start = passage.sentences[first].start
    opening = passage.text[start - passage.start :]
    if first > 0 and _OPENS_WITH_REFERENCE.match(opening):
        first -= 1
    if _BARE.fullmatch(passage.text[start - passage.start : passage.sentences[last].end - passage.start]):
        more += 1
    last = min(last + more, len(passage.sentences) - 1)
    return Span(passage.sentences[first].start, passage.sentences[last].end)


def sentence_of(passage: Passage, answer: Span) -> Span:
    """Return the sentences that a span touches, no more."""
    touched = [sentence for sentence in passage.sentences if sentence.overlaps(answer)]
    return Span(touched[0].start, touched[-1].end) if touched else Span(passage.start, passage.end)
