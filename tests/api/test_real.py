"""Every route once over the seeds, with the models that ship: what the fakes stand for in the other tests."""

import json
import shutil
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2 as httpx
import openai
import pytest
from mcp import Client

from api.app import create_app
from api.keys import KeyStore, Kind
from api.serving import Access
from index.answering.body import AnswerBody
from index.answering.live import LiveAnswerer
from index.answers import AnswerStore
from index.build import build
from index.settings import Settings
from tests.api.fakes import INQUIRY, LETTER, SEEDS
from tests.api.servers import running
from tests.api.test_openai import chat
from tests.api.test_pages import marked
from tests.api.test_stream import parse

ASKED = {
    "answered": "What percentage of online child sexual exploitation involves self-generated images?",
    "conflict": "Why did Jess Phillips resign?",
    "silent": "How old is Jess Phillips?",
}


@dataclass(frozen=True)
class Real:
    """The server under its address, its articles, and what it said to the three questions."""

    url: str
    http: httpx.Client
    key: str
    articles: Path
    said: dict[str, Any]

    def text(self, source_id: str) -> str:
        return str(self.http.get(f"/v1/sources/{source_id}").json()["text"])


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Real]:
    folder = tmp_path_factory.mktemp("real")
    settings = Settings(data_dir=folder / ".quoth", openai_route=True)
    articles = copy_seeds(folder / "articles")
    build([articles], settings)
    with (
        closing(LiveAnswerer(settings)) as answerer,
        closing(AnswerStore(settings.data_dir / "answers.sqlite3")) as store,
        closing(KeyStore(settings.data_dir / "keys.sqlite3")) as keys,
    ):
        _, key = keys.create("chat", Kind.ASK)
        app = create_app(answerer, settings, store, keys=keys, access=Access(loopback=True))
        with running(app) as url, httpx.Client(base_url=url, timeout=60) as http:
            said = {status: ask(http, question) for status, question in ASKED.items()}
            yield Real(url, http, key, articles, said)


def copy_seeds(folder: Path) -> Path:
    """Copy the articles, and of their golden questions those three: a rebuild asks them all."""
    shutil.copytree(SEEDS, folder)
    golden = folder / "questions.jsonl"
    rows = [row for row in golden.read_text().splitlines() if json.loads(row)["question"] in ASKED.values()]
    golden.write_text("\n".join(rows) + "\n")
    return folder


def ask(http: httpx.Client, question: str) -> Any:
    return http.post("/v1/ask", json={"question": question}).json()


def quotes_of(said: Any) -> list[Any]:
    return [*said["quotes"], *(quote for side in said["sides"] for quote in side["quotes"]), *said["related"]]


def is_verbatim(real: Real, quote: Any) -> bool:
    return bool(real.text(quote["source"]["id"])[quote["start"] : quote["end"]] == quote["text"])


@pytest.mark.parametrize("status", ASKED)
def test_each_verdict_is_given_where_it_is_due_with_exact_quotes(real: Real, status: str) -> None:
    said = AnswerBody.model_validate(real.said[status])
    assert said.status == status
    quotes = quotes_of(real.said[status])
    assert quotes
    assert all(is_verbatim(real, quote) for quote in quotes)


def test_an_answer_is_marked_in_its_quote_and_a_conflict_quotes_two_articles(real: Real) -> None:
    quote = real.said["answered"]["quotes"][0]
    mark = quote["highlight"]
    assert real.text(LETTER)[mark["start"] : mark["end"]] == real.said["answered"]["answer"] == "91 percent"
    assert {quote["source"]["id"] for quote in quotes_of(real.said["conflict"])} == {INQUIRY, LETTER}


@pytest.mark.parametrize("status", ASKED)
def test_a_stream_sends_the_same_quotes_each_exact_and_then_the_same_answer(real: Real, status: str) -> None:
    events = parse(real.http.post("/v1/ask/stream", json={"question": ASKED[status]}).text)
    sent = [data for name, data in events if name == "quote"]
    assert all(is_verbatim(real, quote) for quote in sent)
    assert [quote["text"] for quote in sent] == [quote["text"] for quote in quotes_of(real.said[status])]
    assert [name for name, _ in events if name != "quote"][-2:] == ["answer", "done"]
    answer = next(data for name, data in events if name == "answer")
    assert (answer["status"], answer["answer"]) == (status, real.said[status]["answer"])


def test_searching_finds_the_passage_first_that_answers(real: Real) -> None:
    hits = real.http.post("/v1/search", json={"question": ASKED["answered"], "limit": 5}).json()["hits"]
    assert "91 percent" in hits[0]["text"]
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)
    assert all(real.text(hit["source_id"])[hit["start"] : hit["end"]] == hit["text"] for hit in hits)


