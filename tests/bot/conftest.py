"""A bot with the fake answerer and a real store, in a simulated Discord."""

import os
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import discord
import pytest
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, GuildHandle
from simcord.env import Env
from simcord.results import InteractionResult

from bot.client import QuothBot, create_bot
from bot.guilds import GuildStore
from bot.local import LocalEngine, OnProgress
from index.answers import AnswerStore
from index.settings import Settings
from tests.bot.fakes import FakeAnswerer

MEMBER = discord.Permissions(
    view_channel=True, send_messages=True, send_messages_in_threads=True, read_message_history=True,
    use_application_commands=True, add_reactions=True, create_public_threads=True,
)  # fmt: skip


@dataclass
class World:
    """One server that is served, with an operator and a member in it."""

    env: Env
    bot: QuothBot
    answerer: FakeAnswerer
    store: AnswerStore
    make: Callable[[], QuothBot]
    guild: GuildHandle
    channel: ChannelHandle
    operator: MemberActor
    alice: MemberActor

    @property
    def me(self) -> str:
        """A mention of the bot."""
        assert self.bot.user is not None
        return self.bot.user.mention

    async def ask(self, question: str, *, private: bool = False, who: MemberActor | None = None) -> InteractionResult:
        return await (who or self.alice).slash(self.channel, "ask", question=question, private=private)

    async def restart(self) -> None:
        """Stop the bot and start another one on the same files."""
        self.bot = self.make()
        await self.env.restart_bot(self.bot)

    def sent(self, method: str, path: str) -> list[dict[str, Any]]:
        """The bodies of the requests whose path holds these words."""
        return [entry.json or {} for entry in self.env.http_requests if entry.method == method and path in entry.path]


@pytest.fixture
def answerer() -> FakeAnswerer:
    return FakeAnswerer()


@pytest.fixture
def overrides() -> dict[str, Any]:
    """Settings of a test's own."""
    return {}


def rebuild(on_progress: OnProgress, /) -> str:
    on_progress("encode", 3, 10)
    return "g2"


@pytest.fixture
def make(tmp_path: Path, answerer: FakeAnswerer, overrides: dict[str, Any]) -> Callable[[], QuothBot]:
    """Build a bot on files that a restart finds again."""

    def build() -> QuothBot:
        settings = Settings(data_dir=tmp_path, **overrides)
        engine = LocalEngine(answerer, AnswerStore(tmp_path / "answers.sqlite3"), rebuild, tmp_path)
        return create_bot(engine, settings, GuildStore(tmp_path), shard_count=1)

    return build


@pytest.fixture
def strict() -> bool:
    """Whether an error that the bot met fails the test."""
    return True


@pytest.fixture
def simcord_bot(make: Callable[[], QuothBot]) -> QuothBot:
    return make()


@pytest.fixture
async def world(
    simcord_env: Env,
    simcord_bot: QuothBot,
    make: Callable[[], QuothBot],
    answerer: FakeAnswerer,
    tmp_path: Path,
    strict: bool,  # noqa: FBT001  # a fixture
) -> AsyncIterator[World]:
    simcord_env.check_errors = strict
    guild = simcord_env.create_guild(name="Team")
    simcord_bot.desk.served = frozenset([guild.id])
    store = AnswerStore(tmp_path / "answers.sqlite3")
    yield _people(simcord_env, simcord_bot, answerer, make, guild, store)
    store.close()


def _people(
    env: Env,
    bot: QuothBot,
    answerer: FakeAnswerer,
    make: Callable[[], QuothBot],
    guild: GuildHandle,
    store: AnswerStore,
) -> World:
    def make_served() -> QuothBot:
        again = make()
        again.desk.served = frozenset([guild.id])
        return again

    operators = guild.create_role("operators", permissions=MEMBER | discord.Permissions(manage_guild=True))
    operator = guild.add_member(env.create_user("oscar"), roles=[operators])
    alice = guild.add_member(env.create_user("alice"))
    channel = guild.create_text_channel("general")
    return World(env, bot, answerer, store, make_served, guild, channel, operator, alice)


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the settings of whoever runs the tests out of them."""
    for name in list(os.environ):
        if name.startswith("QUOTH_"):
            monkeypatch.delenv(name)
