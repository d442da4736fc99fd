"""Rewrite a question file so that it expects what is answered now; only the lines that differ change."""

import difflib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from index.evaluation.report import Item


def accepted(text: str, items: Sequence[Item]) -> str:
    """Return the file's text with new expectations; ids, order, the team's own fields and other lines stay."""
    wrong = {item.id: item for item in items if not item.right}
    return "\n".join(_line(line, wrong) for line in text.split("\n"))


def _line(line: str, wrong: Mapping[str, Item]) -> str:
    if not line.strip():
        return line
    fields: dict[str, Any] = json.loads(line)
    item = wrong.get(str(fields["id"]))
    if item is None:
        return line
    ending = "\r" if line.endswith("\r") else ""
    return json.dumps(_expecting(fields, item), ensure_ascii=False) + ending


def _expecting(fields: Mapping[str, Any], item: Item) -> dict[str, Any]:
    """Replace the expectation where it stood; what belongs to another kind of expectation goes."""
    wanted = _wanted(item)
    kept = {name: value for name, value in fields.items() if name not in ("any", "sides") or name in wanted}
    return kept | wanted


def _wanted(item: Item) -> dict[str, Any]:
    match item.status:
        case "answered":
            return {"expect": "answered", "any": [item.answer]}
        case "conflict":
            sides = sorted({quote.side or 0 for quote in item.quotes})
            return {"expect": "conflict", "sides": [_strings(item, side) for side in sides]}
        case "silent":
            return {"expect": "silent"}


def _strings(item: Item, side: int) -> list[str]:
    return [quote.highlight or quote.text for quote in item.quotes if quote.side == side]


def difference(path: Path, before: str, after: str) -> str:
    """Show what would change, as a unified diff without context."""
    lines = difflib.unified_diff(before.split("\n"), after.split("\n"), str(path), "accepted", n=0, lineterm="")
    return "\n".join(lines)
