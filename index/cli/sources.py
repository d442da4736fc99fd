"""`quoth sources`: list what the published index was built from."""

import dataclasses
import json
import sys
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from index.settings import read_settings
from index.store import SourceEntry, open_generation


def sources(*, as_json: Annotated[bool, typer.Option("--json", help="Print a JSON array.")] = False) -> None:
    """List the articles in the published index."""
    settings = read_settings()
    generation = open_generation(settings.data_dir, vectors=settings.vectors)
    try:
        entries = generation.sources()
    finally:
        generation.close()
    if as_json:
        sys.stdout.write(json.dumps([dataclasses.asdict(entry) for entry in entries], default=str) + "\n")
        return
    console = Console()
    if not console.is_terminal:
        sys.stdout.writelines(map(_line, entries))
        return
    console.print(_table(entries))
    console.print(f"{len(entries)} sources, built {generation.built_at:%Y-%m-%d %H:%M} UTC as {generation.id}.")


def _line(entry: SourceEntry) -> str:
    """Return the fields between tabs: whole, where a table would cut them to a width nobody has."""
    return "\t".join((entry.id, entry.title, str(entry.date or ""), entry.path, str(entry.passages))) + "\n"


def _table(entries: list[SourceEntry]) -> Table:
    table = Table("Id", "Title", "Date", "File", box=None, pad_edge=False)
    table.add_column("Passages", justify="right")
    for entry in entries:
        fields = (entry.id, entry.title, str(entry.date or ""), entry.path, str(entry.passages))
        table.add_row(*map(Text, fields))  # as strings, "[draft]" and ":key:" would be rich's own marks
    return table
