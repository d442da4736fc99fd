"""The widget against the app that ships: its routes, keys, origins, limits and database."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from api.app import create_app
from api.assets import Assets
from api.keys import KeyStore, Kind
from api.serving import Access
from index.answering.live import LiveAnswerer
from index.answering.loading import SHIPPED
from index.answers import AnswerStore
from index.build import build
from index.settings import Settings
from tests.api.fakes import SEEDS, FakeAnswerer, read_corpus
from tests.widget.conftest import TIMEOUT_MS, Server, serving
from tests.widget.driving import ask, collect

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

needs_models = pytest.mark.skipif(
    not (SHIPPED / "reader" / "reader-int8.onnx").exists(), reason="THE REAL MODELS ARE NOT TESTED: none is shipped."
)


@dataclass(frozen=True)
class Real:
    """The app on a port, and what stands behind it."""

    url: str
    store: AnswerStore
    keys: KeyStore


@pytest.fixture
def behind(tmp_path: Path) -> Iterator[tuple[Settings, AnswerStore, KeyStore]]:
    store, keys = AnswerStore(tmp_path / "answers.sqlite3"), KeyStore(tmp_path / "keys.sqlite3")
    yield Settings(data_dir=tmp_path, rate_key="3/minute"), store, keys
    store.close()
    keys.close()


@pytest_asyncio.fixture(loop_scope="session")
async def real(behind: tuple[Settings, AnswerStore, KeyStore]) -> AsyncIterator[Real]:
    settings, store, keys = behind
    answerer = FakeAnswerer()
    app = create_app(answerer, settings, store, keys=keys, access=Access(loopback=True, own_page=True, pages=True))
    async with serving(app, lifespan="on") as port:
        yield Real(f"http://127.0.0.1:{port}", store, keys)
    answerer.close()


async def visit(page: Page, server: Server, real: Real, key: str, policy: str = "") -> None:
    """Open a team's page on another origin, with the versioned file and its integrity."""
    assets = Assets()
    script = f'src="{real.url}/v1/widget-{assets.hash}.js" integrity="{assets.integrity}" crossorigin="anonymous"'
    head = f'<script type="module" {script} data-key="{key}"></script><link rel="icon" href="data:,">'
    html = (
        f"<!doctype html><html lang=en><head><title>Intranet</title>{head}</head><body><h1>Intranet</h1></body></html>"
    )
    server.fake.pages["real"] = (html, {"Content-Security-Policy": policy} if policy else {})
    await page.goto(f"{server.host}/host/real")
    await page.locator(".launcher").click()


async def test_the_page_answers_links_to_the_passage_and_keeps_feedback(page: Page, real: Real) -> None:
    complaints = collect(page)
    await page.goto(real.url)
    body = await page.evaluate("document.querySelector('quoth-ask').ask('Which constituency does she represent?')")
    entry = page.get_by_role("log").locator("details")
    await expect(entry.locator(".short")).to_have_text("Birmingham Yardley")
    await entry.get_by_role("button", name="No", exact=True).click()
    async with page.expect_response(lambda response: "outdated" in (response.request.post_data or "")) as kept:
        await entry.get_by_role("button", name="Outdated").click()
    assert (await kept.value).ok
    await expect(page.locator("quoth-ask").get_by_role("status")).to_have_text("Thank you.")
    assert [(vote.up, vote.reason) for vote in real.store.votes(body["answer_id"])] == [(False, "outdated")]
    async with page.context.expect_page() as opening:
        await entry.get_by_role("link").click()
    article = await opening.value
    await expect(article.locator("mark").first).to_contain_text("The Birmingham Yardley MP revealed her decision")
    await article.close()
    assert complaints == []


async def test_a_publishable_key_works_from_its_origin_alone_and_within_its_limit(
    page: Page, server: Server, real: Real
) -> None:
    _, mine = real.keys.create("intranet", Kind.PUBLISHABLE, [server.host])
    _, others = real.keys.create("elsewhere", Kind.PUBLISHABLE, ["https://elsewhere.example", "http://localhost:1"])
    policy = f"default-src 'none'; script-src {real.url}; connect-src {real.url}; require-trusted-types-for 'script'"
    await visit(page, server, real, mine, f"{policy}; img-src data:")
    await expect((await ask(page, "Why did she resign?")).locator(".card")).to_have_count(2)
    while not await (entry := await ask(page, "Why?")).get_by_role("alert").count():
        await expect(entry.locator(".verdict")).to_be_visible()
    await expect(entry.get_by_role("alert")).to_contain_text("Too many questions at once. Try again in")
    await visit(page, server, real, others)
    await expect((await ask(page, "Why?")).get_by_role("alert")).to_contain_text("not allowed to ask here")


async def test_without_a_key_a_page_of_another_origin_is_refused(page: Page, server: Server, real: Real) -> None:
    real.keys.create("intranet", Kind.PUBLISHABLE, [server.host])
    await visit(page, server, real, "")
    await expect((await ask(page, "Why?")).get_by_role("alert")).to_contain_text("not allowed to ask here")
    await visit(page, server, real, "pk_wrong")
    await expect((await ask(page, "Why?")).get_by_role("alert")).to_contain_text("key is not accepted")


@pytest.mark.parametrize("anchor", ["", "#quote"])  # a link may have lost its fragment on the way
async def test_a_long_article_opens_at_the_quoted_passage_in_a_small_window(
    page: Page, behind: tuple[Settings, AnswerStore, KeyStore], anchor: str
) -> None:
    settings, store, keys = behind
    lines = [
        f"Paragraph {number} says what holds in office {number}, whom to ask there, and why." for number in range(200)
    ]
    (folder := settings.data_dir / "articles").mkdir()
    (folder / "long.md").write_text("# What holds where\n\n" + "\n\n".join(lines) + "\n")
    corpus = read_corpus("g1", folder)
    start = corpus.texts[0].text.index(lines[150])
    place = f"start={start}&end={start + len(lines[150])}"
    app = create_app(FakeAnswerer(corpus), settings, store, keys=keys, access=Access(pages=True))
    await page.set_viewport_size({"width": 320, "height": 480})
    async with serving(app, lifespan="on") as port:
        await page.goto(f"http://127.0.0.1:{port}/sources/{corpus.texts[0].id}?{place}{anchor}")
        mark = page.locator("mark")
        await expect(mark).to_have_text(lines[150])
        await expect(mark).to_be_in_viewport(ratio=1, timeout=TIMEOUT_MS)
        box = await mark.bounding_box()
    assert box is not None
    assert 0 <= box["y"] <= box["y"] + box["height"] <= 480


@needs_models
async def test_the_page_answers_a_golden_question_with_the_real_models(page: Page, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    build([SEEDS], settings)
    answerer, store = LiveAnswerer(settings), AnswerStore(tmp_path / "answers.sqlite3")
    app = create_app(answerer, settings, store, access=Access(loopback=True, pages=True))
    async with serving(app, lifespan="on") as port:
        await page.goto(f"http://127.0.0.1:{port}")
        await expect(page.locator(".examples button")).to_have_count(3)
        await expect(page.locator("#sources li")).to_have_count(2)
        entry = await ask(page, "What percentage of online child sexual exploitation involves self-generated images?")
        await expect(entry.locator(".quote").first).to_contain_text("91 percent")
    answerer.close()
    store.close()