def test_the_sources_are_listed_and_know_their_sections_and_where_they_were_quoted(real: Real) -> None:
    listed = {source["id"]: source["title"] for source in real.http.get("/v1/sources").json()["sources"]}
    source = real.http.get(f"/v1/sources/{LETTER}").json()
    assert listed[LETTER] == source["title"]
    assert INQUIRY in listed
    assert any("Unrealized Promises" in " ".join(section["headings"]) for section in source["sections"])
    assert real.said["answered"]["answer_id"] in {quoted["answer_id"] for quoted in source["quoted"]}


@pytest.mark.parametrize("status", ["answered", "conflict"])
def test_the_page_of_a_source_marks_what_was_quoted(real: Real, status: str) -> None:
    for quote in quotes_of(real.said[status]):
        place = {"start": quote["start"], "end": quote["end"]}
        page = real.http.get(f"/sources/{quote['source']['id']}", params=place)
        assert marked(page.text) == " ".join(quote["text"].split())


@pytest.mark.parametrize("status", ASKED)
def test_an_answer_is_kept_verified_explained_and_voted_on(real: Real, status: str) -> None:
    id_ = real.said[status]["answer_id"]
    assert real.http.get(f"/v1/answers/{id_}").json()["answer"] == real.said[status]
    assert real.http.get(f"/answers/{id_}").status_code == 200
    verified = real.http.get(f"/v1/answers/{id_}/verify").json()
    assert verified["holds"]
    assert len(verified["quotes"]) == len(quotes_of({**real.said[status], "related": []}))
    trace = real.http.get(f"/v1/answers/{id_}/trace").json()
    assert set(trace["stages"]) == {"retrieve", "read", "judge"}
    assert any(step["probability"] >= step["threshold"] for step in trace["steps"]) is (status != "silent")
    vote = {"up": False, "reason": "outdated"}
    assert real.http.post(f"/v1/answers/{id_}/feedback", json=vote).status_code == 204


def test_it_is_alive_and_ready_and_counts_the_windows_that_it_read(real: Real) -> None:
    assert real.http.get("/healthz").json() == {"status": "ok"}
    generation = real.http.get("/readyz").json()["generation"]
    before = read_count(real)
    id_ = ask(real.http, ASKED["silent"])["answer_id"]
    steps = real.http.get(f"/v1/answers/{id_}/trace").json()["steps"]
    assert read_count(real) - before == len(steps) > 0
    assert f'quoth_generation{{generation="{generation}"}} 1.0' in real.http.get("/metrics").text


def read_count(real: Real) -> float:
    lines = real.http.get("/metrics").text.splitlines()
    return next(float(line.split()[1]) for line in lines if line.startswith("quoth_windows_read_sum "))


async def test_a_model_asks_searches_and_reads_over_mcp(real: Real) -> None:
    async with Client(f"{real.url}/mcp") as client:
        asked = (await client.call_tool("ask", {"question": ASKED["conflict"]})).structured_content
        found = (await client.call_tool("search", {"question": ASKED["answered"], "limit": 1})).structured_content
        read = (await client.call_tool("get_source", {"source_id": LETTER})).structured_content
    assert asked
    assert found
    assert read
    assert AnswerBody.model_validate(asked).status == "conflict"
    assert found["hits"][0]["text"] in read["text"]


@pytest.mark.parametrize("status", ASKED)
def test_openais_client_gets_the_verdict_with_a_citation_of_every_quote(real: Real, status: str) -> None:
    with openai.OpenAI(base_url=f"{real.url}/v1", api_key=real.key, max_retries=0) as client:
        message = chat(client, ASKED[status]).choices[0].message
    assert message.quoth["status"] == status
    assert len(message.annotations) == len(quotes_of(message.quoth)) > 0


def test_a_rebuild_serves_a_new_article_and_leaves_earlier_answers_holding(real: Real) -> None:
    (real.articles / "leave.md").write_text("# Leave\n\nEvery employee has 25 days of annual leave.\n")
    accepted = real.http.post("/v1/index/rebuild")
    assert accepted.status_code == 202
    job = ended(real, accepted.headers["location"])
    assert (job["status"], job["error"]) == ("done", None)
    assert real.http.get("/readyz").json()["generation"] == job["generation"]
    said = ask(real.http, "How many days of annual leave does every employee have?")
    assert [quote["text"] for quote in said["quotes"]] == ["Every employee has 25 days of annual leave."]
    assert said["generation"] == job["generation"]
    for kept in real.said.values():
        assert real.http.get(f"/v1/answers/{kept['answer_id']}/verify").json()["holds"]


def ended(real: Real, job: str) -> Any:
    for _ in range(3000):
        found = real.http.get(job).json()
        if found["status"] != "running":
            return found
        time.sleep(0.05)
    raise AssertionError("the rebuild did not end")
