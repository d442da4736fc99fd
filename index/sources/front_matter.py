"""Split YAML front matter from the text below it."""

import re
from dataclasses import dataclass

import yaml

from index.errors import SourceError
from index.sources.fields import FieldError, SourceFields, read_fields

_BLOCK = re.compile(r"---[ \t]*\n(?:(.*?)\n)??(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_KEY = re.compile(r"---[ \t]*\n\s*[A-Za-z_]+:(?:\s|$)")
_CAP = 65_536


class _Loader(yaml.SafeLoader):
    """Leave figures and words as they are written: YAML 1.1 takes 12:30 for 750, 007 for 7 and `off` for false."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML declares it so
        first: [(tag, pattern) for tag, pattern in resolvers if tag.rpartition(":")[2] not in {"int", "float", "bool"}]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


@dataclass(frozen=True, slots=True)
class Opened:
    """A text after its front matter, and the line of the file on which it begins."""

    fields: SourceFields
    text: str
    first_line: int


def open_text(text: str, path: str) -> Opened:
    """Read the front matter of a decoded file with '\\n' newlines; raise SourceError naming line and fix."""
    block = _BLOCK.match(text)
    if block is None:
        if _KEY.match(text):
            raise SourceError(path, "line 1: front matter is opened but never closed", "Add a line '---' after it.")
        return Opened(SourceFields(), text, 1)
    values = _parse(block.group(1) or "", path)
    if values is None:
        # Two thematic breaks with prose between them: not front matter.
        return Opened(SourceFields(), text, 1)
    try:
        found = read_fields(values)
    except FieldError as error:
        raise SourceError(path, f"line {_line_of(error.key, block)}: {error.key} {error.why}", error.fix) from None
    return Opened(found, text[block.end() :], text.count("\n", 0, block.end()) + 1)


def _parse(block: str, path: str) -> dict[str, object] | None:
    """Return the mapping, or None if the block is plain text."""
    if len(block) > _CAP:
        raise SourceError(path, "line 1: front matter is longer than 64 KB", "Shorten it, or close it with '---'.")
    try:
        values = yaml.load(block, _Loader)  # noqa: S506 - a SafeLoader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 2 if mark else 1
        fix = "Put a value that holds ':', '#' or quotes in double quotes."
        raise SourceError(path, f"line {line}: front matter is not valid YAML ({error.problem})", fix) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        why = f"line 2: front matter is not valid YAML ({str(error).splitlines()[0]})"
        raise SourceError(path, why, "Write one 'key: value' a line.") from None
    if values is None:
        return {}
    if not isinstance(values, dict):
        return None
    return {str(key).strip().lower(): value for key, value in values.items() if isinstance(key, str)}


def _line_of(key: str, block: re.Match[str]) -> int:
    for number, line in enumerate(block.group(0).split("\n"), start=1):
        if line.strip().lower().startswith(key + ":"):
            return number
    return 1
