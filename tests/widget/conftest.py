"""Start Debian's Chromium and the server at the edge once, in one event loop; every test has a page of its own."""

import asyncio
import os
import shutil
import socket
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
import uvicorn
from playwright.async_api import Browser, Page, async_playwright

from tests.widget.server import FakeApi

CHROMIUM = shutil.which("chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("CI tests the widget in a real browser: install chromium (apt-get install chromium).")
        pytest.skip("THE WIDGET IS NOT TESTED: there is no chromium. Install it: apt-get install chromium.")
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        await chromium.close()


class Server:
    """The fake API on a free port, under two names: pages come from `host`, the widget and its API from `api`."""

    def __init__(self, port: int) -> None:
        self.api, self.host = f"http://127.0.0.1:{port}", f"http://localhost:{port}"
        self.fake = FakeApi()

    async def __call__(self, scope: dict[str, object], receive: object, send: object) -> None:
        await self.fake.app()(scope, receive, send)  # type: ignore[arg-type]  # passed on as it came


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def server() -> AsyncIterator[Server]:
    listener = socket.create_server(("127.0.0.1", 0))
    served = Server(listener.getsockname()[1])
    config = uvicorn.Config(served, log_level="critical", lifespan="off", timeout_graceful_shutdown=1)
    running = uvicorn.Server(config)
    task = asyncio.create_task(running.serve(sockets=[listener]))
    yield served
    running.should_exit = True
    await task
    listener.close()


@pytest.fixture
def fake(server: Server) -> FakeApi:
    """A fresh API for each test."""
    server.fake = FakeApi()
    return server.fake


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser) -> AsyncIterator[Page]:
    context = await browser.new_context(viewport={"width": 1000, "height": 800}, reduced_motion="reduce")
    context.set_default_timeout(10_000)
    opened = await context.new_page()
    yield opened
    await context.close()
