"""What the tests do with a page: open one that embeds the widget, ask, and find the newest answer."""

from playwright.async_api import Locator, Page

from index.answering.body import AnswerBody
from tests.widget.conftest import Server

INLINE = "<main><h1>Intranet</h1><quoth-ask></quoth-ask></main>"


def host_html(server: Server, body: str = "<main><h1>Intranet</h1></main>", *, tag: str = "", head: str = "") -> str:
    """A page of a team: the script tag with its attributes, its own style, its own content."""
    script = f'<script type="module" src="{server.api}/v1/widget.js" {tag}></script>'
    viewport = '<meta name="viewport" content="width=device-width">'
    start = f'<!doctype html><html lang="en"><head><meta charset="utf-8">{viewport}<title>Intranet</title>'
    return f'{start}<link rel="icon" href="data:,">{head}{script}</head><body>{body}</body></html>'


async def visit(
    page: Page,
    server: Server,
    body: str = INLINE,
    *,
    tag: str = 'data-launcher="off"',
    head: str = "",
    policy: str = "",
) -> None:
    """Open a page on another origin than the API's, with the widget inline unless told otherwise."""
    headers = {"Content-Security-Policy": policy} if policy else {}
    server.fake.pages["page"] = (host_html(server, body, tag=tag, head=head), headers)
    await page.goto(f"{server.host}/host/page")


async def ask(page: Page, question: str | AnswerBody) -> Locator:
    """Ask in the first field, wait until nothing is busy, and give the newest entry."""
    text = question if isinstance(question, str) else question.question
    await page.get_by_role("textbox").first.fill(text)
    await page.get_by_role("textbox").first.press("Enter")
    log = page.get_by_role("log").first
    await log.and_(page.locator('[aria-busy="false"]')).wait_for()
    return log.locator("details").first


def collect(page: Page) -> list[str]:
    """Everything that a page complains about, as it comes."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
    return complaints
