"""Only listed servers and their members are answered, nobody is pinged, and what is quoted is verbatim to the eye."""

from typing import Any

import discord
import pytest

from tests.bot.conftest import World
from tests.bot.fakes import ARTICLES, NASTY
from tests.bot.reading import answer_id, button_of, said, sent_message, shown, would_ping


async def test_a_server_that_is_not_listed_is_declined_and_its_question_never_asked(world: World) -> None:
    other = world.env.create_guild(name="Others")
    channel = other.create_text_channel("general")
    mallory = other.add_member(world.env.create_user("mallory"))
    result = await mallory.slash(channel, "ask", question="leave")
    assert result.ephemeral
    await mallory.send(channel, f"{world.me} leave")
    assert await mallory.autocomplete(channel, "sources", "title", "leave") == []
    assert world.answerer.asked == []
    assert channel.last_message is not None
    assert "QUOTH_BOT_GUILDS" in channel.last_message.content


async def test_with_no_server_listed_nobody_is_answered(world: World) -> None:
    world.bot.desk.served = frozenset()
    result = await world.ask("leave")
    await world.alice.send_dm("leave")
    assert result.ephemeral
    assert world.answerer.asked == []


async def test_a_button_of_an_answer_is_closed_once_its_server_is_no_longer_listed(world: World) -> None:
    result = await world.ask("leave")
    world.bot.desk.served = frozenset()
    form = await world.alice.click(sent_message(result), custom_id=button_of(result, "follow"))
    assert form.modal is None


async def test_a_stranger_s_direct_message_is_declined(world: World) -> None:
    stranger = world.env.create_user("stranger")
    await stranger.send_dm("leave")
    assert world.answerer.asked == []
    assert stranger.dm_channel.last_message is not None
    assert "members" in stranger.dm_channel.last_message.content


async def test_somebody_who_left_the_server_is_a_stranger_within_a_minute(world: World) -> None:
    await world.alice.send_dm("leave")
    world.guild.remove_member(world.alice)
    world.bot.desk.membership._until.clear()  # a minute of monotonic time, which the simulation doesn't move
    await world.alice.user.send_dm("leave")
    assert len(world.answerer.asked) == 1


@pytest.mark.parametrize("private", [True, False])
async def test_a_quote_full_of_marks_arrives_verbatim_and_pings_nobody(world: World, private: bool) -> None:  # noqa: FBT001  # a parameter of the test
    result = await world.ask("nasty @everyone <@1>", private=private)
    assert result.response is not None
    assert NASTY in shown(result.response.components)
    _nobody_is_pinged(world)


async def test_three_thousand_characters_arrive_whole(world: World) -> None:
    result = await world.ask("long")
    page = await world.alice.click(sent_message(result), custom_id=button_of(result, "more"))
    assert ARTICLES[4].text[:3000] in said(result)
    assert ARTICLES[4].text[3000:6000] in said(page)


async def test_nothing_that_is_sent_may_notify_anybody(world: World) -> None:
    await world.alice.send(world.channel, f"{world.me} nasty @everyone")
    result = await world.ask("nasty @everyone", private=True)
    await world.alice.click(sent_message(result), custom_id=button_of(result, "share"))
    await world.alice.slash(world.channel, "sources", title="@everyone")
    _nobody_is_pinged(world)


def _nobody_is_pinged(world: World) -> None:
    """Every message that was sent, by every way there is, with its own allowed_mentions."""
    bodies = [
        body.get("data") or body for path in ("/callback", "/messages", "/webhooks/") for body in _sent(world, path)
    ]
    written = [body for body in bodies if body.get("content") or body.get("components")]
    assert written
    for body in written:
        allowed = body.get("allowed_mentions")
        assert would_ping(body.get("content") or "", body.get("components"), allowed) == set()
        assert allowed is not None
        assert allowed.get("parse") == []


def _sent(world: World, path: str) -> list[dict[str, Any]]:
    return world.sent("POST", path) + world.sent("PATCH", path)


async def test_the_role_is_called_on_a_decline_in_a_message_of_its_own_without_anybody_s_words(world: World) -> None:
    role = world.guild.create_role("experts", mentionable=True)
    await world.operator.slash(world.channel, "quoth-admin role", role=role)
    await world.ask("weather @everyone")
    call = world.sent("POST", f"/channels/{world.channel.id}/messages")[-1]
    assert call["allowed_mentions"]["roles"] == [role.id]
    assert call["allowed_mentions"]["parse"] == []
    assert would_ping(call["content"], None, call["allowed_mentions"]) == {f"&{role.id}"}
    assert "weather" not in call["content"]
    assert "Ask your lead" not in call["content"]


async def test_no_role_is_called_for_an_answer_or_a_private_question(world: World) -> None:
    role = world.guild.create_role("experts", mentionable=True)
    await world.operator.slash(world.channel, "quoth-admin role", role=role)
    await world.ask("leave")
    await world.ask("weather", private=True)
    assert world.sent("POST", f"/channels/{world.channel.id}/messages") == []


async def test_a_question_in_a_private_channel_gets_no_public_permalink(world: World) -> None:
    hidden = world.guild.create_text_channel(
        "board",
        overwrites={
            world.guild.default_role: discord.PermissionOverwrite(view_channel=False),
            world.alice: discord.PermissionOverwrite(view_channel=True),
        },
    )
    result = await world.alice.slash(hidden, "ask", question="leave")
    kept = world.store.get(answer_id(result))
    assert kept is not None
    assert not kept.public
    open_ = world.store.get(answer_id(await world.ask("leave")))
    assert open_ is not None
    assert open_.public


async def test_bots_webhooks_and_the_bot_itself_are_not_answered(world: World) -> None:
    robot = world.guild.add_member(world.env.create_user("robot", bot=True))
    await robot.send(world.channel, f"{world.me} leave")
    await world.guild.create_webhook(world.channel).send(f"{world.me} leave")
    assert world.answerer.asked == []


async def test_everyone_is_not_a_mention_of_the_bot(world: World) -> None:
    await world.operator.send(world.channel, "@everyone leave")
    assert world.answerer.asked == []


async def test_user_ids_are_written_nowhere(world: World) -> None:
    await world.ask("leave")
    await world.alice.send(world.channel, f"{world.me} leave")
    result = await world.ask("leave")
    await world.alice.click(sent_message(result), custom_id=button_of(result, "up"))
    folder = world.bot.desk.settings.data_dir
    written = b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())
    assert str(world.alice.id).encode() not in written
