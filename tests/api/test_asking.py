"""Asking: three verdicts, follow-ups, what is kept, what is refused, and work that nobody waits for."""

import asyncio
import io
import threading
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
import structlog
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.engine import Engine
from api.logs import configure_logs
from api.serving import Access
from index.answering.body import AnswerBody
from index.answers import AnswerStore
from index.errors import IndexMissingError, QuestionError, UnavailableError
from tests.api.conftest import MakeApp, bearer, client_of, sent_problem
from tests.api.fakes import INQUIRY, FakeAnswerer, quote_of

ASKED = {"answered": "Which constituency is hers?", "conflict": "Why did she resign?", "silent": "How old is she?"}


def ask(client: TestClient, question: str, **more: object) -> Any:
    return client.post("/v1/ask", json={"question": question, **more})


@pytest.mark.parametrize("status", ASKED)
def test_every_verdict_is_a_200_in_the_shared_form(local: TestClient, status: str) -> None:
    response = ask(local, ASKED[status])
    assert response.status_code == 200
    assert AnswerBody.model_validate(response.json()).status == status


def test_every_quote_is_verbatim_in_the_source_that_the_api_gives(local: TestClient) -> None:
    for question in ASKED.values():
        body = ask(local, question).json()
        quotes = body["quotes"] + body["related"] + [quote for side in body["sides"] for quote in side["quotes"]]
        assert quotes
        for quote in quotes:
            text = local.get(f"/v1/sources/{quote['source']['id']}").json()["text"]
            assert text[quote["start"] : quote["end"]] == quote["text"]


def test_a_quote_that_its_source_does_not_hold_is_never_sent(local: TestClient, fake: FakeAnswerer) -> None:
    texts = {source.id: source for source in fake.corpus.texts}
    wrong = quote_of(texts[INQUIRY], "The Birmingham Yardley MP")
    fake.verdict = _supported_by_moved(wrong)
    response = ask(local, "Which constituency?")
    sent_problem(response, 500, "internal")
    assert "Yardley" not in response.text


def _supported_by_moved(quote: Any) -> Any:
    from dataclasses import replace

    from index.types import Evidence, Supported

    moved = replace(quote, start=quote.start + 1, end=quote.end + 1)
    return Supported("x", (Evidence(moved, "x", 0.9),))


def test_an_answer_is_kept_with_its_trace_and_its_owner(local: TestClient, store: AnswerStore) -> None:
    body = ask(local, ASKED["answered"]).json()
    kept = store.get(body["answer_id"])
    assert kept is not None
    assert (kept.owner, kept.public, kept.trace.rule) == ("local", True, "the reader was sure")


def test_a_follow_up_is_completed_from_the_earlier_question(local: TestClient, fake: FakeAnswerer) -> None:
    ask(local, "When does the office open?", conversation_id="conversation-1")
    ask(local, "And on Saturdays?", conversation_id="conversation-1")
    ask(local, "And on Sundays?", conversation_id="conversation-2")
    assert [earlier for _, earlier in fake.asked] == [None, "When does the office open?", None]


def test_a_private_question_that_goes_on_stays_with_its_person(
    make_app: MakeApp, fake: FakeAnswerer, secrets: dict[str, str]
) -> None:
    with client_of(make_app()) as client:
        for question, person, private in [
            ("When does the office open?", "a", False),
            ("And when I am ill?", "a", True),
            ("And for how long?", "a", True),
            ("And on Saturdays?", "b", True),
            ("And on Sundays?", "b", False),
        ]:
            more = {"conversation_id": "conversation-1", "person": person, "private": private}
            client.post("/v1/ask", json={"question": question, **more}, headers=bearer(secrets["ask"]))
    first = "When does the office open?"
    assert [earlier for _, earlier in fake.asked] == [None, first, "And when I am ill?", first, first]


def test_a_conversation_belongs_to_its_key(make_app: MakeApp, fake: FakeAnswerer, secrets: dict[str, str]) -> None:
    with client_of(make_app()) as client:
        for key in ("ask", "admin"):
            body = {"question": "And on Saturdays?", "conversation_id": "the-same-one"}
            assert client.post("/v1/ask", json=body, headers=bearer(secrets[key])).status_code == 200
    assert [earlier for _, earlier in fake.asked] == [None, None]


@pytest.mark.parametrize(
    "body",
    [{}, {"question": ""}, {"question": "x" * 501}, {"question": 1}, {"question": "x", "unknown": 1}, [], "text", None],
)
def test_a_body_of_another_form_is_a_problem_that_says_where(local: TestClient, body: object) -> None:
    problem = sent_problem(local.post("/v1/ask", json=body), 422, "invalid")
    assert problem["errors"]


def test_the_longest_question_counts_code_points(local: TestClient) -> None:
    assert ask(local, "\U0001f600" * 500).status_code == 200


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded"])
def test_json_without_its_content_type_is_refused(local: TestClient, content_type: str) -> None:
    sent = local.post("/v1/ask", content=b'{"question": "x?"}', headers={"content-type": content_type})
    assert sent.status_code == 422


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (QuestionError("'SECRETWORD' is no question"), 422, "question"),
        (IndexMissingError("none in '/secret/SECRETWORD'"), 503, "no-index"),
        (UnavailableError("busy SECRETWORD"), 503, "unavailable"),
        (RuntimeError("SECRETWORD"), 500, "internal"),
    ],
)
def test_no_error_repeats_the_question_or_a_path(
    local: TestClient, fake: FakeAnswerer, error: Exception, status: int, kind: str
) -> None:
    fake.error = error
    response = ask(local, "SECRETWORD?")
    sent_problem(response, status, kind)
    assert "SECRETWORD" not in response.text + str(response.headers)


