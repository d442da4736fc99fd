import random
from itertools import islice

import pytest

from index.training.handbook import handbook_rows, write_page
from index.training.handbook_facts import TOPICS
from index.training.handbook_rules import rule_rows
from index.training.reader_rows import ReaderRow


def _rows(count: int = 600) -> list[ReaderRow]:
    return list(islice(handbook_rows(random.Random(7)), count))


def test_every_answer_stands_where_the_row_says() -> None:
    answered = [row for row in _rows() if row.answerable]
    assert all(
        row.window[start:end].strip() == row.window[start:end] != "" for row in answered for start, end in row.spans
    )


def test_no_slot_is_left_unfilled() -> None:
    assert not [row for row in _rows() if "{" in row.window + row.question + row.path]


def test_about_half_of_the_rows_are_unanswerable() -> None:
    rows = _rows()
    assert 0.4 < sum(row.answerable for row in rows) / len(rows) < 0.6


def test_a_question_of_another_thing_names_one_that_the_page_does_not() -> None:
    dice = random.Random(3)
    pages = [write_page(dice) for _ in range(50)]
    assert all(fact.thing in page.things for page in pages for fact in page.facts)
    assert all(len(set(page.things)) == len(page.things) for page in pages)


def test_facts_stand_at_their_starts() -> None:
    dice = random.Random(4)
    for page in (write_page(dice) for _ in range(200)):
        for fact, start in zip(page.facts, page.starts, strict=True):
            assert page.window.startswith(fact.text, start)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_same_seed_writes_the_same_rows(seed: int) -> None:
    one, other = (list(islice(handbook_rows(random.Random(seed)), 50)) for _ in range(2))
    assert one == other


def test_a_yes_no_question_is_never_asked_of_its_own_rule_as_unanswerable() -> None:
    rows = list(islice(rule_rows(random.Random(5)), 800))
    pairs = zip(rows[::2], rows[1::2], strict=True)
    assert all(right.window == wrong.window and right.question != wrong.question for right, wrong in pairs)


def test_yes_and_no_are_about_as_frequent() -> None:
    rows = [row for row in islice(rule_rows(random.Random(6)), 1200) if row.polarity is not None]
    assert 0.4 < sum(row.polarity is True for row in rows) / len(rows) < 0.6


def test_every_family_says_and_asks_something_of_the_thing() -> None:
    families = [family for topic in TOPICS for family in topic.families]
    assert all("{v}" in said for family in families for said in family.says)
    assert all("{e}" in asked for family in families for asked in family.asks)
