"""Kept answers: read back whole, gone when they must be, erased for good, shared by threads and processes."""

import errno
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from index.answering.body import answer_body
from index.answering.wording import reason_for, unnamed
from index.answers import MIGRATIONS, AnswerStore, person_id
from index.database import Database, copy_database
from index.errors import AnswerExpiredError, AnswerMissingError, StorageError
from index.jobs import Job
from index.types import (
    Answer,
    Citation,
    Conflicting,
    Difference,
    Evidence,
    Quote,
    ReasonCode,
    Side,
    Silent,
    Step,
    Supported,
    Trace,
    Verdict,
)

TEXT = "Leave is 25 days."


class Clock:
    """Time that a test moves."""

    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def evidence(source: str = "leave", text: str = TEXT) -> Evidence:
    return Evidence(Quote(text, 10, 10 + len(text), Citation(source, "Leave", f"{source}.md"), 0.9), "25 days", 0.9)


def answer(id_: str, verdict: Verdict | None = None, question: str = "How much leave is there?") -> Answer:
    trace = Trace("the reader was sure", (Step("leave", 10, 27, 0.9, 0.5, "25 days", "answers"),), {"read": 1.5})
    return Answer(id_, question, verdict or Supported("25 days", (evidence(),)), 0.9, "g1", 12, "found", trace)


