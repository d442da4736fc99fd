"""Operators set the bot up per server; settings outlive a restart, and commands are synced only when they changed."""

import asyncio
import threading
import time
from pathlib import Path

import discord
import pytest
from simcord.backend.errors import SetupError

from bot.guilds import ChannelSettings, GuildStore, Threads
from bot.local import LocalEngine, OnProgress
from index.answers import AnswerStore
from index.errors import BuildRefusedError, UnavailableError
from tests.bot.conftest import World
from tests.bot.fakes import FakeAnswerer
from tests.bot.reading import said


async def test_a_channel_s_settings_outlive_a_restart(world: World) -> None:
    result = await world.operator.slash(
        world.channel, "quoth-admin channel", channel=world.channel, answers="yes", threads="always"
    )
    assert result.ephemeral
    assert f"I answer in <#{world.channel.id}>" in said(result)
    await world.restart()
    settings = world.bot.desk.guilds.get(world.guild.id)
    assert settings.listed() == [world.channel.id]
    assert settings.channel(world.channel.id).threads is Threads.ALWAYS
    assert not settings.answers_in(world.channel.id + 1)


async def test_settings_of_one_server_are_not_another_s(world: World) -> None:
    await world.operator.slash(world.channel, "quoth-admin channel", channel=world.channel, answers="no")
    assert not world.bot.desk.guilds.get(world.guild.id).answers_in(world.channel.id)
    assert world.bot.desk.guilds.get(1).answers_in(world.channel.id)


@pytest.mark.parametrize("said_before", ["yes", "no"])
async def test_what_was_said_of_a_channel_is_taken_back(world: World, said_before: str) -> None:
    for answers in (said_before, "default"):
        await world.operator.slash(world.channel, "quoth-admin channel", channel=world.channel, answers=answers)
    settings = world.bot.desk.guilds.get(world.guild.id)
    assert settings.channel(world.channel.id).answers is None
    assert settings.answers_in(world.channel.id + 1)


async def test_a_channel_that_is_deleted_silences_no_other_and_is_named_to_nobody(world: World) -> None:
    world.env.check_errors = False
    named = world.guild.create_text_channel("named")
    await world.operator.slash(world.channel, "quoth-admin channel", channel=named, answers="yes")
    deleted = world.bot.get_channel(named.id)
    assert isinstance(deleted, discord.TextChannel)
    assert f"<#{named.id}>" in said(await world.ask("How much leave is there?"))
    await deleted.delete()
    await world.env.settle()
    assert world.bot.desk.guilds.get(world.guild.id).channels == {}
    assert not (await world.ask("How much leave is there?")).ephemeral


async def test_a_channel_that_was_deleted_while_the_bot_was_away_is_forgotten(world: World) -> None:
    for channel_id in (world.channel.id, 77):
        world.bot.desk.guilds.set_channel(world.guild.id, channel_id, ChannelSettings(answers=True))
    await world.restart()
    world.bot.dispatch("guild_available", world.bot.get_guild(world.guild.id))  # the simulation leaves it out
    await world.env.settle()
    assert world.bot.desk.guilds.get(world.guild.id).listed() == [world.channel.id]


async def test_a_forum_says_what_to_switch_on_to_read_a_post_s_body(world: World) -> None:
    forum = world.guild.create_forum_channel("help")
    result = await world.operator.slash(world.channel, "quoth-admin channel", channel=forum, forum=True)
    assert "Message Content Intent" in said(result)


async def test_the_role_is_set_and_unset(world: World) -> None:
    role = world.guild.create_role("experts")
    result = await world.operator.slash(world.channel, "quoth-admin role", role=role)
    assert f"<@&{role.id}>" in said(result)
    assert "may be mentioned" in said(result)
    result = await world.operator.slash(world.channel, "quoth-admin role")
    assert "nobody" in said(result)


async def test_the_index_is_rebuilt_and_said_to_be_published(world: World) -> None:
    result = await world.operator.slash(world.channel, "quoth-admin rebuild")
    assert result.ephemeral
    assert "g2" in said(result)


async def test_a_refused_rebuild_says_why(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: object) -> str:
        raise BuildRefusedError("half of the sources would go. Use --force.")

    monkeypatch.setattr(world.bot.desk.engine, "_rebuild", refused)
    result = await world.operator.slash(world.channel, "quoth-admin rebuild")
    assert "half of the sources" in said(result)


async def test_a_build_under_way_stops_at_its_next_step_when_the_bot_ends(tmp_path: Path) -> None:
    begun, steps = threading.Event(), iter(range(1000))

    def rebuild(on_progress: OnProgress, /) -> str:
        for step in steps:
            on_progress("encode", step, 1000)
            begun.set()
            time.sleep(0.01)
        return "g2"

    engine = LocalEngine(FakeAnswerer(), AnswerStore(tmp_path / "answers.sqlite3"), rebuild, tmp_path)
    building = asyncio.create_task(engine.rebuild(lambda _: None))
    assert await asyncio.to_thread(begun.wait, 10)
    await engine.close()
    with pytest.raises(UnavailableError, match="stopping"):
        await building
    assert next(steps) < 900


async def test_status_tells_settings_and_generation(world: World) -> None:
    result = await world.operator.slash(world.channel, "quoth-admin status")
    assert "g1" in said(result)
    assert "every channel" in said(result)


async def test_a_member_sees_no_administration(world: World) -> None:
    with pytest.raises(SetupError, match="default-member-permissions"):
        await world.alice.slash(world.channel, "quoth-admin status")


async def test_a_member_who_was_let_in_by_mistake_is_refused(world: World) -> None:
    world.env.check_errors = False
    (command,) = [one for one in await world.bot.tree.fetch_commands() if one.name == "quoth-admin"]
    world.guild.set_command_permissions(command, {world.alice: True})
    result = await world.alice.slash(world.channel, "quoth-admin rebuild")
    assert "Manage Server" in said(result) or "permission" in said(result)


async def test_commands_are_synced_once_and_again_only_when_their_definition_changed(world: World) -> None:
    assert len(world.sent("PUT", "/commands")) == 1
    await world.restart()
    assert len(world.sent("PUT", "/commands")) == 1
    world.bot.desk.guilds.set_synced(world.bot.application_id or 0, "another definition")
    await world.restart()
    assert len(world.sent("PUT", "/commands")) == 2
    assert await world.bot.sync(force=True)


async def test_no_privileged_intent_is_asked_for_by_default(world: World) -> None:
    assert not world.bot.intents.message_content
    assert not world.bot.intents.members
    assert not world.bot.intents.presences


def test_settings_survive_in_the_file(tmp_path: Path) -> None:
    store = GuildStore(tmp_path)
    store.set_role(7, 8)
    store.close()
    again = GuildStore(tmp_path)
    assert again.get(7).role == 8
    assert again.get(9).role is None
    again.close()
