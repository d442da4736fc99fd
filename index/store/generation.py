"""Read one generation: every file is opened and checked at load, and nothing changes under the reader."""

import datetime as dt
import fcntl
import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from index import lexical
from index.errors import IndexInvalidError, IndexMissingError
from index.store import corpus
from index.store.corpus import Corpus, SourceEntry
from index.store.manifest import FILE as MANIFEST
from index.store.manifest import FIX, Manifest, mismatch, read_manifest
from index.types import Passage, Source
from index.vectors import choose_backend

CURRENT = "CURRENT"
LOCK = "lock"
_RETRIES = 5


class Generation:
    """One built, immutable index. Holds a shared lock until closed, so that pruning leaves its files alone.

    Passage ids run from 0 to `counts.passages` - 1, in the order of the sources. Safe to read from any thread.
    """

    def __init__(self, folder: Path, manifest: Manifest, lock: BinaryIO, vectors: str) -> None:
        self.manifest = manifest
        self.id, self.counts = manifest.id, manifest.counts
        self.built_at: dt.datetime = manifest.created
        self._lock = lock
        self.corpus = Corpus(folder / corpus.FILE)
        self.lexical = lexical.read(folder)
        self.vectors = choose_backend(manifest.vectors, vectors).open(folder, manifest.id)
        self._entries = tuple(self.corpus.entries())
        self._check(folder / MANIFEST)

    def _check(self, manifest: Path) -> None:
        """Refuse files that are whole but do not belong together, or to this version of Quoth."""
        if self.manifest.lexical != lexical.NAME:
            raise mismatch(manifest, "lexical", self.manifest.lexical, lexical.NAME)
        if len(self._entries) != self.counts.sources:
            raise mismatch(manifest, "counts.sources", self.counts.sources, len(self._entries))
        if self.vectors.count() != self.counts.passages:
            raise mismatch(manifest, "counts.passages", self.counts.passages, self.vectors.count())

    def sources(self) -> list[SourceEntry]:
        """Return all sources, without their texts, in the order in which they were built."""
        return list(self._entries)

    def source(self, source_id: str) -> Source:
        """Return a source with its text; an unknown id is a KeyError."""
        return self.corpus.source(source_id)

    def passages(self, ids: Sequence[int]) -> list[Passage]:
        """Return these passages, in this order; an unknown id is a KeyError."""
        return [passage for passage, _ in self.corpus.passages(ids)]

    def passages_with_sources(self, ids: Sequence[int]) -> list[tuple[Passage, Source]]:
        """Return these passages, each with the source that it was cut from, in this order."""
        return self.corpus.passages(ids)

    def close(self) -> None:
        self.corpus.close()
        self.vectors.close()
        self._lock.close()


def published_id(data_dir: Path) -> str | None:
    """Return the id of the published generation, or None if nothing was ever published."""
    path = data_dir / CURRENT
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise IndexInvalidError(f"{str(path)!r} cannot be read. {FIX}") from error


def generations_folder(data_dir: Path) -> Path:
    return data_dir / "generations"


def open_generation(data_dir: Path, generation_id: str | None = None, *, vectors: str = "") -> Generation:
    """Open a generation, the published one unless named; `vectors` is the setting, for a Milvus server's password.

    Raises IndexMissingError when there is none, IndexInvalidError naming the file or field that does not fit.
    """
    for _ in range(_RETRIES):
        id_ = generation_id or published_id(data_dir)
        if id_ is None:
            raise IndexMissingError(f"there is no index in {str(data_dir)!r} yet. Run `quoth build`.")
        if found := open_folder(generations_folder(data_dir) / id_, vectors):
            return found
        # Gone between reading CURRENT and opening: a newer one was published and this one pruned. Look again.
        if generation_id or published_id(data_dir) == id_:
            break
    raise IndexMissingError(f"the generation {id_!r} is not in {str(data_dir)!r}. Run `quoth generations`.")


def open_folder(folder: Path, vectors: str = "") -> Generation | None:
    """Open the generation in a folder, or return None if there is none, or it is being pruned."""
    lock = _share(folder / LOCK)
    if lock is None:
        return None
    try:
        manifest = read_manifest(folder)
        verify(folder, manifest)
        return Generation(folder, manifest, lock, vectors)
    except BaseException:
        lock.close()
        raise


def _share(path: Path) -> BinaryIO | None:
    try:
        lock = path.open("rb")
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return None
    if not os.fstat(lock.fileno()).st_nlink:  # pruned after it was opened
        lock.close()
        return None
    return lock


def verify(folder: Path, manifest: Manifest) -> None:
    """Hash every file of a generation; raise IndexInvalidError naming one that is not as it was built."""
    for name, wanted in manifest.files.items():
        path = folder / name
        try:
            found = sha256(path)
        except OSError as error:
            raise IndexInvalidError(f"{str(path)!r} cannot be read: {error.strerror}. {FIX}") from error
        if found != wanted:
            raise IndexInvalidError(f"{str(path)!r} is not the file that was built: its SHA-256 differs. {FIX}")


def sha256(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
