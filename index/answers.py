"""Keep answers, their quotes and the feedback on them in SQLite, shared by API, bot and command line.

What is kept can be read after its generation is gone. An answer past its retention, or erased for its person,
leaves a tombstone (its id, no text), so that its link says "gone" and not "never was".
"""

import datetime as dt
import sqlite3
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from pydantic import TypeAdapter

from index.answering.body import AnswerBody, QuoteBody, answer_body
from index.answering.wording import reason_for, unnamed
from index.database import Database, copy_database
from index.errors import AnswerExpiredError, AnswerMissingError
from index.jobs import TABLE as JOBS
from index.jobs import JobTable
from index.people import person_id
from index.types import Answer, Silent, Trace

__all__ = ["AnswerStore", "ForgetReport", "KeptAnswer", "Quoted", "Vote", "answering_quotes", "person_id"]

FILE = "answers.sqlite3"
DAY = 86_400.0
PURGE_EVERY = 3600.0
REMEMBERED = 2048  # conversations held in memory while question text is not kept
_TRACE = TypeAdapter(Trace)

# Entry n takes the file from version n to n + 1. Append; never edit one that was released.
MIGRATIONS = (
    """
    CREATE TABLE answers (
        id TEXT PRIMARY KEY, created REAL NOT NULL, erased INTEGER NOT NULL DEFAULT 0, public INTEGER NOT NULL,
        owner TEXT, person TEXT, conversation TEXT, question TEXT, body TEXT, trace TEXT
    ) WITHOUT ROWID;
    CREATE INDEX answers_created ON answers (erased, created);
    CREATE INDEX answers_person ON answers (person) WHERE person IS NOT NULL;
    CREATE INDEX answers_conversation ON answers (conversation, owner, created) WHERE conversation IS NOT NULL;
    CREATE TABLE quotes (
        answer TEXT NOT NULL REFERENCES answers (id) ON DELETE CASCADE,
        source TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL
    );
    CREATE INDEX quotes_source ON quotes (source);
    CREATE INDEX quotes_answer ON quotes (answer);
    CREATE TABLE votes (
        answer TEXT NOT NULL REFERENCES answers (id) ON DELETE CASCADE,
        person TEXT NOT NULL, up INTEGER NOT NULL, reason TEXT, comment TEXT, created REAL NOT NULL,
        PRIMARY KEY (answer, person)
    ) WITHOUT ROWID;
    CREATE INDEX votes_person ON votes (person);
    """,
    JOBS,
)


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer as it was given. `body.question` is empty where question text is not kept."""

    body: AnswerBody
    trace: Trace
    created_at: dt.datetime
    owner: str | None
    public: bool


@dataclass(frozen=True, slots=True)
class Vote:
    """One person's last word on an answer."""

    person: str
    up: bool
    reason: str | None
    comment: str | None


@dataclass(frozen=True, slots=True)
class ForgetReport:
    """How many answers and votes were erased."""

    answers: int
    votes: int


class Quoted(NamedTuple):
    """Where a source was quoted: `start` and `end` are offsets in its text of that time."""

    answer_id: str
    start: int
    end: int
    created_at: dt.datetime


class _Remembered(NamedTuple):
    answer_id: str
    question: str
    person: str | None


