"""Remember what a build was made of, in a way that survives moving the folder."""

from collections.abc import Sequence
from pathlib import Path

from index.errors import IndexInvalidError, UsageError
from index.store.generation import generations_folder, published_id
from index.store.manifest import Manifest, read_manifest
from index.store.publishing import newest_manifest

DEFAULT = Path("seeds")


def remembered(paths: Sequence[Path], data_dir: Path) -> tuple[str, ...]:
    """Return paths for the manifest: relative to the data folder's parent where they lie below it, else absolute."""
    base = data_dir.resolve().parent
    resolved = [path.resolve() for path in paths]
    return tuple(str(path.relative_to(base) if path.is_relative_to(base) else path) for path in resolved)


def corpus_paths(paths: Sequence[Path], data_dir: Path) -> list[Path]:
    """Return the paths to build: those given, else those that were built last; raise UsageError if they are lost."""
    known = None if paths else _built_last(data_dir)
    return chosen(paths, known.paths if known else (), data_dir)


def skips_unreadable(paths: Sequence[Path], data_dir: Path) -> bool:
    """Say whether a build goes on where it cannot read: without paths it does so if the one before did."""
    known = None if paths else _built_last(data_dir)
    # What was refused tells the same of manifests that are older than the field.
    return known is not None and (known.skip_unreadable or bool(known.refused))


def _built_last(data_dir: Path) -> Manifest | None:
    """Return the manifest of what is published, or if it is damaged the newest that is not; None if nothing is."""
    try:
        published = published_id(data_dir)
        return None if published is None else read_manifest(generations_folder(data_dir) / published)
    except IndexInvalidError as error:
        if newest := newest_manifest(data_dir):
            return newest
        # Not `seeds/`: that would put other articles in the place of the team's.
        raise UsageError(
            f"it is not known what the index in {str(data_dir)!r} was made of, as no manifest there can be read. "
            "Name the folders again: `quoth build FOLDER`."
        ) from error


def chosen(paths: Sequence[Path], known: Sequence[str], data_dir: Path) -> list[Path]:
    """Return the paths to build: those given, else those of the published generation, else `seeds/`."""
    if paths:
        return list(paths)
    if known:
        return [data_dir.resolve().parent / path for path in known]
    if DEFAULT.is_dir():
        return [DEFAULT]
    raise UsageError("there is nothing to build yet. Name the folder of your articles: `quoth build FOLDER`.")
