"""Questions and evidence are put in other words without a change of what they mean."""

import random

import numpy as np
import pytest

from index.encoder import Encoder, Vectors
from index.training.judge_retold import referring, retold, retold_rows
from index.training.judge_row import Row, Side
from index.training.reader_rows import ReaderRow
from index.training.synonyms import Synonyms, in_other_words, reworded


@pytest.mark.parametrize(
    ("word", "synonyms"),
    [
        ("buy", ["purchase"]),
        ("resigned", ["quit", "stepped down"]),
        ("adults", ["grownups"]),
        ("buying", ["purchasing"]),
        ("bicycle", []),
        ("yard", []),  # its synonym is never met in texts
    ],
)
def test_synonyms_take_the_form_of_the_word(wordnet: Synonyms, word: str, synonyms: list[str]) -> None:
    assert wordnet.of(word) == synonyms


def test_one_or_two_words_are_exchanged_and_the_first_never(wordnet: Synonyms) -> None:
    made = set(reworded("Do adults buy or resign?", wordnet, random.Random(0)))
    assert made
    assert "Do adults buy or resign?" not in made
    assert all(text.startswith("Do ") for text in made)


class _Encoder:
    """Finds two texts alike unless one of them says "quit"."""

    def encode_passages(self, texts: list[str]) -> Vectors:
        turned = [0.5 if "quit" in text else 0.95 if "purchase" in text or "down" in text else 1.0 for text in texts]
        return np.array([[cosine, (1 - cosine**2) ** 0.5] for cosine in turned], dtype=np.float32)


def _row(question: str) -> ReaderRow:
    return ReaderRow("positive", question, "", "He did.", answerable=True)


def test_of_the_wordings_one_is_taken_that_means_the_same(wordnet: Synonyms) -> None:
    encoder: Encoder = _Encoder()  # type: ignore[assignment]  # only what is called
    rows = [_row("Why did she resign?"), _row("Who is it?")]
    made = in_other_words(rows, wordnet, encoder, 1.0, random.Random(0))
    assert [row.question for row in made] == ["Why did she step down?", "Who is it?"]
    assert in_other_words(rows, wordnet, encoder, 0.0, random.Random(0)) == rows


def test_evidence_is_retold_around_its_span(wordnet: Synonyms) -> None:
    text = "Adults buy it, and adults resign when adults buy."
    start = text.index("adults resign")
    made = {retold(Side(text, (start, start + 13)), wordnet, random.Random(seed)) for seed in range(20)}
    assert {one.text[slice(*one.span)] for one in made if one.span} == {"adults resign"}
    assert any("purchase it" in one.text for one in made)
    assert retold(Side("We buy.", None), wordnet, random.Random(3)).span is None


def test_rows_keep_their_relation_and_their_question(wordnet: Synonyms) -> None:
    row = Row(
        "Did the yard close?", Side("The yard closed as we buy.", None), Side("We resign.", None), "other", "made"
    )
    made = retold_rows([row] * 80, wordnet, random.Random(0))
    assert {(one.relation, one.question) for one in made} == {("other", row.question)}
    assert {"We resign.", "We quit.", "We step down."} == {one.b.text for one in made}
    assert {"The yard closed as we purchase.", "It closed as we buy."} < {one.a.text for one in made}


@pytest.mark.parametrize(
    ("text", "answer", "question", "told"),
    [
        ("The old mill was built in 1871.", "1871", "When was the old mill built?", " was built in 1871."),
        ("Bloom left in 1880.", "1880", "When did Bloom leave?", " left in 1880."),
        ("The lake is deep.", "deep", "When was the old mill built?", "The lake is deep."),
        ("The old mill burnt.", "The old mill", "What is the old mill?", "The old mill burnt."),
    ],
)
def test_a_subject_of_the_question_is_only_referred_to(text: str, answer: str, question: str, told: str) -> None:
    start = text.index(answer)
    made = referring(Side(text, (start, start + len(answer))), question, random.Random(2))
    assert made.text.endswith(told)
    assert made.span
    assert made.text[slice(*made.span)] == answer
