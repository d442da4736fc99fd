import random

from index.training.reader_rows import ReaderRow
from index.training.twisted import dated_row, reversed_row

SOLD = "In 1987 Marlow Boats bought the yard from Harper Lines. Harper Lines had built it in 1931."


def _row(question: str, answer: str, window: str = SOLD) -> ReaderRow:
    start = window.index(answer)
    spans = ((start, start + len(answer)),)
    return ReaderRow("positive", question, "Yards", window, answerable=True, spans=spans)


def test_two_names_of_the_window_change_places_in_the_question() -> None:
    row = reversed_row(_row("What did Marlow Boats buy from Harper Lines?", "the yard"), random.Random(0))
    assert row is not None
    assert row.question == "What did Harper Lines buy from Marlow Boats?"
    assert (row.answerable, row.spans) == (False, ())


def test_names_that_stand_alike_to_each_other_are_left_where_they_are() -> None:
    assert reversed_row(_row("What do Marlow Boats and Harper Lines own?", "the yard"), random.Random(0)) is None


def test_a_name_inside_the_answer_changes_no_place() -> None:
    assert reversed_row(_row("Who sold Marlow Boats and Yards?", "Harper Lines"), random.Random(0)) is None


def test_a_year_of_another_sentence_is_added() -> None:
    row = dated_row(_row("Who bought the yard?", "Marlow Boats"), random.Random(0))
    assert row is not None
    assert row.question == "Who bought the yard in 1931?"
    assert not row.answerable


def test_no_year_is_added_to_a_question_that_asks_for_one() -> None:
    assert dated_row(_row("When was the yard bought?", "1987"), random.Random(0)) is None


def test_no_year_is_added_where_the_other_sentence_holds_the_answer_too() -> None:
    assert dated_row(_row("Who did Marlow Boats buy the yard of?", "Harper Lines"), random.Random(0)) is None
