"""Buttons carry all they need in their ids, and each person has one vote."""

from simcord.results import InteractionResult

from tests.bot.conftest import World
from tests.bot.reading import answer_id, button_of, buttons, said, sent_message, shown, walk


async def press(world: World, result: InteractionResult, action: str) -> InteractionResult:
    return await world.alice.click(sent_message(result), custom_id=button_of(result, action))


async def test_a_vote_is_kept_under_a_hash_and_thanked_privately(world: World) -> None:
    result = await world.ask("leave")
    thanks = await press(world, result, "up")
    assert thanks.ephemeral
    (vote,) = world.store.votes(answer_id(result))
    assert vote.up
    assert str(world.alice.id) not in vote.person


async def test_a_vote_down_asks_for_the_reason_and_takes_the_place_of_the_one_before(world: World) -> None:
    result = await world.ask("leave")
    await press(world, result, "up")
    form = await press(world, result, "down")
    await world.alice.submit_modal(form, {"reason": ["outdated"], "comment": "see the new policy"})
    (vote,) = world.store.votes(answer_id(result))
    assert (vote.up, vote.reason, vote.comment) == (False, "outdated", "see the new policy")


async def test_each_person_has_a_vote_of_their_own(world: World) -> None:
    result = await world.ask("leave")
    await press(world, result, "up")
    await world.operator.click(sent_message(result), custom_id=button_of(result, "up"))
    assert len(world.store.votes(answer_id(result))) == 2


async def test_buttons_work_after_a_restart(world: World) -> None:
    result = await world.ask("leave")
    await world.restart()
    await press(world, result, "up")
    assert len(world.store.votes(answer_id(result))) == 1
    form = await press(world, result, "follow")
    await world.alice.submit_modal(form, {"question": "and in Porto?"})
    assert world.answerer.asked[-1] == ("and in Porto?", "leave")


async def test_show_more_shows_the_next_page_to_whoever_pressed_and_leaves_the_message(world: World) -> None:
    result = await world.ask("long")
    before = said(result)
    page = await press(world, result, "more")
    assert page.ephemeral
    assert said(page) != before
    assert said(result) == before


async def test_a_private_answer_turns_its_own_page_and_back(world: World) -> None:
    result = await world.ask("long", private=True)
    first = said(result)
    await press(world, result, "more")
    assert said(result) != first
    await press(world, result, "more")
    assert said(result) == first


async def test_a_private_answer_can_be_shared_and_names_who_shared_it(world: World) -> None:
    result = await world.ask("leave", private=True)
    shared = await press(world, result, "share")
    assert not shared.ephemeral
    assert "Shared by alice" in said(shared)
    assert "28 days" in said(shared)


async def test_why_is_answered_privately(world: World) -> None:
    why = await press(world, await world.ask("leave"), "why")
    assert why.ephemeral
    assert "0.62" in said(why)


async def test_an_answer_that_was_forgotten_is_said_to_be_gone(world: World) -> None:
    world.env.check_errors = False
    result = await world.ask("leave", private=True)
    person = world.store._database.one("SELECT person FROM answers")  # the only way to see what was written
    assert person is not None
    assert str(world.alice.id) not in str(person)
    world.store.forget(person[0])
    gone = await press(world, result, "share")
    assert "no longer kept" in said(gone)


async def test_a_thread_is_offered_opened_and_named_after_the_question(world: World) -> None:
    result = await world.ask("How much leave?")
    opened = await press(world, result, "thread")
    (thread,) = world.channel.threads
    assert thread.name == "How much leave?"
    assert f"<#{thread.id}>" in said(opened)


async def test_sources_are_listed_found_by_autocomplete_and_shown(world: World) -> None:
    listed = await world.alice.slash(world.channel, "sources")
    assert listed.ephemeral
    assert "Annual leave" in said(listed)
    choices = await world.alice.autocomplete(world.channel, "sources", "title", "hours open")
    assert [choice["value"] for choice in choices] == ["offices"]
    one = await world.alice.slash(world.channel, "sources", title="offices")
    assert "Opening hours · 2025-07-02" in said(one)
    none = await world.alice.slash(world.channel, "sources", title="nothing")
    assert none.ephemeral


async def test_the_list_of_sources_turns_its_pages(world: World) -> None:
    world.bot.desk.sources *= 5
    listed = await world.alice.slash(world.channel, "sources")
    assert "page 1 of 3" in said(listed)
    await press(world, listed, "sources")
    assert "page 2 of 3" in said(listed)
    assert listed.response is not None
    back, forward = _sources(listed)
    await world.alice.click(sent_message(listed), custom_id=forward)
    assert "page 3 of 3" in shown(listed.response.components)
    assert back != forward
    assert len(buttons(listed.response.components)) == 1


def _sources(result: InteractionResult) -> list[str]:
    assert result.response is not None
    return [one["custom_id"] for one in walk(result.response.components) if one["type"] == 2]
