"""Rebuilding: one job at a time, its progress told, its failure said, and served at once when done."""

import contextlib
import threading
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.jobs import Jobs, OnProgress
from api.late import LateAnswerer
from index.answering.live import WARM_UP
from index.answers import FILE, AnswerStore
from index.errors import BuildRefusedError, IndexMissingError, ModelError, UnavailableError
from index.jobs import KEPT, Job
from index.types import Answer
from tests.api.conftest import sent_problem
from tests.api.fakes import FakeAnswerer


def ended(jobs: Jobs, job: Job) -> Job:
    for _ in range(2000):
        found = jobs.get(job.id)
        assert found is not None
        if found.status != "running":
            return found
        threading.Event().wait(0.005)
    raise AssertionError("the job did not end")


def test_a_rebuild_is_accepted_and_followed_to_its_end(local: TestClient) -> None:
    accepted = local.post("/v1/index/rebuild")
    assert accepted.status_code == 202
    for _ in range(500):
        job = local.get(accepted.headers["location"]).json()
        if job["status"] != "running":
            break
    assert (job["status"], job["generation"], job["stage"], job["total"]) == ("done", "g2", "encode", 2)
    sent_problem(local.get("/v1/jobs/none"), 404, "not-found")


def test_what_was_built_is_served_before_the_job_says_done(store: AnswerStore) -> None:
    served: list[str] = []
    jobs = Jobs(lambda _: "g2", lambda: served.append("g2"), store.jobs)
    assert ended(jobs, jobs.start()).status == "done"
    assert served == ["g2"]


def test_while_a_build_runs_its_job_is_given_again(store: AnswerStore) -> None:
    go = threading.Event()
    jobs = Jobs(lambda _: "g2" if go.wait(10) else "never", lambda: None, store.jobs)
    first, second = jobs.start(), jobs.start()
    go.set()
    assert first.id == second.id
    assert ended(jobs, first).status == "done"
    assert ended(jobs, jobs.start()).id != first.id


@pytest.mark.parametrize(("error", "said"), [(BuildRefusedError("3 got worse"), "3 got worse"), (KeyError("x"), "log")])
def test_a_build_that_fails_says_why_and_the_next_may_begin(store: AnswerStore, error: Exception, said: str) -> None:
    def fail(_: OnProgress) -> str:
        raise error

    jobs = Jobs(fail, lambda: None, store.jobs)
    job = ended(jobs, jobs.start())
    assert job.status == "failed"
    assert said in (job.error or "")
    assert ended(jobs, jobs.start()).id != job.id


def test_a_build_under_way_stops_at_its_next_step_when_the_server_ends(store: AnswerStore) -> None:
    begun, steps = threading.Event(), 0

    def build(on_progress: OnProgress) -> str:
        nonlocal steps
        while True:
            begun.set()
            on_progress("encode", steps, 0)
            steps += 1

    jobs = Jobs(build, lambda: None, store.jobs)
    job = jobs.start()
    begun.wait(10)
    jobs.close()
    assert ended(jobs, job).status == "failed"


def test_how_a_job_ended_is_known_after_a_restart(store: AnswerStore) -> None:
    def refuse(_: OnProgress) -> str:
        raise BuildRefusedError("3 got worse")

    for rebuild in (lambda _: "g2", refuse):
        before = Jobs(rebuild, lambda: None, store.jobs)
        job = ended(before, before.start())
        assert Jobs(lambda _: "g3", lambda: None, store.jobs).get(job.id) == job


def test_a_job_that_was_running_when_the_server_died_has_failed(store: AnswerStore, tmp_path: Path) -> None:
    go = threading.Event()
    jobs = Jobs(lambda _: "g2" if go.wait(10) else "never", lambda: None, store.jobs)
    job = jobs.start()
    again = AnswerStore(tmp_path / FILE)  # what a server finds that begins after the first has died
    found = Jobs(lambda _: "g3", lambda: None, again.jobs).get(job.id)
    again.close()
    go.set()
    ended(jobs, job)
    assert found is not None
    assert (found.status, found.error) == ("failed", "interrupted by a restart; start it again")


def test_a_hundred_jobs_are_remembered(store: AnswerStore) -> None:
    for number in range(KEPT + 1):
        store.jobs.keep(Job(f"job {number}"))
        store.jobs.keep(Job(f"job {number}", "done"))
    assert store.jobs.get("job 0") is None
    assert store.jobs.get("job 1") == Job("job 1", "done")


def test_before_there_is_an_index_it_is_said_what_is_missing_and_then_it_serves() -> None:
    fake = FakeAnswerer()
    openings = iter([None, fake])
    late = LateAnswerer(lambda: _opened(next(openings)))
    with pytest.raises(UnavailableError):
        late.search("x")
    with pytest.raises(IndexMissingError):
        late.refresh()
    with pytest.raises(IndexMissingError, match="quoth build"):
        late.reading()
    assert late.refresh()
    assert fake.asked == [(WARM_UP, None)], "it was not warmed"
    with late.reading() as corpus:
        assert corpus.id == "g1"


class Broken(FakeAnswerer):
    """Cannot answer the first question; counts those that were closed."""

    closed = 0

    def ask(
        self, question: str, *, earlier: str | None = None, on_stage: Callable[[str], None] | None = None
    ) -> Answer:
        try:
            self.corpus.source("none")
        except KeyError as error:
            raise ModelError("no model") from error
        return super().ask(question, earlier=earlier, on_stage=on_stage)

    def close(self) -> None:
        Broken.closed += 1


def test_what_failed_to_begin_is_closed_and_leaves_nothing_in_memory() -> None:
    made: list[weakref.ref[Broken]] = []

    def open_answerer() -> Broken:
        answerer = Broken()
        made.append(weakref.ref(answerer))
        return answerer

    late = LateAnswerer(open_answerer)
    for _ in range(3):
        with contextlib.suppress(ModelError):
            late.refresh()
        with contextlib.suppress(ModelError):
            late.reading()
    assert Broken.closed == 3
    assert [kept() for kept in made] == [None] * 3


def _opened(answerer: FakeAnswerer | None) -> FakeAnswerer:
    if answerer is None:
        raise IndexMissingError("there is no index. Run `quoth build`.")
    return answerer
