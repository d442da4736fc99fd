"""Every status as people see it, in a real browser."""

import asyncio
import re

import pytest
from playwright.async_api import Page, Route, expect

from tests.widget import answers
from tests.widget.conftest import Server
from tests.widget.driving import ask, visit
from tests.widget.server import FakeApi, Plan

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_an_answer_shows_the_short_answer_its_quote_and_where_it_stands(
    page: Page, server: Server, fake: FakeApi
) -> None:
    fake.answer_all(answers.answered())
    await visit(page, server)
    entry = await ask(page, answers.answered())
    await expect(entry.locator(".short")).to_have_text("five days")
    await expect(entry.get_by_role("blockquote")).to_have_text(
        "Up to five days may be carried over until 31 March of the following year."
    )
    await expect(entry.locator("mark")).to_have_text("five days")
    await expect(entry.locator("figcaption")).to_contain_text("Leave")
    await expect(entry.locator("figcaption")).to_contain_text("2 March 2026")
    await expect(entry.locator(".sure")).to_have_text("97 % sure")


async def test_marks_are_rendered_and_the_highlight_stays_in_place_behind_astral_characters(
    page: Page, server: Server, fake: FakeApi
) -> None:
    fake.answer_all(answers.marked_up())
    await visit(page, server)
    entry = await ask(page, answers.marked_up())
    quote = entry.get_by_role("blockquote")
    await expect(quote).to_have_text(
        "🧪 After it, candidates get one small exercise, described in the guide, and may use any_language they like."
    )
    assert "".join(await quote.locator("mark").all_inner_texts()) == "one small exercise, described in the guide"
    await expect(quote.locator("em mark")).to_have_text("one")
    await expect(quote.locator("code")).to_have_text("any_language")


async def test_a_yes_or_no_question_says_no_and_does_not_repeat_its_quote(
    page: Page, server: Server, fake: FakeApi
) -> None:
    fake.answer_all(answers.yes_or_no())
    await visit(page, server)
    entry = await ask(page, answers.yes_or_no())
    await expect(entry.locator(".short")).to_have_text("No.")
    await expect(entry.get_by_text("There is no coding test")).to_have_count(1)


async def test_it_depends_shows_each_quote_under_its_scope(page: Page, server: Server, fake: FakeApi) -> None:
    fake.answer_all(answers.depends())
    await visit(page, server)
    entry = await ask(page, answers.depends())
    await expect(entry.locator(".short")).to_have_text(re.compile("^It depends on the office"))
    cards = entry.locator(".card")
    await expect(cards.locator(".title")).to_have_text(["Porto8:00", "Rotterdam9:00"])
    await expect(cards.nth(1).get_by_role("blockquote")).to_contain_text("closes at 18:30")


async def test_a_conflict_is_two_cards_side_by_side_with_dates_and_what_differs(
    page: Page, server: Server, fake: FakeApi
) -> None:
    fake.answer_all(answers.conflict())
    await visit(page, server)
    entry = await ask(page, answers.conflict())
    await expect(entry.locator(".verdict")).to_have_text("The articles disagree")
    await expect(entry.locator(".why")).to_have_text(
        "They give different numbers. Neither article says that it replaces the other."
    )
    cards = entry.locator(".card")
    await expect(cards.locator(".title")).to_have_text(["2 March 202628 days", "8 January 202425 days"])
    left, right = [await cards.nth(n).bounding_box() for n in (0, 1)]
    assert left
    assert right
    assert left["y"] == right["y"]
    assert left["x"] + left["width"] < right["x"]
    await expect(entry.locator(".sure")).to_be_empty()


async def test_silence_says_why_and_labels_what_is_related(page: Page, server: Server, fake: FakeApi) -> None:
    fake.answer_all(answers.silent())
    await visit(page, server)
    entry = await ask(page, answers.silent())
    await expect(entry.locator(".verdict")).to_have_text("The articles don’t say")
    await expect(entry.locator(".why")).to_contain_text("none says what the parking costs")
    await expect(entry.locator(".related > .scope")).to_have_text("Related, but not an answer")
    await expect(entry.locator(".related blockquote")).to_have_count(2)


