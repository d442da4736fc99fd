"""A quote is cut out of its source and knows where it stands."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answering.quoting import cut_quote, quotable_span, text_fragment
from index.types import Passage, Source, Span


def source_of(text: str, **changes: object) -> Source:
    fields: dict[str, object] = {
        "id": "notes",
        "title": "Notes",
        "text": text,
        "path": "notes.md",
        "format": "md",
        "loader": "md/1",
        "hash": "0",
    }
    return Source(**(fields | changes))  # type: ignore[arg-type]  # keyword arguments of mixed types


@given(st.text(min_size=1, max_size=60), st.data())
def test_every_quote_is_the_slice_of_its_source(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quote = cut_quote(source_of(text), Span(start, end), score=0.5)
    assert quote.text == text[start:end]
    assert (quote.start, quote.end) == (start, end)


def test_lines_count_in_the_file_behind_its_front_matter() -> None:
    quote = cut_quote(source_of("One.\n\nTwo.", first_line=5), Span(6, 10), score=1)
    assert quote.source.line == 7


def test_pages_count_from_one() -> None:
    paged = source_of("first second", format="pdf", pages=(0, 6))
    assert cut_quote(paged, Span(6, 12), score=1).source.page == 2
    assert cut_quote(paged, Span(0, 5), score=1).source.line is None


def test_a_deep_link_uses_the_words_as_rendered() -> None:
    quote = cut_quote(
        source_of("The **wi-fi** is [open](http://x).", url="https://wiki.example/a"), Span(0, 34), score=1
    )
    assert quote.deep_link == "https://wiki.example/a#:~:text=The%20wi%2Dfi%20is%20open."


def test_a_source_without_url_is_read_at_our_own_page_or_not_linked() -> None:
    bare = source_of("Some text.")
    assert cut_quote(bare, Span(0, 4), score=1).deep_link is None
    ours = cut_quote(bare, Span(0, 4), score=1, public_url="https://quoth.example/")
    assert ours.deep_link == "https://quoth.example/sources/notes?start=0&end=4"


def test_a_long_fragment_names_its_first_and_last_words() -> None:
    assert (
        text_fragment(" ".join(f"w{i}" for i in range(20)))
        == "w0%20w1%20w2%20w3%20w4%20w5,w14%20w15%20w16%20w17%20w18%20w19"
    )


@pytest.mark.parametrize(
    ("format_", "words"),
    [
        ("md", "Bold max_retries here 2 * 3"),
        ("html", "Bold max_retries here 2 * 3"),
        ("docx", "Bold max_retries here 2 * 3"),
        ("txt", "- **Bold** max_retries [here](x) 2 * 3"),
    ],
)
def test_a_deep_link_s_words_lose_markdown_s_marks_and_nothing_else(format_: str, words: str) -> None:
    text = "- **Bold** max_retries [here](x) 2 * 3"
    source = source_of(text, format=format_, url="https://wiki.example/a")
    link = cut_quote(source, Span(0, len(text)), score=1).deep_link
    assert link is not None
    assert unquote(link.partition("text=")[2]) == words


def test_a_sentence_that_opens_with_a_pronoun_brings_the_one_before() -> None:
    text = "The gate closes at nine. It opens at six."
    passage = Passage(0, "notes", 0, len(text), text, sentences=(Span(0, 24), Span(25, 41)))
    assert quotable_span(passage, Span(37, 40)) == Span(0, 41)
    assert quotable_span(passage, Span(19, 23)) == Span(0, 24)


@pytest.mark.parametrize(
    ("first", "after", "quoted"),
    [
        ("Yes.", " Dogs may come in.", "Yes. Dogs may come in."),
        ("- No", "\n- Ask first.", "- No\n- Ask first."),
        ("PDF.", " Ask first.", "PDF."),
        ("Yes.", "", "Yes."),
    ],
)
def test_a_bare_yes_or_no_is_quoted_with_the_sentence_after_it(first: str, after: str, quoted: str) -> None:
    text = first + after
    sentences = (Span(0, len(first)), *([Span(len(first) + 1, len(text))] if after else []))
    passage = Passage(0, "notes", 0, len(text), text, (), sentences)
    span = quotable_span(passage, sentences[0])
    assert text[span.start : span.end] == quoted
