"""`quoth serve` as a process: alive before there is an index; SIGTERM ends it with 0, what is under way finished."""

import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2 as httpx
import pytest

from tests.api.conftest import sent_problem

ROOT = Path(__file__).parents[2]
# as the installed entry point does it, without needing the installation
SERVE = "from index.cli.app import make_app; from api.cli import serve; make_app({'serve': lambda: serve})()"
# the fake answerer behind the real command: a question says that it has begun, and takes long enough for a signal
SLOW = (
    "import pathlib, time, api.cli as cli; from tests.api.fakes import FakeAnswerer; fake = FakeAnswerer();"
    "ask = fake.ask; begun = lambda: pathlib.Path('begun').touch();"
    "fake.ask = lambda *a, **k: ('resign' in a[0] and (begun(), time.sleep(1.0)), ask(*a, **k))[1];"
    "cli.LiveAnswerer = lambda settings: fake;"
) + SERVE


def free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])


@contextmanager
def serving(code: str, folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    port = free_port()
    command = [sys.executable, "-c", code, "serve", "--port", str(port)]
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "QUOTH_DATA_DIR": str(folder / ".quoth")}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, cwd=folder, stdout=log, stderr=log)
        try:
            url = f"http://127.0.0.1:{port}"
            _wait(process, f"{url}/healthz", folder / "log")
            yield process, url
        finally:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    for _ in range(1200):
        assert process.poll() is None, log.read_text()
        try:
            if httpx.get(url).status_code == 200:
                return
        except httpx.TransportError:
            pass  # it is not listening yet
        time.sleep(0.1)
    raise AssertionError(log.read_text())


def test_without_an_index_it_lives_and_says_which_command_to_run(tmp_path: Path) -> None:
    with serving(SERVE, tmp_path) as (process, url):
        while True:  # until the models are loaded, or found missing
            ready = httpx.get(f"{url}/readyz")
            if "unavailable" not in ready.text:
                break
            time.sleep(0.05)
        problem = ready.json()
        assert ready.status_code == 503
        assert "quoth" in problem["detail"]
        sent_problem(httpx.post(f"{url}/v1/ask", json={"question": "Why?"}), 503, problem["type"].rpartition(":")[2])
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0


@pytest.mark.parametrize("path", ["/v1/ask", "/v1/ask/stream"])
def test_a_question_under_way_is_answered_before_sigterm_ends_the_server(tmp_path: Path, path: str) -> None:
    with serving(SLOW, tmp_path) as (process, url):
        _wait(process, f"{url}/readyz", tmp_path / "log")
        ending = threading.Thread(target=_signal_when, args=(process, tmp_path / "begun"))
        ending.start()
        reply = httpx.post(f"{url}{path}", json={"question": "resign"}, timeout=60)
        ending.join()
        assert reply.status_code == 200
        assert '"status":"conflict"' in reply.text
        assert process.wait(60) == 0
        assert "resign" not in (tmp_path / "log").read_text()


def _signal_when(process: subprocess.Popen[bytes], begun: Path) -> None:
    while not begun.exists():
        time.sleep(0.01)
    process.send_signal(signal.SIGTERM)
