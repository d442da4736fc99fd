"""The bot as a process of its own: it starts, answers, finishes what is under way on SIGTERM, or says why it can't."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.bot.reading import shown
from tests.bot.test_remote import Server
from tests.bot.wire.server import FakeDiscord

ROOT = Path(__file__).parents[2]
MESSAGE_CONTENT = 1 << 15


@pytest.fixture
def api(tmp_path: Path) -> Iterator[Server]:
    folder = tmp_path / "api"
    folder.mkdir()
    with Server(folder) as server:
        yield server


@pytest.fixture
async def discordd() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as server:
        yield server


def environment(discordd: FakeDiscord, folder: Path, **settings: str) -> dict[str, str]:
    given = {
        "DATA_DIR": str(folder / "bot"),
        "BOT_TOKEN": discordd.token,
        "BOT_GUILDS": discordd.guild_id,
        "BOT_DISCORD_API": discordd.api,
        "BOT_DISCORD_GATEWAY": discordd.gateway_url,
        **settings,
    }
    bare = {name: value for name, value in os.environ.items() if not name.startswith("QUOTH_")}
    return bare | {f"QUOTH_{name}": value for name, value in given.items()} | {"PYTHONPATH": str(ROOT)}


@asynccontextmanager
async def started(folder: Path, environment: dict[str, str], *arguments: str) -> AsyncIterator[Process]:
    """Run the bot; kill it if a test ends while it runs."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, env=environment, cwd=folder, stderr=PIPE, stdout=PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def ended(process: Process) -> tuple[int, str]:
    out, error = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode is not None
    return process.returncode, (out + error).decode()


async def test_sigterm_finishes_the_answer_under_way_and_exits_0(
    discordd: FakeDiscord, api: Server, tmp_path: Path
) -> None:
    settings = environment(discordd, tmp_path, BOT_API_URL=api.url, BOT_API_KEY=api.key)
    async with started(tmp_path, settings) as process:
        await asyncio.wait_for(discordd.gateway.ready.wait(), 60)
        api.answerer.go.clear()
        pending = await discordd.slash("ask", question="which constituency?")
        assert await asyncio.to_thread(api.answerer.entered.acquire, timeout=20)
        process.send_signal(signal.SIGTERM)
        await asyncio.sleep(0.2)
        api.answerer.go.set()
        assert "Birmingham Yardley" in shown((await discordd.answer(pending))["components"])
        code, written = await ended(process)
    assert code == 0
    assert discordd.token not in written
    assert api.key not in written
    assert "constituency" not in written


async def test_sync_sends_the_commands_and_exits_0(discordd: FakeDiscord, api: Server, tmp_path: Path) -> None:
    settings = environment(discordd, tmp_path, BOT_API_URL=api.url, BOT_API_KEY=api.key)
    async with started(tmp_path, settings, "--sync") as process:
        code, _ = await ended(process)
    assert code == 0
    assert {command["name"] for command in discordd.commands} >= {"ask", "sources", "quoth-admin"}
    assert not discordd.gateway.ready.is_set()


@pytest.mark.parametrize(
    ("settings", "word"),
    [
        ({"BOT_TOKEN": "wrong-token-1234"}, "QUOTH_BOT_TOKEN"),
        ({"BOT_MESSAGE_CONTENT": "true"}, "Message Content Intent"),
    ],
)
async def test_a_start_that_discord_refuses_is_one_sentence_and_not_0(
    api: Server, tmp_path: Path, settings: dict[str, str], word: str
) -> None:
    async with FakeDiscord(privileged=MESSAGE_CONTENT) as discordd:
        given = {"BOT_API_URL": api.url, "BOT_API_KEY": api.key} | settings
        async with started(tmp_path, environment(discordd, tmp_path, **given)) as process:
            code, written = await ended(process)
    assert code == 1
    said = [line for line in written.splitlines() if line.startswith("quoth: ")]
    assert len(said) == 1
    assert word in said[0]
    assert "Traceback" not in written
    assert "wrong-token-1234" not in written
