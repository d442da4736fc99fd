"""Nothing fails in silence: limits are told, errors carry an id that stands in the log."""

import re
import sqlite3

import pytest

from bot.engine import BusyError
from index.errors import AnswerMissingError, IndexInvalidError
from tests.bot.conftest import World
from tests.bot.reading import button_of, said, sent_message, shown


def expire(world: World) -> None:
    """Let Discord say that the token of the next answer is no longer valid."""
    world.env.inject_error("PATCH", "/webhooks/*/messages/@original", status=401, code=50027)


@pytest.fixture
def strict() -> bool:
    """These tests make the bot meet errors."""
    return False


async def test_an_unexpected_error_is_told_with_an_id_that_stands_in_the_log(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.answerer.failure = RuntimeError("the model tripped over a very secret question")
    told = said(await world.ask("leave"))
    (error_id,) = re.findall(r"`([0-9a-f]{8})`", told)
    assert error_id in caplog.text
    assert "tripped" not in told


async def test_a_mention_that_fails_is_told_so_too(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.answerer.failure = IndexInvalidError("generation 'g1' does not match its manifest.")
    await world.alice.send(world.channel, f"{world.me} leave")
    reply = world.channel.last_message
    assert reply is not None
    (error_id,) = re.findall(r"`([0-9a-f]{8})`", reply.content)
    assert error_id in caplog.text


async def test_a_button_that_fails_is_told_so_too(world: World) -> None:
    result = await world.ask("leave")
    await world.bot.desk.engine.close()
    failed = await world.alice.click(sent_message(result), custom_id=button_of(result, "why"))
    assert "Error" in said(failed)


async def test_discord_s_own_500_on_the_answer_is_told(world: World) -> None:
    world.env.inject_error("PATCH", "/webhooks/*/messages/@original", status=500)
    assert "Error" in said(await world.ask("leave"))


async def test_a_typing_indicator_that_is_refused_costs_no_answer(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/typing", status=503)
    await world.alice.send(world.channel, f"{world.me} leave")
    assert world.channel.last_message is not None
    assert "28 days" in shown([one.to_dict() for one in world.channel.last_message.components])


async def test_a_reply_that_is_refused_leaves_a_reaction(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50013, times=None)
    message = await world.alice.send(world.channel, f"{world.me} leave")
    (shown,) = [one for one in world.channel.history() if one.id == message.id]
    assert [str(reaction.emoji) for reaction in shown.reactions] == ["⚠️"]


async def test_a_command_in_a_direct_message_is_told_when_discord_does_not_say_who_is_a_member(world: World) -> None:
    world.env.inject_error("GET", "/guilds/*/members/*", status=503)
    assert "Error" in said(await world.alice.user.slash("about"))


async def test_a_thread_that_is_there_already_is_named(world: World) -> None:
    result = await world.ask("leave")
    world.env.inject_error("POST", "/channels/*/messages/*/threads", status=400, code=160004)
    pressed = await world.alice.click(sent_message(result), custom_id=button_of(result, "thread"))
    assert said(pressed) == f"<#{sent_message(result).id}>"


async def test_an_answer_whose_token_expired_is_posted_in_the_channel(world: World) -> None:
    expire(world)
    await world.ask("leave")
    assert len(world.sent("POST", f"/channels/{world.channel.id}/messages")) == 1


async def test_a_private_answer_whose_token_expired_is_sent_to_its_asker_alone(world: World) -> None:
    expire(world)
    await world.ask("leave", private=True)
    assert world.sent("POST", f"/channels/{world.channel.id}/messages") == []
    assert len(world.alice.user.dm_channel.history()) == 1


async def test_an_answer_to_a_deleted_message_is_posted_without_a_reference(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=400, code=50035)
    await world.alice.send(world.channel, f"{world.me} leave")
    reply = world.channel.last_message
    assert reply is not None
    assert reply.reference is None


@pytest.mark.parametrize("overrides", [{"bot_person_per_minute": 2}])
async def test_a_person_who_asks_too_fast_is_told_when_to_ask_again(world: World) -> None:
    await world.ask("leave")
    await world.ask("leave")
    refused = await world.ask("leave")
    assert refused.ephemeral
    assert re.search(r"\d+ s", said(refused))
    await world.ask("leave", who=world.operator)
    await world.env.advance_time(61)
    await world.ask("leave")
    assert len(world.answerer.asked) == 4


@pytest.mark.parametrize("overrides", [{"bot_server_per_minute": 2}])
async def test_a_server_that_asks_too_fast_is_told_too(world: World) -> None:
    for who in (world.alice, world.operator, world.alice):
        await world.ask("leave", who=who)
    assert len(world.answerer.asked) == 2


async def test_a_full_queue_says_when_to_ask_again(world: World) -> None:
    queue = world.bot.desk.queue
    places = [queue.place() for _ in range(16)]
    for place in places:
        await place.__aenter__()
    told = said(await world.ask("leave"))
    assert re.search(r"\d+ s", told)
    assert world.answerer.asked == []
    for place in places:
        await place.__aexit__(None, None, None)
    await world.ask("leave")
    assert len(world.answerer.asked) == 1


def test_the_queue_says_seconds() -> None:
    assert "7 s" in str(BusyError(7))


async def test_closing_finishes_the_answer_under_way_and_takes_no_new_one(world: World) -> None:
    queue = world.bot.desk.queue
    place = queue.place()
    await place.__aenter__()
    assert not await queue.drain(0.01)
    told = said(await world.ask("leave"))
    assert "restarting" in told
    await place.__aexit__(None, None, None)
    assert await queue.drain(1)


async def test_a_new_generation_is_picked_up_while_running(world: World) -> None:
    from tests.bot.fakes import ARTICLES, FakeCorpus

    world.answerer.fresh = FakeCorpus("g2", articles=ARTICLES[:2])
    await world.env.advance_time(6)
    assert len(world.bot.desk.sources) == 2
    assert "g2" in said(await world.alice.slash(world.channel, "about"))


@pytest.mark.parametrize("error", [AnswerMissingError("404"), sqlite3.OperationalError("locked")])
async def test_a_refresh_that_fails_is_not_the_last(
    world: World, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def broken(_: object) -> bool:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(type(world.answerer), "refresh", broken)
        await world.env.advance_time(6)
    await test_a_new_generation_is_picked_up_while_running(world)


async def test_a_failing_refresh_is_logged_and_the_old_generation_goes_on(
    world: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> bool:
        raise IndexInvalidError("generation 'g2' is torn.")

    monkeypatch.setattr(type(world.answerer), "refresh", broken)
    await world.env.advance_time(6)
    assert "torn" in caplog.text
    assert "28 days" in said(await world.ask("leave"))
