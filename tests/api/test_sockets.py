"""What only a socket shows: a client that leaves in mid-stream, and the counts after it."""

import threading

import httpx2 as httpx
import pytest

from api.serving import Access
from tests.api.conftest import MakeApp
from tests.api.fakes import FakeAnswerer
from tests.api.servers import running
from tests.api.test_asking import wait_until


def test_a_client_that_leaves_in_mid_stream_leaves_no_work_behind(make_app: MakeApp, fake: FakeAnswerer) -> None:
    fake.go.clear()
    app = make_app(Access(loopback=True), threads=1, queue=8)
    engine = app.state.quoth.engine
    with running(app) as url, httpx.Client(base_url=url) as client:
        for _ in range(4):
            with client.stream("POST", "/v1/ask/stream", json={"question": "Why resign?"}) as response:
                assert response.status_code == 200
        wait_until(lambda: engine.working == 2 and engine.waiting == 0)
        fake.go.set()
        wait_until(lambda: engine.working == 0)
        assert len(fake.asked) == 2
        assert client.post("/v1/ask", json={"question": "Why resign?"}).json()["status"] == "conflict"


@pytest.mark.parametrize(
    "path",
    [
        "/healthz",
        "/readyz",
        "/",
        "/sources/leave",
        "/v1/page.css",
        "/v1/widget.js",
        "/v1/widget/dom.js",
        "/openapi.json",
    ],
)
def test_head_tells_what_get_would_send_without_sending_it(make_app: MakeApp, path: str) -> None:
    with running(make_app(Access(loopback=True))) as url, httpx.Client(base_url=url) as client:
        got, told = client.get(path), client.head(path)
        refused = client.post(path)
    assert (told.status_code, told.content) == (200, b"")
    assert _lasting(told) == _lasting(got)
    assert refused.status_code == 405
    assert "GET" in refused.headers["allow"]


def test_head_of_what_is_not_there_says_so_without_a_body(make_app: MakeApp) -> None:
    with running(make_app(Access(loopback=True))) as url:
        told = httpx.head(f"{url}/sources/none")
    assert (told.status_code, told.content) == (404, b"")


def _lasting(response: httpx.Response) -> dict[str, str]:
    return {name: value for name, value in response.headers.items() if name not in {"date", "x-request-id"}}


def test_questions_side_by_side_get_their_own_answers(make_app: MakeApp) -> None:
    questions = {"Which constituency?": "answered", "Why resign?": "conflict", "How old?": "silent"}
    wrong: list[str] = []

    def ask(url: str) -> None:
        with httpx.Client(base_url=url) as client:
            for question, status in questions.items():
                body = client.post("/v1/ask", json={"question": question}).json()
                if (body["question"], body["status"]) != (question, status):
                    wrong.append(str(body))

    with running(make_app(Access(loopback=True))) as url:
        threads = [threading.Thread(target=ask, args=(url,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        metrics = httpx.get(f"{url}/metrics").text
    assert not wrong
    assert 'quoth_questions_total{status="conflict"} 4.0' in metrics
    assert 'quoth_stage_seconds_count{stage="read"} 12.0' in metrics
    assert 'quoth_generation{generation="g1"} 1.0' in metrics
    assert "quoth_queue_depth 0.0" in metrics
