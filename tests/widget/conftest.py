"""Start Debian's Chromium and the server at the edge once, in one event loop; every test has a page of its own."""

import asyncio
import os
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal

import pytest
import pytest_asyncio
import uvicorn
from playwright.async_api import Browser, Page, ViewportSize, async_playwright
from starlette.types import ASGIApp, Receive, Scope, Send

from tests.widget.server import FakeApi

CHROMIUM = shutil.which("chromium")
SIZE: ViewportSize = {"width": 1000, "height": 800}
TIMEOUT_MS = 20_000
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


@asynccontextmanager
async def serving(app: ASGIApp, *, lifespan: Literal["on", "off"] = "off") -> AsyncIterator[int]:
    """Serve an app on a free port of this machine, in this event loop."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_level="critical", lifespan=lifespan, timeout_graceful_shutdown=1)
    running = uvicorn.Server(config)
    task = asyncio.create_task(running.serve(sockets=[listener]))
    yield listener.getsockname()[1]
    running.should_exit = True
    await task
    listener.close()


class Server:
    """The fake API under two names: pages come from `host`, the widget and its API from `api`."""

    def __init__(self) -> None:
        self.api = self.host = ""
        self.fake = FakeApi()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.fake.app()(scope, receive, send)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def server() -> AsyncIterator[Server]:
    served = Server()
    async with serving(served) as port:
        served.api, served.host = f"http://127.0.0.1:{port}", f"http://localhost:{port}"
        yield served


@pytest.fixture
def fake(server: Server) -> FakeApi:
    """A fresh API for each test."""
    server.fake = FakeApi()
    return server.fake


@pytest_asyncio.fixture(loop_scope="session")
async def fresh_page(browser: Browser) -> AsyncIterator[Page]:
    """A page of its own, for a test that changes what cannot be changed back: permissions, the clock, first scripts."""
    context = await browser.new_context(viewport=SIZE, reduced_motion="reduce")
    context.set_default_timeout(TIMEOUT_MS)
    yield await context.new_page()
    await context.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shared_page(browser: Browser) -> AsyncIterator[Page]:
    context = await browser.new_context()
    context.set_default_timeout(TIMEOUT_MS)
    yield await context.new_page()
    await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(shared_page: Page) -> AsyncIterator[Page]:
    """The page that tests share, because opening one is slow; as new as a page that has just been opened."""
    await shared_page.set_viewport_size(SIZE)
    await shared_page.emulate_media(color_scheme="light", forced_colors="none", reduced_motion="reduce")
    yield shared_page
    await shared_page.unroute_all()
    await shared_page.goto("about:blank")
