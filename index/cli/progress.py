"""Show how a build is getting on: bars in a terminal, plain lines elsewhere."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from index.build import OnProgress, Progress, Step

_LABELS = {
    Step.PREPARE: "Loading the encoder",
    Step.READ: "Reading articles",
    Step.CHUNK: "Cutting passages",
    Step.ENCODE: "Encoding passages",
    Step.WRITE_CORPUS: "Writing articles",
    Step.WRITE_VECTORS: "Writing vectors",
    Step.WRITE_LEXICAL: "Writing the word index",
    Step.SYNC: "Syncing",
    Step.CHECK: "Checking",
    Step.GATE: "Asking the golden questions",
    Step.SEAL: "Sealing",
    Step.MOVE: "Moving into place",
    Step.PUBLISH: "Publishing",
    Step.PRUNE: "Pruning",
    Step.DONE: "Done",
}


@contextmanager
def shown(*, quiet: bool) -> Iterator[OnProgress]:
    """Give the callback that a build reports to; nothing is shown if quiet. Writes to standard error only."""
    console = Console(stderr=True)
    if quiet:
        yield _say_nothing
    elif console.is_terminal:
        columns = TextColumn("{task.description:<28}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
        with Bars(*columns, console=console, transient=True) as bars:
            yield _Terminal(bars)
    else:
        yield _Lines()


def _say_nothing(_: Progress) -> None:
    """Show nothing."""


class _Terminal:
    """One bar for each step."""

    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._tasks: dict[Step, TaskID] = {}

    def __call__(self, progress: Progress) -> None:
        if progress.note and progress.step is Step.PREPARE:
            self._bars.console.print(progress.note)
        total = max(progress.total, 1)
        if progress.step not in self._tasks:
            self._finish()
            self._tasks[progress.step] = self._bars.add_task(_LABELS[progress.step], total=total)
        self._bars.update(self._tasks[progress.step], completed=progress.done, total=total)

    def _finish(self) -> None:
        for task in self._bars.tasks:
            self._bars.update(task.id, completed=task.total)


class _Lines:
    """One line for each step, and for each note of the first."""

    def __init__(self) -> None:
        self._last: Step | None = None

    def __call__(self, progress: Progress) -> None:
        if progress.step is not self._last:
            self._last = progress.step
            counted = f" ({progress.total})" if progress.total else ""
            sys.stderr.write(f"{_LABELS[progress.step]}{counted}\n")
        if progress.note and progress.step is Step.PREPARE:
            sys.stderr.write(f"{progress.note}\n")
        sys.stderr.flush()
