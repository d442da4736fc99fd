"""The stream: stages, checked quotes, the answer, done; a failure is an event; who leaves stops it."""

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from index.answering.body import AnswerBody
from index.errors import QuestionError
from tests.api.fakes import FakeAnswerer

Event = tuple[str, Any]


def stream(client: TestClient, question: str) -> list[Event]:
    response = client.post("/v1/ask/stream", json={"question": question})
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/event-stream")
    return parse(response.text)


def parse(text: str) -> list[Event]:
    events = []
    for block in filter(None, text.replace("\r\n", "\n").split("\n\n")):
        fields = dict(line.split(": ", 1) for line in block.split("\n") if not line.startswith(":"))
        if fields:
            events.append((fields["event"], json.loads(fields["data"])))
    return events


def test_stages_come_first_then_quotes_then_the_answer_then_done(local: TestClient) -> None:
    events = stream(local, "Which constituency?")
    assert [name for name, _ in events] == ["status", "status", "status", "quote", "answer", "done"]
    assert [data["stage"] for name, data in events if name == "status"] == ["retrieve", "read", "judge"]
    assert AnswerBody.model_validate(events[-2][1]).quotes[0].text == events[3][1]["text"]


@pytest.mark.parametrize(("question", "place"), [("Why did she resign?", [0, 1]), ("How old?", [None])])
def test_a_quote_says_which_side_it_is_of_or_that_it_is_only_related(
    local: TestClient, question: str, place: list[int | None]
) -> None:
    quotes = [data for name, data in stream(local, question) if name == "quote"]
    assert [quote.get("side") for quote in quotes] == place
    assert [quote.get("related", False) for quote in quotes] == [side is None for side in place]


@pytest.mark.parametrize(("error", "status"), [(QuestionError("SECRET"), 422), (RuntimeError("SECRET"), 500)])
def test_a_failure_on_the_way_is_an_event_in_the_shape_of_a_problem(
    local: TestClient, fake: FakeAnswerer, error: Exception, status: int
) -> None:
    fake.error = error
    *stages, (name, problem) = stream(local, "Why?")
    assert [stage for stage, _ in stages] == ["status"] * 3
    assert (name, problem["status"]) == ("error", status)
    assert problem["type"].startswith("urn:quoth:problem:")
    assert "SECRET" not in json.dumps(problem)
