"""Load a table of questions and answers: each row as a question on its line and the answer below it."""

import csv
import io
from collections.abc import Iterator

from index.sources.decoding import decode
from index.sources.loaded import Loaded, LoadError

_ASKED, _ANSWERED = "question", "answer"


def load_csv(content: bytes, path: str) -> Loaded:
    """Other columns than question and answer follow the answer as 'Name: value', so that nothing is lost."""
    text = decode(content, path)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        # A column without a name is known by its number; of two with one name, the second would hide the first.
        columns = [name.strip() or f"Column {number}" for number, name in enumerate(rows.fieldnames or [], 1)]
        rows.fieldnames = columns
        names = {name.lower(): name for name in columns}
        if not {_ASKED, _ANSWERED} <= set(names):
            found = ", ".join(map(repr, names)) or "none"
            raise LoadError(f"has the columns {found}", "Its first line has to name 'question' and 'answer'.")
        if len(names) < len(columns):
            twice = next(name for name in columns if names[name.lower()] != name or columns.count(name) > 1)
            raise LoadError(f"line 1: names the column {twice!r} twice", "Give each column a name of its own.")
        entries = [entry for row in rows if (entry := _entry(row, names, rows.line_num))]
    except csv.Error as error:
        raise LoadError(
            f"line {rows.line_num + 1}: {error}", "Put cells with quotes or newlines in double quotes."
        ) from None
    return Loaded("\n\n".join(entries) + "\n" if entries else "", "csv/1")


def _delimiter(text: str) -> str:
    head = text.split("\n", 1)[0]
    return max(",;\t", key=head.count)


def _entry(row: dict[str, str | None], names: dict[str, str], line: int) -> str | None:
    if None in row:
        raise LoadError(f"line {line}: has more cells than the first line", "Put cells with commas in double quotes.")
    cells = {name: " ".join((row[column] or "").split()) for name, column in names.items()}
    if not any(cells.values()):
        return None
    for name in (_ASKED, _ANSWERED):
        if not cells[name]:
            raise LoadError(f"line {line}: has no {name}", "Fill the cell, or remove the row.")
    return "\n".join([cells[_ASKED], cells[_ANSWERED], *_others(cells, names)])


def _others(cells: dict[str, str], names: dict[str, str]) -> Iterator[str]:
    for name, words in cells.items():
        if words and name not in (_ASKED, _ANSWERED):
            yield f"{names[name]}: {words}"
