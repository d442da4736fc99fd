"""Write generations aside, sync them, rename them into place, publish them by CURRENT, and prune the oldest."""

import errno
import fcntl
import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from index.errors import IndexInvalidError, IndexMissingError, SettingsError, StorageError
from index.store.generation import CURRENT, LOCK, generations_folder, open_generation, published_id, sha256, verify
from index.store.locking import writing
from index.store.manifest import FILE as MANIFEST
from index.store.manifest import Manifest, read_manifest
from index.vectors import choose_backend

log = logging.getLogger("quoth.store")


@contextmanager
def storage_errors(data_dir: Path) -> Iterator[None]:
    """Turn what the operating system says about a disk into a sentence with the fix."""
    try:
        yield
    except OSError as error:
        match error.errno:
            case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
                fix = "Make room there and try again; what was published before is untouched."
            case errno.EACCES | errno.EPERM | errno.EROFS:
                fix = "Give this user the right to write there, or set QUOTH_DATA_DIR to another folder."
            case _:
                fix = "Check the disk, or set QUOTH_DATA_DIR to another folder."
        where = str(error.filename or data_dir)
        raise StorageError(f"{where!r} cannot be written: {error.strerror or error}. {fix}") from error


@contextmanager
def drafting(data_dir: Path, manifest: Manifest, vectors: str) -> Iterator[Path]:
    """Give a fresh folder for a generation, hidden until it is moved into its place; else it is removed.

    The manifest is there from the start: it says where the vectors are, also of a draft that a crash left behind.
    """
    folder = generations_folder(data_dir) / f".{manifest.id}"
    try:
        folder.mkdir(parents=True)
        (folder / LOCK).touch()
        write_manifest(folder, manifest)
        yield folder
    finally:
        if folder.exists():
            _forget(folder, vectors)


