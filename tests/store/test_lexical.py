"""Finding by words."""

from pathlib import Path

import pytest

from index import lexical
from index.errors import IndexInvalidError

TEXTS = [
    "Leave policy\nEvery employee has 25 days of paid leave.",
    "Deploys\nThere is no freeze on Fridays.",
    "Deploys\nThere is a freeze on Fridays.",
    "— — —",
]


@pytest.fixture
def index(tmp_path: Path) -> lexical.LexicalIndex:
    lexical.write(tmp_path, [10, 11, 12, 13], TEXTS)
    return lexical.read(tmp_path)


def test_stems_meet(index: lexical.LexicalIndex) -> None:
    assert list(index.search("employees leaving", 5)[0]) == [10]


def test_a_negation_is_a_word(index: lexical.LexicalIndex) -> None:
    assert list(index.search("no freeze", 5)[0]) == [11, 12]


def test_a_question_that_shares_no_word_finds_nothing(index: lexical.LexicalIndex) -> None:
    ids, scores = index.search("quantum chromodynamics", 5)
    assert len(ids) == len(scores) == 0


def test_a_question_of_function_words_is_no_error(index: lexical.LexicalIndex) -> None:
    assert len(index.search("is it the", 5)[0]) <= 5
    assert len(index.search("?!", 5)[0]) == 0


@pytest.mark.parametrize(
    ("text", "stems"), [("17:30", ["17:30"]), ("3,200 users", ["3,200", "user"]), ("99.9 %", ["99.9"])]
)
def test_figures_stay_whole(text: str, stems: list[str]) -> None:
    assert lexical.words(text) == stems


def test_a_corpus_without_a_word_can_be_searched(tmp_path: Path) -> None:
    lexical.write(tmp_path, [1], ["…"])
    assert len(lexical.read(tmp_path).search("anything", 5)[0]) == 0


def test_a_torn_file_is_named(index: lexical.LexicalIndex, tmp_path: Path) -> None:
    (tmp_path / lexical.FOLDER / "vocab.index.json").write_text('{"a": ')
    with pytest.raises(IndexInvalidError, match="quoth build"):
        lexical.read(tmp_path)
