"""Read a file's bytes safely: a regular file inside its folder, at rest, and of bounded size."""

import os
import stat
from pathlib import Path

from index.errors import SourceError
from index.sources.limits import Limits

_AT_REST = "Run the build again when the files are at rest."


def read_bytes(path: Path, root: Path, limits: Limits) -> bytes:
    """Return what the file holds; raise SourceError for links out of the folder, devices, and files that change."""
    _refuse_unreadable_name(path)
    _refuse_outside(path, root)
    descriptor = _open(path)
    try:
        before = os.fstat(descriptor)
        _refuse_special(path, before, limits)
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            content = file.read(limits.file_bytes + 1)
        _refuse_changed(path, before, os.fstat(descriptor), len(content))
    finally:
        os.close(descriptor)
    return content


def _open(path: Path) -> int:
    try:
        # Without O_NONBLOCK, opening a FIFO that nobody writes to would wait for ever.
        return os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        raise SourceError(str(path), "vanished before it was read", _AT_REST) from None
    except OSError as error:
        why = f"cannot be opened ({error.strerror})"
        raise SourceError(str(path), why, "Mend its permissions, or remove it.") from None


def _refuse_special(path: Path, found: os.stat_result, limits: Limits) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise SourceError(str(path), "is not a regular file", "Remove it from the folder.")
    if found.st_size > limits.file_bytes:
        why = f"holds {found.st_size / 1e6:.0f} MB, more than {limits.file_bytes / 1e6:.0f}"
        raise SourceError(str(path), why, "Split it into articles.")


def _refuse_unreadable_name(path: Path) -> None:
    try:
        str(path).encode()
    except UnicodeEncodeError:
        raise SourceError(str(path), "has a name that is not UTF-8", "Rename it.") from None


def _refuse_outside(path: Path, root: Path) -> None:
    try:
        inside = path.resolve(strict=True).is_relative_to(root.resolve())
    except FileNotFoundError:
        why = "is a symbolic link to nothing" if path.is_symlink() else "vanished before it was read"
        raise SourceError(str(path), why, "Remove it, or run the build again when files are at rest.") from None
    except (OSError, RuntimeError):
        raise SourceError(str(path), "is a symbolic link in a circle", "Remove it.") from None
    if not inside:
        raise SourceError(str(path), "is a symbolic link out of the folder", "Copy the file into the folder.")


def _refuse_changed(path: Path, before: os.stat_result, after: os.stat_result, read: int) -> None:
    try:
        now = path.stat()
    except OSError:
        raise SourceError(str(path), "vanished while it was read", _AT_REST) from None
    marks = {(s.st_ino, s.st_size, s.st_mtime_ns) for s in (before, after, now)}
    if len(marks) > 1 or read != before.st_size:
        raise SourceError(str(path), "changed while it was read", _AT_REST)
