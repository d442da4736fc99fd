"""Watch the folders of the articles, and build again when they have been quiet for a moment."""

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from watchfiles import Change, DefaultFilter, watch

from index.build import BuildReport
from index.errors import QuothError, SourceError

QUIET_MS = 1_000  # an editor writes a file in several steps, and a copied folder arrives file by file
Outcome = BuildReport | QuothError


class _Articles(DefaultFilter):
    """Everything but hidden files, editors' backups and Quoth's own data folder."""

    def __init__(self, data_dir: Path) -> None:
        super().__init__()
        self._data_dir = data_dir.resolve()

    def __call__(self, change: Change, path: str) -> bool:
        name = Path(path).name
        # Not `ignore_paths`, to which `data-sheets` is a part of `data`.
        ignored = Path(path).is_relative_to(self._data_dir) or name.startswith((".", "~$")) or name.endswith("~")
        return not ignored and super().__call__(change, path)


def rebuilding(
    paths: Sequence[Path],
    data_dir: Path,
    rebuild: Callable[[], BuildReport],
    *,
    stop: threading.Event | None = None,
    quiet_ms: int = QUIET_MS,
) -> Iterator[Outcome]:
    """Build at once, then after every change below the paths; yield each report, or the error that stopped a build.

    A build that fails changes nothing that is published, and the next change tries again. Ends when `stop` is set.
    """
    # Editors replace a file, and lose its watch. Resolved, as the ignored data folder is: changes are told below these.
    folders = {(path if path.is_dir() else path.parent).resolve() for path in paths}
    if missing := [folder for folder in folders if not folder.is_dir()]:
        raise SourceError(str(missing[0]), "does not exist", "Check the path.")
    # Watching starts before the first build, so that a change during a build is not lost.
    changes = watch(
        *folders,
        watch_filter=_Articles(data_dir),
        debounce=quiet_ms * 10,
        step=quiet_ms,
        stop_event=stop,
        rust_timeout=quiet_ms,
        yield_on_timeout=True,
        raise_interrupt=True,
    )
    next(changes, None)
    yield _outcome(rebuild)
    for changed in changes:
        if changed:
            yield _outcome(rebuild)


def _outcome(rebuild: Callable[[], BuildReport]) -> Outcome:
    try:
        return rebuild()
    except QuothError as error:  # a UsageError, too: golden questions may be saved half-written
        return error
