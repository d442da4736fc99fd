"""Pages for people: readable, escaped, the quote marked wherever it begins and ends; and the widget's files."""

import base64
import hashlib
import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from markdown_it import MarkdownIt

from api.assets import Assets
from api.markdown import markdown_answer
from api.pages import CLOSE, OPEN, source_html
from api.serving import Access
from index.answering.body import AnswerBody, answer_body
from index.types import Evidence, Source, Span, Supported
from tests.api.conftest import MakeApp, client_of
from tests.api.fakes import INQUIRY, LETTER, FakeAnswerer, quote_of


def article(text: str, format_: str = "md") -> Source:
    return Source("a", "Title", text, f"a.{format_}", format_, "test", "hash")


def marked(html: str) -> str:
    """The words between <mark> and </mark>, as a reader sees them."""
    words = " ".join(re.findall(r"<mark[^>]*>(.*?)</mark>", html, re.DOTALL))
    return re.sub(r"\s+", " ", unescape(words)).strip()


@pytest.mark.parametrize(
    ("text", "quote", "seen"),
    [
        ("One. Two words. Three.", "Two words.", "Two words."),
        ("Every **25 days** count.", "Every **25 days** count.", "Every 25 days count."),
        ("Say **25 days.** Then go.", "**25 days.** Then go.", "25 days. Then go."),
        ("Stop at noon. **Never deploy on Fridays.**", "**Never deploy on Fridays.**", "Never deploy on Fridays."),
        ("It says **“never”** to it.", "**“never”** to it.", "“never” to it."),
        ("One is ~~over.~~", "~~over.~~", "over."),
        (r"The rest is 5 \*", r"The rest is 5 \*", "The rest is 5 *"),
        ("- first item\n- second item\n", "- second item", "second item"),
        ("# Head\n\nWords here.\n\nMore words.", "Words here.\n\nMore words.", "Words here. More words."),
        ("| a | b |\n| - | - |\n| one | two |\n", "| one | two |", "one two"),
        ("1. step one\n2. step two", "step two", "step two"),
        ("> said so", "said so", "said so"),
        ("Use `a_b` and _this_.", "Use `a_b` and _this_.", "Use a_b and this ."),
        ("```\ncode here\n```", "code here", "code here"),
    ],
)
def test_a_quote_is_marked_whatever_marks_it_crosses(text: str, quote: str, seen: str) -> None:
    start = text.index(quote)
    html = source_html(article(text), frozenset(), Span(start, start + len(quote)))
    assert marked(html) == seen
    assert "**" not in html
    assert html.count('id="quote"') == 1
    assert OPEN not in html
    assert CLOSE not in html


def test_every_mark_is_closed_inside_its_own_element() -> None:
    html = source_html(article("a **b c** d\n\n- e\n- f"), frozenset(), Span(0, 20))
    for inside in re.findall(r"<mark[^>]*>(.*?)</mark>", html, re.DOTALL):
        assert "<" not in inside


def test_nothing_of_an_article_becomes_markup_or_a_dangerous_link(local: TestClient) -> None:
    html = local.get("/sources/leave").text
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert 'href="javascript' not in html
    assert "Leave &amp; &lt;b&gt;absence&lt;/b&gt;" in html
    assert 'href="https://example.org/leave"' in html


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "vbscript:x", "file:///x"]
)
def test_a_link_that_runs_something_is_no_link(link: str) -> None:
    assert "<a " not in source_html(article(f"[x]({link}) <{link}>"), frozenset(), None)


def test_a_text_without_marks_keeps_its_asterisks_and_has_its_headings(local: TestClient) -> None:
    html = local.get(f"/sources/{INQUIRY}").text
    assert '<h2 id="a-crisis-of-confidence">A Crisis of Confidence</h2>' in html
    assert "*so*" in source_html(article("It is *so*.", "txt"), frozenset(), None)


def test_pages_find_their_style_sheet_where_a_proxy_serves_quoth_beside_other_things(make_app: MakeApp) -> None:
    for public, style in [(None, "/v1/page.css"), ("https://example.org/quoth/", "/quoth/v1/page.css")]:
        with client_of(make_app(Access(loopback=True), public_url=public)) as client:
            id_ = client.post("/v1/ask", json={"question": "Which constituency?"}).json()["answer_id"]
            for path in ("/sources/leave", f"/answers/{id_}"):
                assert f'<link rel="stylesheet" href="{style}">' in client.get(path).text


def test_sections_can_be_linked_to(local: TestClient) -> None:
    assert '<h2 id="sick-leave">Sick leave</h2>' in local.get("/sources/leave").text


def test_the_page_of_a_quote_shows_it_marked(local: TestClient) -> None:
    quote = local.post("/v1/ask", json={"question": "Which constituency?"}).json()["quotes"][0]
    page = local.get(f"/sources/{INQUIRY}", params={"start": quote["start"], "end": quote["end"]})
    assert marked(page.text) == quote["text"]
    assert page.headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")


@pytest.mark.parametrize("place", ["start=5", "start=9&end=3", "start=99999999&end=999999999", "start=0&end=0"])
def test_a_place_that_is_not_in_the_article_marks_nothing(local: TestClient, place: str) -> None:
    response = local.get(f"/sources/{INQUIRY}?{place}")
    assert (response.status_code, "<mark" in response.text) == (200, False)


