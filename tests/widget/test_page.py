"""The page at `/`: the widget with examples, the articles with their dates, the health of the index."""

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.widget import answers
from tests.widget.conftest import Server
from tests.widget.driving import collect
from tests.widget.server import FakeApi

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


def fill(fake: FakeApi) -> None:
    fake.answer_all(answers.answered(), answers.conflict(), answers.silent(), answers.depends())
    fake.sources = [
        {"id": cited.id, "title": cited.title, "date": cited.date and cited.date.isoformat(), "url": cited.url}
        for cited in answers.CITATIONS.values()
    ]
    fake.ready = (200, {"status": "ready", "generation": "g1", "built_at": "2026-11-21T22:10:00Z"})


async def test_it_offers_three_examples_and_answers_one_when_pressed(page: Page, server: Server, fake: FakeApi) -> None:
    complaints = collect(page)
    fill(fake)
    await page.goto(server.host)
    examples = page.get_by_role("group", name="For example").get_by_role("button")
    await expect(examples).to_have_count(3)
    await examples.nth(1).click()
    await expect(page.locator(".verdict")).to_have_text("The articles disagree")
    await expect(examples.first).to_be_hidden()
    assert complaints == []


async def test_it_lists_the_articles_newest_first_and_the_index(page: Page, server: Server, fake: FakeApi) -> None:
    fill(fake)
    await page.goto(server.host)
    rows = page.locator("#sources li")
    await expect(rows).to_have_count(4)
    assert [await row.inner_text() for row in await rows.all()] == [
        "People handbook 2026\n2 March 2026",
        "Our offices\n12 June 2025",
        "Leave policy 2024\n8 January 2024",
        "How we hire\nundated",
    ]
    await expect(page.locator("#state")).to_have_text("Ready to answer.")
    await expect(page.locator("#facts")).to_contain_text("g1")


@pytest.mark.parametrize("status", [401, 403])
async def test_who_may_only_ask_is_shown_no_list_and_no_error(
    page: Page, server: Server, fake: FakeApi, status: int
) -> None:
    fill(fake)
    fake.sources_status = status
    await page.goto(server.host)
    await expect(page.locator("#state")).to_have_text("Ready to answer.")
    await expect(page.get_by_role("heading", name="The articles")).to_be_hidden()
    await expect(page.get_by_text("Send a key.")).to_have_count(0)


async def test_without_an_index_it_shows_the_command_to_run(page: Page, server: Server, fake: FakeApi) -> None:
    fake.ready = (503, {"status": 503, "detail": "There is no index to answer from. Run `quoth build`."})
    await page.goto(server.host)
    await expect(page.locator("#state")).to_contain_text("quoth build")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_on_it(page: Page, server: Server, fake: FakeApi, scheme: str) -> None:
    fill(fake)
    await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    await page.goto(server.host)
    await expect(page.locator("#sources li")).to_have_count(4)
    found = await Axe().run(page)
    assert found.violations_count == 0, found.response["violations"]
