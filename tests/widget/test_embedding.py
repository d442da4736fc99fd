"""The widget on pages that others made: strict, hostile, changing, and with more than one of it."""

import pytest
from playwright.async_api import Page, expect

from tests.widget import answers
from tests.widget.conftest import Server
from tests.widget.driving import INLINE, ask, collect, visit
from tests.widget.server import FakeApi, Plan

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

HOSTILE = (
    "<style>* { all: unset !important; color: red !important; display: none !important; opacity: 0 !important;"
    " font-size: 3px !important; transform: rotate(9deg) !important; text-transform: uppercase !important; }"
    "html, body, main { display: block !important; opacity: 1 !important; transform: none !important }</style>"
)


async def open_panel(page: Page) -> None:
    await page.locator(".launcher").click()


async def test_one_line_adds_a_launcher_that_asks_with_the_key_of_its_tag(
    page: Page, server: Server, fake: FakeApi
) -> None:
    complaints = collect(page)
    fake.answer_all(answers.answered())
    await visit(page, server, "<main><h1>Intranet</h1></main>", tag='data-key="pk_team"')
    await open_panel(page)
    entry = await ask(page, answers.answered())
    await expect(entry.locator(".short")).to_have_text("five days")
    assert fake.keys == ["Bearer pk_team"]
    assert complaints == []


async def test_it_works_under_a_strict_policy_with_trusted_types(page: Page, server: Server, fake: FakeApi) -> None:
    complaints = collect(page)
    fake.answer_all(answers.conflict())
    sources = f"script-src {server.api}; connect-src {server.api}"
    policy = f"default-src 'none'; {sources}; require-trusted-types-for 'script'; img-src data:"
    await visit(page, server, tag="", policy=policy)
    entry = await ask(page, answers.conflict())
    await expect(entry.locator(".card")).to_have_count(2)
    assert await entry.locator(".card").first.evaluate("card => getComputedStyle(card).borderTopWidth") == "3px"
    await open_panel(page)
    await expect(page.get_by_role("dialog")).to_be_visible()
    assert complaints == []


async def test_hostile_css_does_not_reach_inside(page: Page, server: Server, fake: FakeApi) -> None:
    fake.answer_all(answers.answered())
    await visit(page, server, tag="", head=HOSTILE)
    entry = await ask(page, answers.answered())
    await expect(entry.locator(".short")).to_be_visible()
    look: list[str] = await entry.locator(".text").evaluate(
        "quote => [getComputedStyle(quote)].flatMap(look => [look.fontSize, look.color, look.textTransform])"
    )
    assert look == ["17px", "rgb(34, 32, 29)", "none"]
    for element in ("quoth-ask", "quoth-launcher"):
        opacity, transform = await page.locator(element).evaluate(
            "element => [getComputedStyle(element).opacity, getComputedStyle(element).transform]"
        )
        assert (opacity, transform) == ("1", "none")
    await open_panel(page)
    box = await page.get_by_role("dialog").bounding_box()
    assert box
    assert box["width"] > 400


async def test_two_widgets_on_one_page_keep_to_themselves(page: Page, server: Server, fake: FakeApi) -> None:
    fake.answer_all(answers.answered(), answers.silent())
    two = '<main><quoth-ask data-key="pk_a"></quoth-ask><quoth-ask data-key="pk_b"></quoth-ask></main>'
    await visit(page, server, two)
    await ask(page, answers.answered())
    second = page.locator("quoth-ask").nth(1)
    await second.get_by_role("textbox").fill(answers.silent().question)
    await second.get_by_role("button", name="Ask", exact=True).click()
    await expect(second.locator(".verdict")).to_have_text("The articles don’t say")
    await expect(page.locator("quoth-ask").first.locator(".short")).to_have_text("five days")
    assert fake.keys == ["Bearer pk_a", "Bearer pk_b"]
    assert fake.asked[0]["conversation_id"] != fake.asked[1]["conversation_id"]


async def test_a_page_that_replaces_its_body_keeps_the_launcher_and_its_answers(
    page: Page, server: Server, fake: FakeApi
) -> None:
    fake.answer_all(answers.answered())
    await visit(page, server, "<main>One</main>", tag="")
    await open_panel(page)
    await ask(page, answers.answered())
    await page.evaluate("document.body.replaceWith(document.createElement('body'))")
    await page.evaluate(
        "history.pushState({}, '', '/host/other'); document.body.append(document.createElement('quoth-ask'))"
    )
    await expect(page.get_by_role("dialog").or_(page.locator("quoth-launcher")).locator(".short")).to_have_text(
        "five days"
    )
    await expect(page.locator("body > quoth-ask").get_by_role("textbox")).to_be_visible()


