"""Whatever is meant for the bot gets an answer, a word or a reaction."""

import discord
import pytest

from bot.guilds import ChannelSettings, Threads
from tests.bot.conftest import World


def replies(world: World) -> list[str]:
    """What the bot wrote in the channel, text only."""
    return [message.content for message in world.channel.history() if message.author == world.bot.user]


async def test_a_mention_of_its_role_is_told_to_mention_the_bot(world: World) -> None:
    assert world.guild.me is not None
    (role,) = [role for role in world.guild.me.roles if role.managed]
    await world.alice.send(world.channel, f"<@&{role.id}> how much leave?")
    assert world.answerer.asked == []
    (hint,) = replies(world)
    assert "not my role" in hint


async def test_a_reply_without_a_ping_is_told_to_mention_the_bot(world: World) -> None:
    first = await world.ask("leave")
    assert first.response is not None
    await world.alice.send(world.channel, "and in Porto?", reply_to=first.response)
    assert len(world.answerer.asked) == 1
    assert "not my role" in replies(world)[-1]


async def test_an_empty_mention_is_told_how_to_ask(world: World) -> None:
    world.env.check_errors = False
    await world.alice.send(world.channel, f"{world.me}")
    assert "/ask" in replies(world)[-1]


async def test_a_mention_that_is_too_long_is_told_the_limit(world: World) -> None:
    world.env.check_errors = False
    await world.alice.send(world.channel, f"{world.me} " + "leave " * 100)
    assert "500" in replies(world)[-1]
    assert world.answerer.asked == []


async def test_words_between_people_are_left_alone(world: World) -> None:
    await world.alice.send(world.channel, "how much leave do we have?")
    assert replies(world) == []


async def test_where_it_may_not_answer_it_reacts(world: World) -> None:
    world.bot.desk.guilds.set_channel(world.guild.id, world.channel.id, ChannelSettings(answers=False))
    message = await world.alice.send(world.channel, f"{world.me} leave")
    assert world.answerer.asked == []
    (shown,) = [one for one in world.channel.history() if one.id == message.id]
    assert [str(reaction.emoji) for reaction in shown.reactions] == ["🔇"]


async def test_a_forum_that_is_answered_stays_so_once_another_channel_is_named(world: World) -> None:
    world.bot.desk.guilds.set_channel(world.guild.id, world.channel.id, ChannelSettings(answers=True))
    await post(world, "How much leave is there?", "I started in June.")
    assert len(world.answerer.asked) == 1


async def test_where_it_may_not_write_it_reacts(world: World) -> None:
    assert world.guild.me is not None
    locked = world.guild.create_text_channel(
        "locked", overwrites={world.guild.me: discord.PermissionOverwrite(send_messages=False)}
    )
    message = await world.alice.send(locked, f"{world.me} leave")
    (shown,) = [one for one in locked.history() if one.id == message.id]
    assert [str(reaction.emoji) for reaction in shown.reactions] == ["🔇"]


async def test_a_command_in_a_closed_channel_names_where_to_ask_and_may_be_asked_privately(world: World) -> None:
    world.env.check_errors = False
    other = world.guild.create_text_channel("ask-here")
    world.bot.desk.guilds.set_channel(world.guild.id, other.id, ChannelSettings(answers=True))
    refused = await world.ask("leave")
    assert refused.response is not None
    assert refused.ephemeral
    assert f"<#{other.id}>" in refused.response.content
    assert (await world.ask("leave", private=True)).ephemeral
    assert len(world.answerer.asked) == 1


async def test_threads_are_made_where_they_are_set_to_always(world: World) -> None:
    world.bot.desk.guilds.set_channel(world.guild.id, world.channel.id, ChannelSettings(threads=Threads.ALWAYS))
    await world.alice.send(world.channel, f"{world.me} How much leave?")
    await world.ask("How much leave?")
    assert [thread.name for thread in world.channel.threads] == ["How much leave?", "How much leave?"]


async def test_a_thread_that_is_refused_leaves_the_answer(world: World) -> None:
    world.bot.desk.guilds.set_channel(world.guild.id, world.channel.id, ChannelSettings(threads=Threads.ALWAYS))
    world.env.inject_error("POST", "/channels/*/messages/*/threads", status=403, code=50013)
    await world.alice.send(world.channel, f"{world.me} How much leave?")
    assert world.channel.threads == []
    assert len(replies(world)) == 1


async def post(world: World, title: str, body: str) -> discord.Thread:
    """A person begins a post in a forum; its first message has the post's id."""
    forum = world.guild.create_forum_channel("help")
    world.bot.desk.guilds.set_channel(world.guild.id, forum.id, ChannelSettings(forum=True))
    backend = world.env.backend
    thread = backend.create_thread(forum.id, title, world.alice.id, broadcast=False)
    backend.announce_thread_create(thread)
    starter = backend.prepare_message(thread.id, world.alice.id, body)
    starter.id = thread.id
    backend.commit_message(starter)
    await world.env.settle()
    found = world.bot.get_channel(thread.id)
    assert isinstance(found, discord.Thread)
    return found


async def test_a_forum_post_is_answered_by_its_title_without_the_intent(world: World) -> None:
    await post(world, "How much leave is there?", "I started in June.")
    assert world.answerer.asked == [("How much leave is there?", None)]


@pytest.mark.parametrize("overrides", [{"bot_message_content": True}])
async def test_with_the_intent_a_post_is_answered_by_title_and_body(world: World) -> None:
    await post(world, "How much leave is there?", "I started in June.")
    assert world.answerer.asked == [("How much leave is there?\nI started in June.", None)]


@pytest.mark.parametrize("overrides", [{"bot_message_content": True}])
async def test_with_the_intent_its_own_threads_and_replies_need_no_mention(world: World) -> None:
    world.bot.desk.guilds.set_channel(world.guild.id, world.channel.id, ChannelSettings(threads=Threads.ALWAYS))
    first = await world.ask("How much leave?")
    (thread,) = world.channel.threads
    await world.alice.send(thread, "and in Porto?")
    assert first.response is not None
    await world.alice.send(world.channel, "and in Rotterdam?", reply_to=first.response)
    assert world.answerer.asked[1:] == [
        ("and in Porto?", "How much leave?"),
        ("and in Rotterdam?", "and in Porto?"),
    ]


async def test_a_thread_does_not_go_on_from_what_was_asked_privately_in_it(world: World) -> None:
    world.bot.desk.guilds.set_channel(world.guild.id, world.channel.id, ChannelSettings(threads=Threads.ALWAYS))
    await world.ask("How much leave?")
    (thread,) = world.channel.threads
    await world.alice.slash(thread, "ask", question="What does Bob earn?", private=True)
    await world.alice.send(thread, f"{world.me} and since when?")
    assert world.answerer.asked[-1] == ("and since when?", "How much leave?")
