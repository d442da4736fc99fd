"""The OpenAI route, with OpenAI's own package: off unless wanted, cited in text and as data, on declines too."""

from collections.abc import Iterator
from typing import Any

import openai
import pytest

from api.serving import Access
from tests.api.conftest import MakeApp, client_of, sent_problem
from tests.api.fakes import FakeAnswerer
from tests.api.servers import running


@pytest.fixture
def client(make_app: MakeApp, secrets: dict[str, str]) -> Iterator[openai.OpenAI]:
    with (
        running(make_app(openai_route=True)) as url,
        openai.OpenAI(base_url=f"{url}/v1", api_key=secrets["ask"], max_retries=0) as client,
    ):
        yield client


def chat(client: openai.OpenAI, *questions: str, stream: bool = False) -> Any:
    messages: Any = [{"role": "user", "content": question} for question in questions]
    return client.chat.completions.create(model="quoth", messages=messages, stream=stream)


@pytest.mark.parametrize(
    ("question", "status", "links"),
    [("Which constituency?", "answered", 1), ("Why resign?", "conflict", 2), ("How old?", "silent", 1)],
)
def test_every_verdict_is_cited_as_links_and_as_data(
    client: openai.OpenAI, question: str, status: str, links: int
) -> None:
    message = chat(client, question).choices[0].message
    assert message.quoth["status"] == status
    assert len(message.annotations) == links
    for annotation in message.annotations:
        cited = annotation.url_citation
        link = message.content[cited.start_index : cited.end_index]
        assert link.startswith("[")
        assert f"(<{cited.url}>)" in link
        assert "#quote" in cited.url


def test_a_stream_says_the_same_as_a_reply(client: openai.OpenAI) -> None:
    chunks = list(chat(client, "Why resign?", stream=True))
    said = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    assert said == chat(client, "Why resign?").choices[0].message.content
    assert chunks[-1].choices[0].finish_reason == "stop"
    assert any(getattr(chunk.choices[0].delta, "quoth", None) for chunk in chunks)


def test_the_message_before_is_what_a_follow_up_leans_on(client: openai.OpenAI, fake: FakeAnswerer) -> None:
    chat(client, "When does it open?", "And on Saturdays?")
    assert fake.asked == [("And on Saturdays?", "When does it open?")]


def test_half_an_emoji_is_left_out(make_app: MakeApp, fake: FakeAnswerer) -> None:
    body = b'{"messages": [{"role": "user", "content": "How old? \\ud83d"}]}'
    with client_of(make_app(Access(loopback=True), openai_route=True)) as local:
        sent = local.post("/v1/chat/completions", content=body, headers={"content-type": "application/json"})
    assert sent.status_code == 200
    assert fake.asked == [("How old?", None)]


def test_a_message_that_is_no_question_is_refused(client: openai.OpenAI) -> None:
    with pytest.raises(openai.UnprocessableEntityError):
        chat(client, "x" * 501)
    assert [model.id for model in client.models.list()] == ["quoth"]


def test_the_route_is_off_unless_it_is_wanted(make_app: MakeApp) -> None:
    with client_of(make_app(Access(loopback=True))) as client:
        sent_problem(client.post("/v1/chat/completions", json={}), 404, "not-found")
