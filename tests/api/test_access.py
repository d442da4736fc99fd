"""Who may do what: keys and their scopes, origins, hosts, other sites' pages, and use without a key."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.keys import KeyStore, Kind, clean_origin
from api.serving import Access
from index.errors import UsageError
from tests.api.conftest import ORIGIN, MakeApp, bearer, client_of, sent_problem
from tests.api.fakes import FakeAnswerer

QUESTION = {"question": "Which constituency?"}
ANSWER = "0" * 32
ALL = {"ask", "admin", "publishable"}
CHAT = {"messages": [{"role": "user", "content": "Why?"}]}
Route = tuple[str, str, object, set[str]]  # method, path, body, and the keys that it is for
ROUTES: list[Route] = [
    ("POST", "/v1/ask", QUESTION, ALL),
    ("POST", "/v1/ask/stream", QUESTION, ALL),
    ("POST", f"/v1/answers/{ANSWER}/feedback", {"up": True}, ALL),
    ("GET", "/v1/examples", None, ALL),
    ("POST", "/v1/chat/completions", CHAT, ALL),
    ("GET", "/v1/models", None, ALL),
    ("POST", "/v1/search", QUESTION, {"ask", "admin"}),
    ("GET", "/v1/sources", None, {"ask", "admin"}),
    ("GET", "/v1/sources/leave", None, {"ask", "admin"}),
    ("GET", f"/v1/answers/{ANSWER}", None, {"ask", "admin"}),
    ("GET", f"/v1/answers/{ANSWER}/verify", None, {"ask", "admin"}),
    ("GET", f"/v1/answers/{ANSWER}/trace", None, {"ask", "admin"}),
    ("GET", "/metrics", None, {"ask", "admin"}),
    ("GET", "/sources/leave", None, {"ask", "admin"}),
    ("GET", f"/answers/{ANSWER}", None, {"ask", "admin"}),
    ("POST", "/mcp", {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}, {"ask", "admin"}),
    ("POST", "/v1/index/rebuild", None, {"admin"}),
    ("GET", "/v1/jobs/{job_id}", None, {"admin"}),
]
OPEN = {"/healthz", "/readyz", "/openapi.json", "/", "/v1/page.css", "/v1/widget/{name}", "/v1/widget/{version}/{name}"}
OPEN |= {"/v1/{name}.js"}


def _named(route: Route) -> str:
    return f"{route[0]} {route[1]}"


@pytest.fixture
def exposed(make_app: MakeApp) -> Any:
    with client_of(make_app(openai_route=True), address="192.0.2.7") as client:
        yield client


def call(client: TestClient, method: str, path: str, body: object, **headers: str) -> Any:
    given = {"accept": "application/json, text/event-stream", **headers}
    return client.request(method, path, json=body, headers=given)


@pytest.mark.parametrize("route", ROUTES, ids=_named)
def test_a_key_does_what_its_scopes_allow_and_nothing_else(
    exposed: TestClient, secrets: dict[str, str], route: Route
) -> None:
    method, path, body, allowed = route
    for kind, text in secrets.items():
        response = call(exposed, method, path, body, origin=ORIGIN, **bearer(text))
        if kind in allowed:
            assert response.status_code in {200, 202, 204, 400, 404, 406}, response.text
        else:
            sent_problem(response, 403, "scope")


@pytest.mark.parametrize("route", ROUTES, ids=_named)
def test_without_a_known_key_every_route_is_closed(exposed: TestClient, route: Route) -> None:
    method, path, body, _ = route
    for authorization in ("", "Bearer nonsense", "Bearer qk_00000000_" + "x" * 43, "Basic eDp5"):
        response = call(exposed, method, path, body, authorization=authorization)
        sent_problem(response, 401, "key")
        assert response.headers["www-authenticate"] == "Bearer"


def test_no_route_is_missing_from_these_lists(make_app: MakeApp) -> None:
    app = make_app(openai_route=True)
    listed = {
        f"{method} {path.replace('leave', '{source_id}').replace(ANSWER, '{answer_id}')}" for method, path, *_ in ROUTES
    }
    served = set()
    for path, operations in app.openapi()["paths"].items():
        if path not in OPEN:
            served |= {f"{method.upper()} {path}" for method in operations}
    assert served <= listed


@pytest.mark.parametrize(("forwarded", "status"), [("203.0.113.9", 401), ("127.0.0.1, 203.0.113.9", 401), ("::1", 200)])
def test_a_visitor_of_a_proxy_that_is_not_listed_is_nobody_of_this_machine(
    local: TestClient, forwarded: str, status: int
) -> None:
    assert local.get("/v1/sources", headers={"X-Forwarded-For": forwarded}).status_code == status


def test_a_revoked_key_is_refused_from_the_next_request_on(
    exposed: TestClient, keys: KeyStore, secrets: dict[str, str]
) -> None:
    assert exposed.get("/v1/sources", headers=bearer(secrets["ask"])).status_code == 200
    keys.revoke(next(key.id for key in keys.all() if key.kind is Kind.ASK))
    sent_problem(exposed.get("/v1/sources", headers=bearer(secrets["ask"])), 401, "key")


@pytest.mark.parametrize(("site", "status"), [("same-origin", 200), ("cross-site", 403)])
def test_a_page_beside_the_api_reads_without_naming_its_origin_as_browsers_do(
    exposed: TestClient, keys: KeyStore, site: str, status: int
) -> None:
    key = keys.create("intranet", Kind.PUBLISHABLE, ["http://localhost"])[1]
    assert exposed.get("/v1/examples", headers={"Sec-Fetch-Site": site, **bearer(key)}).status_code == status


@pytest.mark.parametrize(
    "origin", ["", "https://evil.example", "https://docs.example.org.evil.example", "null", "http://docs.example.org"]
)
def test_a_publishable_key_is_denied_from_every_origin_but_its_own(
    exposed: TestClient, secrets: dict[str, str], origin: str
) -> None:
    headers = bearer(secrets["publishable"]) | ({"Origin": origin} if origin else {})
    response = exposed.post("/v1/ask", json=QUESTION, headers=headers)
    sent_problem(response, 403, "origin")
    assert "access-control-allow-origin" not in response.headers


def test_a_publishable_key_without_origins_is_denied_everywhere(exposed: TestClient, keys: KeyStore) -> None:
    _, text = keys.create("none", Kind.PUBLISHABLE)
    for origin in (ORIGIN, "null", "*"):
        sent_problem(exposed.post("/v1/ask", json=QUESTION, headers=bearer(text) | {"Origin": origin}), 403, "origin")


def test_a_page_may_read_replies_only_on_an_origin_of_a_key(exposed: TestClient, secrets: dict[str, str]) -> None:
    asking = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,content-type"}
    allowed = exposed.options("/v1/ask/stream", headers={"Origin": ORIGIN, **asking})
    assert (allowed.status_code, allowed.headers["access-control-allow-origin"]) == (200, ORIGIN)
    denied = exposed.options("/v1/ask/stream", headers={"Origin": "https://evil.example", **asking})
    sent_problem(denied, 400, "bad-request")
    assert "access-control-allow-origin" not in denied.headers
    asked = exposed.post("/v1/ask", json=QUESTION, headers={"Origin": ORIGIN, **bearer(secrets["publishable"])})
    assert asked.headers["access-control-allow-origin"] == ORIGIN
    assert "Retry-After" in asked.headers["access-control-expose-headers"]


def test_a_page_may_read_also_that_something_failed_here(
    exposed: TestClient, secrets: dict[str, str], fake: FakeAnswerer
) -> None:
    fake.error = RuntimeError("a bug")
    failed = exposed.post("/v1/ask", json=QUESTION, headers={"Origin": ORIGIN, **bearer(secrets["publishable"])})
    sent_problem(failed, 500, "internal")
    assert failed.headers["access-control-allow-origin"] == ORIGIN
    assert failed.headers["x-request-id"] == failed.json()["request_id"]


def test_a_page_may_read_also_that_its_host_is_refused(exposed: TestClient, secrets: dict[str, str]) -> None:
    here = {"Host": "evil.example", "Origin": ORIGIN}
    before = exposed.options("/v1/ask", headers={**here, "Access-Control-Request-Method": "POST"})
    assert (before.status_code, before.headers["access-control-allow-origin"]) == (200, ORIGIN)
    refused = exposed.post("/v1/ask", json=QUESTION, headers={**here, **bearer(secrets["publishable"])})
    sent_problem(refused, 421, "host")
    assert refused.headers["access-control-allow-origin"] == ORIGIN
    assert refused.headers["x-request-id"] == refused.json()["request_id"]


def test_a_refused_host_is_told_to_no_other_page_and_reaches_no_route(
    exposed: TestClient, secrets: dict[str, str], fake: FakeAnswerer
) -> None:
    headers = {"Host": "evil.example", "Origin": "https://evil.example", **bearer(secrets["ask"])}
    for refused in (
        exposed.post("/v1/ask", json=QUESTION, headers=headers),
        exposed.options("/v1/ask", headers=headers),
    ):
        sent_problem(refused, 421, "host")
        assert "access-control-allow-origin" not in refused.headers
    assert fake.asked == []


def test_a_user_of_this_machine_needs_no_key_and_may_do_everything(local: TestClient) -> None:
    assert local.post("/v1/ask", json=QUESTION).status_code == 200
    assert local.get("/v1/sources").status_code == 200
    assert local.post("/v1/index/rebuild").status_code == 202


def test_a_visitor_that_a_proxy_brings_to_a_loopback_server_needs_a_key(make_app: MakeApp) -> None:
    with client_of(make_app(Access(loopback=True)), address="192.0.2.7") as client:
        sent_problem(client.post("/v1/ask", json=QUESTION), 401, "key")


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_another_sites_page_cannot_use_this_machines_server(local: TestClient, headers: dict[str, str]) -> None:
    for path in ("/v1/ask", "/v1/index/rebuild"):
        sent_problem(local.post(path, json=QUESTION, headers=headers), 403, "origin")


def test_an_insecure_server_lets_everybody_ask_and_read_but_not_rebuild(make_app: MakeApp) -> None:
    with client_of(make_app(Access(insecure=True)), address="192.0.2.7") as client:
        assert client.post("/v1/ask", json=QUESTION).status_code == 200
        assert client.get("/v1/sources").status_code == 200
        sent_problem(client.post("/v1/index/rebuild"), 403, "scope")


def test_the_own_page_may_ask_without_a_key_only_where_the_setting_says_so(make_app: MakeApp) -> None:
    for own_page, status in ((True, 200), (False, 401)):
        with client_of(make_app(Access(own_page=own_page)), address="192.0.2.7") as client:
            sent = client.post("/v1/ask", json=QUESTION, headers={"Sec-Fetch-Site": "same-origin"})
            assert sent.status_code == status
            assert client.post("/v1/ask", json=QUESTION).status_code == 401
            assert client.get("/v1/sources", headers={"Sec-Fetch-Site": "same-origin"}).status_code in {401, 403}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://intranet:8000"}, 200),
        ({"Origin": "http://evil.example"}, 401),
        ({"Origin": "http://intranet:8001"}, 401),
        ({"Origin": "null"}, 401),
        ({}, 401),
        ({"Origin": "http://intranet:8000", "Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://evil.example", "Host": "evil.example"}, 421),
    ],
)
def test_the_own_page_may_ask_also_over_plain_http_where_browsers_name_only_the_origin(
    make_app: MakeApp, headers: dict[str, str], status: int
) -> None:
    app = make_app(Access(own_page=True), allowed_hosts="intranet")
    with client_of(app, address="192.0.2.7") as client:
        asked = client.post("/v1/ask", json=QUESTION, headers={"Host": "intranet:8000", **headers})
        listed = client.get("/v1/sources", headers={"Host": "intranet:8000", **headers})
    assert asked.status_code == status
    assert listed.status_code in {401, 403, 421}


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:8000", "", "[::2]:80"]
)
def test_a_host_that_is_not_ours_is_refused(local: TestClient, host: str) -> None:
    sent_problem(local.get("/v1/sources", headers={"Host": host}), 421, "host")


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:80", "127.0.0.1:1", "[::1]:80", "quoth.example", "kb.example:9"]
)
def test_a_host_that_is_ours_is_served(make_app: MakeApp, host: str) -> None:
    app = make_app(Access(loopback=True), public_url="https://quoth.example/base", allowed_hosts="kb.example")
    with client_of(app) as client:
        assert client.get("/v1/sources", headers={"Host": host}).status_code == 200


def test_health_is_told_under_any_host(local: TestClient) -> None:
    assert local.get("/healthz", headers={"Host": "10.0.0.7:8000"}).status_code == 200


def test_pages_are_open_where_links_to_them_are_given_out(make_app: MakeApp) -> None:
    with client_of(make_app(Access(pages=True)), address="192.0.2.7") as client:
        assert client.get("/sources/leave").status_code == 200
        sent_problem(client.get("/v1/sources/leave"), 401, "key")


def test_somebody_elses_private_answer_looks_like_none(
    exposed: TestClient, secrets: dict[str, str], keys: KeyStore
) -> None:
    _, other = keys.create("other", Kind.ASK)
    body = {**QUESTION, "private": True}
    id_ = exposed.post("/v1/ask", json=body, headers=bearer(secrets["ask"])).json()["answer_id"]
    for path in (f"/v1/answers/{id_}", f"/v1/answers/{id_}/trace", f"/v1/answers/{id_}/verify"):
        assert exposed.get(path, headers=bearer(secrets["ask"])).status_code == 200
        sent_problem(exposed.get(path, headers=bearer(other)), 404, "not-found")
    sent_problem(exposed.get(f"/answers/{id_}", headers=bearer(secrets["ask"])), 404, "not-found")


def test_no_secret_of_a_key_is_on_the_disk(keys: KeyStore, secrets: dict[str, str], tmp_path: Any) -> None:
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("keys.sqlite3*"))
    assert not any(text.encode() in stored for text in secrets.values())


@pytest.mark.parametrize("netloc", ["*.example.org", "a@docs.example.org", "docs.example.org:port"])
def test_a_host_that_is_none_is_no_origin(netloc: str) -> None:
    with pytest.raises(UsageError):
        clean_origin(f"https://{netloc}")


@pytest.mark.parametrize(
    "origin",
    ["docs.example.org", "https://docs.example.org/a", "ftp://docs.example.org", "*", "", "https://[::1"],
)
def test_an_origin_that_browsers_would_never_send_is_refused(origin: str) -> None:
    with pytest.raises(UsageError):
        clean_origin(origin)


@pytest.mark.parametrize(
    ("origin", "sent"),
    [
        ("HTTPS://Docs.example.org:443/", "https://docs.example.org"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_an_origin_is_kept_as_browsers_send_it(origin: str, sent: str) -> None:
    assert clean_origin(origin) == sent


def test_only_publishable_keys_have_origins(keys: KeyStore) -> None:
    with pytest.raises(UsageError, match="publishable"):
        keys.create("server", Kind.ASK, [ORIGIN])
