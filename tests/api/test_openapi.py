"""The OpenAPI: true examples, one error shape, a schema that does not change unnoticed, and no input that breaks it."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.core.result import Ok

from api.examples import ANSWERED, CONFLICT, SILENT
from api.serving import Access
from index.answering.body import AnswerBody
from index.answers import answering_quotes
from tests.api.conftest import MakeApp
from tests.api.fakes import SEEDS, read_corpus

SNAPSHOT = Path(__file__).parent / "openapi.json"
EXAMPLES = 12


async def _never_refuse(_principal: object) -> None:
    """Hundreds of requests from one address are the point here."""


def test_no_input_makes_a_route_fail(make_app: MakeApp) -> None:
    app = make_app(Access(insecure=True), openai_route=True, allowed_hosts="*")
    app.state.quoth.limits.check = _never_refuse
    found = schemathesis.openapi.from_asgi("/openapi.json", app).get_all_operations()
    operations = [operation.ok() for operation in found if isinstance(operation, Ok)]
    assert len(operations) > 15
    for operation in operations:

        @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def check(case: Any) -> None:
            response = case.call()
            assert response.status_code < 500, (case.method, case.path, response.text)
            if response.status_code >= 400:
                assert response.headers["content-type"][0] == "application/problem+json"

        check()


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
