"""Errors, whoever makes them, have one shape; every reply has a request id and the headers of a careful server."""

import pytest
from fastapi.testclient import TestClient

from tests.api.conftest import sent_problem


@pytest.mark.parametrize(
    "path", ["/nothing", "/v1/nothing", "/v1/widget/nothing.js", "/v1/widget-0.js", "/sources/none"]
)
def test_what_is_not_there_is_a_problem(local: TestClient, path: str) -> None:
    sent_problem(local.get(path), 404, "not-found")


def test_a_method_that_is_not_taken_is_a_problem_that_names_those_that_are(local: TestClient) -> None:
    response = local.get("/v1/ask")
    sent_problem(response, 405, "method")
    assert response.headers["allow"] == "POST"


@pytest.mark.parametrize("path", ["/v1/ask", "/healthz", "/sources/leave", "/nothing", "/v1/page.css"])
def test_every_reply_has_the_headers_of_a_careful_server(local: TestClient, path: str) -> None:
    headers = local.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "server" not in headers


def test_a_request_keeps_the_id_that_it_came_with_if_that_is_harmless(local: TestClient) -> None:
    assert local.get("/healthz", headers={"X-Request-ID": "trace-1"}).headers["x-request-id"] == "trace-1"
    harmful = local.get("/healthz", headers={"X-Request-ID": "a b<script>"}).headers["x-request-id"]
    assert len(harmful) == 32


@pytest.mark.parametrize("path", ["/v1/answers/zz", "/v1/answers/" + "G" * 32, "/answers/1"])
def test_an_id_that_is_none_is_a_problem(local: TestClient, path: str) -> None:
    sent_problem(local.get(path), 422, "invalid")
