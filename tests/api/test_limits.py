"""Limits: by key, by address, by body; none for this machine's own user; each says when to come back."""

from typing import Any

import pytest

from api.limits import Limits
from api.serving import Access
from index.errors import SettingsError
from tests.api.conftest import ORIGIN, MakeApp, bearer, client_of, sent_problem

QUESTION = {"question": "Which constituency?"}


def test_a_key_that_asks_too_often_is_told_when_to_come_back(make_app: MakeApp, secrets: dict[str, str]) -> None:
    with client_of(make_app(rate_key="2/minute"), address="192.0.2.7") as client:
        statuses = [client.get("/v1/sources", headers=bearer(secrets["ask"])).status_code for _ in range(2)]
        refused = client.get("/v1/sources", headers=bearer(secrets["ask"]))
        other = client.get("/v1/sources", headers=bearer(secrets["admin"]))
    assert (statuses, other.status_code) == ([200, 200], 200)
    problem = sent_problem(refused, 429, "rate-limited")
    assert 0 < int(refused.headers["retry-after"]) <= 60
    assert problem["retry_after"] == int(refused.headers["retry-after"])


def test_visitors_of_a_page_are_limited_one_by_one(make_app: MakeApp, secrets: dict[str, str]) -> None:
    app = make_app(rate_address="1/minute")
    headers = bearer(secrets["publishable"]) | {"Origin": ORIGIN}
    with client_of(app, "192.0.2.7") as one:
        two = client_of(app, "192.0.2.8")
        statuses = [client.post("/v1/ask", json=QUESTION, headers=headers).status_code for client in (one, one, two)]
    assert statuses == [200, 429, 200]


def test_one_visitor_does_not_use_up_a_publishable_key_for_everybody(
    make_app: MakeApp, secrets: dict[str, str]
) -> None:
    app = make_app(rate_key="3/minute", rate_address="1/minute")
    headers = bearer(secrets["publishable"]) | {"Origin": ORIGIN}
    with client_of(app, "192.0.2.7") as one:
        statuses = [one.post("/v1/ask", json=QUESTION, headers=headers).status_code for _ in range(5)]
        other = client_of(app, "192.0.2.8").post("/v1/ask", json=QUESTION, headers=headers)
    assert statuses == [200, 429, 429, 429, 429]
    assert other.status_code == 200


def test_a_secret_key_is_not_limited_by_address(make_app: MakeApp, secrets: dict[str, str]) -> None:
    with client_of(make_app(rate_address="1/minute"), "192.0.2.7") as client:
        statuses = [client.get("/v1/sources", headers=bearer(secrets["ask"])).status_code for _ in range(3)]
    assert statuses == [200] * 3


def test_who_has_no_key_is_limited_by_address_but_not_on_this_machine(make_app: MakeApp) -> None:
    with client_of(make_app(Access(insecure=True), rate_address="1/minute"), "192.0.2.7") as client:
        assert [client.get("/v1/sources").status_code for _ in range(2)] == [200, 429]
    with client_of(make_app(Access(loopback=True), rate_address="1/minute")) as client:
        assert [client.get("/v1/sources").status_code for _ in range(3)] == [200] * 3


def test_mcp_and_pages_count_too(make_app: MakeApp, secrets: dict[str, str]) -> None:
    with client_of(make_app(rate_key="1/minute"), "192.0.2.7") as client:
        assert client.get("/sources/leave", headers=bearer(secrets["ask"])).status_code == 200
        sent_problem(client.post("/mcp", json={}, headers=bearer(secrets["ask"])), 429, "rate-limited")


def test_readers_of_open_pages_are_limited_one_by_one_but_not_on_this_machine(make_app: MakeApp) -> None:
    app = make_app(Access(loopback=True, pages=True), rate_address="1/minute")
    statuses = []
    with client_of(app, "192.0.2.7") as one:
        for client in (one, one, client_of(app, "192.0.2.8"), client_of(app), client_of(app)):
            statuses.append(client.get("/sources/leave", headers={"Sec-Fetch-Site": "cross-site"}).status_code)
    assert statuses == [200, 429, 200, 200, 200]


@pytest.mark.parametrize("path", ["/v1/ask", "/v1/ask/stream", "/v1/search", "/mcp"])
def test_a_body_that_is_too_large_is_a_problem(make_app: MakeApp, path: str) -> None:
    headers = {"content-type": "application/json"}
    with client_of(make_app(Access(loopback=True), max_body=1024)) as client:
        sent_problem(client.post(path, json={"question": "x" * 2000}), 413, "too-large")
        sent_problem(client.post(path, content=_pieces(), headers=headers), 413, "too-large")


def _pieces() -> Any:
    """A body whose length no header tells."""
    for _ in range(20):
        yield b" " * 100


def test_a_rate_that_cannot_be_read_is_refused_by_name() -> None:
    with pytest.raises(SettingsError, match="rate_key"):
        Limits("often", "60/minute")
