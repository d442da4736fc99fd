"""Check what front matter and sources.toml may say about a source."""

import datetime as dt
import difflib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from urllib.parse import urlsplit

SCHEMES = ("http", "https", "mailto")
_ID = re.compile(r"\w[\w.:-]{0,199}")
_INTEGER = re.compile(r"[-+]?\d{1,9}")
# A misspelt one of these would change answers in silence; other unknown keys belong to other tools.
_DECIDING = ("supersedes", "effective_from", "effective_until", "authority")


class FieldError(ValueError):
    """A value that cannot be taken; `fix` says what to write."""

    def __init__(self, key: str, why: str, fix: str) -> None:
        super().__init__(f"{key}: {why}. {fix}")
        self.key, self.why, self.fix = key, why, fix


@dataclass(frozen=True, slots=True)
class SourceFields:
    """What a file, or sources.toml for it, says about a source; None where it says nothing."""

    id: str | None = None
    title: str | None = None
    date: dt.date | None = None
    url: str | None = None
    author: str | None = None
    supersedes: tuple[str, ...] | None = None
    effective_from: dt.date | None = None
    effective_until: dt.date | None = None
    authority: int | None = None

    def over(self, other: "SourceFields") -> "SourceFields":
        """Take `other` where this one says nothing."""
        said = {f.name: value for f in fields(self) if (value := getattr(self, f.name)) is not None}
        return replace(other, **said)


NAMES = tuple(field.name for field in fields(SourceFields))


def read_fields(values: Mapping[str, object], *, strict: bool = False) -> SourceFields:
    """Check each value and return the fields; raise FieldError.

    Unknown keys are refused when strict. Else only those that look like a misspelt declaration of precedence are.
    """
    for key in values:
        if key not in NAMES:
            _refuse_unknown(key, strict=strict)
    checked = {key: _CHECKS[key](key, values[key]) for key in NAMES if values.get(key) is not None}
    found = SourceFields(**checked)  # type: ignore[arg-type]  # each check returns its own field's type
    if found.effective_from and found.effective_until and found.effective_until < found.effective_from:
        raise FieldError("effective_until", "lies before effective_from", "Swap the two dates.")
    return found


def check_url(value: str) -> str:
    """Return a link that is safe to show, or raise FieldError."""
    parts = urlsplit(value)
    if parts.scheme.lower() not in SCHEMES:
        raise FieldError("url", f"{value!r} is no http, https or mailto address", "Write the whole address.")
    if parts.scheme.lower() != "mailto" and not parts.hostname:
        raise FieldError("url", f"{value!r} names no host", "Write the whole address.")
    if any(character.isspace() or unicodedata.category(character) == "Cc" for character in value):
        raise FieldError("url", f"{value!r} holds a space or a control character", "Write them percent-encoded.")
    return value


def _refuse_unknown(key: str, *, strict: bool) -> None:
    close = difflib.get_close_matches(key, NAMES if strict else _DECIDING, 1, 0.6 if strict else 0.85)
    if strict or close:
        meant = f"Did you mean {close[0]!r}? " if close else ""
        raise FieldError(str(key), "is no known key", f"{meant}Known are {', '.join(NAMES)}.")


def _line(key: str, value: object) -> str:
    if isinstance(value, bool | list | dict) or not (text := " ".join(_printable(str(value)).split())):
        raise FieldError(key, "has to be one line of text", "Write it in quotes.")
    return text


def _printable(text: str) -> str:
    """Join the halves of a character (YAML leaves JSON's "\\ud83d\\ude00" in two), and drop control characters."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return "".join(each for each in whole if each.isspace() or unicodedata.category(each) != "Cc")


def _author(key: str, value: object) -> str:
    names = value if isinstance(value, list) else [value]
    return ", ".join(_line(key, name) for name in names) if names else _line(key, "")


def _date(key: str, value: object) -> dt.date:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.datetime.fromisoformat(value.strip() if isinstance(value, str) else "").date()
    except ValueError:
        raise FieldError(key, f"{_shown(value)} is no date", "Write YYYY-MM-DD, for example 2026-03-31.") from None


def _url(key: str, value: object) -> str:
    del key
    try:
        return check_url(_line("url", value).strip())
    except FieldError:
        raise
    except ValueError as error:
        raise FieldError("url", f"{_shown(value)} is no address ({error})", "Write the whole address.") from None


def _id(key: str, value: object) -> str:
    text = _line(key, value)
    if not _ID.fullmatch(text):
        raise FieldError(key, f"{text!r} cannot be an id", "Use letters, digits, '-', '_', '.' and ':', up to 200.")
    return text


def _names(key: str, value: object) -> tuple[str, ...]:
    return tuple(_line(key, name) for name in (value if isinstance(value, list) else [value]))


def _integer(key: str, value: object) -> int:
    if isinstance(value, str) and _INTEGER.fullmatch(value):
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise FieldError(key, f"{_shown(value)} is no whole number", "Write a whole number, for example 10.")
    return value


def _shown(value: object) -> str:
    # A YAML value may be a tree that repeats itself without end: show only what is short by nature.
    return repr(value)[:80] if isinstance(value, str | int | float | None) else f"a {type(value).__name__}"


_CHECKS = {
    "id": _id,
    "title": _line,
    "date": _date,
    "url": _url,
    "author": _author,
    "supersedes": _names,
    "effective_from": _date,
    "effective_until": _date,
    "authority": _integer,
}
