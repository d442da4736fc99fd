"""Find the blocks of a Markdown text."""

import re
from collections.abc import Iterator
from itertools import accumulate

from markdown_it.token import Token

from index.chunking.blocks import Block, Kind, Piece
from index.chunking.outline import Outline
from index.sources.markdown import Heading, heading_at, parse, rendered
from index.sources.text import MAX_HEADING, ends_sentence, is_navigation

_BOLD_LINE = re.compile(r"(\*\*|__)(?=\S)([^*\n]+?)(?<=\S)\1:?")
_LINK_DEFINITION = re.compile(r"\[[^^\]][^\]]*\]:\s*\S+(?:\s+[\"'(].*)?\s*")
_FOOTNOTE = re.compile(r"\[\^[^\]]+\]:\s*")
_OPENS = re.compile(r"\[\^[^\]]+\]:|(?:\*\*)?Q(?:uestion)?\s?[:.]\s")
_HARD_BREAK = re.compile(r"(?:(?<! ) {2,}|\\)\n")  # looked for once in a run of spaces, not at each
_TAGS = re.compile(r"(?:\s|<[^<>]*>|&nbsp;)*")
_UNSEEN = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_DELIMITER_ROW = re.compile(r"[\s|:-]+")
# Below the six levels that Markdown has.
_BOLD_LEVEL = 7


