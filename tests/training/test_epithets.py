import random
import re
from itertools import islice, pairwise

from index.training.epithets import epithet_rows
from index.training.reader_rows import ReaderRow


def _rows(count: int = 600) -> list[ReaderRow]:
    return list(islice(epithet_rows(random.Random(5)), count))


def test_every_value_stands_where_the_row_says_and_no_slot_is_left() -> None:
    rows = _rows()
    spans = [row.window[start:end] for row in rows for start, end in row.spans]
    assert len(spans) == sum(row.answerable for row in rows)
    assert all(span.strip() == span != "" for span in spans)
    assert not [row for row in rows if set("{}") & set(row.window + row.question + row.path)]


def test_a_question_that_is_not_answered_asks_for_a_kind_that_the_story_lacks() -> None:
    """The row before it is asked of the same story."""
    pairs = [(one, other) for one, other in pairwise(_rows()) if other.kind == "epithet-other"]
    assert all(told.window == asked.window for told, asked in pairs)
    ages = [asked for _, asked in pairs if asked.question.startswith("How old")]
    assert ages
    assert not [row for row in ages if re.search(r"\d-year-old|aged \d|who is \d", row.window)]


def test_a_third_of_the_rows_or_more_is_unanswerable() -> None:
    rows = _rows()
    assert len(rows) / 3 <= sum(not row.answerable for row in rows) <= len(rows) / 2
