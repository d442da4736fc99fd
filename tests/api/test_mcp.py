"""MCP, with the SDK's own client over HTTP: three tools, typed replies, keys as everywhere else."""

from collections.abc import Iterator

import httpx2 as httpx
import pytest
from mcp import Client, MCPError
from mcp.client.streamable_http import streamable_http_client

from api.serving import Access
from index.answering.body import AnswerBody
from index.answers import AnswerStore
from index.errors import IndexMissingError
from tests.api.conftest import MakeApp, bearer
from tests.api.fakes import INQUIRY, FakeAnswerer
from tests.api.servers import running


@pytest.fixture
def client(make_app: MakeApp) -> Iterator[Client]:
    """A client to be entered by the test itself: its tasks must not outlive the test's."""
    with running(make_app(Access(loopback=True))) as url:
        yield Client(f"{url}/mcp")


async def test_three_tools_are_offered_and_none_changes_anything(client: Client) -> None:
    async with client:
        tools = (await client.list_tools()).tools
    assert {tool.name for tool in tools} == {"ask", "search", "get_source"}
    assert all(tool.annotations and tool.annotations.read_only_hint for tool in tools)
    assert all(tool.output_schema for tool in tools)


@pytest.mark.parametrize(
    ("question", "status"), [("Which constituency?", "answered"), ("Why resign?", "conflict"), ("How old?", "silent")]
)
async def test_every_verdict_reaches_the_model_as_data(
    client: Client, store: AnswerStore, question: str, status: str
) -> None:
    async with client:
        said = await client.call_tool("ask", {"question": question})
    body = AnswerBody.model_validate(said.structured_content)
    assert (body.status, said.is_error) == (status, False)
    assert store.get(body.answer_id) is not None


async def test_searching_and_reading_go_together(client: Client, fake: FakeAnswerer) -> None:
    async with client:
        found = (
            await client.call_tool("search", {"question": "grooming gangs inquiry", "limit": 2})
        ).structured_content
        assert found is not None
        hit = found["hits"][0]
        read = (await client.call_tool("get_source", {"source_id": hit["source_id"]})).structured_content
    assert read is not None
    assert read["text"][hit["start"] : hit["end"]] == hit["text"]
    assert read["text"] == fake.corpus.source(hit["source_id"]).text


async def test_what_cannot_be_done_is_an_error_for_the_model(client: Client) -> None:
    async with client:
        assert (await client.call_tool("get_source", {"source_id": "none"})).is_error
        assert (await client.call_tool("ask", {"question": ""})).is_error


async def test_an_error_says_what_to_do_and_never_repeats_the_question(client: Client, fake: FakeAnswerer) -> None:
    fake.error = IndexMissingError("none in '/secret/SECRETWORD'")
    async with client:
        calls = [
            await client.call_tool("ask", {"question": question}) for question in ("SECRETWORD?", "SECRETWORD" * 60)
        ]
    missing, wrong = (str(call.content) for call in calls)
    assert "quoth build" in missing
    assert "at most 500 characters" in wrong
    assert "SECRETWORD" not in missing + wrong


async def test_no_stream_is_opened_on_which_nothing_would_come_and_which_keeps_the_server_from_ending(
    make_app: MakeApp,
) -> None:
    with running(make_app(Access(loopback=True))) as url:
        with httpx.stream("GET", f"{url}/mcp", headers={"Accept": "text/event-stream"}) as refused:
            assert (refused.status_code, refused.headers["allow"]) == (405, "POST")
        async with Client(f"{url}/mcp") as client:
            with pytest.raises(MCPError):
                async with client.listen(tools_list_changed=True):
                    pass


async def test_a_key_opens_mcp_from_elsewhere(make_app: MakeApp, secrets: dict[str, str]) -> None:
    with running(make_app()) as url:
        async with (
            httpx.AsyncClient(headers=bearer(secrets["ask"])) as http,
            Client(streamable_http_client(f"{url}/mcp", http_client=http)) as client,
        ):
            read = await client.call_tool("get_source", {"source_id": INQUIRY})
            assert not read.is_error
