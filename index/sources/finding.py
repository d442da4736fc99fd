"""List the files of a corpus."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from index.errors import SourceError

SIDECAR = "sources.toml"
BESIDE = ("questions.jsonl", SIDECAR)
OnRefused = Callable[[SourceError], None]


@dataclass(frozen=True, slots=True, order=True)
class FoundFile:
    """A file and the folder that its path, id and links are relative to."""

    path: Path
    root: Path

    @property
    def name(self) -> str:
        return self.path.relative_to(self.root).as_posix()

    @property
    def place(self) -> Path:
        """The one spelling of its path, however it was reached; a link to a file is a file of its own."""
        return self.path.parent.resolve() / self.path.name


def _raise(error: SourceError) -> None:
    raise error


def find_sources(paths: Sequence[Path], on_refused: OnRefused = _raise) -> list[FoundFile]:
    """List every source below the paths, sorted, each once; raise SourceError for a path that does not exist.

    `on_refused` takes each folder that cannot be listed. Hidden files, questions.jsonl, sources.toml and what editors
    leave behind are not sources. Symbolic links and special files are listed, so that reading refuses them by name;
    links to folders are never followed.
    """
    found: dict[Path, FoundFile] = {}
    for path in paths:
        for file in _below(path, on_refused):
            found.setdefault(file.place, file)
    return sorted(found.values())


def find_sidecars(paths: Sequence[Path]) -> list[FoundFile]:
    """List every sources.toml in and below the folders, and those beside the files; an outer before an inner one."""
    found: dict[Path, FoundFile] = {}
    for path in sorted(paths):
        root = path if path.is_dir() else path.parent
        for folder, names in islice(_folders(root), None if path.is_dir() else 1):
            if SIDECAR in names:
                file = FoundFile(folder / SIDECAR, root)
                found.setdefault(file.place, file)
    return [found[place] for place in sorted(found, key=lambda place: (len(place.parts), place))]


def _below(path: Path, on_refused: OnRefused) -> Iterator[FoundFile]:
    if _is_folder(path):
        for folder, names in _folders(path, lambda error: on_refused(_unlisted(error))):
            for name in names:
                if not _is_ignored(name):
                    yield FoundFile(folder / name, path)
    elif path.exists() or path.is_symlink():
        yield FoundFile(path, path.parent)
    else:
        raise SourceError(str(path), "does not exist", "Check the path.")


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError as error:  # below a folder that may not be entered, or too long a name
        why = f"cannot be looked at ({error.strerror})"
        raise SourceError(str(path), why, "Check the path, and the permissions above it.") from None


def _unlisted(error: OSError) -> SourceError:
    why = f"cannot be listed ({error.strerror})"
    return SourceError(str(error.filename), why, "Mend its permissions, or move it away.")


def _folders(root: Path, onerror: Callable[[OSError], None] | None = None) -> Iterator[tuple[Path, list[str]]]:
    """Yield each folder that is not hidden with the names of what is no folder; a link to a folder is none."""
    for place, inner, files in os.walk(root, onerror=onerror):
        folder = Path(place)
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        yield folder, [*files, *(name for name in inner if (folder / name).is_symlink())]


def _is_ignored(name: str) -> bool:
    return name in BESIDE or name.startswith((".", "~$")) or name.endswith("~")
