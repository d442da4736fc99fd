"""Remember what a build was made of, in a way that survives moving the folder."""

from collections.abc import Sequence
from pathlib import Path

from index.errors import IndexInvalidError, UsageError
from index.store.generation import generations_folder, published_id
from index.store.manifest import read_manifest

DEFAULT = Path("seeds")


def remembered(paths: Sequence[Path], data_dir: Path) -> tuple[str, ...]:
    """Return paths for the manifest: relative to the data folder's parent where they lie below it, else absolute."""
    base = data_dir.resolve().parent
    resolved = [path.resolve() for path in paths]
    return tuple(str(path.relative_to(base) if path.is_relative_to(base) else path) for path in resolved)


def corpus_paths(paths: Sequence[Path], data_dir: Path) -> list[Path]:
    """Return the paths to build: those given, else those of the published generation, which need not open."""
    try:
        published = published_id(data_dir)
        known = read_manifest(generations_folder(data_dir) / published).paths if published else ()
    except IndexInvalidError:
        known = ()
    return chosen(paths, known, data_dir)


def chosen(paths: Sequence[Path], known: Sequence[str], data_dir: Path) -> list[Path]:
    """Return the paths to build: those given, else those of the published generation, else `seeds/`."""
    if paths:
        return list(paths)
    if known:
        return [data_dir.resolve().parent / path for path in known]
    if DEFAULT.is_dir():
        return [DEFAULT]
    raise UsageError("there is nothing to build yet. Name the folder of your articles: `quoth build FOLDER`.")
