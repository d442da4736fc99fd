"""The sources and passages of a generation, in one SQLite file that is written once."""

import dataclasses
import datetime as dt
import json
import sqlite3
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from index.errors import IndexInvalidError, StorageError
from index.types import Passage, Source, Span

FILE = "corpus.sqlite"
_SCHEMA = """
PRAGMA journal_mode = OFF;  -- written aside: a crash throws the whole file away
PRAGMA synchronous = OFF;   -- synced once, when it is complete
CREATE TABLE sources (
    position INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, hash TEXT NOT NULL, passages INTEGER NOT NULL,
    characters INTEGER NOT NULL, fields TEXT NOT NULL, text TEXT NOT NULL
);
CREATE TABLE passages (
    id INTEGER PRIMARY KEY, source TEXT NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL,
    headings TEXT NOT NULL, sentences TEXT NOT NULL, key BLOB NOT NULL
);
"""
_KEPT_APART = {"id", "text", "hash"}
_SOURCES_IN_MEMORY = 256
_MAX_VARIABLES = 500  # SQLite builds may refuse more than 999 in one statement


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A source in a list: everything but its text, whose length is `characters`."""

    id: str
    title: str
    path: str
    format: str
    hash: str
    url: str | None
    date: dt.date | None
    author: str | None
    supersedes: tuple[str, ...]
    effective_from: dt.date | None
    effective_until: dt.date | None
    authority: int
    characters: int
    passages: int


def write(path: Path, sources: Sequence[Source], passages: Sequence[Passage], keys: Sequence[bytes]) -> None:
    """Write all rows in one transaction; `keys` are the embedding keys of the passages, in their order."""
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.executescript(_SCHEMA)
            connection.execute("BEGIN")
            connection.executemany("INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?, ?)", _source_rows(sources, passages))
            connection.executemany("INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?)", _passage_rows(passages, keys))
            connection.execute("COMMIT")
    except sqlite3.OperationalError as error:
        raise StorageError(f"{str(path)!r} cannot be written: {error}. Make room on the disk and try again.") from error


def _source_rows(sources: Sequence[Source], passages: Sequence[Passage]) -> Iterator[tuple[Any, ...]]:
    counts: dict[str, int] = {}
    for passage in passages:
        counts[passage.source_id] = counts.get(passage.source_id, 0) + 1
    for position, source in enumerate(sources):
        # Not dataclasses.asdict: it would copy the text as well.
        fields = {
            field.name: getattr(source, field.name)
            for field in dataclasses.fields(source)
            if field.name not in _KEPT_APART
        }
        count, dumped = counts.get(source.id, 0), json.dumps(fields, default=dt.date.isoformat)
        yield position, source.id, source.hash, count, len(source.text), dumped, source.text


def _passage_rows(passages: Sequence[Passage], keys: Sequence[bytes]) -> Iterator[tuple[Any, ...]]:
    for passage, key in zip(passages, keys, strict=True):
        sentences = [number for span in passage.sentences for number in (span.start, span.end)]
        headings = json.dumps(passage.headings)
        yield passage.id, passage.source_id, passage.start, passage.end, headings, json.dumps(sentences), key


class Corpus:
    """Reads one corpus file, from any thread; a passage's text is cut from its source's."""

    def __init__(self, path: Path) -> None:
        # Immutable: no locks and no look at the disk for changes, for nobody writes a finished generation.
        self._path = path
        uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        try:
            self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        except sqlite3.Error as error:
            raise self._damaged() from error
        self._lock = Lock()
        self._recent: OrderedDict[str, Source] = OrderedDict()

    def _damaged(self) -> IndexInvalidError:
        return IndexInvalidError(f"{str(self._path)!r} cannot be read. Run `quoth build`.")

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def entries(self) -> list[SourceEntry]:
        """Return all sources without their texts, in the order in which they were built."""
        rows = self._query("SELECT id, hash, characters, passages, fields FROM sources ORDER BY position")
        return [_entry(*row) for row in rows]

    def source(self, source_id: str) -> Source:
        """Return a source with its text; an unknown id is a KeyError."""
        return self._sources([source_id])[source_id]

    def passages(self, ids: Sequence[int]) -> list[tuple[Passage, Source]]:
        """Return these passages and their sources, in this order; an unknown id is a KeyError."""
        rows = {
            row[0]: row
            for part in _parts(ids)
            for row in self._query(f"SELECT * FROM passages WHERE id IN ({_marks(part)})", *part)  # noqa: S608 - marks
        }
        sources = self._sources(list(dict.fromkeys(row[1] for row in rows.values())))
        return [(_passage(rows[id_], source := sources[rows[id_][1]]), source) for id_ in ids]

    def passages_by_source(self, sources: Mapping[str, Source]) -> dict[str, list[Passage]]:
        """Return the passages of these sources, by id, cut from the texts that are given: they must be the same."""
        found: dict[str, list[Passage]] = {}
        for row in self._query("SELECT * FROM passages ORDER BY id"):
            if source := sources.get(row[1]):
                found.setdefault(source.id, []).append(_passage(row, source))
        return found

    def keys(self) -> dict[bytes, int]:
        """Return a passage id for each embedding key."""
        return {key: id_ for id_, key in self._query("SELECT id, key FROM passages")}

    def _sources(self, ids: Sequence[str]) -> dict[str, Source]:
        with self._lock:
            found = {id_: self._recent[id_] for id_ in ids if id_ in self._recent}
        missing = [id_ for id_ in ids if id_ not in found]
        for part in _parts(missing):
            sql = f"SELECT id, hash, text, fields FROM sources WHERE id IN ({_marks(part)})"  # noqa: S608 - marks only
            found |= {row[0]: _source(*row) for row in self._query(sql, *part)}
        with self._lock:
            for id_ in ids:
                self._recent[id_] = found[id_]
                self._recent.move_to_end(id_)
            while len(self._recent) > _SOURCES_IN_MEMORY:
                self._recent.popitem(last=False)
        return found

    def _query(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        try:
            with self._lock:
                return self._connection.execute(sql, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise self._damaged() from error


def _parts(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for first in range(0, len(values), _MAX_VARIABLES):
        yield values[first : first + _MAX_VARIABLES]


def _marks(values: Sequence[Any]) -> str:
    return ",".join("?" * len(values))


def _fields(dumped: str) -> dict[str, Any]:
    fields: dict[str, Any] = json.loads(dumped)
    for name in ("date", "effective_from", "effective_until"):
        fields[name] = fields[name] and dt.date.fromisoformat(fields[name])
    for name in ("supersedes", "pages"):
        fields[name] = tuple(fields[name])
    return fields


def _source(id_: str, hash_: str, text: str, dumped: str) -> Source:
    return Source(id=id_, hash=hash_, text=text, **_fields(dumped))


def _entry(id_: str, hash_: str, characters: int, passages: int, dumped: str) -> SourceEntry:
    fields = _fields(dumped)
    shown = {field.name: fields[field.name] for field in dataclasses.fields(SourceEntry) if field.name in fields}
    return SourceEntry(id=id_, hash=hash_, characters=characters, passages=passages, **shown)


def _passage(row: tuple[Any, ...], source: Source) -> Passage:
    id_, source_id, start, end, headings, sentences, _ = row
    numbers = json.loads(sentences)
    spans = tuple(Span(*pair) for pair in zip(numbers[::2], numbers[1::2], strict=True))
    return Passage(id_, source_id, start, end, source.text[start:end], tuple(json.loads(headings)), spans)
