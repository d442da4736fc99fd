"""What people can ask with, and what they see."""

import pytest

from bot.cards import pressed_on
from tests.bot.conftest import World
from tests.bot.reading import answer_id, button_of, buttons, sent_message, shown


async def test_ask_defers_at_once_and_the_answer_edits_the_deferral(world: World) -> None:
    result = await world.ask("How much leave is there?")
    assert [body["type"] for body in world.sent("POST", "/callback")] == [5]
    assert len(world.sent("PATCH", "/messages/@original")) == 1
    assert not result.ephemeral
    assert result.response is not None
    assert "28 days" in shown(result.response.components)
    assert not result.followups


async def test_a_private_question_is_answered_for_the_asker_alone(world: World) -> None:
    result = await world.ask("How much leave is there?", private=True)
    assert result.ephemeral
    assert result.response is not None
    assert "share" in buttons(result.response.components)
    kept = world.store.get(answer_id(result))
    assert kept is not None
    assert not kept.public


async def test_a_mention_is_answered_with_a_reply(world: World) -> None:
    asked = await world.alice.send(world.channel, f"{world.me} how much leave is there?")
    reply = world.channel.last_message
    assert reply is not None
    assert reply.reference is not None
    assert reply.reference.message_id == asked.id
    assert world.answerer.asked == [("how much leave is there?", None)]


async def test_a_direct_message_of_a_member_is_answered(world: World) -> None:
    await world.alice.send_dm("how much leave is there?")
    (reply,) = [message for message in world.alice.user.dm_channel.history() if message.author == world.bot.user]
    assert pressed_on(reply) is not None


async def test_ask_about_this_takes_a_message_as_the_question(world: World) -> None:
    message = await world.operator.send(world.channel, "does anybody know how much leave there is?")
    result = await world.alice.context_menu(world.channel, "Ask about this", message)
    assert result.ephemeral
    assert world.answerer.asked == [("does anybody know how much leave there is?", None)]


async def test_ask_about_this_lets_the_asker_cut_a_long_message(world: World) -> None:
    message = await world.operator.send(world.channel, "leave " * 150)
    shown_form = await world.alice.context_menu(world.channel, "Ask about this", message)
    result = await world.alice.submit_modal(shown_form, {"question": "how much leave?"})
    assert result.ephemeral
    assert world.answerer.asked == [("how much leave?", None)]


async def test_a_follow_up_by_button_is_completed_from_the_earlier_question(world: World) -> None:
    first = await world.ask("How much leave is there?")
    form = await world.alice.click(sent_message(first), custom_id=button_of(first, "follow"))
    await world.alice.submit_modal(form, {"question": "and in Porto?"})
    assert world.answerer.asked[1] == ("and in Porto?", "How much leave is there?")


async def test_a_follow_up_by_reply_is_completed_from_the_earlier_question(world: World) -> None:
    first = await world.ask("How much leave is there?")
    await world.alice.send(world.channel, f"{world.me} and in Porto?", reply_to=first.response)
    assert world.answerer.asked[1] == ("and in Porto?", "How much leave is there?")


async def test_nobody_s_question_leans_on_what_another_asked_privately_about_the_same_answer(world: World) -> None:
    first = await world.ask("How much leave is there?")
    answer = sent_message(first)
    form = await world.alice.context_menu(world.channel, "Ask about this", answer)
    await world.alice.submit_modal(form, {"question": "And leave for a new parent?"})
    form = await world.alice.context_menu(world.channel, "Ask about this", answer)
    await world.alice.submit_modal(form, {"question": "And unpaid?"})
    await world.operator.send(world.channel, f"{world.me} and in Porto?", reply_to=answer)
    assert [earlier for _, earlier in world.answerer.asked[1:]] == [
        "How much leave is there?", "And leave for a new parent?", "How much leave is there?"
    ]  # fmt: skip


async def test_a_shared_answer_is_followed_up_but_not_what_was_asked_privately_after_it(world: World) -> None:
    first = await world.ask("How much leave is there?", private=True)
    form = await world.alice.click(sent_message(first), custom_id=button_of(first, "follow"))
    await world.alice.submit_modal(form, {"question": "And leave for a new parent?"})
    shared = await world.alice.click(sent_message(first), custom_id=button_of(first, "share"))
    await world.operator.send(world.channel, f"{world.me} and in Porto?", reply_to=sent_message(shared))
    assert [earlier for _, earlier in world.answerer.asked[1:]] == ["How much leave is there?"] * 2


async def test_a_follow_up_in_a_thread_is_completed_after_a_restart_too(world: World) -> None:
    first = await world.ask("How much leave is there?")
    await world.alice.click(sent_message(first), custom_id=button_of(first, "thread"))
    (thread,) = world.channel.threads
    await world.restart()
    await world.alice.send(thread, f"{world.me} and in Porto?")
    assert world.answerer.asked[1] == ("and in Porto?", "How much leave is there?")
    await world.alice.send(thread, f"{world.me} and on Sundays?")
    assert world.answerer.asked[2] == ("and on Sundays?", "and in Porto?")


async def test_somebody_else_s_conversation_is_not_followed_from_another_place(world: World) -> None:
    await world.ask("How much leave is there?")
    await world.alice.send_dm("and in Porto?")
    assert world.answerer.asked[1] == ("and in Porto?", None)


@pytest.mark.parametrize("word", ["leave", "contradiction", "weather", "offices", "nasty", "long"])
async def test_every_verdict_arrives(world: World, word: str) -> None:
    result = await world.ask(f"about {word}")
    assert result.response is not None
    assert {"up", "down", "follow", "why"} <= set(buttons(result.response.components))


async def test_why_shows_the_passages_against_their_thresholds_and_the_rule(world: World) -> None:
    await world.ask("How much leave is there?")
    result = await world.alice.slash(world.channel, "why")
    assert result.ephemeral
    assert result.response is not None
    text = shown(result.response.components)
    assert "Annual leave: 0.97 ≥ 0.62" in text
    assert "Opening hours: 0.11 < 0.62" in text
    assert "The best passage is above the threshold." in text


async def test_why_without_an_answer_says_what_to_press(world: World) -> None:
    result = await world.alice.slash(world.channel, "why")
    assert result.response is not None
    assert result.ephemeral


async def test_about_tells_the_generation_its_age_and_counts(world: World) -> None:
    result = await world.alice.slash(world.channel, "about")
    assert result.response is not None
    text = shown(result.response.components)
    assert "g1" in text
    assert "2026-11-01 12:00 UTC" in text
    assert "5 sources, 5 passages" in text
