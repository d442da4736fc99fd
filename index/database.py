"""Open a small SQLite file that several threads and processes write: write-ahead log, versioned, backed up alive."""

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from index.errors import StorageError

BUSY_MS = 10_000


@contextmanager
def _opening(path: Path) -> Iterator[None]:
    """Turn what disk and SQLite say about a file into a sentence with the fix."""
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        fix = "Let this user own the folder and what is in it, or set QUOTH_DATA_DIR to another."
        raise StorageError(f"{str(path)!r} cannot be opened: {why}. {fix}") from error
    except sqlite3.DatabaseError as error:
        raise StorageError(
            f"{str(path)!r} cannot be opened: {error}. Move it away, or restore it from a backup."
        ) from error


class Database:
    """One connection behind a lock: writes here are short, and SQLite takes one writer at a time anyway."""

    def __init__(self, path: Path, migrations: Sequence[str]) -> None:
        self.path = path
        self._lock = threading.RLock()
        with _opening(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
            try:
                path.chmod(0o600)  # questions and key hashes are nobody else's
                self._prepare(migrations)
            except BaseException:
                self._connection.close()
                raise

    def _prepare(self, migrations: Sequence[str]) -> None:
        self._connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.execute("PRAGMA foreign_keys = ON")
        self._connection.execute("PRAGMA secure_delete = ON")  # erased text is overwritten, not only unlinked
        with self.writing() as connection:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version > len(migrations):
                raise StorageError(
                    f"{str(self.path)!r} has version {version}, this Quoth reads up to {len(migrations)}. Update Quoth."
                )
            for script in migrations[version:]:
                for statement in filter(None, map(str.strip, script.split(";"))):
                    connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {len(migrations)}")

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Hold the write lock for a transaction; an exception rolls it back."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                # A full disk may have ended the transaction; one that stayed open would refuse every other.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def one(self, query: str, *values: Any) -> tuple[Any, ...] | None:
        with self._lock:
            row: tuple[Any, ...] | None = self._connection.execute(query, values).fetchone()
        return row

    def all(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._connection.execute(query, values).fetchall()

    def checkpoint(self) -> None:
        """Empty the write-ahead log, so that erased text does not live on in it."""
        with self._lock:
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        with self._lock:
            self._connection.close()


def copy_database(path: Path, target: Path) -> None:
    """Copy through SQLite's backup interface, while others write; `target` is complete or absent."""
    aside = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        aside.touch(mode=0o600)
        with closing(sqlite3.connect(path)) as reading, closing(sqlite3.connect(aside)) as copy:
            reading.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
            reading.backup(copy)
        aside.replace(target)
    except (OSError, sqlite3.Error) as error:
        why = error.strerror if isinstance(error, OSError) else error
        fix = "Make room there, or move a damaged file away."
        raise StorageError(f"{str(path)!r} cannot be copied to {str(target)!r}: {why}. {fix}") from error
    finally:
        aside.unlink(missing_ok=True)
