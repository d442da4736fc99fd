"""A question is put to the reader with its dates and figures as the passage writes them."""

import pytest

from index.answering.evidence import Asked
from index.types import Hit, Passage, Source, Span


def _hit(title: str, text: str) -> Hit:
    source = Source(id="a", title=title, text=text, path="a.md", format="md", loader="md", hash="a")
    return Hit(Passage(0, "a", 0, len(text), text, (), (Span(0, len(text)),)), source, 1.0)


@pytest.mark.parametrize(
    ("question", "title", "text", "put"),
    [
        ("What did the June strike cost?", "The strike of 3 June 2024", "It cost us a lot.", "the 3 June 2024 strike"),
        ("What broke on 3 May 2024?", "Incident 2024-05-03", "The lift broke.", "on 2024-05-03"),
        ("What happens after 14 days?", "", "After two weeks the card is void.", "after two weeks"),
        ("Who gets 12 per cent off?", "", "Members get 12% off.", "gets 12% off"),
    ],
)
def test_a_value_written_otherwise_is_asked_in_the_words_of_the_passage(
    question: str, title: str, text: str, put: str
) -> None:
    assert put in Asked.of(question).worded_for([_hit(title, text)])[0]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("How many people joined in 2024?", "In March 2024 four people joined."),
        ("What was built in the 1990s?", "In 1995 the hall was built."),
        ("What happens after 14 days?", "After 14 days, or two weeks, the card is void."),
        ("Is notice due within 14 days?", "Notice is due within two weeks."),
        ("Who runs the lab?", "Dr Amara Okafor has run it since 2020."),
    ],
)
def test_what_stands_there_and_what_means_another_thing_is_asked_as_it_was(question: str, text: str) -> None:
    assert Asked.of(question).worded_for([_hit("", text)]) == [question]
