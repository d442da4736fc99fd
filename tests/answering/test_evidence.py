"""Whatever words a reader points at, what is told is quoted whole."""

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
def test_every_span_of_a_list_can_be_quoted(start: int, length: int, asks_a_sum: bool) -> None:  # noqa: FBT001
    """Also one that ends on the number of the next item, which belongs to no sentence."""
    source = Source(id="a", title="A", text=RULES, path="a.md", format="md", loader="md", hash="a")
    hit = Hit(Passage(0, "a", 0, len(RULES), RULES, (), SENTENCES), source, 1.0, dense=0.6)
    asked = Asked.of("What does a lost pass cost?" if asks_a_sum else "Why is a photo needed?")
    span = Span(start, min(start + length, len(RULES)))
    (candidate,) = weigh(asked, [hit], [Reading(3.0, 3.0, 0.0, span)], PLAIN)
    evidence = evidence_of(asked, candidate, Corpus({}))
    assert evidence.quote.text == RULES[evidence.quote.start : evidence.quote.end]
    assert candidate.quote.start <= candidate.span.start < candidate.span.end <= candidate.quote.end
