"""What goes wrong between a browser and a server is told in words, and half an answer is never left standing."""

import asyncio

import pytest
from playwright.async_api import Page, expect

from tests.widget import answers
from tests.widget.conftest import Server
from tests.widget.driving import ask, visit
from tests.widget.server import FakeApi, Plan

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (Plan(status=401), "key is not accepted"),
        (Plan(status=403), "not allowed to ask here"),
        (Plan(status=422, detail="It must be English."), "It must be English."),
        (Plan(status=429, headers={"Retry-After": "42"}), "Try again in 42 seconds"),
        (Plan(status=503, headers={"Retry-After": "600"}), "Try again in 10 minutes"),
        (Plan(status=503, detail="Run `quoth build`."), "Try again in a moment.Run `quoth build`."),
        (Plan(status=500), "The server failed (500)"),
        (Plan(error={"status": 503, "detail": "Shutting down.", "retry_after": 7}), "Try again in 7 seconds"),
    ],
)
async def test_a_refusal_is_told_in_words(page: Page, server: Server, fake: FakeApi, plan: Plan, words: str) -> None:
    fake.fallback = plan
    await visit(page, server)
    entry = await ask(page, "How long is a piece of string?")
    await expect(entry.get_by_role("alert")).to_contain_text(words)


async def test_offline_and_unreachable_are_told_apart(page: Page, server: Server, fake: FakeApi) -> None:
    await visit(page, server)
    await page.context.set_offline(True)
    await expect((await ask(page, "Anybody there?")).get_by_role("alert")).to_contain_text("You are offline")
    await page.context.set_offline(False)
    await page.route("**/v1/ask/stream", lambda route: route.abort())
    await expect((await ask(page, "And now?")).get_by_role("alert")).to_contain_text("cannot be reached")


async def test_trying_again_asks_the_same_question(page: Page, server: Server, fake: FakeApi) -> None:
    body = answers.answered()
    fake.plans[body.question] = Plan(status=429, headers={"Retry-After": "1"})
    await visit(page, server)
    entry = await ask(page, body)
    fake.answer_all(body)
    await entry.get_by_role("button", name="Try again").click()
    await expect(page.get_by_role("log").locator(".short")).to_have_text("five days")
    await expect(page.get_by_role("log").locator("details")).to_have_count(1)


async def test_a_stream_that_dies_shows_no_half_of_a_conflict(page: Page, server: Server, fake: FakeApi) -> None:
    gate = asyncio.Event()
    body = answers.conflict()
    fake.plans[body.question] = Plan(body, gate=gate, held=3, dies=True)
    await visit(page, server)
    asking = asyncio.create_task(ask(page, body))
    await expect(page.get_by_role("status")).to_have_text("Comparing what they say…")
    gate.set()
    entry = await asking
    await expect(entry.get_by_role("alert")).to_contain_text("connection broke")
    await expect(entry.get_by_role("blockquote")).to_have_count(0)


async def test_a_stream_that_ends_without_an_answer_is_broken_too(page: Page, server: Server, fake: FakeApi) -> None:
    fake.fallback = Plan()
    await visit(page, server)
    await expect((await ask(page, "Why?")).get_by_role("alert")).to_contain_text("connection broke")


async def test_a_slow_server_is_waited_for_with_its_stage_and_stop_ends_it(
    page: Page, server: Server, fake: FakeApi
) -> None:
    gate = asyncio.Event()
    body = answers.answered()
    fake.plans[body.question] = Plan(body, gate=gate, held=3)
    await visit(page, server)
    asking = asyncio.create_task(ask(page, body))
    await expect(page.get_by_role("status")).to_have_text("Comparing what they say…")
    await expect(page.get_by_role("log")).to_have_attribute("aria-busy", "true")
    await page.get_by_role("button", name="Stop").click()
    entry = await asking
    await expect(entry).to_contain_text("Stopped before there was an answer.")
    await expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
    await asyncio.wait_for(fake.closed.wait(), 10)


@pytest.mark.parametrize(
    ("then", "says"),
    [("clear()", "Answers come in the articles’ own words."), ("ask('And how?')", "Searching the articles…")],
)
async def test_a_question_that_is_cut_off_does_not_wipe_what_is_said_next(
    page: Page, server: Server, fake: FakeApi, then: str, says: str
) -> None:
    await visit(page, server)
    said = await page.evaluate(
        "async () => { const widget = document.querySelector('quoth-ask'), cut = widget.ask('Why?');"
        f" void widget.{then}; await cut; return widget.status.textContent; }}"
    )
    assert said == says


async def test_after_six_seconds_it_says_that_it_still_works(fresh_page: Page, server: Server, fake: FakeApi) -> None:
    gate = asyncio.Event()
    body = answers.answered()
    fake.plans[body.question] = Plan(body, gate=gate, held=4)
    await fresh_page.clock.install()
    await visit(fresh_page, server)
    asking = asyncio.create_task(ask(fresh_page, body))
    # the last event before the gate: what comes after run_for would be told over it
    await expect(fresh_page.get_by_role("status")).to_have_text("Reading what they say…")
    await fresh_page.clock.run_for(6100)
    await expect(fresh_page.get_by_role("status")).to_have_text("Still working. You can wait, or stop.")
    gate.set()
    await asking


async def test_a_question_that_is_too_long_is_counted_in_characters(page: Page, server: Server, fake: FakeApi) -> None:
    body = answers.answered()
    fake.fallback = Plan(body)
    await visit(page, server)
    field = page.get_by_role("textbox")
    await field.fill("🌴" * 501)
    await field.press("Enter")
    await expect(page.get_by_role("status")).to_have_text("501 characters; a question has at most 500.")
    await expect(field).to_have_attribute("aria-invalid", "true")
    assert fake.asked == []
    await ask(page, "🌴" * 500)
    assert len(fake.asked) == 1
