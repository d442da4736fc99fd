"""Load a web page: its article as Markdown, and its metadata."""

import codecs
import datetime as dt
import re
from importlib.metadata import version

from index.sources.decoding import decode
from index.sources.fields import FieldError, SourceFields, check_url
from index.sources.loaded import Loaded, LoadError, clean
from index.sources.markdown import first_heading

_CHARSET = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_STYLE = "translate(normalize-space(@style), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ ', 'abcdefghijklmnopqrstuvwxyz')"
# What a browser does not show, or shows struck out, must not be quoted.
_HIDDEN = [
    "//*[@hidden]",
    "//*[@aria-hidden='true']",
    f"//*[contains({_STYLE}, 'display:none') or contains(concat(';', {_STYLE}), ';visibility:hidden')]",
    "//template",
    "//dialog[not(@open)]",
    "//del | //s | //strike",
]
# Guessed dates would order the sides of a conflict wrongly: only what the page declares counts.
_DATES = {"original_date": False, "extensive_search": False}


def load_html(content: bytes, path: str) -> Loaded:
    # Deferred: it takes most of a second to import, and only the process that parses needs it.
    from trafilatura import extract, extract_metadata  # noqa: PLC0415

    page = _decoded(content, path)
    text = extract(
        page,
        output_format="markdown",
        include_comments=False,
        favor_recall=True,
        prune_xpath=_HIDDEN,
        deduplicate=False,
    )
    if not text:
        raise LoadError("holds no article", "Save the page with its text, or remove the file.")
    text = clean(text)
    told = extract_metadata(page, date_config=_DATES)
    fields = _fields(told.title, told.author, told.url, told.date) if told else SourceFields()
    return Loaded(text, f"trafilatura {version('trafilatura')}/2", fields, first_heading(text))


def _decoded(content: bytes, path: str) -> str:
    declared = _CHARSET.search(content, 0, 4096)
    marked = content.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if declared and not marked:
        try:
            return content.decode(_web_name(declared.group(1).decode("ascii")))
        except (LookupError, UnicodeDecodeError):
            pass  # declared wrongly: look at the bytes
    return decode(content, path)


def _web_name(name: str) -> str:
    # The web reads Latin-1 as Windows-1252, whose quotes and dashes Latin-1 lacks.
    return "cp1252" if name.lower() in ("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii") else name


def _fields(title: str | None, author: str | None, url: str | None, date: str | None) -> SourceFields:
    return SourceFields(
        title=_line(title), author=_line(author), url=_safe(url), date=dt.date.fromisoformat(date) if date else None
    )


def _line(text: str | None) -> str | None:
    return " ".join(clean(text).split()) or None if text else None


def _safe(url: str | None) -> str | None:
    """A page's own address is a courtesy: leave out what could not be shown as a link."""
    try:
        return check_url(url) if url else None
    except (FieldError, ValueError):
        return None
