"""The OpenAPI: true examples, one error shape, a schema that does not change unnoticed, and no input that breaks it."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings

from api.app import create_app
from api.examples import ANSWERED, CONFLICT, SILENT
from api.keys import KeyStore
from api.serving import Access
from index.answering.body import AnswerBody
from index.answers import AnswerStore, answering_quotes
from index.settings import Settings
from tests.api.conftest import MakeApp
from tests.api.fakes import SEEDS, FakeAnswerer, read_corpus

SNAPSHOT = Path(__file__).parent / "openapi.json"
EXAMPLES = 12


@pytest.fixture(scope="module")
def api_schema(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("api")
    store, keys = AnswerStore(folder / "answers.sqlite3"), KeyStore(folder / "keys.sqlite3")
    app = create_app(
        FakeAnswerer(),
        Settings(data_dir=folder, threads=2, openai_route=True),
        store,
        access=Access(insecure=True),
        keys=keys,
        rebuild=lambda _: "g2",
    )
    app.state.quoth.limits.check = _never_refuse
    yield schemathesis.openapi.from_asgi("/openapi.json", app)
    store.close()
    keys.close()


async def _never_refuse(_principal: object) -> None:
    """Thousands of requests from one address are the point here."""


schema = schemathesis.pytest.from_fixture("api_schema")


@schema.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_no_input_makes_a_route_fail(case: Any) -> None:
    response = case.call(headers={"Host": "localhost"})
    case.validate_response(response, checks=[schemathesis.checks.not_a_server_error])
    if response.status_code >= 400:
        assert response.headers["content-type"][0] == "application/problem+json"


def test_the_schema_is_what_clients_were_promised(make_app: MakeApp) -> None:
    """Set UPDATE_SNAPSHOT to accept a change; a change that clients notice belongs in the CHANGELOG."""
    made = make_app(openai_route=True).openapi()
    if os.environ.get("UPDATE_SNAPSHOT"):
        SNAPSHOT.write_text(json.dumps(made, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
    assert json.loads(SNAPSHOT.read_text(encoding="utf-8")) == json.loads(json.dumps(made))


@pytest.mark.parametrize("example", [ANSWERED, CONFLICT, SILENT])
def test_the_examples_quote_the_seeds_at_their_places(example: AnswerBody) -> None:
    seeds = read_corpus("seeds", SEEDS)
    quotes = [*answering_quotes(example), *example.related]
    assert quotes
    for quote in quotes:
        source = seeds.source(quote.source.id)
        assert source.text[quote.start : quote.end] == quote.text
        assert (quote.source.title, quote.source.path) == (source.title, source.path)
        assert quote.source.line == source.first_line + source.text[: quote.start].count("\n")


def test_every_verdict_has_an_example(make_app: MakeApp) -> None:
    reply = make_app().openapi()["paths"]["/v1/ask"]["post"]["responses"]["200"]
    examples = reply["content"]["application/json"]["examples"]
    assert [example["value"]["status"] for example in examples.values()] == ["answered", "conflict", "silent"]


def test_every_route_documents_its_failures_as_problems(make_app: MakeApp) -> None:
    for operations in make_app(openai_route=True).openapi()["paths"].values():
        for operation in operations.values():
            for status, response in operation["responses"].items():
                if int(status) >= 400:
                    assert list(response["content"]) == ["application/problem+json"]
