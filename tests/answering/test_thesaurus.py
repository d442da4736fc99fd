"""A question takes over a window's words only where both mean the same word's synonyms, and keeps all others."""

import pytest

from index.answering.thesaurus import in_words_of
from index.types import Hit, Passage, Source, Span


def hit(text: str, *headings: str) -> Hit:
    source = Source("a", "News", text, "a.md", "md", "md", "0")
    return Hit(Passage(0, "a", 0, len(text), text, headings, (Span(0, len(text)),)), source, 1.0)


@pytest.mark.parametrize(
    ("question", "text", "asked"),
    [
        ("When did she step down?", "She resigned on 4 May.", "When did she resign?"),
        ("Which post has she given up?", "She gave up the position.", "Which position has she given up?"),
        ("Who purchases the milk?", "Toni buys milk and bread.", "Who buys the milk?"),
        ("Buy or rent?", "We purchase everything.", "purchase or rent?"),
        ("When did she step down?", "She stepped down; nobody else resigned.", "When did she step down?"),
        ("When did she step down?", "It rained.", "When did she step down?"),
        ("Where does Mrs Grant live?", "The scholarship is paid monthly.", "Where does Mrs Grant live?"),
        ("", "It rained.", ""),
    ],
)
def test_words_that_a_window_lacks_give_way_to_synonyms_that_it_holds(question: str, text: str, asked: str) -> None:
    assert in_words_of(question, hit(text)) == asked


def test_headings_hold_words_too() -> None:
    assert (
        in_words_of("When was the resignation?", hit("It was on 4 May.", "Resignation")) == "When was the resignation?"
    )
    assert in_words_of("Who purchases it?", hit("Toni does.", "Who buys what")) == "Who buys it?"
