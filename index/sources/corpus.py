"""Read a whole corpus: every file, its ids unique, its declarations resolved."""

import posixpath
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path

from index.errors import SourceError
from index.sources.fields import SourceFields
from index.sources.finding import FoundFile, find_sidecars, find_sources
from index.sources.limits import Limits
from index.sources.reading import read_source
from index.sources.sandbox import Sandbox
from index.sources.sidecar import read_sidecar
from index.types import Source


@dataclass(frozen=True, slots=True)
class ReadSources:
    """The sources of a corpus, sorted by path, and what was refused where the operator chose to go on."""

    sources: tuple[Source, ...]
    refused: tuple[SourceError, ...] = ()


@dataclass(frozen=True, slots=True)
class _Read:
    file: FoundFile
    source: Source


class _Refusals:
    """Collects refusals, or raises the first."""

    def __init__(self, *, collect: bool) -> None:
        self.collect = collect
        self.errors: list[SourceError] = []

    def add(self, error: SourceError) -> None:
        if not self.collect:
            raise error
        self.errors.append(error)


def read_sources(
    paths: Sequence[Path],
    *,
    skip_unreadable: bool = False,
    on_source: Callable[[FoundFile], None] | None = None,
    limits: Limits | None = None,
) -> ReadSources:
    """Read every source below the paths; raise the first SourceError, or collect them with `skip_unreadable`.

    `on_source` is called with each file before it is read. The second of two sources with one id or one text is
    refused. `supersedes` holds ids afterwards; a declaration that cannot be followed is refused, the source kept.
    """
    refusals = _Refusals(collect=skip_unreadable)
    limits = limits or Limits()
    files = find_sources(paths, refusals.add)
    told = _told(paths, limits, refusals)
    read: list[_Read] = []
    with Sandbox(limits) as sandbox:
        for file in files:
            if on_source:
                on_source(file)
            try:
                source = read_source(
                    file.path, file.root, overrides=told.get(file.place), limits=limits, sandbox=sandbox
                )
            except SourceError as error:
                refusals.add(error)
            else:
                read.append(_Read(file, source))
    unique = list(_unique(read, refusals))
    return ReadSources(tuple(_resolved(unique, refusals)), tuple(refusals.errors))


def _told(paths: Sequence[Path], limits: Limits, refusals: _Refusals) -> dict[Path, SourceFields]:
    """Read what each sources.toml says, by the files' places; of two that speak of a field, the inner decides."""
    told: dict[Path, SourceFields] = {}
    for sidecar in find_sidecars(paths):
        try:
            said = read_sidecar(sidecar, limits)
        except SourceError as error:
            refusals.add(error)
            continue
        # Not only what is read: of a folder's articles perhaps one is built.
        beside = {file.path: file.place for file in find_sources([sidecar.path.parent], on_refused=lambda _: None)}
        for path in sorted(said.keys() - beside.keys()):
            why = f"names {path.name!r}, which is no source beside it"
            refusals.add(SourceError(str(sidecar.path), why, "Mend the name, or remove the table."))
        for path in said.keys() & beside.keys():
            told[beside[path]] = said[path].over(told.get(beside[path], SourceFields()))
    return told


def _unique(read: Sequence[_Read], refusals: _Refusals) -> Iterator[_Read]:
    ids: dict[str, Path] = {}
    texts: dict[bytes, Path] = {}
    for entry in read:
        digest = blake2b(entry.source.text.strip().encode("utf-8", "surrogatepass")).digest()
        if twin := texts.get(digest):
            why, fix = f"holds the same text as {str(twin)!r}", "Remove one of the two."
        elif twin := ids.get(entry.source.id):
            why = f"has the id {entry.source.id!r} of {str(twin)!r}"
            fix = "Give one of the two another `id` in its front matter or in sources.toml."
        else:
            ids[entry.source.id] = texts[digest] = entry.file.path
            yield entry
            continue
        refusals.add(SourceError(str(entry.file.path), why, fix))


def _resolved(read: Sequence[_Read], refusals: _Refusals) -> Iterator[Source]:
    """Replace the names in `supersedes` by ids, and drop what is unknown or goes in a circle."""
    names = {name: entry.source.id for entry in read for name in (entry.source.path, entry.source.id)}
    graph = {entry.source.id: _known(entry, names, refusals) for entry in read}
    for entry in read:
        source = entry.source
        if circle := _circle(source.id, graph):
            why = f"supersedes itself through {' → '.join(map(repr, circle))}"
            refusals.add(SourceError(str(entry.file.path), why, "Remove one `supersedes` of the circle."))
            graph[source.id] = ()
    for entry in read:
        yield replace(entry.source, supersedes=graph[entry.source.id])


def _known(entry: _Read, names: dict[str, str], refusals: _Refusals) -> tuple[str, ...]:
    """Return the ids that a source names; a file is named as its path, or relative to the source's folder."""
    folder = posixpath.dirname(entry.source.path)
    found: list[str] = []
    for name in entry.source.supersedes:
        target = names.get(name) or names.get(posixpath.normpath(posixpath.join(folder, name)))
        if target is None:
            why = f"supersedes {name!r}, which is no source of this corpus"
            refusals.add(
                SourceError(str(entry.file.path), why, "Write the id or the file name of a source, or remove it.")
            )
        elif target not in found:
            found.append(target)
    return tuple(found)


def _circle(start: str, graph: dict[str, tuple[str, ...]]) -> list[str]:
    """Return a way from a source back to itself, or nothing."""
    ways = [[start]]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for target in graph[way[-1]]:
            if target == start:
                return [*way, start]
            if target not in seen:
                seen.add(target)
                ways.append([*way, target])
    return []
