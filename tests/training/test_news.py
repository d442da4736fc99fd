import random
import re
from itertools import islice

from index.training.handbook_words import WORDS
from index.training.news import news_rows
from index.training.reader_rows import ReaderRow


def _rows(count: int = 400) -> list[ReaderRow]:
    return list(islice(news_rows(random.Random(11)), count))


def test_every_value_stands_where_the_row_says() -> None:
    answered = [row for row in _rows() if row.answerable]
    spans = [row.window[start:end] for row in answered for start, end in row.spans]
    assert all(span.strip() == span != "" for span in spans)
    assert not [row for row in _rows() if "{" in row.window + row.question + row.path]


def test_a_question_about_another_person_names_one_of_whom_nothing_is_told() -> None:
    others = [row for row in _rows() if row.kind == "news-person"]
    assert others
    surnames = set(WORDS["last"])
    named = [surnames & set(re.findall(r"\w+", row.question)) for row in others]
    assert all(len(who) == 1 for who in named)
    assert all(who.isdisjoint(re.findall(r"\w+", row.window)) for who, row in zip(named, others, strict=True))


def test_half_of_the_rows_are_unanswerable() -> None:
    assert sum(row.answerable for row in _rows()) == 200
