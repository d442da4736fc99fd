"""Write the simple HTML of a converted document as Markdown."""

import re
from collections import defaultdict
from collections.abc import Iterator

from lxml import html
from lxml.html import HtmlElement

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*"}
_STRUCK = {"s", "strike", "del"}  # no longer what the document says
_SPACES = re.compile(r"(?<=\S) {2,}(?=\S)")
_HASHES = re.compile(r"^(\s*)(?=#{1,6}\s)")


def to_markdown(page: str) -> str:
    """Return headings, paragraphs, lists and tables as Markdown, each block after a blank line."""
    if not page.strip():
        return ""
    root = html.fragment_fromstring(page, create_parent="div")
    return "\n\n".join(block for block in _blocks(root) if block.strip()) + "\n"


def _blocks(parent: HtmlElement) -> Iterator[str]:
    for element in parent.iterchildren():
        if not isinstance(element.tag, str):
            continue
        if level := _HEADINGS.get(element.tag):
            yield f"{'#' * level} {' '.join(_inline(element).split())}"
        elif element.tag in ("ul", "ol"):
            yield "\n".join(_items(element, 0))
        elif element.tag == "table":
            yield "\n".join(_rows(element))
        elif element.tag in ("div", "blockquote", "section"):
            yield from _blocks(element)
        else:
            yield _HASHES.sub(r"\1\\", _SPACES.sub(" ", _inline(element)))  # "# of seats: 40" is no heading


def _items(items: HtmlElement, depth: int) -> Iterator[str]:
    for number, item in enumerate(items.iterchildren("li"), start=1):
        mark = f"{number}." if items.tag == "ol" else "-"
        inner = [child for child in item.iterchildren() if child.tag in ("ul", "ol")]
        words = " ".join(_inline(item).split())
        if words:
            yield f"{'   ' * depth}{mark} {words}"
        for nested in inner:
            yield from _items(nested, depth + 1)


def _rows(table: HtmlElement) -> Iterator[str]:
    """Write a row on a line. What reaches down over rows is told in each; what spans columns keeps their places."""
    cells: defaultdict[int, dict[int, str]] = defaultdict(dict)
    own = (row for row in table.iter("tr") if next(row.iterancestors("table")) is table)
    for number, row in enumerate(own):
        column = 0
        for cell in row.iterchildren("td", "th"):
            while column in cells[number]:
                column += 1
            for below in range(int(cell.get("rowspan", 1))):
                cells[number + below] |= dict.fromkeys(range(column, column + int(cell.get("colspan", 1))), "")
                cells[number + below][column] = _cell(cell)
        words = [words for _, words in sorted(cells[number].items())]
        yield f"| {' | '.join(words)} |"
        if number == 0:
            yield "|" + " --- |" * len(words)


def _cell(cell: HtmlElement) -> str:
    for part in cell.iter("ul", "ol", "li"):
        part.tag = "p"  # a row is one line: nothing in it is a block of its own
    return " ".join(_inline(cell).split()).replace("|", "\\|")


def _inline(element: HtmlElement) -> str:
    """The words of an element with emphasis marked; lists inside are blocks of their own."""
    words = [element.text or ""]
    for child in element.iterchildren():
        if child.tag == "br":
            words.append("  \n")
        elif child.tag in ("p", "div", "table"):
            words.append(f" {_inline(child)} ")
        elif isinstance(child.tag, str) and child.tag not in ("ul", "ol", *_STRUCK):
            words.append(_marked(_inline(child), _MARKS.get(child.tag, "")))
        words.append(child.tail or "")
    return "".join(words)


def _marked(words: str, mark: str) -> str:
    """Emphasis marks touch the words: '**per night** ', never '**per night **'."""
    inner = words.strip()
    if not inner or not mark:
        return words
    at = words.index(inner)
    return f"{words[:at]}{mark}{inner}{mark}{words[at + len(inner) :]}"
