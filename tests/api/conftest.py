"""An app over the fake answerer, and clients for it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import create_app
from api.keys import KeyStore, Kind
from api.serving import Access
from index.answers import AnswerStore
from index.settings import read_settings
from tests.api.fakes import FakeAnswerer

ORIGIN = "https://docs.example.org"
MakeApp = Callable[..., FastAPI]


@pytest.fixture
def fake() -> Iterator[FakeAnswerer]:
    answerer = FakeAnswerer()
    yield answerer
    answerer.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[AnswerStore]:
    kept = AnswerStore(tmp_path / "answers.sqlite3")
    yield kept
    kept.close()


@pytest.fixture
def keys(tmp_path: Path) -> Iterator[KeyStore]:
    held = KeyStore(tmp_path / "keys.sqlite3")
    yield held
    held.close()


@pytest.fixture
def make_app(tmp_path: Path, fake: FakeAnswerer, store: AnswerStore, keys: KeyStore) -> MakeApp:
    """Make an app with these settings; reachable by keys alone unless `access` says otherwise."""

    def make(access: Access | None = None, **settings: object) -> FastAPI:
        given = {"data_dir": tmp_path, "threads": 2, **settings}
        return create_app(
            fake,
            read_settings(**given),
            store,
            access=access or Access(),
            keys=keys,
            rebuild=_rebuilt,
            look_every=0.01,
        )

    return make


def _rebuilt(on_progress: Callable[[str, int, int], None]) -> str:
    on_progress("encode", 1, 2)
    return "g2"


@pytest.fixture
def local(make_app: MakeApp) -> Iterator[TestClient]:
    """A user of this machine: no key needed, no limits."""
    with client_of(make_app(Access(loopback=True))) as client:
        yield client


def client_of(app: FastAPI, address: str = "127.0.0.1") -> TestClient:
    return TestClient(app, base_url="http://localhost", client=(address, 50000), raise_server_exceptions=False)


@pytest.fixture
def secrets(keys: KeyStore) -> dict[str, str]:
    """The text of a key of each kind."""
    return {kind.value: keys.create(kind.value, kind, [ORIGIN] if kind is Kind.PUBLISHABLE else [])[1] for kind in Kind}


def bearer(text: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {text}"}


def sent_problem(response: object, status: int, kind: str) -> dict[str, object]:
    """Assert that a response is a problem of this status and kind, in the one shape; return it."""
    assert getattr(response, "status_code", None) == status, getattr(response, "text", "")
    assert response.headers["content-type"] == "application/problem+json"  # type: ignore[attr-defined]  # any client's
    body: dict[str, object] = response.json()  # type: ignore[attr-defined]  # any client's
    assert body["type"] == f"urn:quoth:problem:{kind}"
    assert body["status"] == status
    assert body["request_id"] == response.headers["x-request-id"]  # type: ignore[attr-defined]  # any client's
    return body
