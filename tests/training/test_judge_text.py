from random import Random

import pytest

from index.training.judge_text import declared, negation, shortened, statement, windowed, yes_no_question


@pytest.mark.parametrize(
    ("question", "answer", "said"),
    [
        ("Who designed the tower?", "Ada Bloom", "Ada Bloom designed the tower."),
        ("Where did the revolt start?", "Ghent", "Ghent"),
        ("How many people live in the valley?", "4,000", "4,000 live in the valley."),
    ],
)
def test_a_question_and_its_answer_become_a_statement(question: str, answer: str, said: str) -> None:
    made = declared(question, answer, "The revolt started in Ghent.", Random(1))
    assert made is not None
    text, (start, end) = made
    assert said in text
    assert text[start:end] == answer


def test_did_and_a_verb_become_the_past_form() -> None:
    assert statement("did the harbour freeze", "The harbour froze over.") == "The harbour froze."
    assert statement("did the harbour freeze", "", negated=True) == "The harbour did not freeze."


@pytest.mark.parametrize(
    ("said", "question"),
    [
        ("The river is frozen.", "Is the river frozen?"),
        ("She won the prize.", "Did she win the prize?"),
        ("Children can swim here.", "Can Children swim here?"),
    ],
)
def test_a_statement_becomes_a_yes_no_question(said: str, question: str) -> None:
    assert yes_no_question(said) == question


def test_denying_twice_gives_the_statement_back() -> None:
    denied = negation("The bridge is open.")
    assert denied == "The bridge is not open."
    assert negation(denied) == "The bridge is open."


def test_a_shortened_sentence_keeps_its_answer() -> None:
    text = "In the spring (a wet one), the mill, which stood by the river, burnt down in 1907, to everyone's surprise."
    start = text.index("1907")
    for seed in range(20):
        cut, (s, e) = shortened(text, (start, start + 4), Random(seed), 12)
        assert cut[s:e] == "1907"
        assert len(cut.split()) <= 12


def test_a_window_never_cuts_the_span() -> None:
    text = "one two three four five six seven eight"
    assert windowed(text, (8, 13), 3)[0].split() == ["two", "three", "four"]