def raw(path: Path, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(statement).fetchall()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[AnswerStore]:
    kept = AnswerStore(tmp_path / "answers.sqlite3", clock=clock)
    yield kept
    kept.close()


def test_a_kept_answer_is_read_back_whole(store: AnswerStore) -> None:
    given = answer("a1")
    store.keep(given, owner="key-1", public=False)
    kept = store.get("a1")
    assert kept is not None
    assert (kept.body, kept.trace) == (answer_body(given), given.trace)
    assert (kept.owner, kept.public, kept.created_at.timestamp()) == ("key-1", False, 1_000_000.0)


def test_an_answer_that_was_never_kept_is_none_and_takes_no_vote(store: AnswerStore) -> None:
    assert store.get("nothing") is None
    with pytest.raises(AnswerMissingError):
        store.vote("nothing", person="p", up=True)


def test_past_its_retention_an_answer_is_expired_even_before_it_is_purged(store: AnswerStore, clock: Clock) -> None:
    store.keep(answer("a1"))
    clock.now += 90 * 86_400 + 1
    with pytest.raises(AnswerExpiredError):
        store.get("a1")
    assert store.quoted("leave") == []


def test_purging_leaves_an_id_and_no_text(store: AnswerStore, clock: Clock, tmp_path: Path) -> None:
    store.keep(answer("a1"), conversation_id="c", owner="k")
    store.vote("a1", person="p", up=True)
    clock.now += 91 * 86_400
    assert store.purge() == 1
    rows = raw(tmp_path / "answers.sqlite3", "SELECT * FROM answers")
    assert rows == [("a1", 1_000_000.0, 1, 1, None, None, None, None, None, None)]
    with pytest.raises(AnswerExpiredError):
        store.get("a1")
    assert store.votes("a1") == []


def test_keeping_goes_on_purging(store: AnswerStore, clock: Clock, tmp_path: Path) -> None:
    store.keep(answer("a1"))
    clock.now += 91 * 86_400
    store.keep(answer("a2"))
    rows = raw(tmp_path / "answers.sqlite3", "SELECT id, erased FROM answers ORDER BY id")
    assert rows == [("a1", 1), ("a2", 0)]


def test_without_retention_nothing_expires(tmp_path: Path, clock: Clock) -> None:
    store = AnswerStore(tmp_path / "a.sqlite3", retention_days=None, clock=clock)
    store.keep(answer("a1"))
    clock.now += 10_000 * 86_400
    assert store.purge() == 0
    assert store.get("a1") is not None
    store.close()


def test_the_last_vote_of_a_person_counts(store: AnswerStore) -> None:
    store.keep(answer("a1"))
    store.vote("a1", person="p", up=True)
    store.vote("a1", person="p", up=False, reason="outdated", comment="2019!")
    store.vote("a1", person="q", up=True)
    votes = {vote.person: (vote.up, vote.reason, vote.comment) for vote in store.votes("a1")}
    assert votes == {"p": (False, "outdated", "2019!"), "q": (True, None, None)}


@pytest.mark.parametrize("keep_questions", [True, False])
def test_a_follow_up_sees_the_last_question_of_its_own_conversation(tmp_path: Path, keep_questions: bool) -> None:  # noqa: FBT001 - a parameter
    store = AnswerStore(tmp_path / "a.sqlite3", keep_questions=keep_questions)
    for number, question in enumerate(["first?", "second?"]):
        store.keep(answer(f"a{number}", question=question), conversation_id="c", owner="k")
    assert store.earlier("c", owner="k") == "second?"
    assert store.earlier("c", owner="another") is None
    assert store.earlier("d", owner="k") is None
    store.close()


def test_a_question_that_is_not_kept_is_nowhere_on_the_disk(tmp_path: Path) -> None:
    store = AnswerStore(tmp_path / "a.sqlite3", keep_questions=False)
    store.keep(answer("a1", question="SECRETWORD?"), conversation_id="c")
    kept = store.get("a1")
    assert kept is not None
    assert kept.body.question == ""
    assert not any(b"SECRETWORD" in file.read_bytes() for file in tmp_path.iterdir())
    store.close()


def test_what_no_article_names_is_not_kept_either_where_questions_are_not(tmp_path: Path) -> None:
    silent = Silent(ReasonCode.ENTITY_MISSING, (evidence().quote,), "SECRETWORD")
    trace = Trace(unnamed("SECRETWORD"), stages={"read": 1.5})
    given = Answer("a1", "Who is SECRETWORD?", silent, 0.1, "g1", 12, reason_for(silent), trace)
    store = AnswerStore(tmp_path / "a.sqlite3", keep_questions=False)
    store.keep(given)
    kept = store.get("a1")
    assert kept is not None
    assert (kept.body.reason_code, kept.trace.stages) == ("entity_missing", {"read": 1.5})
    assert kept.body.reason
    assert kept.trace.rule
    assert not any(b"SECRETWORD" in file.read_bytes() for file in tmp_path.iterdir())
    store.close()


def test_where_a_source_was_quoted_counts_sides_and_leaves_out_private_and_related(store: AnswerStore) -> None:
    other = evidence("handbook")
    sides = (Side("25 days", (evidence(),)), Side("28 days", (other,)))
    store.keep(answer("conflict", Conflicting(sides, Difference.DURATION)))
    store.keep(answer("private"), public=False)
    store.keep(answer("silent", Silent(ReasonCode.NEAR_TOPIC, (other.quote,))))
    assert [(found.answer_id, found.start, found.end) for found in store.quoted("leave")] == [("conflict", 10, 27)]
    assert [found.answer_id for found in store.quoted("handbook")] == ["conflict"]


def test_a_person_who_is_forgotten_leaves_no_word_on_the_disk(store: AnswerStore, tmp_path: Path) -> None:
    store.keep(answer("a1", question="PRIVATEWORD?"), person="p", conversation_id="c", owner="k")
    store.keep(answer("a2"), person="q")
    store.vote("a1", person="p", up=True)
    store.vote("a2", person="p", up=False, comment="PRIVATECOMMENT")
    report = store.forget("p")
    assert (report.answers, report.votes) == (1, 2)
    with pytest.raises(AnswerExpiredError):
        store.get("a1")
    assert store.get("a2") is not None
    assert store.earlier("c", owner="k") is None
    assert not any(b"PRIVATE" in file.read_bytes() for file in tmp_path.iterdir())


def test_forgetting_reaches_what_lives_in_memory_only(tmp_path: Path) -> None:
    store = AnswerStore(tmp_path / "a.sqlite3", keep_questions=False)
    store.keep(answer("a1"), person="p", conversation_id="c", owner="k")
    store.forget("p")
    assert store.earlier("c", owner="k") is None
    store.close()


def test_forgetting_in_another_process_reaches_what_lives_in_memory_only(tmp_path: Path) -> None:
    server, typed = (AnswerStore(tmp_path / "a.sqlite3", keep_questions=keep) for keep in (False, True))
    server.keep(answer("a1"), person="p", conversation_id="c", owner="k")
    server.keep(answer("a2"), person="q", conversation_id="d", owner="k")
    typed.forget("p")
    assert server.earlier("c", owner="k") is None
    assert server.earlier("d", owner="k") == "How much leave is there?"
    server.close()
    typed.close()


def test_a_commit_that_fails_stops_no_later_one(tmp_path: Path) -> None:
    tables = "CREATE TABLE a (id INTEGER PRIMARY KEY);"
    tables += "CREATE TABLE b (a INTEGER REFERENCES a (id) DEFERRABLE INITIALLY DEFERRED)"
    with closing(Database(tmp_path / "a.sqlite3", (tables,))) as database:
        with pytest.raises(sqlite3.IntegrityError), database.writing() as connection:
            connection.execute("INSERT INTO b VALUES (7)")
        with database.writing() as connection:
            connection.execute("INSERT INTO a VALUES (7)")
        assert database.all("SELECT * FROM b") == []


def test_a_full_disk_is_named_and_not_what_failed_after_it(tmp_path: Path) -> None:
    with closing(Database(tmp_path / "a.sqlite3", ("CREATE TABLE a (x TEXT)",))) as database:
        database.all("PRAGMA max_page_count = 3")
        with pytest.raises(sqlite3.OperationalError, match="full"), database.writing() as connection:
            connection.execute("INSERT INTO a VALUES (?)", ("x" * 100_000,))


def test_a_damaged_file_is_named_by_its_backup_which_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.sqlite3").write_bytes(b"no database" * 1000)
    with pytest.raises(StorageError, match="not a database"):
        copy_database(tmp_path / "a.sqlite3", tmp_path / "copy" / "a.sqlite3")
    assert list((tmp_path / "copy").iterdir()) == []


def test_a_backup_taken_while_answers_are_written_opens_and_is_consistent(store: AnswerStore, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            store.keep(answer(f"a{number}"))
            number += 1

    store.keep(answer("before"))
    writer = threading.Thread(target=write)
    writer.start()
    store.backup(tmp_path / "copy" / "answers.sqlite3")
    stop.set()
    writer.join()
    copy = AnswerStore(tmp_path / "copy" / "answers.sqlite3", retention_days=None)
    assert copy.get("before") is not None
    copy.close()


def test_threads_and_a_second_process_write_the_same_file(store: AnswerStore, tmp_path: Path) -> None:
    def write(worker: int) -> None:
        for number in range(20):
            store.keep(answer(f"{worker}-{number}"))

    threads = [threading.Thread(target=write, args=(worker,)) for worker in range(4)]
    for thread in threads:
        thread.start()
    code = (
        "import sys; from pathlib import Path; from index.answers import AnswerStore;"
        "from tests.index.test_answers import answer; s = AnswerStore(Path(sys.argv[1]), retention_days=None);"
        "[s.keep(answer(f'process-{n}')) for n in range(20)]; s.close()"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "answers.sqlite3")], check=True, timeout=60)
    for thread in threads:
        thread.join()
    assert len(store.quoted("leave", limit=1000)) == 100


