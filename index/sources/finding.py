"""List the files of a corpus."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import SourceError

SIDECAR = "sources.toml"
BESIDE = ("questions.jsonl", SIDECAR)


@dataclass(frozen=True, slots=True, order=True)
class FoundFile:
    """A file and the folder that its path, id and links are relative to."""

    path: Path
    root: Path

    @property
    def name(self) -> str:
        return self.path.relative_to(self.root).as_posix()


def find_sources(paths: Sequence[Path]) -> list[FoundFile]:
    """List every source below the paths, sorted, each once; raise SourceError for a path that does not exist.

    Hidden files, questions.jsonl, sources.toml and what editors leave behind are not sources. Symbolic links and
    special files are listed, so that reading refuses them by name; links to folders are never followed.
    """
    found: dict[Path, FoundFile] = {}
    for path in paths:
        for file in _below(path):
            found.setdefault(file.path, file)
    return sorted(found.values())


def find_sidecars(paths: Sequence[Path]) -> list[FoundFile]:
    """List every sources.toml beside the articles."""
    folders = {path if path.is_dir() else path.parent: path for path in map(Path, paths)}
    return sorted(
        FoundFile(Path(folder) / SIDECAR, root)
        for root in folders
        for folder, _, files in os.walk(root)
        if SIDECAR in files
    )


def _below(path: Path) -> Iterator[FoundFile]:
    if path.is_dir():
        for folder, inner, files in os.walk(path):
            inner[:] = sorted(name for name in inner if not name.startswith("."))
            links = [name for name in inner if (Path(folder) / name).is_symlink()]
            for name in (*files, *links):
                if not _is_ignored(name):
                    yield FoundFile(Path(folder) / name, path)
    elif path.exists() or path.is_symlink():
        yield FoundFile(path, path.parent)
    else:
        raise SourceError(str(path), "does not exist", "Check the path.")


def _is_ignored(name: str) -> bool:
    return name in BESIDE or name.startswith((".", "~$")) or name.endswith("~")