def file_hashes(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file of a generation, by its POSIX path."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name not in (MANIFEST, LOCK))
    return {path.relative_to(folder).as_posix(): sha256(path) for path in files}


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest, replacing one that is there, and make it last."""
    write_atomically(folder / MANIFEST, manifest.model_dump_json(indent=1))


def write_atomically(path: Path, text: str) -> None:
    """Replace a file so that a reader, or a crash, finds either the old or the new one, whole."""
    aside = path.with_name(f".{path.name}.new")
    aside.write_text(text, encoding="utf-8")
    sync(aside)
    aside.replace(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Wait until a file or a folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(folder: Path) -> None:
    """Wait until all below a folder, and the folder itself, is on the disk."""
    for path in sorted(folder.rglob("*"), reverse=True):
        sync(path)
    sync(folder)


def move_into_place(data_dir: Path, folder: Path) -> None:
    """Give a draft its name; from here it is a generation, though not the published one."""
    folder.rename(folder.with_name(folder.name.removeprefix(".")))
    sync(generations_folder(data_dir))


def point_to(data_dir: Path, generation_id: str) -> None:
    """Publish a generation that is in its place."""
    write_atomically(data_dir / CURRENT, f"{generation_id}\n")


@dataclass(frozen=True, slots=True)
class Kept:
    """A generation on disk. `fault` says why it cannot be read, and then `manifest` is None."""

    id: str
    published: bool
    manifest: Manifest | None
    fault: str | None = None


def list_generations(data_dir: Path) -> list[Kept]:
    """Return all generations, newest first."""
    return _listed(data_dir, published_id(data_dir))


def newest_manifest(data_dir: Path) -> Manifest | None:
    """Return the newest manifest that can be read, whichever generation is published."""
    return next((kept.manifest for kept in _listed(data_dir, None) if kept.manifest), None)


def _listed(data_dir: Path, published: str | None) -> list[Kept]:
    folders = sorted(_folders(data_dir), key=lambda folder: folder.name, reverse=True)
    return [_kept(folder, published) for folder in folders if not folder.name.startswith(".")]


def _folders(data_dir: Path) -> list[Path]:
    try:
        return [path for path in generations_folder(data_dir).iterdir() if path.is_dir()]
    except FileNotFoundError:
        return []


def _kept(folder: Path, published: str | None) -> Kept:
    try:
        return Kept(folder.name, folder.name == published, read_manifest(folder))
    except IndexInvalidError as error:
        return Kept(folder.name, folder.name == published, None, str(error))


def rollback(data_dir: Path, generation_id: str | None = None, *, vectors: str = "") -> str:
    """Publish an older generation, the one that the published replaced unless named, and return its id.

    It is opened first, as a reader will. A damaged one is refused if it was named, else the next older one is taken.
    """
    with storage_errors(data_dir), writing(data_dir):
        kept = list_generations(data_dir)
        wanted = generation_id or _whole_before(data_dir, kept)
        if wanted not in (k.id for k in kept):
            raise IndexMissingError(f"the generation {wanted!r} is not there. Run `quoth generations`.")
        open_generation(data_dir, wanted, vectors=vectors).close()
        point_to(data_dir, wanted)
    return wanted


def _whole_before(data_dir: Path, kept: list[Kept]) -> str:
    published = published_id(data_dir) or ""
    replaced = _replaced(kept, published)
    newest = replaced.id if replaced else published
    for older in (k for k in kept if k.id <= newest and k.id != published):
        if fault := fault_of(data_dir, older):
            log.warning("%s is passed over: %s", older.id, fault)
        else:
            return older.id
    raise IndexMissingError("there is no whole generation before the published one. Run `quoth generations`.")


def fault_of(data_dir: Path, kept: Kept) -> str | None:
    """Say what is wrong with a generation, down to the hashes of its files, or None."""
    if kept.manifest is None:
        return kept.fault
    try:
        verify(generations_folder(data_dir) / kept.id, kept.manifest)
    except IndexInvalidError as error:
        return str(error)
    return None


def _replaced(kept: list[Kept], published: str) -> Kept | None:
    """Return the generation that the published replaced: not the newest before it, after a rollback."""
    replaced = next((k.manifest.previous for k in kept if k.id == published and k.manifest), None)
    return next((k for k in kept if k.id == replaced), None)


def prune(data_dir: Path, keep: int, vectors: str) -> list[str]:
    """Delete all but `keep` generations; never the published one, nor one that a reader has open.

    The one that the published replaced is kept before newer ones: a rollback goes to it. Also deletes what crashed
    builds left behind. The writer's lock must be held.
    """
    kept = list_generations(data_dir)
    published = published_id(data_dir)
    before = _replaced(kept, published or "")
    first = before.id if before and before.fault is None else None
    others = sorted((k.id for k in kept if not k.published), key=lambda id_: (id_ == first, id_), reverse=True)
    spared = {published, *others[: keep - 1]}
    names = sorted((folder.name for folder in _folders(data_dir)), reverse=True)
    doomed = [generations_folder(data_dir) / name for name in names if name not in spared]
    return [folder.name for folder in doomed if _delete(folder, vectors)]


def _delete(folder: Path, vectors: str) -> bool:
    try:
        with (folder / LOCK).open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _forget(folder, vectors)
    except BlockingIOError:
        return False
    except FileNotFoundError:
        _forget(folder, vectors)  # cut off before its lock was made
    return True


def _forget(folder: Path, vectors: str) -> None:
    """Delete a generation or a draft; the name goes first, so that no reader finds half of it."""
    id_ = folder.name.removeprefix(".")
    hidden = folder.rename(folder.with_name(f".{id_}"))
    try:
        choose_backend(read_manifest(hidden).vectors, vectors).delete(hidden, id_)
    except IndexInvalidError:
        pass  # without a manifest nothing says where else its vectors are
    except (StorageError, SettingsError) as error:
        log.warning("the vectors of %s are left behind: %s", id_, error)
    shutil.rmtree(hidden, ignore_errors=True)
