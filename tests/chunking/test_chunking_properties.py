import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.chunking import chunk
from index.chunking.sentences import BUDGET, cost
from index.types import Passage, Source

WORDS = st.sampled_from(
    [
        "Leave is",
        "25 days.",
        "The freeze",
        "(see 2.1)",
        "ends;",
        "Dr. Smith’s",
        "note –",
        "“why?”",
        "it’s",
        "17:30,",
        "e.g.",
        "soon!",
        "naïve",
        "🎉",
        "e\u0301",
        "👩\u200d💻",
    ]
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=60).map(" ".join)
MARKS = st.sampled_from(
    [
        "",
        "- ",
        "1. ",
        "> ",
        "# ",
        "## ",
        "```\n",
        "    ",
        "| a | b |\n|---|---|\n| ",
        "**",
        "  - ",
        "[^1]: ",
        "<div>",
        "***\n",
        "* * ",
    ]
)
LINES = st.tuples(MARKS, SENTENCES, st.sampled_from(["\n", "\n\n", "  \n", "\n===\n", "\n---\n", ""])).map("".join)
MARKDOWN = st.lists(LINES, max_size=12).map("".join)
ANYTHING = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=400).map(
    lambda text: text.replace("\r", "\n").replace("\0", "")
)
TEXTS = st.one_of(MARKDOWN, ANYTHING)
FORMATS = st.sampled_from(["md", "txt", "pdf", "csv", "html", "docx"])


def source(text: str, form: str) -> Source:
    return Source(id="a", title="Title", text=text, path=f"a.{form}", format=form, loader="test", hash="0")


def check_offsets(text: str, passages: list[Passage]) -> None:
    for passage in passages:
        assert text[passage.start : passage.end] == passage.text
        assert passage.sentences
        at = passage.start
        for sentence in passage.sentences:
            words = text[sentence.start : sentence.end]
            assert words == words.strip() != ""
            assert at <= sentence.start < sentence.end <= passage.end
            at = sentence.end


@settings(max_examples=80, deadline=None)
@given(TEXTS, FORMATS)
def test_every_passage_and_sentence_slices_exactly_and_in_order(text: str, form: str) -> None:
    passages = chunk(source(text, form))
    check_offsets(text, passages)
    assert [p.id for p in passages] == list(range(len(passages)))
    assert sorted(passages, key=lambda p: (p.start, p.end)) == passages


@settings(max_examples=80, deadline=None)
@given(TEXTS, FORMATS)
def test_no_sentence_is_larger_than_a_reader_window(text: str, form: str) -> None:
    for passage in chunk(source(text, form)):
        assert all(cost(text[s.start : s.end]) <= BUDGET * 2 for s in passage.sentences)


PROSE = st.lists(SENTENCES.map(lambda words: f"The word is {words} and that is that."), min_size=1, max_size=8)


@settings(max_examples=50, deadline=None)
@given(PROSE, st.sampled_from(["", "- ", "> ", "3. "]), st.sampled_from(["md", "txt"]))
@example(["The word is 1. and that is that."], "- ", "md")
def test_no_word_of_prose_is_lost(paragraphs: list[str], mark: str, form: str) -> None:
    text = "\n\n".join(mark + paragraph for paragraph in paragraphs)
    quoted = {at for p in chunk(source(text, form)) for s in p.sentences for at in range(s.start, s.end)}
    start = 0
    for paragraph in paragraphs:
        start = text.index(paragraph, start)
        for word in re.finditer(r"\w+", paragraph):
            assert start + word.start() in quoted
        start += len(paragraph)


@settings(max_examples=50, deadline=None)
@given(MARKDOWN)
@example("Leave is\n[^1]: 🎉\n🎉\n")  # a footnote of no words
def test_every_line_of_markdown_is_in_a_passage_unless_it_is_a_heading_or_furniture(text: str) -> None:
    covered = [False] * (len(text) + 1)
    for passage in chunk(source(text, "md")):
        covered[passage.start : passage.end] = [True] * (passage.end - passage.start)
    at = 0
    for line in text.split("\n"):
        words = re.sub(r"<[^>]*>|^\[\^[^\]]*\]:|[\W_]", "", line)
        lost = words and not any(covered[at : at + len(line)])
        assert not lost or is_heading_or_furniture(text, at, line), line
        at += len(line) + 1


def is_heading_or_furniture(text: str, at: int, line: str) -> bool:
    below = text[at + len(line) + 1 :].split("\n", 1)[0]
    return "#" in line or set(below.strip(" >")) <= set("=-") != set() or line.startswith("```") or "**" in line


@pytest.mark.parametrize("form", ["md", "txt"])
def test_a_sentence_without_punctuation_of_any_length_is_cut_to_fit(form: str) -> None:
    text = "word " * 5_000 + "end."
    passages = chunk(source(text, form))
    check_offsets(text, passages)
    assert "".join(p.text for p in passages).replace(" ", "") == text.replace(" ", "")
    assert all(cost(p.text) <= BUDGET for p in passages)
