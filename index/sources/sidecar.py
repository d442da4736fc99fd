"""Read sources.toml: what it says about the files beside it that cannot say it themselves."""

import tomllib
from pathlib import Path

from index.errors import SourceError
from index.sources.decoding import decode
from index.sources.fields import FieldError, SourceFields, read_fields
from index.sources.finding import FoundFile
from index.sources.limits import Limits
from index.sources.opening import read_bytes


def read_sidecar(file: FoundFile, limits: Limits) -> dict[Path, SourceFields]:
    """Return the fields of each file that a sources.toml names, by path; raise SourceError naming table and fix."""
    name = str(file.path)
    try:
        tables = tomllib.loads(decode(read_bytes(file.path, file.root, limits), name))
    except tomllib.TOMLDecodeError as error:
        raise SourceError(name, f"is not valid TOML ({error})", "Put names and values in double quotes.") from None
    except RecursionError:
        raise SourceError(name, "is nested too deeply", 'Write one table ["file name"] for each file.') from None
    return {file.path.parent / key: _fields(name, key, table) for key, table in tables.items()}


def _fields(name: str, key: str, table: object) -> SourceFields:
    if not isinstance(table, dict):
        why = f"{key!r} stands outside of a table"
        raise SourceError(name, why, f'Write a table ["file name"] and {key!r} below it.')
    try:
        return read_fields(table, strict=True)
    except FieldError as error:
        raise SourceError(name, f"[{key!r}] {error.key} {error.why}", error.fix) from None
