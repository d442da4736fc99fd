import json
import random
from pathlib import Path

import pytest

from index.training.negatives import (
    Rewordings,
    Swaps,
    Windows,
    crossed_row,
    elsewhere_row,
    mined_row,
    opposed_row,
    opposites,
)
from index.training.reader_rows import ReaderRow
from index.training.squad import (
    Asked,
    Paragraph,
    names,
    occurrences,
    path_for,
    read_squad,
    squad_row,
    target_sentence,
    tiles,
)

FERRY = "The Oslo ferry leaves at nine. Tickets cost 40 kroner. Bicycles travel free of charge."
BUS = "The Bergen bus leaves at ten. Seats on the bus cost 90 kroner."


def _question(text: str, answer: str, paragraph: str, *, impossible: bool = False) -> dict[str, object]:
    said = [{"text": answer, "answer_start": paragraph.index(answer)}]
    kept = {"answers": [], "plausible_answers": said} if impossible else {"answers": said}
    return {"id": text, "question": text, "is_impossible": impossible, **kept}


@pytest.fixture
def article(tmp_path: Path) -> list[Paragraph]:
    asked = [_question("How much are tickets for the Oslo ferry ?", "40 kroner", FERRY)]
    asked.append(_question("when does the bergen ferry leave?", "nine", FERRY, impossible=True))
    other = [_question("What do seats on the Bergen bus cost?", "90 kroner", BUS)]
    paragraphs = [{"context": FERRY, "qas": asked}, {"context": BUS, "qas": other}]
    path = tmp_path / "squad.json"
    path.write_text(json.dumps({"data": [{"title": "Getting_around", "paragraphs": paragraphs}]}), encoding="utf-8")
    return read_squad(path)[0]


def test_titles_and_questions_are_read_tidied(article: list[Paragraph]) -> None:
    assert article[0].title == "Getting around"
    assert article[0].questions[0].text == "How much are tickets for the Oslo ferry?"


def test_every_window_of_an_answerable_question_holds_its_answer(article: list[Paragraph]) -> None:
    for seed in range(30):
        row = squad_row(article[0], article[0].questions[0], random.Random(seed))
        assert row is not None
        assert row.window in FERRY
        assert [row.window[start:end] for start, end in row.spans] == ["40 kroner"]


def test_an_impossible_question_keeps_the_window_that_seems_to_answer(article: list[Paragraph]) -> None:
    row = squad_row(article[0], article[0].questions[1], random.Random(0))
    assert row is not None
    assert (row.answerable, row.spans) == (False, ())
    assert "nine" in row.window


def test_of_several_occurrences_the_sentence_nearest_to_the_question_is_meant() -> None:
    assert occurrences("1900, 19001 and 1900", "1900") == ((0, 4), (16, 20))


def test_the_sentence_with_the_answer_is_found(article: list[Paragraph]) -> None:
    assert target_sentence(article[0], article[0].questions[0]) == 1


def test_tiles_cover_the_paragraph_without_overlap(article: list[Paragraph]) -> None:
    assert tiles(article[0]) == [(0, len(FERRY))]


@pytest.mark.parametrize("question", ["What does the Bergen bus cost?", "what does the bergen bus cost?"])
def test_the_title_is_shown_whenever_the_window_lacks_a_name_of_the_question(
    article: list[Paragraph], question: str
) -> None:
    shown = {path_for(article[1], question, FERRY, random.Random(seed)) for seed in range(40)}
    assert "" not in shown


def test_names_leave_out_the_capital_that_begins_a_sentence() -> None:
    assert names("Who sold Acme Foods to Ada? Nobody in Oslo.") == ["Acme Foods", "Ada", "Oslo"]


def test_a_mined_window_never_holds_the_answer(article: list[Paragraph]) -> None:
    row = mined_row(Windows(article), article[0], article[0].questions[0], random.Random(0))
    assert row is not None
    assert row.window == BUS
    assert not row.answerable


def test_a_swapped_question_names_what_the_window_lacks(article: list[Paragraph]) -> None:
    row = squad_row(article[0], article[0].questions[0], random.Random(1))
    swaps = Swaps([article])
    assert row is not None
    made = [swaps.swapped_row(row, article[0].title, random.Random(seed)) for seed in range(40)]
    questions = {other.question for other in made if other}
    assert all("Oslo" not in question for question in questions)
    assert all(not other.answerable and other.window == row.window for other in made if other)


def test_a_question_turned_into_its_opposite_is_no_longer_answered() -> None:
    row = ReaderRow(
        "positive", "What was the first ferry called?", "Ferries", "The first ferry was the Elsa.", answerable=True
    )
    turned = opposed_row(row, opposites(), random.Random(0))
    assert turned is not None
    assert (turned.question, turned.answerable) == ("What was the last ferry called?", False)


def test_a_question_without_a_word_that_has_an_opposite_is_left_alone() -> None:
    row = ReaderRow("positive", "Who steers the ferry?", "Ferries", "Ada steers the ferry.", answerable=True)
    assert opposed_row(row, opposites(), random.Random(0)) is None


def test_a_reworded_question_asks_for_what_the_window_does_not_speak_of(article: list[Paragraph]) -> None:
    window = "Many visitors praise the harbour museum."
    row = ReaderRow("positive", "Who praise the harbour museum?", "", window, answerable=True)
    paragraph = Paragraph(
        "Oslo", window, (), (Asked("Who praise the castle museum?", "visitors", (), impossible=False),)
    )
    asked = Paragraph("Oslo", window, (), (Asked("Who visit a lighthouse?", "visitors", (), impossible=False),))
    reworded = Rewordings([[paragraph, asked]]).reworded_row(row, "Oslo", random.Random(0))
    assert reworded is not None
    assert (reworded.question, reworded.answerable) == ("Who praise the castle museum?", False)


def test_a_crossed_question_names_something_of_the_window_that_is_told_of_otherwise() -> None:
    window = "The Oslo ferry was built in 1905. In 1931 a fire destroyed the Bergen ferry."
    row = ReaderRow("positive", "Who built the ferry in 1905?", "", window, answerable=True, spans=((0, 3),))
    crossed = crossed_row(row, random.Random(0))
    assert crossed is not None
    assert (crossed.question, crossed.answerable) == ("Who built the ferry in 1931?", False)


def test_names_that_are_told_together_are_not_crossed() -> None:
    window = "Ada Byron and Mary Moss built it."
    row = ReaderRow("positive", "When did Ada Byron build it?", "", window, answerable=True, spans=((28, 32),))
    assert crossed_row(row, random.Random(0)) is None


def test_an_impossible_question_is_shown_elsewhere_only_beside_words_of_its_own(article: list[Paragraph]) -> None:
    impossible = Asked("how much do the tickets for bicycles cost?", "free of charge", ((62, 76),), impossible=True)
    paragraph = article[0]
    rows = [elsewhere_row(paragraph, impossible, random.Random(seed)) for seed in range(20)]
    shown = [row for row in rows if row]
    assert shown
    assert all("Bicycles" not in row.window and "Tickets" in row.window for row in shown)
    assert not any(row.answerable for row in shown)
