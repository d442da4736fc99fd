"""For every hand, eye and ear: keyboard, screen reader, size, direction, contrast."""

import asyncio
import re
from typing import Literal

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.widget import answers
from tests.widget.conftest import Server
from tests.widget.driving import ask, visit
from tests.widget.server import FakeApi, Plan

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_everything_works_by_keyboard(page: Page, server: Server, fake: FakeApi) -> None:
    fake.answer_all(answers.answered())
    await visit(page, server, "<main><h1>Intranet</h1></main>", tag="data-examples='[\"Why?\"]'")
    launcher = page.locator(".launcher")
    await page.keyboard.press("Tab")
    await expect(launcher).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("textbox")).to_be_focused()
    await page.keyboard.type(answers.answered().question)
    await page.keyboard.press("Enter")
    await expect(page.locator(".short")).to_have_text("five days")
    focused = []
    for _ in range(7):
        await page.keyboard.press("Tab")
        focused.append(await page.evaluate("document.querySelector('quoth-ask').shadowRoot.activeElement?.className"))
    assert focused == ["send", "quiet", "question", "link", "quiet", "chip", "chip"]
    await page.keyboard.press("Escape")
    await expect(launcher).to_be_focused()
    await expect(page.get_by_role("dialog")).to_be_hidden()


async def test_enter_while_an_input_method_composes_does_not_ask(page: Page, server: Server, fake: FakeApi) -> None:
    fake.fallback = Plan(answers.answered())
    await visit(page, server)
    field = page.get_by_role("textbox")
    await field.fill("東京")
    for composing in ("isComposing: true", "keyCode: 229"):
        await field.evaluate(
            f"f => f.dispatchEvent(new KeyboardEvent('keydown', {{ key: 'Enter', bubbles: true, {composing} }}))"
        )
    await field.press("Shift+Enter")
    await expect(field).to_have_value("東京\n")
    assert fake.asked == []


async def test_on_a_phone_the_panel_is_modal_and_fills_the_screen(page: Page, server: Server, fake: FakeApi) -> None:
    await page.set_viewport_size({"width": 390, "height": 800})
    await visit(page, server, "<main><h1>Intranet</h1><a href='/'>Home</a></main>", tag="")
    await page.locator(".launcher").click()
    panel = page.get_by_role("dialog")
    assert await panel.bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 800}
    assert await panel.evaluate("panel => panel.matches(':modal')")
    await page.keyboard.press("Escape")
    await expect(page.locator(".launcher")).to_be_focused()


@pytest.mark.parametrize(("width", "zoom"), [(320, 1), (1280, 2)])
async def test_nothing_scrolls_sideways_when_narrow_or_zoomed(
    page: Page, server: Server, fake: FakeApi, width: int, zoom: int
) -> None:
    await page.set_viewport_size({"width": width // zoom, "height": 700 // zoom})
    bodies = (answers.conflict(), answers.depends(), answers.silent())
    fake.answer_all(*bodies)
    await visit(page, server)
    for body in bodies:
        await ask(page, body)
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert await page.locator(".root :not(.heard)").evaluate_all(
        "all => all.every(({ scrollWidth, clientWidth }) => !clientWidth || scrollWidth <= clientWidth + 1)"
    )


async def test_right_to_left_pages_are_mirrored_and_english_quotes_are_not(
    page: Page, server: Server, fake: FakeApi
) -> None:
    fake.answer_all(answers.answered())
    await visit(page, server, '<main dir="rtl"><quoth-ask></quoth-ask></main>')
    entry = await ask(page, answers.answered())
    send, field = await page.locator(".send").bounding_box(), await page.locator(".field").bounding_box()
    assert send
    assert field
    assert send["x"] < field["x"] + field["width"] / 2
    assert await entry.get_by_role("blockquote").evaluate("q => getComputedStyle(q).direction") == "ltr"
    assert await entry.evaluate("e => getComputedStyle(e).direction") == "rtl"


async def test_what_can_be_pressed_is_at_least_24_pixels_high(page: Page, server: Server, fake: FakeApi) -> None:
    fake.answer_all(answers.answered())
    await visit(page, server)
    entry = await ask(page, answers.answered())
    await entry.get_by_role("button", name="No", exact=True).click()
    for target in await page.locator("button:visible, summary:visible, a:visible").all():
        box = await target.bounding_box()
        assert box
        assert min(box["height"], box["width"]) >= 24, await target.inner_text()


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
async def test_motion_stops_for_those_who_ask_for_less(
    page: Page, server: Server, fake: FakeApi, motion: Literal["reduce", "no-preference"]
) -> None:
    gate = asyncio.Event()
    fake.fallback = Plan(answers.answered(), gate=gate, held=3)
    await page.emulate_media(reduced_motion=motion)
    await visit(page, server)
    await page.evaluate("void document.querySelector('quoth-ask').ask('Why?')")
    await expect(page.get_by_role("status")).to_have_text("Comparing what they say…")
    moving = await page.evaluate("document.querySelector('quoth-ask').shadowRoot.getAnimations().length")
    assert (moving > 0) == (motion == "no-preference")
    gate.set()


@pytest.mark.parametrize(
    "media", [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}], ids=str
)
async def test_axe_finds_nothing(page: Page, server: Server, fake: FakeApi, media: dict[str, str]) -> None:
    bodies = (answers.answered(), answers.depends(), answers.conflict(), answers.silent())
    fake.answer_all(*bodies)
    fake.fallback = Plan(status=429)
    await page.emulate_media(**media)  # type: ignore[arg-type]  # literals, by parametrize
    head = "<style>:root { color-scheme: light dark }</style>"
    await visit(page, server, "<main><h1>Intranet</h1></main>", tag="", head=head)
    await page.locator(".launcher").click()
    for body in bodies:
        await ask(page, body)
    await ask(page, "Too much?")
    await page.locator("details").evaluate_all("all => all.forEach(entry => (entry.open = true))")
    await page.get_by_role("button", name="No", exact=True).first.click()
    found = await Axe().run(page)
    assert found.violations_count == 0, found.response["violations"]


async def test_screen_readers_hear_the_stage_the_end_and_the_answers(page: Page, server: Server, fake: FakeApi) -> None:
    fake.answer_all(answers.answered())
    await visit(page, server)
    await expect(page.get_by_role("log", name="Answers")).to_be_attached()
    entry = await ask(page, answers.answered())
    await expect(page.get_by_role("status")).to_have_text("Answered. Quotes: 1.")
    await expect(entry.get_by_role("link")).to_have_accessible_name(re.compile(r"opens in a new tab"))