async def test_scripts_of_the_page_can_ask_and_hear(page: Page, server: Server, fake: FakeApi) -> None:
    fake.answer_all(answers.answered())
    fake.plans["Too much?"] = Plan(status=429)
    await visit(page, server, "<main>One</main>", tag="")
    await page.evaluate(
        "window.heard = []; for (const name of ['answer', 'feedback', 'error'])"
        " document.addEventListener(`quoth:${name}`, ({ type, detail }) => heard.push([type, detail]))"
    )
    body = await page.evaluate("question => Quoth.ask(question)", answers.answered().question)
    assert body["answer"] == "five days"
    await page.get_by_role("button", name="Yes", exact=True).click()
    await expect(page.get_by_role("status")).to_have_text("Thank you.")
    assert await page.evaluate("Quoth.ask('Too much?')") is None
    heard = await page.evaluate("heard")
    assert [kind for kind, _ in heard] == ["quoth:answer", "quoth:feedback", "quoth:error"]
    assert heard[2][1]["kind"] == 429
    await page.evaluate("Quoth.destroy()")
    await expect(page.locator("quoth-launcher")).to_have_count(0)


async def test_a_team_brings_its_own_words_colours_and_examples(page: Page, server: Server, fake: FakeApi) -> None:
    strings = '{"lang": "de", "title": "Frag die Artikel", "undated": "ohne Datum"}'
    head = "<style>quoth-ask { --quoth-accent: #663399 } quoth-ask::part(label) { letter-spacing: 3px }</style>"
    fake.answer_all(answers.answered())
    inline = f"<main><quoth-ask data-strings='{strings}' data-examples='[\"Wie viele?\"]'></quoth-ask></main>"
    await visit(page, server, inline, head=head)
    field = page.get_by_role("textbox", name="Frag die Artikel")
    await expect(field).to_be_visible()
    await expect(page.get_by_role("button", name="Wie viele?")).to_be_visible()
    assert await page.locator(".send").evaluate("b => getComputedStyle(b).backgroundColor") == "rgb(102, 51, 153)"
    assert await page.locator("label").evaluate("b => getComputedStyle(b).letterSpacing") == "3px"
    entry = await ask(page, answers.answered())
    await expect(entry.locator("figcaption")).to_contain_text("2. März 2026")


async def test_a_script_mounts_it_with_words_and_examples_as_they_are(
    page: Page, server: Server, fake: FakeApi
) -> None:
    fake.answer_all(answers.answered())
    await visit(page, server, "<main>One</main>")
    await page.evaluate("Quoth.mount({ key: 'pk_team', strings: { title: 'Frag uns' }, examples: ['Wie viele?'] })")
    await open_panel(page)
    await expect(page.get_by_role("textbox", name="Frag uns")).to_be_visible()
    await expect(page.get_by_role("group").get_by_role("button")).to_have_text(["Wie viele?"])
    await ask(page, answers.answered())
    assert fake.keys == ["Bearer pk_team"]


async def test_nothing_is_stored(page: Page, server: Server, fake: FakeApi) -> None:
    fake.answer_all(answers.answered())
    await visit(page, server)
    await ask(page, answers.answered())
    assert await page.context.cookies() == []
    assert await page.evaluate("localStorage.length + sessionStorage.length") == 0


async def test_the_font_is_the_pages_own(page: Page, server: Server, fake: FakeApi) -> None:
    await visit(page, server, head="<style>body { font-family: 'Liberation Serif' }</style>")
    assert await page.get_by_role("textbox").evaluate("f => getComputedStyle(f).fontFamily") == '"Liberation Serif"'


async def test_a_dark_page_gets_a_dark_widget_and_a_theme_can_be_fixed(
    page: Page, server: Server, fake: FakeApi
) -> None:
    head = "<style>#light { --quoth-scheme: light }</style>"
    await page.emulate_media(color_scheme="dark")
    await visit(page, server, INLINE + '<quoth-ask id="light"></quoth-ask>', head=head)
    shades = [
        await field.evaluate("f => getComputedStyle(f).color") for field in await page.get_by_role("textbox").all()
    ]
    assert shades == ["rgb(236, 234, 230)", "rgb(34, 32, 29)"]
