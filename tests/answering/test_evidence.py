"""Whatever words a reader points at, what is told is quoted whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answering.evidence import Asked, weigh
from index.answering.reader import Reading
from index.answering.verdict import Corpus, evidence_of
from index.types import Hit, Passage, Source, Span
from tests.answering.evidence_made import PLAIN

RULES = "1. A season pass needs a photo.\n2. A lost pass is replaced for CHF 10.\n3. Tickets are not passed on."
SENTENCES = tuple(
    Span(RULES.index(text), RULES.index(text) + len(text))
    for text in ("A season pass needs a photo.", "A lost pass is replaced for CHF 10.", "Tickets are not passed on.")
)


@given(st.integers(0, len(RULES) - 1), st.integers(1, len(RULES)), st.booleans())
def test_every_span_of_a_list_can_be_quoted(start: int, length: int, asks_a_sum: bool) -> None:  # noqa: FBT001 - drawn by hypothesis
    """Also one that ends on the number of the next item, which belongs to no sentence."""
    source = Source(id="a", title="A", text=RULES, path="a.md", format="md", loader="md", hash="a")
    hit = Hit(Passage(0, "a", 0, len(RULES), RULES, (), SENTENCES), source, 1.0, dense=0.6)
    asked = Asked.of("What does a lost pass cost?" if asks_a_sum else "Why is a photo needed?")
    span = Span(start, min(start + length, len(RULES)))
    (candidate,) = weigh(asked, [hit], [Reading(3.0, 3.0, 0.0, span)], PLAIN)
    evidence = evidence_of(asked, candidate, Corpus({}))
    assert evidence.quote.text == RULES[evidence.quote.start : evidence.quote.end]
    assert candidate.quote.start <= candidate.span.start < candidate.span.end <= candidate.quote.end


PRICES = "White loaf: £3.40\nSourdough: £4.80\nRye tin: £4.20"
ROWS = tuple(Span(PRICES.index(row), PRICES.index(row) + len(row)) for row in PRICES.split("\n"))


@pytest.mark.parametrize(
    ("question", "read", "told"),
    [
        ("What does a rye tin cost?", "£4.80", "£4.20"),
        ("What does a white loaf cost?", "£4.80", "£3.40"),
        ("What does sourdough cost?", "£4.80", "£4.80"),
        ("What does a croissant cost?", "£4.80", "£4.80"),
        ("What do the loaf and the tin cost?", "£4.80", "£4.80"),
        ("What does it cost to bring a loaf home?", "£4.80", "£4.80"),
        ("What does a £4.80 tin of rye cost?", "£4.80", "£4.80"),
    ],
)
def test_a_price_is_told_from_the_row_that_names_what_is_asked_for(question: str, read: str, told: str) -> None:
    source = Source(id="a", title="Prices", text=PRICES, path="a.txt", format="txt", loader="txt", hash="a")
    hit = Hit(Passage(0, "a", 0, len(PRICES), PRICES, (), ROWS), source, 1.0, dense=0.6)
    at = PRICES.index(read)
    (candidate,) = weigh(Asked.of(question), [hit], [Reading(3.0, 3.0, 0.0, Span(at, at + len(read)))], PLAIN)
    assert candidate.answer == told
    assert candidate.text.endswith(told)


BINS = "Bins may stand out from 19:00. They are emptied from 7:00."


@pytest.mark.parametrize(
    ("others", "told", "probable"),
    [
        (((2.0, Span(BINS.index("7:00"), BINS.index("7:00") + 4)),), "7:00", True),
        (((2.0, Span(BINS.index("19:00"), BINS.index("19:00") + 5)),), "19:00", False),
        ((), "19:00", False),
    ],
)
def test_where_the_best_span_cannot_be_meant_the_next_best_sentence_counts(
    others: tuple[tuple[float, Span], ...], told: str, *, probable: bool
) -> None:
    source = Source(id="a", title="Bins", text=BINS, path="a.txt", format="txt", loader="txt", hash="a")
    sentences = (Span(0, BINS.index(" They")), Span(BINS.index("They"), len(BINS)))
    hit = Hit(Passage(0, "a", 0, len(BINS), BINS, (), sentences), source, 1.0, dense=0.6)
    at = BINS.index("19:00")
    reading = Reading(3.0, 3.0, 0.0, Span(at, at + 5), others)
    (candidate,) = weigh(Asked.of("What time must bins be out in the morning?"), [hit], [reading], PLAIN)
    assert candidate.answer == told
    assert (candidate.probability > 0) is probable