class AnswerStore:
    """Thread-safe; several processes may open the same file. Times are UTC. `jobs` are rebuilds, in the same file."""

    def __init__(
        self,
        path: Path,
        *,
        retention_days: int | None = 90,
        keep_questions: bool = True,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._database = Database(path, MIGRATIONS)
        self.jobs = JobTable(self._database)
        self._retention = None if retention_days is None else retention_days * DAY
        self._keep_questions, self._clock = keep_questions, clock
        self._remembered: OrderedDict[tuple[str, str | None], _Remembered] = OrderedDict()
        self._lock = threading.Lock()
        self._purged = 0.0
        self.purge()

    def keep(
        self,
        answer: Answer,
        *,
        person: str | None = None,
        conversation_id: str | None = None,
        owner: str | None = None,
        public: bool = True,
    ) -> None:
        """Write an answer down. `person` is from `person_id`, never a raw name or address."""
        if self._clock() - self._purged > PURGE_EVERY:
            self.purge()
        kept = answer if self._keep_questions else _unasked(answer)
        body = answer_body(kept)
        row = (
            *(answer.id, self._clock(), public, owner, person, conversation_id, body.question or None),
            *(body.model_dump_json(), _TRACE.dump_json(kept.trace).decode()),
        )
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO answers (id, created, public, owner, person, conversation, question, body, trace)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                row,
            )
            connection.executemany(
                "INSERT INTO quotes VALUES (?, ?, ?, ?)",
                [(answer.id, quote.source.id, quote.start, quote.end) for quote in answering_quotes(body)],
            )
        if not self._keep_questions:
            self._remember(conversation_id, owner, _Remembered(answer.id, answer.question, person))

    def get(self, answer_id: str) -> KeptAnswer | None:
        """Read an answer, or None if it was never kept here; raise AnswerExpiredError if it is erased."""
        row = self._database.one(
            "SELECT erased, created, body, trace, owner, public FROM answers WHERE id = ?", answer_id
        )
        if row is None:
            return None
        erased, created, body, trace, owner, public = row
        if erased or created < self._oldest():
            raise AnswerExpiredError(f"answer {answer_id!r} is no longer kept. Ask the question again.")
        kept = AnswerBody.model_validate_json(body)
        return KeptAnswer(kept, _TRACE.validate_json(trace), _utc(created), owner, bool(public))

    def vote(
        self, answer_id: str, *, person: str, up: bool, reason: str | None = None, comment: str | None = None
    ) -> None:
        """Take a person's vote in place of the one before; raise AnswerMissingError or AnswerExpiredError."""
        if self.get(answer_id) is None:
            raise AnswerMissingError(f"no answer {answer_id!r} was given here. Check the id.")
        with self._database.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO votes VALUES (?, ?, ?, ?, ?, ?)",
                (answer_id, person, up, reason, comment, self._clock()),
            )

    def votes(self, answer_id: str) -> list[Vote]:
        rows = self._database.all(
            "SELECT person, up, reason, comment FROM votes WHERE answer = ? ORDER BY created", answer_id
        )
        return [Vote(person, bool(up), reason, comment) for person, up, reason, comment in rows]

    def earlier(self, conversation_id: str, *, owner: str | None) -> str | None:
        """Return the last question of that conversation of that owner; another owner's is never seen."""
        if not self._keep_questions:
            return self._earlier_remembered(conversation_id, owner)
        row = self._database.one(
            "SELECT question FROM answers WHERE conversation = ? AND owner IS ? AND erased = 0 AND created >= ?"
            " ORDER BY created DESC LIMIT 1",
            *(conversation_id, owner, self._oldest()),
        )
        return str(row[0]) if row and row[0] else None

    def follow(self, conversation_id: str, *, owner: str | None, person: str, aside: bool) -> tuple[str, str | None]:
        """Return the conversation to keep a question in, and the earlier question that it leans on, if any.

        A question asked aside that goes on from another stays with its person: nobody else's question leans on it.
        """
        earlier = self.earlier(conversation_id, owner=owner)
        if earlier is None or not aside:
            return conversation_id, earlier
        own = f"{conversation_id}:{person}"
        return own, self.earlier(own, owner=owner) or earlier

    def quoted(self, source_id: str, *, limit: int = 100) -> list[Quoted]:
        """Return where public answers quoted a source, newest first."""
        rows = self._database.all(
            'SELECT answers.id, start, "end", created FROM quotes JOIN answers ON answers.id = quotes.answer'
            " WHERE source = ? AND public = 1 AND erased = 0 AND created >= ? ORDER BY created DESC LIMIT ?",
            *(source_id, self._oldest(), limit),
        )
        return [Quoted(answer, start, end, _utc(created)) for answer, start, end, created in rows]

    def forget(self, person: str) -> ForgetReport:
        """Erase a person's questions, their answers and that person's votes, from the disk too."""
        with self._lock:
            for key in [key for key, kept in self._remembered.items() if kept.person == person]:
                del self._remembered[key]
        with self._database.writing() as connection:
            # First the votes: erasing an answer takes those on it away, too.
            votes = connection.execute("DELETE FROM votes WHERE person = ?", (person,)).rowcount
            ids = connection.execute("SELECT id FROM answers WHERE person = ?", (person,)).fetchall()
            _erase(connection, ids)
        self._database.checkpoint()
        return ForgetReport(len(ids), votes)

    def purge(self) -> int:
        """Erase what is past its retention; return how many answers that were. `keep` calls it every hour."""
        self._purged = self._clock()
        with self._database.writing() as connection:
            old = "SELECT id FROM answers WHERE erased = 0 AND created < ?"
            ids = connection.execute(old, (self._oldest(),)).fetchall()
            _erase(connection, ids)
        return len(ids)

    def backup(self, target: Path) -> None:
        """Copy the file while it is in use; `target` is complete or absent."""
        copy_database(self._database.path, target)

    def close(self) -> None:
        self._database.close()

    def _oldest(self) -> float:
        return float("-inf") if self._retention is None else self._clock() - self._retention

    def _earlier_remembered(self, conversation_id: str, owner: str | None) -> str | None:
        """Say what is remembered, unless its answer is gone: `quoth forget` erases from a process of its own."""
        with self._lock:
            remembered = self._remembered.get((conversation_id, owner))
        if remembered is None:
            return None
        kept = "SELECT 1 FROM answers WHERE id = ? AND erased = 0 AND created >= ?"
        if self._database.one(kept, remembered.answer_id, self._oldest()):
            return remembered.question
        with self._lock:
            self._remembered.pop((conversation_id, owner), None)
        return None

    def _remember(self, conversation_id: str | None, owner: str | None, asked: _Remembered) -> None:
        if conversation_id is None:
            return
        with self._lock:
            self._remembered[conversation_id, owner] = asked
            self._remembered.move_to_end((conversation_id, owner))
            while len(self._remembered) > REMEMBERED:
                self._remembered.popitem(last=False)


def _erase(connection: sqlite3.Connection, ids: list[tuple[str]]) -> None:
    """Leave nothing of these answers but their ids."""
    connection.executemany("DELETE FROM quotes WHERE answer = ?", ids)
    connection.executemany("DELETE FROM votes WHERE answer = ?", ids)
    connection.executemany(
        "UPDATE answers SET erased = 1, owner = NULL, person = NULL, conversation = NULL, question = NULL,"
        " body = NULL, trace = NULL WHERE id = ?",
        ids,
    )


def _unasked(answer: Answer) -> Answer:
    """Leave out every word of the question: its text, and what it asks about where no article names it."""
    answer = replace(answer, question="")
    if not (isinstance(answer.verdict, Silent) and answer.verdict.missing):
        return answer
    verdict = replace(answer.verdict, missing=None)
    trace = replace(answer.trace, rule=answer.trace.rule.replace(unnamed(answer.verdict.missing), unnamed()))
    return replace(answer, verdict=verdict, reason=reason_for(verdict), trace=trace)


def answering_quotes(body: AnswerBody) -> list[QuoteBody]:
    """List the quotes that answer, those of every side included; related passages are not among them."""
    return [*body.quotes, *(quote for side in body.sides for quote in side.quotes)]


def _utc(created: float) -> dt.datetime:
    return dt.datetime.fromtimestamp(created, dt.UTC)