async def test_a_link_opens_the_article_at_the_rendered_words(page: Page, server: Server, fake: FakeApi) -> None:
    fake.answer_all(answers.conflict())
    await visit(page, server)
    entry = await ask(page, answers.conflict())
    links = entry.get_by_role("link")
    fragment = "Employees%20have%2028%20days%20of,year%2C%20public%20holidays%20not%20included."
    await expect(links.first).to_have_attribute("href", f"https://wiki.example/people#:~:text={fragment}")
    await expect(links.last).to_have_attribute("href", f"{server.api}/sources/policy?start=0&end={len(answers.POLICY)}")
    await expect(links.first).to_have_attribute("rel", "noopener")


async def test_copying_takes_the_answer_with_its_citation(fresh_page: Page, server: Server, fake: FakeApi) -> None:
    await fresh_page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    fake.answer_all(answers.answered())
    await visit(fresh_page, server)
    entry = await ask(fresh_page, answers.answered())
    await entry.get_by_role("button", name="Copy with citation").click()
    await expect(fresh_page.get_by_role("status")).to_have_text("Copied.")
    copied = await fresh_page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("five days\n\n“Up to five days may be carried over")
    assert "” — People handbook 2026, Leave, 2 March 2026, https://wiki.example/people#:~:text=" in copied


async def test_copying_works_where_plain_http_has_no_clipboard(fresh_page: Page, server: Server, fake: FakeApi) -> None:
    await fresh_page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await fresh_page.add_init_script("window.board = navigator.clipboard; delete Navigator.prototype.clipboard")
    fake.answer_all(answers.silent())
    await visit(fresh_page, server)
    entry = await ask(fresh_page, answers.silent())
    await entry.get_by_role("button", name="Copy with citation").click()
    await expect(fresh_page.get_by_role("status")).to_have_text("Copied.")
    assert "Rotterdam office opens" in await fresh_page.evaluate("board.readText()")


async def test_feedback_says_what_is_wrong_and_the_last_vote_is_shown(
    page: Page, server: Server, fake: FakeApi
) -> None:
    fake.answer_all(answers.answered())
    await visit(page, server, tag='data-launcher="off" data-key="pk_1"')
    entry = await ask(page, answers.answered())
    reasons = entry.get_by_role("group", name="What is wrong?")
    await expect(reasons).to_be_hidden()
    delays = iter([0.5])  # the first vote alone; a route with `times=1` may swallow the second

    async def late(route: Route) -> None:
        await asyncio.sleep(next(delays, 0))
        await route.continue_()

    await page.route("**/feedback", late)
    await entry.get_by_role("button", name="No", exact=True).click()
    async with page.expect_response(lambda response: "outdated" in (response.request.post_data or "")):
        await reasons.get_by_role("button", name="Outdated").click()
    await expect(page.get_by_role("status")).to_have_text("Thank you.")
    await expect(reasons.get_by_role("button", name="Outdated")).to_have_attribute("aria-pressed", "true")
    await expect(entry.get_by_role("button", name="Yes", exact=True)).to_have_attribute("aria-pressed", "false")
    assert fake.votes == [("0" * 32, {"up": False}), ("0" * 32, {"up": False, "reason": "outdated"})]


