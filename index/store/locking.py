"""Let one process at a time write to a data folder, and say which one does."""

import datetime as dt
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import BuildLockedError

LOCK = "build.lock"
HOLDER = "build.holder"


@contextmanager
def writing(data_dir: Path) -> Iterator[None]:
    """Hold the writer's lock; raise BuildLockedError naming the process that holds it. A crash releases it."""
    data_dir.mkdir(parents=True, exist_ok=True)
    lock = FileLock(data_dir / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise BuildLockedError(
            f"another build is at work in {str(data_dir)!r}: {_holder(data_dir)}. Wait for it, or end that process."
        ) from error
    try:
        # In a file of its own: whoever tries for the lock truncates the lock file.
        now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        (data_dir / HOLDER).write_text(f"process {os.getpid()} on {socket.gethostname()}, since {now}")
        yield
    finally:
        lock.release()


def _holder(data_dir: Path) -> str:
    try:
        return (data_dir / HOLDER).read_text()
    except OSError:
        return "a process that has not said who it is"
