"""Load a PDF: each paragraph on a line of its own, and where each page begins."""

import io
import re
from collections import Counter
from importlib.metadata import version
from typing import TYPE_CHECKING

from index.sources.fields import SourceFields
from index.sources.limits import Limits
from index.sources.lines import first_heading, paragraphs, read_lines
from index.sources.loaded import Loaded, LoadError, clean
from index.sources.text import ends_sentence

if TYPE_CHECKING:
    from pypdf import PageObject

_PAGE_NUMBER = re.compile(r"[-–—\s]*(?:page\s+)?(\d{1,4})(?:\s*(?:of|/)\s*\d{1,4})?[-–—\s]*", re.IGNORECASE)
_GAP = re.compile(r"(?<=\S)[ \t]{3,}(?=\S)")
_LIST_NUMBER = re.compile(r"\s*(\d{1,2})[.)]?\s{2,}(?=[A-Z])")
_BULLET = re.compile(r"^(\s*[-*•‣◦▪–·])\s+")
_NO_TITLE = re.compile(
    r"\(?(?:untitled|unspecified|anonymous|document\d*)\)?|microsoft word.*|.*\.\w{2,5}", re.IGNORECASE
)


def load_pdf(content: bytes, limits: Limits) -> Loaded:
    # Deferred: only the process that parses needs it.
    import pypdf  # noqa: PLC0415

    reader = pypdf.PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise LoadError("is locked with a password", "Save it without one.")
    if len(reader.pages) > limits.pages:
        raise LoadError(f"has {len(reader.pages)} pages, more than {limits.pages}", "Split it into articles.")
    text, pages = join_pages([_page(page) for page in reader.pages])
    if not text:
        raise LoadError("holds no text: its pages may be pictures", "Run text recognition (OCR) on it.")
    told = reader.metadata
    fields = SourceFields(title=_title(told.title if told else None), author=_line(told.author if told else None))
    heading = first_heading(text, read_lines(text))
    return Loaded(text, f"pypdf {version('pypdf')}/1", fields, heading, pages=pages)


def join_pages(pages: list[list[str]]) -> tuple[str, tuple[int, ...]]:
    """Join pages of lines without their running heads and page numbers; return the text and each page's offset.

    A sentence that runs over the end of a page is one sentence.
    """
    text, offsets = "", []
    width = max((len(line) for lines in pages for line in lines if " | " not in line), default=0)
    for lines in _without_running_lines(pages):
        page = paragraphs("\n".join(lines), width)
        goes_on = text and page[:1].islower() and not ends_sentence(text)
        if page and text:
            text += " " if goes_on else "\n\n"
        offsets.append(len(text))
        text += page
    return text, tuple(offsets)


def _page(page: "PageObject") -> list[str]:
    """Lines as they stand on the page, cells of a row side by side; the text's own order where there are columns."""
    laid_out = [line.rstrip() for line in clean(page.extract_text(extraction_mode="layout")).split("\n")]
    if _has_columns(laid_out):
        laid_out = clean(page.extract_text()).split("\n")
    return [_on_one_line(line) for line in laid_out]


def _on_one_line(line: str) -> str:
    """Show a wide gap as the border of a cell, but not the one after a list mark."""
    if mark := _LIST_NUMBER.match(line):
        return f"{mark.group(1)}. {line[mark.end() :]}"
    line = _BULLET.sub(r"\1 ", line)
    return " ".join(_GAP.sub(" | ", line).split())


def _has_columns(lines: list[str]) -> bool:
    """Two long stretches side by side, on a third of the lines."""
    filled = [line for line in lines if line.strip()]
    split = [line for line in filled if len(parts := _GAP.split(line.strip())) > 1 and min(map(len, parts[:2])) >= 25]
    return len(split) * 3 > len(filled)


def _without_running_lines(pages: list[list[str]]) -> list[list[str]]:
    edges = Counter(mark for lines in pages for mark in {_mark(line) for line in _edge_lines(lines)})
    running = {mark for mark, count in edges.items() if count >= 3 and count * 2 > len(pages)}
    counted = Counter(
        first for n, lines in enumerate(pages) for first in {_first_page(lines[i], n) for i in _ends(lines)}
    )
    # A bare number may be a figure: a page number counts on from another page's, or from 1.
    numbered = {first for first, pages_of in counted.items() if first is not None and (pages_of > 1 or first == 1)}
    return [_trimmed(lines, n, running, numbered) for n, lines in enumerate(pages)]


def _first_page(line: str, page: int) -> int | None:
    """Return which number the first page has if this line is that of page `page` (from 0); None if it is none."""
    found = _PAGE_NUMBER.fullmatch(line)
    if found is None:
        return None
    return int(found.group(1)) - page if line.strip().isdecimal() else 1  # "Page 3 of 5" says that it is one


def _ends(lines: list[str]) -> tuple[int, ...]:
    """Where the first and the last two lines with words stand."""
    filled = [index for index, line in enumerate(lines) if line.strip()]
    return (*filled[:1], *filled[-2:])


def _edge_lines(lines: list[str]) -> list[str]:
    filled = [line for line in lines if line.strip()]
    return [*filled[:1], *filled[-1:]] if len(filled) > 2 else []


def _trimmed(lines: list[str], page: int, running: set[str], numbered: set[int]) -> list[str]:
    dropped = {i for i in _ends(lines) if _mark(lines[i]) in running or _first_page(lines[i], page) in numbered}
    return [line for index, line in enumerate(lines) if index not in dropped]


def _mark(line: str) -> str:
    return re.sub(r"\d+", "#", line.strip())


def _title(title: object) -> str | None:
    line = _line(title)
    return None if not line or _NO_TITLE.fullmatch(line) else line


def _line(value: object) -> str | None:
    line = " ".join(clean(str(value)).split()) if value else ""
    return line if line and line not in ("anonymous", "(anonymous)", "(unspecified)") else None
