"""Real discord.py over a real WebSocket and real HTTP: what the simulation can't show."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import discord
import pytest

from bot.client import QuothBot
from bot.guilds import GuildStore
from bot.local import LocalEngine
from index.answers import AnswerStore
from index.settings import Settings
from tests.bot.conftest import rebuild
from tests.bot.fakes import NASTY, FakeAnswerer
from tests.bot.reading import buttons, shown, would_ping
from tests.bot.wire.server import FakeDiscord, pointed_at


class QuickBot(QuothBot):
    """Without the 5 s that discord.py waits before it identifies again."""

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Identify at once."""


@pytest.fixture
async def discordd() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as server:
        with pointed_at(server):
            yield server


def make(
    server: FakeDiscord, folder: Path, answerer: FakeAnswerer, kind: Callable[..., QuothBot] = QuickBot
) -> QuothBot:
    settings = Settings(data_dir=folder, bot_guilds=(server.guild_id,))
    engine = LocalEngine(answerer, AnswerStore(folder / "answers.sqlite3"), rebuild, folder)
    return kind(engine, settings, GuildStore(folder), guild_ready_timeout=0.05)


@asynccontextmanager
async def running(bot: QuothBot, token: str) -> AsyncIterator[QuothBot]:
    task = asyncio.create_task(bot.start(token))
    async with asyncio.timeout(20):
        ready = asyncio.create_task(bot.wait_until_ready())
        await asyncio.wait({ready, task}, return_when=asyncio.FIRST_COMPLETED)
    try:
        yield bot
    finally:
        await bot.close()
        await task


@pytest.fixture
async def bot(discordd: FakeDiscord, tmp_path: Path) -> AsyncIterator[QuothBot]:
    async with running(make(discordd, tmp_path, FakeAnswerer()), discordd.token) as bot:
        yield bot


async def test_login_sync_defer_and_answer(discordd: FakeDiscord, bot: QuothBot) -> None:
    names = {command["name"] for command in discordd.commands}
    assert names == {"ask", "why", "about", "sources", "quoth-admin", "Ask about this"}
    pending = await discordd.slash("ask", question="nasty @everyone")
    answer = await discordd.answer(pending)
    assert pending.callback is not None
    assert pending.callback["type"] == 5
    assert NASTY in shown(answer["components"])
    assert would_ping(answer["content"], answer["components"], answer["_allowed_mentions"]) == set()


async def test_commands_have_no_user_install_and_answer_in_no_group_chat(discordd: FakeDiscord, bot: QuothBot) -> None:
    assert bot.is_ready()
    ask = next(command for command in discordd.commands if command["name"] == "ask")
    assert ask["integration_types"] == [0]
    assert set(ask["contexts"]) == {0, 1}


async def test_a_button_opens_a_form(discordd: FakeDiscord, bot: QuothBot) -> None:
    assert bot.is_ready()
    answer = await discordd.answer(await discordd.slash("ask", question="leave"))
    pending = await discordd.click(answer, buttons(answer["components"])["down"]["custom_id"])
    await asyncio.wait_for(pending.changed.wait(), 20)
    assert pending.callback is not None
    assert pending.callback["type"] == 9


async def test_a_mention_is_answered_though_the_first_try_is_rate_limited(discordd: FakeDiscord, bot: QuothBot) -> None:
    assert bot.is_ready()
    discordd.limited.append(("POST", f"/channels/{discordd.channel['id']}/messages", 0.05))
    await discordd.say("leave")
    assert "28 days" in shown((await discordd.written())["components"])
    assert discordd.limited == []


async def test_a_reconnect_resumes_and_an_invalid_session_identifies_again(
    discordd: FakeDiscord, bot: QuothBot
) -> None:
    assert bot.is_ready()
    await discordd.gateway.tell(7)
    await asyncio.wait_for(discordd.gateway.resumed.wait(), 20)
    assert [name for name, _ in discordd.gateway.log if name != "HEARTBEAT"] == ["IDENTIFY", "RESUME"]
    discordd.gateway.ready.clear()
    await discordd.gateway.tell(9, data=False)
    await asyncio.wait_for(discordd.gateway.ready.wait(), 20)
    assert (await discordd.answer(await discordd.slash("ask", question="leave")))["components"]


async def test_commands_are_not_sent_again_by_the_next_start(discordd: FakeDiscord, tmp_path: Path) -> None:
    for _ in range(2):
        async with running(make(discordd, tmp_path, FakeAnswerer()), discordd.token):
            pass
    assert [path for method, path, _ in discordd.requests if method == "PUT"] == [
        f"/applications/{discordd.app_id}/commands"
    ]


async def test_a_wrong_token_is_refused(discordd: FakeDiscord, tmp_path: Path) -> None:
    bot = make(discordd, tmp_path, FakeAnswerer())
    with pytest.raises(discord.LoginFailure):
        await bot.start("wrong")
    await bot.close()


async def test_two_shards_share_the_work(tmp_path: Path) -> None:
    async with FakeDiscord(shards=2) as server:
        with pointed_at(server):
            bot = make(server, tmp_path, FakeAnswerer())
            async with running(bot, server.token):
                assert set(bot.shards) == {0, 1}
                assert (await server.answer(await server.slash("ask", question="leave")))["components"]
