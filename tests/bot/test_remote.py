"""The bot over HTTP, against the real API."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import uvicorn
from aiohttp import web

from api.app import create_app
from api.keys import KeyStore, Kind
from bot.engine import Asked, BusyError, Vote
from bot.remote import RemoteEngine
from index.answers import AnswerStore
from index.errors import (
    AnswerExpiredError,
    BuildRefusedError,
    IndexMissingError,
    ModelError,
    QuestionError,
    SettingsError,
    UnavailableError,
)
from index.settings import Settings
from index.types import Conflicting, Silent, Supported
from tests.api.fakes import FakeAnswerer
from tests.bot.conftest import rebuild

CONVERSATION = "c" * 32


class Server:
    """The API on a port of this machine, in a thread of its own."""

    def __init__(self, folder: Path) -> None:
        self.answerer = FakeAnswerer()
        self.store = AnswerStore(folder / "answers.sqlite3")
        self.keys = KeyStore(folder / "keys.sqlite3")
        self.key = self.keys.create("bot", Kind.ADMIN, [])[1]
        app = create_app(self.answerer, Settings(data_dir=folder), self.store, keys=self.keys, rebuild=rebuild)
        self._server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, lifespan="on"))
        self._thread = threading.Thread(target=self._server.run)

    def __enter__(self) -> "Server":
        self._thread.start()
        while not self._server.started:
            assert self._thread.is_alive()
        port = self._server.servers[0].sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join()
        self.store.close()
        self.keys.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with Server(tmp_path) as server:
        yield server


@pytest.fixture
async def engine(server: Server) -> AsyncIterator[RemoteEngine]:
    engine = RemoteEngine(server.url, server.key)
    yield engine
    await engine.close()


def asked(question: str, *, public: bool = True) -> Asked:
    return Asked(question, CONVERSATION, "42", "discord:1", public=public)


async def test_the_three_verdicts_come_back_as_verdicts(engine: RemoteEngine) -> None:
    answered = await engine.ask(asked("which constituency?"))
    assert isinstance(answered.verdict, Supported)
    assert answered.verdict.answer == "Birmingham Yardley"
    assert isinstance((await engine.ask(asked("why did she resign?"))).verdict, Conflicting)
    assert isinstance((await engine.ask(asked("what is the weather?"))).verdict, Silent)


async def test_a_conversation_is_carried_and_a_private_question_kept_private(
    engine: RemoteEngine, server: Server
) -> None:
    await engine.ask(asked("which constituency?"))
    private = await engine.ask(asked("and since when?", public=False))
    assert server.answerer.asked[1] == ("and since when?", "which constituency?")
    kept = server.store.get(private.id)
    assert kept is not None
    assert not kept.public


async def test_in_a_private_channel_a_follow_up_leans_on_the_last_question_asked_openly_there(
    engine: RemoteEngine, server: Server
) -> None:
    for question, person in [("Which constituency?", "1"), ("Why did she resign?", "2"), ("And when?", "1")]:
        await engine.ask(Asked(question, CONVERSATION, person, "discord:1", public=False))
    await engine.ask(Asked("And who asked?", CONVERSATION, "2", "discord:1", public=False, aside=True))
    await engine.ask(Asked("And where?", CONVERSATION, "1", "discord:1", public=False))
    earlier = [earlier for _, earlier in server.answerer.asked]
    assert earlier == [None, "Which constituency?", "Why did she resign?", "And when?", "And when?"]


async def test_an_answer_its_trace_and_votes_are_reached_by_id(engine: RemoteEngine, server: Server) -> None:
    answer = await engine.ask(asked("which constituency?"))
    kept = await engine.kept(answer.id)
    trace = await engine.trace(answer.id)
    assert kept is not None
    assert kept.answer.verdict == answer.verdict
    assert trace is not None
    assert trace.steps[0].span == "91 percent"
    await engine.vote(answer.id, Vote("person-42", up=False, reason="outdated", comment="see above"))
    await engine.vote(answer.id, Vote("person-42", up=True))
    (vote,) = server.store.votes(answer.id)
    assert vote.up
    assert "person-42" not in vote.person


async def test_what_was_never_given_or_is_erased_is_told_apart(engine: RemoteEngine, server: Server) -> None:
    assert await engine.kept("0" * 32) is None
    assert await engine.trace("0" * 32) is None
    answer = await engine.ask(asked("which constituency?"))
    row = server.store._database.one("SELECT person FROM answers")  # the only way to see what was written
    assert row is not None
    server.store.forget(row[0])
    with pytest.raises(AnswerExpiredError):
        await engine.kept(answer.id)


async def test_sources_status_and_refresh(engine: RemoteEngine, server: Server) -> None:
    assert not await engine.refresh()
    sources = await engine.sources()
    status = await engine.status()
    assert status.generation == "g1"
    assert status.sources == len(sources) > 1
    # The API's own address may be reached by the bot alone.
    assert not any(server.url in (source.url or "") for source in sources)
    assert not await engine.refresh()


async def test_a_rebuild_is_started_and_followed_to_its_end(engine: RemoteEngine) -> None:
    lines: list[str] = []
    assert "g2" in await engine.rebuild(lines.append)


async def test_a_failed_rebuild_says_why(server: Server, engine: RemoteEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: object) -> str:
        raise BuildRefusedError("half of the sources would go.")

    jobs = server._server.config.app.state.quoth.jobs  # type: ignore[union-attr]  # the app that runs
    monkeypatch.setattr(jobs, "_rebuild", refused)
    with pytest.raises(BuildRefusedError, match="half of the sources"):
        await engine.rebuild(lambda _: None)


async def test_a_question_that_cannot_be_taken_is_the_asker_s_to_mend(engine: RemoteEngine) -> None:
    with pytest.raises(QuestionError):
        await engine.ask(asked("x" * 501))


async def test_a_wrong_key_is_the_operator_s_to_mend(server: Server) -> None:
    engine = RemoteEngine(server.url, "sk_wrong")
    with pytest.raises(SettingsError, match="QUOTH_BOT_API_KEY"):
        await engine.sources()
    await engine.close()


async def test_an_api_that_is_not_there_is_said_to_be_out_of_reach() -> None:
    engine = RemoteEngine("http://127.0.0.1:9", None)
    with pytest.raises(UnavailableError, match="cannot be reached"):
        await engine.sources()
    await engine.close()


@pytest.mark.parametrize(
    ("status", "headers", "body", "error"),
    [
        (503, {"Retry-After": "7"}, "{}", BusyError),
        (503, {"Retry-After": "2"}, '{"type": "urn:quoth:problem:unavailable"}', BusyError),
        (503, {"Retry-After": "2"}, '{"type": "urn:quoth:problem:no-index"}', IndexMissingError),
        (503, {"Retry-After": "2"}, '{"type": "urn:quoth:problem:model"}', ModelError),
        (429, {"Retry-After": "soon"}, "{}", BusyError),
        (500, {}, "<html>", UnavailableError),
        (200, {}, "<html>", SettingsError),
    ],
)
async def test_whatever_answers_is_told_in_words(
    status: int, headers: dict[str, str], body: str, error: type[Exception]
) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(text=body, status=status, headers=headers)

    app = web.Application()
    app.router.add_post("/v1/ask", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    engine = RemoteEngine(f"http://127.0.0.1:{runner.addresses[0][1]}", None)
    with pytest.raises(error):
        await engine.ask(asked("leave?"))
    await engine.close()
    await runner.cleanup()
    await asyncio.sleep(0)
