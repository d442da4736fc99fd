"""Rebuild the index in the background, one build at a time, and say how far it is."""

import sqlite3
import threading
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

import structlog

from index.errors import QuothError, UnavailableError
from index.jobs import Job, JobTable

log = structlog.get_logger("quoth.api")

OnProgress = Callable[[str, int, int], None]


class Rebuild(Protocol):
    """Build and publish a generation from the corpus that the last one was built from; return the new one's id.

    `on_progress(stage, done, total)` may be called from any thread. Raises QuothError.
    """

    def __call__(self, on_progress: OnProgress, /) -> str: ...


class Jobs:
    """Thread-safe. How far the latest job is stands in memory; that it began, and how it ended, outlives a restart."""

    def __init__(self, rebuild: Rebuild, then: Callable[[], object], kept: JobTable) -> None:
        self._rebuild, self._then, self._kept = rebuild, then, kept
        self._latest: Job | None = None
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closing = False
        kept.interrupt()

    def start(self) -> Job:
        """Begin a rebuild, or return the one under way."""
        with self._lock:
            if self._latest and self._latest.status == "running":
                return self._latest
            job = Job(uuid.uuid4().hex)
            self._kept.keep(job)
            self._latest = job
            self._thread = threading.Thread(target=self._run, args=(job,), name="quoth-rebuild")
            self._thread.start()
            return job

    def get(self, job_id: str) -> Job | None:
        with self._lock:
            if self._latest and self._latest.id == job_id:
                return self._latest
        return self._kept.get(job_id)

    def close(self) -> None:
        """Stop a build under way at its next step. Nothing is lost: an unfinished generation is never published."""
        self._closing = True
        if self._thread is not None:
            self._thread.join()

    def _run(self, job: Job) -> None:
        try:
            generation = self._rebuild(self._note)
            self._then()
        except QuothError as error:
            log.warning("rebuild failed", job=job.id, error=str(error))
            self._end(status="failed", error=str(error))
        except Exception:
            # a thread has nobody else to tell, and the job must not stay "running"
            log.exception("rebuild failed", job=job.id)
            self._end(status="failed", error="Something failed here. The log says what, under this job.")
        else:
            self._end(status="done", generation=generation)

    def _note(self, stage: str, done: int, total: int) -> None:
        if self._closing:
            raise UnavailableError("the server is shutting down. Build again once it is back.")
        with self._lock:
            self._latest = self._changed(stage=stage, done=done, total=total)

    def _end(self, **changes: Any) -> None:
        """Write down how the job ended before anybody is told, so that a restart says nothing else."""
        ended = self._changed(**changes)
        try:
            self._kept.keep(ended)
        except sqlite3.Error:
            log.exception("the end of a rebuild was not kept", job=ended.id)
        with self._lock:
            self._latest = ended

    def _changed(self, **changes: Any) -> Job:
        assert self._latest is not None
        return replace(self._latest, **changes)
