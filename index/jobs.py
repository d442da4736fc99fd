"""Keep how rebuilds went: a job is known after a restart, and one that a restart cut off has failed."""

from dataclasses import dataclass
from typing import Literal

from index.database import Database

KEPT = 100
INTERRUPTED = "interrupted by a restart; start it again"
TABLE = """
    CREATE TABLE jobs (
        id TEXT PRIMARY KEY, status TEXT NOT NULL, stage TEXT, done INTEGER NOT NULL, total INTEGER NOT NULL,
        generation TEXT, error TEXT
    );
"""


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


class JobTable:
    """The last hundred jobs. Thread-safe; several processes may open the same file."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, job: Job) -> None:
        """Write a job down in place of what was kept of it, and drop the oldest beyond a hundred."""
        row = (job.id, job.status, job.stage, job.done, job.total, job.generation, job.error)
        with self._database.writing() as connection:
            connection.execute("INSERT OR REPLACE INTO jobs VALUES (?, ?, ?, ?, ?, ?, ?)", row)
            newest = "SELECT rowid FROM jobs ORDER BY rowid DESC LIMIT ?"
            connection.execute(f"DELETE FROM jobs WHERE rowid NOT IN ({newest})", (KEPT,))  # noqa: S608 - both are ours

    def get(self, job_id: str) -> Job | None:
        row = self._database.one(
            "SELECT id, status, stage, done, total, generation, error FROM jobs WHERE id = ?", job_id
        )
        return Job(*row) if row else None

    def interrupt(self) -> None:
        """Fail what is still said to be running: for a server that begins, so that nothing of its own runs yet."""
        with self._database.writing() as connection:
            connection.execute("UPDATE jobs SET status = 'failed', error = ? WHERE status = 'running'", (INTERRUPTED,))
