"""Build in a process that ends itself at one step, as a power cut would."""

import multiprocessing
import os
import resource
import time
from multiprocessing.process import BaseProcess
from pathlib import Path

from index.build import GateVerdict, Progress, Step, build
from index.errors import StorageError
from index.settings import Settings
from tests.encoder.fake import HashedWords

EXIT = 77
_SMALL = 4_000  # bytes that a file may have: less than any corpus file
# A server that has imported everything forks each build, for a fresh interpreter would cost more than the build.
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload([__name__])


def start(settings: Settings, articles: Path, step: Step | None, how: str = "kill") -> BaseProcess:
    """Start a build that ends at a step: killed, or with its files torn first, or never, for it hangs there.

    With `small` no file may grow, and the error is left in the file `error` of the data folder.
    """
    process = _CONTEXT.Process(target=_run, args=(str(settings.data_dir), str(articles), step, how))
    process.start()
    return process


def exit_code(settings: Settings, articles: Path, step: Step | None, how: str = "kill") -> int | None:
    """Run such a build to its end."""
    process = start(settings, articles, step, how)
    process.join(60)
    return process.exitcode


def _run(data_dir: str, articles: str, step: Step | None, how: str) -> None:
    def stop(progress: Progress) -> None:
        if progress.step is not step:
            return
        if how == "hang":
            Path(data_dir, "hanging").touch()
            time.sleep(60)
        if how == "torn":
            _tear(Path(data_dir))
        os._exit(EXIT)

    if how == "small":
        resource.setrlimit(resource.RLIMIT_FSIZE, (_SMALL, _SMALL))
    settings = Settings.model_validate({"data_dir": data_dir})
    verdict = GateVerdict(asked=0)
    try:
        build([Path(articles)], settings, encoder=HashedWords(), gate=lambda *_: verdict, on_progress=stop)
    except StorageError as error:
        Path(data_dir, "error").write_text(str(error))


def _tear(data_dir: Path) -> None:
    """Cut every file of an unfinished generation in half, as if its last blocks had not reached the disk."""
    for folder in (data_dir / "generations").glob(".*"):
        for path in folder.rglob("*"):
            if path.is_file():
                os.truncate(path, path.stat().st_size // 2)