async def test_a_vote_that_failed_is_not_shown_as_cast(page: Page, server: Server, fake: FakeApi) -> None:
    fake.answer_all(answers.answered())
    await visit(page, server)
    entry = await ask(page, answers.answered())
    yes, no = (entry.get_by_role("button", name=name, exact=True) for name in ("Yes", "No"))
    reasons = entry.get_by_role("group", name="What is wrong?")
    fake.votes_status = 429
    await no.click()
    await expect(page.get_by_role("status")).to_have_text("Your feedback did not arrive.")
    await expect(no).to_have_attribute("aria-pressed", "false")
    await expect(reasons).to_be_hidden()
    fake.votes_status = 204
    await no.click()
    await expect(page.get_by_role("status")).to_have_text("Thank you.")
    fake.votes_status = 429
    await yes.click()
    await expect(page.get_by_role("status")).to_have_text("Your feedback did not arrive.")
    await expect(no).to_have_attribute("aria-pressed", "true")
    await expect(yes).to_have_attribute("aria-pressed", "false")
    await expect(reasons).to_be_visible()


async def test_earlier_questions_of_the_visit_stay_and_follow_ups_share_a_conversation(
    page: Page, server: Server, fake: FakeApi
) -> None:
    fake.answer_all(answers.answered(), answers.conflict())
    await visit(page, server)
    await ask(page, answers.answered())
    await ask(page, answers.conflict())
    entries = page.get_by_role("log").locator("details")
    await expect(entries.locator("summary")).to_have_text([answers.conflict().question, answers.answered().question])
    await expect(entries.last.get_by_role("blockquote")).to_be_hidden()
    await entries.last.locator("summary").click()
    await expect(entries.last.get_by_role("blockquote")).to_be_visible()
    first, second = fake.asked
    assert first["conversation_id"] == second["conversation_id"]
    await page.get_by_role("button", name="Clear").click()
    await expect(entries).to_have_count(0)
    await ask(page, answers.answered())
    assert fake.asked[-1]["conversation_id"] != first["conversation_id"]


async def test_hostile_strings_stay_words_and_never_become_links(page: Page, server: Server, fake: FakeApi) -> None:
    attack = "<img src=x onerror=hacked()>"
    body = answers.answered().model_dump(mode="json")
    body["question"] = f"Who? {attack}"
    quote = body["quotes"][0]
    quote.update(
        text=f"{attack} [a](javascript:hacked()) **five** days", start=0, end=0, highlight={"start": 0, "end": 28}
    )
    quote["source"].update(title=attack, section=attack, url="javascript:hacked()")
    fake.plans[body["question"]] = Plan(type(answers.answered()).model_validate(body))
    await visit(page, server)
    await page.evaluate("void (window.hacked = () => (document.title = 'hacked'))")
    entry = await ask(page, body["question"])
    await expect(entry.locator("summary")).to_have_text(body["question"])
    await expect(entry.get_by_role("blockquote")).to_have_text(f"{attack} a five days")
    await expect(entry.locator("cite")).to_have_text(attack)
    assert await entry.locator("img, a").count() == 0
    assert await page.title() == "Intranet"


async def test_an_address_that_browsers_refuse_costs_the_link_and_not_the_answer(
    page: Page, server: Server, fake: FakeApi
) -> None:
    body = answers.answered().model_dump(mode="json")
    body["quotes"][0]["source"]["url"] = "http://wiki:leave/people"  # it has no port of that name
    fake.plans[body["question"]] = Plan(type(answers.answered()).model_validate(body))
    await visit(page, server)
    entry = await ask(page, body["question"])
    await expect(entry.locator("cite")).to_have_text("People handbook 2026")
    await expect(entry.locator(".short")).to_have_text("five days")


async def test_an_escaped_mark_is_shown_as_itself(page: Page, server: Server, fake: FakeApi) -> None:
    body = answers.answered().model_dump(mode="json")
    body["quotes"][0].update(text=r"Fill in *what* is \*required\*: 5 \* 3.", highlight=None)
    fake.plans[body["question"]] = Plan(type(answers.answered()).model_validate(body))
    await visit(page, server)
    entry = await ask(page, body["question"])
    await expect(entry.get_by_role("blockquote")).to_have_text("Fill in what is *required*: 5 * 3.")