def test_a_validation_error_does_not_repeat_the_question(local: TestClient) -> None:
    response = ask(local, "SECRETWORD " * 100)
    sent_problem(response, 422, "invalid")
    assert "SECRETWORD" not in response.text


def test_a_full_queue_is_a_503_that_says_when_to_come_back(make_app: MakeApp, fake: FakeAnswerer) -> None:
    fake.go.clear()
    app = make_app(Access(loopback=True), threads=1, queue=1)  # two workers and one place: the fourth is refused
    with client_of(app) as client:
        threads = [threading.Thread(target=ask, args=(client, "Why?")) for _ in range(3)]
        for thread in threads:
            thread.start()
        wait_until(lambda: app.state.quoth.engine._taken == 3)
        for path in ("/v1/ask", "/v1/ask/stream"):
            response = client.post(path, json={"question": "Why?"})
            problem = sent_problem(response, 503, "unavailable")
            assert int(response.headers["retry-after"]) == problem["retry_after"]
        fake.go.set()
        for thread in threads:
            thread.join()
        assert ask(client, "Why?").status_code == 200


def wait_until(true: Any) -> None:
    for _ in range(2000):
        if true():
            return
        threading.Event().wait(0.005)
    raise AssertionError("it did not come to that")


async def test_work_that_waits_is_dropped_when_its_client_leaves(make_app: MakeApp, fake: FakeAnswerer) -> None:
    fake.go.clear()
    app = make_app(Access(loopback=True), threads=1, queue=8)  # two workers
    transport = httpx.ASGITransport(app, client=("127.0.0.1", 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:

        def ask_for(number: int) -> asyncio.Task[httpx.Response]:
            return asyncio.create_task(client.post("/v1/ask", json={"question": f"{number}?"}))

        working = [ask_for(0), ask_for(1)]
        for _ in working:
            await asyncio.to_thread(fake.entered.acquire)
        waiting = [ask_for(2), ask_for(3)]
        await asyncio.to_thread(wait_until, lambda: app.state.quoth.engine.waiting == 2)
        for task in waiting:
            task.cancel()
        await asyncio.wait(waiting)
        fake.go.set()
        await asyncio.gather(*working)
    await asyncio.to_thread(wait_until, lambda: app.state.quoth.engine._taken == 0)
    assert sorted(question for question, _ in fake.asked) == ["0?", "1?"]


async def test_the_event_loop_answers_while_questions_are_worked_on(make_app: MakeApp, fake: FakeAnswerer) -> None:
    fake.go.clear()
    transport = httpx.ASGITransport(make_app(Access(loopback=True)), client=("127.0.0.1", 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        asking = asyncio.create_task(client.post("/v1/ask", json={"question": "Why?"}))
        await asyncio.to_thread(fake.entered.acquire)
        assert (await client.get("/healthz")).status_code == 200
        fake.go.set()
        assert (await asking).status_code == 200
    assert threading.get_ident() not in fake.threads


async def test_a_slot_is_free_again_when_its_work_has_ended() -> None:
    engine = Engine(workers=1, waiting=0)
    with engine.slot() as slot:
        assert engine.working == 1
        assert await slot.run(lambda: 7) == 7
    assert (engine.working, engine.waiting) == (0, 0)
    engine.close()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=st.text(max_size=600))
def test_no_question_makes_the_server_fail(local: TestClient, question: str) -> None:
    response = ask(local, question)
    assert response.status_code == (200 if 1 <= len(question) <= 500 else 422)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=300))
def test_no_bytes_make_the_server_fail(local: TestClient, body: bytes) -> None:
    response = local.post("/v1/ask", content=body, headers={"content-type": "application/json"})
    assert response.status_code < 500


def test_a_lone_surrogate_is_refused(local: TestClient) -> None:
    sent = local.post("/v1/ask", content=b'{"question": "\\ud800"}', headers={"content-type": "application/json"})
    sent_problem(sent, 422, "invalid")


def test_question_text_is_logged_only_when_asked_for(
    make_app: MakeApp, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for wanted in (False, True):
        with client_of(make_app(Access(loopback=True), log_questions=wanted)) as client:
            ask(client, "SECRETWORD?")
        assert ("SECRETWORD" in "".join(capsys.readouterr())) is wanted


def test_a_failure_in_a_terminal_shows_no_question() -> None:
    terminal = io.StringIO()
    terminal.isatty = lambda: True  # type: ignore[method-assign]  # a terminal in memory
    configure_logs(terminal)
    try:
        _fail("secretword?".upper())  # not as it stands in the traceback
    except ZeroDivisionError:
        structlog.get_logger().exception("failed")
    finally:
        structlog.reset_defaults()
    assert "ZeroDivisionError" in terminal.getvalue()
    assert "SECRETWORD" not in terminal.getvalue()


def _fail(question: str) -> float:
    return len(question) / 0
