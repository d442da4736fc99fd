"""Read the outline of a Markdown text; chunking reads its blocks with the same parser."""

from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

# Block structure only: offsets come from the source, and reference rules would swallow footnotes.
_BLOCKS = MarkdownIt("commonmark").enable("table").disable("reference")
_BLOCKS.core.ruler.enableOnly(["normalize", "block"])
_INLINE = MarkdownIt("commonmark")


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    text: str


def parse(text: str) -> list[Token]:
    """Return block tokens; the content of inline tokens is raw Markdown."""
    return _BLOCKS.parse(text)


def rendered(raw: str) -> str:
    """Return inline Markdown as a person reads it, on one line."""
    tokens = _INLINE.parseInline(raw)[0].children or []
    words = "".join(" " if token.type.endswith("break") else _words(token) for token in tokens)
    return " ".join(words.split())


def heading_at(tokens: list[Token], index: int) -> Heading | None:
    """Return the heading that opens at a token of the outermost level, or None.

    A paragraph that a line of dashes below it turns into a heading stays prose if it reads like prose.
    """
    token = tokens[index]
    if token.type != "heading_open" or token.level > 0:
        return None
    raw = tokens[index + 1].content
    if token.markup in "-=" and ("\n" in raw or len(raw) > 120 or raw.rstrip().endswith((".", ":"))):
        return None
    return Heading(int(token.tag[1:]), rendered(raw))


def first_heading(text: str) -> str | None:
    tokens = parse(text)
    headings = (heading_at(tokens, index) for index in range(len(tokens)))
    return next((heading.text for heading in headings if heading and heading.text), None)


def _words(token: Token) -> str:
    if token.type == "image":
        return "".join(map(_words, token.children or []))
    return token.content if token.type in ("text", "code_inline") else ""
