"""Rebuild the index in the background, one build at a time, and say how far it is."""

import threading
import uuid
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, Protocol

import structlog

from index.errors import QuothError, UnavailableError

KEPT = 100
log = structlog.get_logger("quoth.api")

OnProgress = Callable[[str, int, int], None]


class Rebuild(Protocol):
    """Build and publish a generation from the corpus that the last one was built from; return the new one's id.

    `on_progress(stage, done, total)` may be called from any thread. Raises QuothError.
    """

    def __call__(self, on_progress: OnProgress, /) -> str: ...


@dataclass(frozen=True, slots=True)
class Job:
    """A rebuild: how far it is, and how it ended."""

    id: str
    status: Literal["running", "done", "failed"] = "running"
    stage: str | None = None
    done: int = 0
    total: int = 0
    generation: str | None = None
    error: str | None = None


class Jobs:
    """Thread-safe. The last hundred are remembered, in memory: a restart forgets them, never what they built."""

    def __init__(self, rebuild: Rebuild, then: Callable[[], object]) -> None:
        self._rebuild, self._then = rebuild, then
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closing = False

    def start(self) -> Job:
        """Begin a rebuild, or return the one under way."""
        with self._lock:
            running = next((job for job in self._jobs.values() if job.status == "running"), None)
            if running:
                return running
            job = Job(uuid.uuid4().hex)
            self._jobs[job.id] = job
            while len(self._jobs) > KEPT:
                self._jobs.popitem(last=False)
            self._thread = threading.Thread(target=self._run, args=(job.id,), name="quoth-rebuild")
            self._thread.start()
            return job

    def get(self, job_id: str) -> Job | None:
        with self._lock:
            return self._jobs.get(job_id)

    def close(self) -> None:
        """Stop a build under way at its next step. Nothing is lost: an unfinished generation is never published."""
        self._closing = True
        if self._thread is not None:
            self._thread.join()

    def _run(self, job_id: str) -> None:
        try:
            generation = self._rebuild(lambda stage, done, total: self._note(job_id, stage, done, total))
            self._then()
        except QuothError as error:
            log.warning("rebuild failed", job=job_id, error=str(error))
            self._change(job_id, status="failed", error=str(error))
        except Exception:
            # a thread has nobody else to tell, and the job must not stay "running"
            log.exception("rebuild failed", job=job_id)
            self._change(job_id, status="failed", error="Something failed here. The log says what, under this job.")
        else:
            self._change(job_id, status="done", generation=generation)

    def _note(self, job_id: str, stage: str, done: int, total: int) -> None:
        if self._closing:
            raise UnavailableError("the server is shutting down. Build again once it is back.")
        self._change(job_id, stage=stage, done=done, total=total)

    def _change(self, job_id: str, **changes: object) -> None:
        with self._lock:
            self._jobs[job_id] = replace(self._jobs[job_id], **changes)  # type: ignore[arg-type]  # the names are Job's own