class MarkdownBlocks:
    """Walks the tokens of one text; offsets come from the lines that each token maps to."""

    def __init__(self, text: str, title: str) -> None:
        self.text = text
        self.lines = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))
        self.tokens = parse(text)
        self.outline = Outline(title)

    def blocks(self) -> Iterator[Block]:
        index, seen = 0, 0
        while index < len(self.tokens):
            token = self.tokens[index]
            last = self._close_of(index)
            first_line, end_line = token.map or (seen, seen)
            yield from self._unparsed(seen, first_line)
            if heading := heading_at(self.tokens, index):
                self.outline.enter(heading)
            else:
                yield from self._block(index, last)
            seen = max(seen, end_line)
            index = last + 1
        yield from self._unparsed(seen, len(self.lines) - 1)

    def _close_of(self, index: int) -> int:
        """Index of the token that closes the one at `index`."""
        if self.tokens[index].nesting != 1:
            return index
        level = self.tokens[index].level
        return next(i for i in range(index + 1, len(self.tokens)) if self.tokens[i].level == level)

    def _block(self, first: int, last: int) -> Iterator[Block]:
        kind = _KINDS.get(self.tokens[first].type, "prose")
        if kind == "prose" and self.tokens[first].type == "blockquote_open":
            yield from self._quoted(first + 1, last)
            return
        pieces = tuple(self._pieces(first, last))
        if kind == "prose" and len(pieces) == 1 and (heading := self._bold_heading(pieces[0], last)):
            self.outline.enter(heading)
        elif kind == "prose":
            yield from (Block(kind, entry, self.outline.path) for entry in self._entries(pieces))
        elif pieces:
            yield Block(kind, pieces, self.outline.path)

    def _entries(self, pieces: tuple[Piece, ...]) -> Iterator[tuple[Piece, ...]]:
        """Each footnote, and each question of a list of them, is a block of its own."""
        first = 0
        for index in range(1, len(pieces) + 1):
            if index == len(pieces) or _OPENS.match(self.text, pieces[index].outer):
                yield pieces[first:index]
                first = index

    def _quoted(self, first: int, last: int) -> Iterator[Block]:
        """Each block inside a block quote is a block of its own."""
        index = first
        while index < last:
            inner = self._close_of(index)
            yield from self._block(index, inner)
            index = inner + 1

    def _bold_heading(self, piece: Piece, last: int) -> Heading | None:
        """A few words all in bold stand above what follows; with a figure or a colon inside they say something."""
        words = self.text[piece.start : piece.end]
        bold = _BOLD_LINE.fullmatch(words)
        if not bold or len(words) > MAX_HEADING or self._is_last_below_heading(last):
            return None
        inner = bold.group(2).rstrip(":")
        says = ends_sentence(inner) or ":" in inner or any(character.isdigit() for character in inner)
        return None if says else Heading(_BOLD_LEVEL, rendered(inner))

    def _is_last_below_heading(self, last: int) -> bool:
        return last + 1 >= len(self.tokens) or self.tokens[last + 1].type == "heading_open"

    def _pieces(self, first: int, last: int) -> Iterator[Piece]:
        table = False
        for token in self.tokens[first : last + 1]:
            if token.type in ("table_open", "table_close"):
                table = token.type == "table_open"
            if token.map is None:
                continue
            if token.type == "tr_open":
                yield from self._plain_line(token.map[0], strip=" \t|>")
            elif token.type in ("fence", "code_block"):
                yield from self._code(token)
            elif token.type == "html_block":
                yield from self._html(*token.map)
            elif token.type == "inline" and not table:
                yield from self._paragraph(token)

    def _paragraph(self, token: Token) -> Iterator[Piece]:
        opening = self._opening_line(token)
        for first, content in _stretches(token.content.split("\n")):
            line = opening + first
            start = self._find(content[0], line)
            last = line + len(content) - 1
            end = self._find(content[-1], last) + len(content[-1].strip())
            if not is_navigation(self.text[start:end]):
                yield from self._sentences_of(line, start, end)

    def _opening_line(self, token: Token) -> int:
        """The line on which a paragraph's content begins: the parser drops lines of no-break spaces or form feeds."""
        assert token.map is not None
        first = token.content.split("\n", 1)[0].strip()
        return next((line for line in range(*token.map) if self._line(line).rstrip().endswith(first)), token.map[0])

    def _sentences_of(self, line: int, start: int, end: int) -> Iterator[Piece]:
        outer = self._line_start(line)
        if note := _FOOTNOTE.match(self.text, start, end):
            start = note.end()
        for part_start, part_end in _parts(self.text[start:end], _HARD_BREAK, start, end):
            yield Piece(part_start, part_end, outer if part_start == start else part_start)

    def _find(self, content: str, line: int) -> int:
        """Where a line's content begins in the source: it ends the line, after marks and indentation."""
        line_text, content = self._line(line), content.strip()  # the parser writes tabs as spaces
        at = line_text.rstrip().rfind(content) if content else len(line_text)
        return self.lines[line] + (at if at >= 0 else len(line_text) - len(line_text.lstrip()))

    def _code(self, token: Token) -> Iterator[Piece]:
        assert token.map is not None
        first, last = token.map
        if token.type == "fence":
            first += 1
            cut_off = token.content[-1:] not in ("", "\n")  # the file ends within it
            last = min(last, first + token.content.count("\n") + cut_off)
        for line in range(first, last):
            yield from self._plain_line(line, strip=" \t")

    def _html(self, first: int, last: int) -> Iterator[Piece]:
        """Each line between its outer tags; scripts, styles and comments are not read."""
        at = self.lines[first]
        raw = _UNSEEN.sub(lambda unseen: "\n" + " " * (len(unseen.group()) - 1), self.text[at : self.lines[last]])
        for line in raw.split("\n"):
            opening = _TAGS.match(line)
            start = at + (opening.end() if opening else 0)
            if (inner := _without_tags(self.text[start : at + len(line)])) and not is_navigation(inner):
                yield Piece(start, start + len(inner), start)
            at += len(line) + 1

    def _plain_line(self, line: int, *, strip: str) -> Iterator[Piece]:
        raw = self._line(line)
        inner = raw.strip(strip)
        if inner.strip() and not _DELIMITER_ROW.fullmatch(inner):
            start = self.lines[line] + len(raw) - len(raw.lstrip(strip))
            yield Piece(start, start + len(inner), self._line_start(line), whole=True)

    def _unparsed(self, first: int, last: int) -> Iterator[Block]:
        """Text that no token covers must not be lost in silence: each such line is a paragraph."""
        for line in range(first, last):
            raw = self._line(line).strip()
            if raw and not is_navigation(raw):
                start = self._line_start(line)
                yield Block("prose", (Piece(start, start + len(raw), start),), self.outline.path)

    def _line(self, line: int) -> str:
        return self.text[self.lines[line] : self.lines[line + 1] - 1]

    def _line_start(self, line: int) -> int:
        raw = self._line(line)
        return self.lines[line] + len(raw) - len(raw.lstrip())


_KINDS: dict[str, Kind] = {
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "table_open": "table",
    "fence": "code",
    "code_block": "code",
}


def _stretches(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Split a paragraph above each footnote and each question of a list of them; link definitions are left out."""
    first, stretch = 0, list[str]()
    for number, line in enumerate(lines):
        opens = _OPENS.match(line) or _LINK_DEFINITION.fullmatch(line)
        if stretch and opens:
            yield first, stretch
            stretch = []
        if not _LINK_DEFINITION.fullmatch(line):
            first = first if stretch else number
            stretch.append(line)
    if stretch:
        yield first, stretch


def _without_tags(line: str) -> str:
    """Cut the tags that close a line."""
    line = line.rstrip()
    while line.endswith(">") and (opened := line.rfind("<")) >= 0:
        line = line[:opened].rstrip()
    return line


def _parts(raw: str, mark: re.Pattern[str], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches between marks, as offsets of the source, without outer whitespace."""
    at = start
    for found in [*mark.finditer(raw), None]:
        until = start + found.start() if found else end
        inner = raw[at - start : until - start]
        if inner.strip():
            yield at + len(inner) - len(inner.lstrip()), until - len(inner) + len(inner.rstrip())
        at = start + found.end() if found else end