def test_a_file_of_a_newer_version_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    AnswerStore(path).close()
    raw(path, "PRAGMA user_version = 99")
    with pytest.raises(StorageError, match="99"):
        AnswerStore(path)


def test_a_file_of_the_first_version_is_taken_along_with_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    first = Database(path, MIGRATIONS[:1])
    with first.writing() as connection:
        connection.execute("INSERT INTO answers (id, created, public, erased) VALUES ('old', 0, 1, 1)")
    first.close()
    store = AnswerStore(path)
    store.jobs.keep(Job("new"))
    with pytest.raises(AnswerExpiredError):
        store.get("old")
    store.close()


def test_a_file_that_is_no_database_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    path.write_text("not a database, only a text that is long enough to be read as a header" * 20)
    with pytest.raises(StorageError, match=r"a\.sqlite3"):
        AnswerStore(path)


@pytest.mark.parametrize("name", ["folder", "file/a.sqlite3"])
def test_a_file_that_cannot_be_made_is_refused_with_the_fix(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="QUOTH_DATA_DIR"):
        AnswerStore(tmp_path / name)


def test_a_file_of_somebody_else_is_refused_with_the_fix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(Path, "chmod", refuse)
    with pytest.raises(StorageError, match=r"a\.sqlite3.*not permitted\. Let this user own"):
        AnswerStore(tmp_path / "a.sqlite3")


def test_a_person_id_is_stable_here_and_different_elsewhere(tmp_path: Path) -> None:
    here, elsewhere = tmp_path / "here", tmp_path / "elsewhere"
    assert person_id(here, "address", "192.0.2.1") == person_id(here, "address", "192.0.2.1")
    assert person_id(here, "address", "192.0.2.1") != person_id(here, "discord", "192.0.2.1")
    assert person_id(here, "address", "192.0.2.1") != person_id(elsewhere, "address", "192.0.2.1")
    assert (here / "salt").stat().st_mode & 0o777 == 0o600