@pytest.mark.parametrize("question", ["Which <b>constituency</b>?", "Why <i>resign</i>?", "How <u>old</u>?"])
def test_the_page_of_an_answer_shows_every_verdict_escaped(local: TestClient, question: str) -> None:
    body = local.post("/v1/ask", json={"question": question}).json()
    page = local.get(f"/answers/{body['answer_id']}")
    assert page.status_code == 200
    assert "&lt;" in page.text
    assert not re.search(r"<(b|i|u|script)>", page.text)
    for quote in body["quotes"] + body["related"] + [quote for side in body["sides"] for quote in side["quotes"]]:
        assert f"start={quote['start']}&amp;end={quote['end']}#quote" in page.text


@pytest.mark.parametrize(
    ("verdict", "headline", "beside"),
    [
        ({"depends_on": "site: Porto or Lyon"}, "A reason.", ["Porto", "Lyon"]),
        ({"polarity": "yes"}, "Yes. March", ["A reason."]),
    ],
)
def test_an_answer_says_yes_or_no_or_what_it_depends_on_and_never_one_scope_alone(
    local: TestClient, fake: FakeAnswerer, verdict: dict[str, Any], headline: str, beside: list[str]
) -> None:
    scopes = ["Porto", "Lyon"] if "depends_on" in verdict else [None, None]
    letter = fake.corpus.source(LETTER)
    quotes = [
        Evidence(quote_of(letter, word), word, 0.9, scope=scope)
        for word, scope in zip(["March", "June"], scopes, strict=True)
    ]
    fake.verdict = Supported("March", tuple(quotes), **verdict)
    body = AnswerBody.model_validate(local.post("/v1/ask", json={"question": "When?"}).json())
    page = local.get(f"/answers/{body.answer_id}").text
    text, links = markdown_answer(body, "http://localhost")
    assert f'<p class="answer">{headline}</p>' in page
    assert text.startswith(f"**{headline}**\n")
    assert page.count("A reason.") == text.count("A reason.") == 1
    assert all(words in page and words in text for words in beside)
    assert len(links) == 2


def test_a_citation_in_markdown_is_dated_and_leads_to_the_passage(fake: FakeAnswerer) -> None:
    passage = "https://example.org/leave#:~:text=25%20days%20of%20leave"
    quote = replace(quote_of(fake.corpus.source("leave"), "25 days of leave"), deep_link=passage)
    fake.verdict = Supported("25 days", (Evidence(quote, "25 days", 0.9),))
    text, links = markdown_answer(answer_body(fake.ask("How much leave?")), "http://localhost")
    assert f"(2026-03-01)](<{passage}>)" in text
    assert links[0].url_citation.url == passage


@pytest.mark.parametrize(
    "text",
    ["AT&amp;T &copy;", "- 5 degrees", "+ 5 degrees", "2019. A year", "7) Seven", "Rules\n---\nNone", "a\u2028b"],
)
def test_a_quote_in_markdown_is_read_as_its_source_has_it(fake: FakeAnswerer, text: str) -> None:
    source = article(text)
    fake.verdict = Supported(text, (Evidence(quote_of(source, text), text, 0.9),))
    said, _ = markdown_answer(answer_body(fake.ask("What?")), "http://localhost")
    read = unescape(re.sub(r"<[^>]*>", "", MarkdownIt().render(said.split("\n\n", 1)[1])))
    assert read.strip().startswith(text)


def test_sources_tell_their_sections_and_where_they_were_quoted(local: TestClient, fake: FakeAnswerer) -> None:
    id_ = local.post("/v1/ask", json={"question": "Which constituency?"}).json()["answer_id"]
    body = local.get(f"/v1/sources/{INQUIRY}").json()
    assert [quoted["answer_id"] for quoted in body["quoted"]] == [id_]
    sections = local.get("/v1/sources/leave").json()["sections"]
    assert [section["headings"][-1] for section in sections] == ["Annual leave", "Sick leave"]
    assert body["text"] == fake.corpus.source(INQUIRY).text


def test_suggested_questions_are_one_of_each_verdict_from_what_was_built(local: TestClient) -> None:
    assert len(local.get("/v1/examples").json()["questions"]) == 3


def test_the_widgets_files_may_be_loaded_by_any_page_and_the_versioned_ones_for_ever(tmp_path: Path) -> None:
    (tmp_path / "widget.js").write_text('import { a } from "./widget/part.js";\nimport "./widget/other.js";\n')
    (tmp_path / "part.js").write_text('import { b } from "./other.js";\n')
    assets = Assets(tmp_path)
    entry = assets.entry(f"widget-{assets.hash}.js")
    assert entry is not None
    assert f'"./widget/{assets.hash}/part.js"' in entry.content.decode()
    assert "immutable" in entry.cache
    assert assets.entry("widget-0.js") is None
    assert assets.module("part.js", assets.hash) is not None
    assert assets.module("part.js", "0") is None
    before = assets.hash
    (tmp_path / "part.js").write_text("changed")
    assert Assets(tmp_path).hash != before


def test_the_page_to_try_it_loads_the_versioned_widget_alone(local: TestClient) -> None:
    page = local.get("/")
    found = re.search(r'src="(v1/widget-[0-9a-f]+\.js)" integrity="(sha384-[^"]+)"', page.text)
    assert found is not None
    sent = local.get(f"/{found[1]}")
    assert found[2] == f"sha384-{base64.b64encode(hashlib.sha384(sent.content).digest()).decode()}"
    assert sent.headers["access-control-allow-origin"] == "*"
    assert "immutable" in sent.headers["cache-control"]
    assert "script-src 'self'" in page.headers["content-security-policy"]
