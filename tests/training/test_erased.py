import random

import pytest

from index.training.erased import erased_row, removed_row
from index.training.reader_rows import ReaderRow
from index.training.squad import Asked, Paragraph, sentences

FERRY = "The Oslo ferry leaves at nine. Tickets cost 40 kroner. Bicycles travel free of charge."


def _answered(window: str, answer: str, question: str = "When?") -> ReaderRow:
    start = window.index(answer)
    spans = ((start, start + len(answer)),)
    return ReaderRow("positive", question, "", window, answerable=True, spans=spans)


@pytest.mark.parametrize(
    ("window", "answer", "question", "left"),
    [
        ("It opened in 1905 near the river.", "1905", "When did it open?", "It opened near the river."),
        ("The code was changed by Ada Byron.", "Ada Byron", "Who changed the code?", "The code was changed."),
        ("The office has 27 desks.", "27", "How many desks are there?", "The office has desks."),
    ],
)
def test_the_answer_goes_with_what_hangs_on_it(window: str, answer: str, question: str, left: str) -> None:
    row = erased_row(_answered(window, answer, question), random.Random(0))
    assert row is not None
    assert (row.window, row.answerable, row.spans) == (left, False, ())


def test_a_person_who_begins_a_sentence_leaves_a_pronoun() -> None:
    row = erased_row(_answered("Ada Byron wrote it.", "Ada Byron", "Who wrote it?"), random.Random(0))
    assert row is not None
    assert row.window in ("He wrote it.", "She wrote it.", "They wrote it.")


def test_an_answer_that_stays_in_the_window_is_not_called_erased() -> None:
    assert erased_row(_answered("In 1905, as said in 1905.", "1905"), random.Random(0)) is None


def test_the_sentences_beside_the_answer_do_not_hold_it() -> None:
    asked = Asked("What do tickets cost?", "40 kroner", ((44, 53),), impossible=False)
    paragraph = Paragraph("Ferries", FERRY, sentences(FERRY), (asked,))
    rows = [removed_row(paragraph, asked, random.Random(seed)) for seed in range(20)]
    assert {row.window for row in rows if row} == {
        "The Oslo ferry leaves at nine.",
        "Bicycles travel free of charge.",
    }
