"""Take each safety out, and see that the tests of it fail: they are no mirrors."""

from collections.abc import Awaitable
from typing import Any

import discord
import pytest

from bot import escape
from bot.desk import Desk
from bot.engine import Asked
from bot.gate import Membership
from tests.bot import test_escape, test_safety
from tests.bot.conftest import World
from tests.bot.fakes import NASTY


async def fails(check: Awaitable[None]) -> None:
    with pytest.raises((AssertionError, IndexError)):
        await check


async def test_without_allowed_mentions_the_ping_test_fails(world: World) -> None:
    world.bot.allowed_mentions = None
    await fails(test_safety.test_a_quote_full_of_marks_arrives_verbatim_and_pings_nobody(world, private=False))


async def test_with_mentions_allowed_the_test_of_every_message_fails(world: World) -> None:
    world.bot.allowed_mentions = discord.AllowedMentions.all()
    await fails(test_safety.test_nothing_that_is_sent_may_notify_anybody(world))


async def test_without_the_guild_gate_its_tests_fail(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async def everybody(*_: object) -> bool:
        return True

    monkeypatch.setattr(Desk, "admits", everybody)
    await fails(test_safety.test_a_server_that_is_not_listed_is_declined_and_its_question_never_asked(world))
    await fails(test_safety.test_with_no_server_listed_nobody_is_answered(world))
    await fails(test_safety.test_a_button_of_an_answer_is_closed_once_its_server_is_no_longer_listed(world))


async def test_without_the_membership_gate_its_test_fails(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async def everybody(*_: object) -> bool:
        return True

    monkeypatch.setattr(Membership, "holds", everybody)
    await fails(test_safety.test_a_stranger_s_direct_message_is_declined(world))


async def test_without_escaping_the_verbatim_test_fails(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(escape, "escape", lambda text: text)
    await fails(test_safety.test_a_quote_full_of_marks_arrives_verbatim_and_pings_nobody(world, private=True))
    assert test_escape.alive(NASTY)


async def test_with_escape_mentions_of_discord_py_the_verbatim_test_fails(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It inserts a character of no width: the quote is no longer the article's."""
    monkeypatch.setattr(escape, "escape", discord.utils.escape_mentions)
    await fails(test_safety.test_a_quote_full_of_marks_arrives_verbatim_and_pings_nobody(world, private=True))


async def test_with_escape_markdown_of_discord_py_mentions_stay_alive() -> None:
    assert test_escape.alive(discord.utils.escape_markdown("<@1> @everyone"))


async def test_with_user_text_in_the_call_of_the_role_its_test_fails(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.wording.DECLINED", "{role} weather was asked here: {link}")
    check = test_safety.test_the_role_is_called_on_a_decline_in_a_message_of_its_own_without_anybody_s_words
    await fails(check(world))


async def test_with_everything_public_the_permalink_test_fails(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def public(*parts: Any, **_: bool) -> Asked:
        return Asked(*parts, public=True)  # type: ignore[misc]  # the others are texts

    monkeypatch.setattr("bot.desk.Asked", public)
    await fails(test_safety.test_a_question_in_a_private_channel_gets_no_public_permalink(world))


async def test_with_plain_ids_the_test_of_what_is_written_fails(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.local.person_id", lambda _folder, _kind, name: name)
    await fails(test_safety.test_user_ids_are_written_nowhere(world))
