"""Read one file as a Source."""

import datetime as dt
import re
from hashlib import blake2b
from pathlib import Path

from index.errors import SourceError
from index.sources import markdown
from index.sources.decoding import decode
from index.sources.fields import SourceFields
from index.sources.front_matter import open_text
from index.sources.limits import Limits
from index.sources.lines import first_heading, read_lines
from index.sources.loaded import Loaded, LoadError
from index.sources.opening import read_bytes
from index.sources.question_table import load_csv
from index.sources.sandbox import Sandbox
from index.types import Source

_FORMATS = {
    ".txt": "txt",
    ".md": "md",
    ".markdown": "md",
    ".csv": "csv",
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
    ".docx": "docx",
}


def read_source(
    path: Path,
    root: Path,
    *,
    overrides: SourceFields | None = None,
    limits: Limits | None = None,
    sandbox: Sandbox | None = None,
) -> Source:
    """Read a file below `root`; what `overrides` says goes before what the file says. Raise SourceError.

    Without a `sandbox` to share, a file that needs one starts one for itself.
    """
    limits = limits or Limits()
    form = _FORMATS.get(path.suffix.lower())
    if form is None:
        known = ", ".join(_FORMATS)
        raise SourceError(str(path), f"has no format that can be read ({known})", "Convert it, or move it away.")
    content = read_bytes(path, root, limits)
    loaded = _load(form, content, str(path), limits, sandbox)
    if not any(character.isalnum() for character in loaded.text):
        raise SourceError(str(path), "holds no text", "Write the article, or remove the file.")
    return _source(path, root, form, loaded, (overrides or SourceFields()).over(loaded.fields))


def _load(form: str, content: bytes, path: str, limits: Limits, sandbox: Sandbox | None) -> Loaded:
    if sandbox is None and form in ("html", "pdf", "docx"):
        with Sandbox(limits) as own:
            return own.load(form, content, path)
    try:
        match form:
            case "txt":
                return load_text(content, path)
            case "md":
                return load_markdown(content, path)
            case "csv":
                return load_csv(content, path)
            case _:
                assert sandbox
                return sandbox.load(form, content, path)
    except LoadError as error:
        raise SourceError(path, error.why, error.fix) from None


def _source(path: Path, root: Path, form: str, loaded: Loaded, fields: SourceFields) -> Source:
    place = path.relative_to(root).as_posix()
    title = fields.title or loaded.heading or _short_first_line(loaded.text, form) or _readable(path.stem)
    return Source(
        id=fields.id or slug(place),
        title=title,
        text=loaded.text,
        path=place,
        format=form,
        loader=loaded.loader,
        hash=_hash(place, title, loaded, fields),
        first_line=loaded.first_line,
        url=fields.url,
        date=fields.date,
        author=fields.author,
        supersedes=fields.supersedes or (),
        effective_from=fields.effective_from,
        effective_until=fields.effective_until,
        authority=fields.authority or 0,
        pages=loaded.pages,
    )


def slug(place: str) -> str:
    """Make an id of a POSIX path: its words, in lower case, without the suffix."""
    stem = place.rpartition(".")[0] or place
    return re.sub(r"[\W_]+", "-", stem.casefold()).strip("-") or f"source-{_digest(place)[:8]}"


def load_text(content: bytes, path: str) -> Loaded:
    opened = open_text(decode(content, path), path)
    heading = first_heading(opened.text, read_lines(opened.text))
    return Loaded(opened.text, "text/1", opened.fields, heading, opened.first_line)


def load_markdown(content: bytes, path: str) -> Loaded:
    opened = open_text(decode(content, path), path)
    heading = markdown.first_heading(opened.text)
    return Loaded(opened.text, "markdown/1", opened.fields, heading, opened.first_line)


def _short_first_line(text: str, form: str) -> str | None:
    """Return the first line with words, of Markdown as a person reads it; None if it is long or shows nothing."""
    first = next(line for line in text.split("\n") if any(map(str.isalnum, line))).strip()
    shown = first if form in ("txt", "csv", "pdf") else markdown.rendered(first)
    return shown if 0 < len(shown) <= 120 else None


def _readable(stem: str) -> str:
    words = " ".join(re.split(r"[\s_-]+", stem)).strip() or stem
    return words[:1].upper() + words[1:]


def _hash(place: str, title: str, loaded: Loaded, fields: SourceFields) -> str:
    told = [place, title, loaded.loader, loaded.first_line, *loaded.pages, _told(fields), loaded.text]
    return _digest("\0".join(map(str, told)))


def _told(fields: SourceFields) -> str:
    values = (getattr(fields, name) for name in SourceFields.__slots__)
    return "\0".join(value.isoformat() if isinstance(value, dt.date) else repr(value) for value in values)


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
