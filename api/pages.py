"""Draw a source and an answer as pages for people: no script, everything escaped, the quote marked and scrolled to."""

import re
from collections.abc import Callable, Iterator
from html import escape
from itertools import pairwise
from typing import assert_never
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

from api.headline import headline, remarks
from api.links import source_page
from index.answering.body import AnswerBody, QuoteBody
from index.types import Source, Span

PLAIN = {"txt", "pdf"}  # formats in which asterisks and underscores mean themselves
# Private-use characters, which stand for nothing, carry the quote's ends through the renderer. Those of a source are
# shown as U+FFFD on the page; its text is untouched.
OPEN, CLOSE = "\ue000", "\ue001"
_BLOCK_MARK = re.compile(r"[ \t]*(?:(?:[-*+]|\d+[.)]|>|#{1,6})[ \t]+|\|[ \t]*)*")
# Emphasis opens and closes by what stands beside it, so the ends stand inside it.
_EMPHASIS = re.compile(r"[*_~]*")
_TAIL = re.compile(r"(?<!\\)[ \t\r\n|*_~]+\Z")
_TAGS = re.compile(r"(<[^>]*>)")
_SLUG = re.compile(r"[^\w]+")

Line = Callable[[str], bool]


def source_html(source: Source, headings: frozenset[str], quoted: Span | None, base: str = "") -> str:
    """Draw an article with the quoted span marked. `headings` are the heading lines of a text without marks."""
    text = _with_ends(source.text, quoted)
    drawn = _plain(text, headings) if source.format in PLAIN else _markdown(text)
    link = f'<p><a href="{escape(source.url)}" rel="noopener">{escape(source.url)}</a></p>' if source.url else ""
    about = " · ".join(filter(None, [source.date.isoformat() if source.date else None, source.author, source.path]))
    head = f'<header><h1>{escape(source.title)}</h1><p class="about">{escape(about)}</p>{link}</header>'
    return page_html(source.title, f"{head}<article>{_marked(drawn)}</article>", base)


def answer_html(body: AnswerBody, base: str) -> str:
    """Draw an answer as it was given."""
    title = body.question or "An answer"
    match body.status:
        case "answered":
            parts = [_quotes(body.quotes, base)]
        case "conflict":
            parts = [
                f"<section><h2>{escape(side.answer)}</h2>{_quotes(side.quotes, base)}</section>" for side in body.sides
            ]
        case "silent":
            parts = ["<h2>Related, but not an answer</h2>", _quotes(body.related, base)] if body.related else []
        case _:
            assert_never(body.status)
    said = [f"<p>{escape(line)}</p>" for line in remarks(body)]
    head = f'<header><h1>{escape(title)}</h1></header><p class="answer">{escape(headline(body))}</p>'
    return page_html(title, "".join([head, *parts, *said]), base)


def page_html(title: str, content: str, base: str) -> str:
    below = escape(urlsplit(base).path)  # where a proxy serves Quoth beside other things
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>'
        f'{escape(title)} · Quoth</title><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="stylesheet" href="{below}/v1/page.css"></head><body><main>{content}</main></body></html>'
    )


def _quotes(quotes: tuple[QuoteBody, ...], base: str) -> str:
    return "".join(_quote(quote, base) for quote in quotes)


def _quote(quote: QuoteBody, base: str) -> str:
    shown = escape(quote.text)
    if quote.highlight:
        first, last = quote.highlight.start - quote.start, quote.highlight.end - quote.start
        before, marked, after = quote.text[:first], quote.text[first:last], quote.text[last:]
        shown = f"{escape(before)}<mark>{escape(marked)}</mark>{escape(after)}"
    where = " · ".join(filter(None, [quote.source.title, quote.source.section, quote.scope]))
    date = f" ({quote.source.date.isoformat()})" if quote.source.date else ""
    link = escape(source_page(base, quote.source.id, quote.start, quote.end))
    cite = f'<cite><a href="{link}">{escape(where + date)}</a></cite>'
    return f"<figure><blockquote><p>{shown}</p></blockquote><figcaption>{cite}</figcaption></figure>"


def _with_ends(text: str, quoted: Span | None) -> str:
    """Put the quote's ends into the text, past marks of list items, headings, table rows and emphasis."""
    clean = text.replace(OPEN, "\ufffd").replace(CLOSE, "\ufffd")
    if quoted is None:
        return clean
    start, end = quoted.start, min(quoted.end, len(clean))
    if not clean[:start].rpartition("\n")[2].strip():
        mark = _BLOCK_MARK.match(clean, start)
        start = min(mark.end(), end) if mark else start
    if emphasis := _EMPHASIS.match(clean, start, end):
        start = emphasis.end()
    if tail := _TAIL.search(clean, start, end):
        end = tail.start()
    return clean[:start] + OPEN + clean[start:end] + CLOSE + clean[end:] if start < end else clean


def _plain(text: str, headings: frozenset[str]) -> str:
    """A line is a block; the lines that chunking took for headings are drawn as such."""
    lines = ((line, line.strip(f" \t{OPEN}{CLOSE}")) for line in text.split("\n"))
    return "".join(_plain_line(line, bare, bare in headings) for line, bare in lines if bare)


def _plain_line(line: str, bare: str, is_heading: bool) -> str:  # noqa: FBT001 - only called above
    shown = escape(line.strip())
    return f'<h2 id="{slug(bare)}">{shown}</h2>' if is_heading else f"<p>{shown}</p>"


def _markdown(text: str) -> str:
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")
    parser.validateLink = _is_safe  # type: ignore[method-assign]  # how markdown-it lets its link rule be replaced
    tokens = parser.parse(text)
    for heading, inline in pairwise(tokens):
        if heading.type == "heading_open":
            heading.attrSet("id", slug(_words(inline)))
    return str(parser.renderer.render(tokens, parser.options, {}))


def _is_safe(url: str) -> bool:
    scheme, colon, _ = url.partition(":")
    return not colon or "/" in scheme or "#" in scheme or scheme.lower() in {"http", "https", "mailto"}


def _words(inline: Token) -> str:
    return "".join(child.content for child in inline.children or ()).translate({ord(OPEN): None, ord(CLOSE): None})


def slug(heading: str) -> str:
    """The anchor of a section: `#meal-allowance`."""
    return escape(_SLUG.sub("-", heading.casefold()).strip("-")) or "section"


def _marked(html: str) -> str:
    """Turn the ends into <mark>: one for every run of text between tags, so that marks nest in whatever is there."""
    pieces = list(_pieces(html))
    first = next((n for n, (text, marked) in enumerate(pieces) if marked and text.strip()), None)
    drawn = []
    for number, (text, marked) in enumerate(pieces):
        # focus scrolls to the quote without a script, where a link has lost its #quote
        attributes = ' id="quote" tabindex="-1" autofocus' if number == first else ""
        drawn.append(f"<mark{attributes}>{text}</mark>" if marked and text.strip() else text)
    return "".join(drawn)


def _pieces(html: str) -> Iterator[tuple[str, bool]]:
    marked = False
    for piece in _TAGS.split(html):
        if piece.startswith("<"):
            yield piece.replace(OPEN, "").replace(CLOSE, ""), False
            continue
        for part in re.split(f"([{OPEN}{CLOSE}])", piece):
            if part in {OPEN, CLOSE}:
                marked = part == OPEN
            else:
                yield part, marked
