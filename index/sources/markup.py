"""Write the simple HTML of a converted document as Markdown."""

from collections.abc import Iterator

from lxml import html
from lxml.html import HtmlElement

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*"}


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
            yield _inline(element)


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
    for number, row in enumerate(table.iter("tr")):
        cells = [" ".join(_inline(cell).split()).replace("|", "\\|") for cell in row.iterchildren("td", "th")]
        yield f"| {' | '.join(cells)} |"
        if number == 0:
            yield "|" + " --- |" * len(cells)


def _inline(element: HtmlElement) -> str:
    """The words of an element with emphasis marked; lists inside are blocks of their own."""
    words = [element.text or ""]
    for child in element.iterchildren():
        if child.tag == "br":
            words.append("  \n")
        elif child.tag in ("p", "div", "table"):
            words.append(f" {_inline(child)} ")
        elif child.tag not in ("ul", "ol") and isinstance(child.tag, str):
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
