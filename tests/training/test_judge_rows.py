import re
from random import Random
from typing import Any

import numpy as np
import pytest

from index.training.judge_fact import facts_of
from index.training.judge_nli import pair_rows, premise_rows, yes_no_rows
from index.training.judge_policy import policy_rows
from index.training.judge_row import RELATIONS, Row, Side, balanced, jittered
from index.training.judge_scores import overlap_baseline, scores
from index.training.judge_squad import rows_of

MILL = "The mill by the river was built in 1871 by Ada Bloom. It burnt down in 1907 because a lamp fell over. "
LAKE = "The lake is 40 metres deep and 12 kilometres long."


def question(text: str, answer: str, **more: Any) -> dict[str, Any]:
    context = MILL + LAKE
    answers = [{"text": answer, "answer_start": context.index(answer)}]
    return {"id": text, "question": text, "answers": answers, "is_impossible": False} | more


def article() -> dict[str, Any]:
    asked = [
        question("When was the mill built?", "1871"),
        question("In what year did the mill burn down?", "1907"),
        question("Who built the mill?", "Ada Bloom"),
        question("Why did the mill burn down?", "a lamp fell over"),
        question("How deep is the lake?", "40 metres"),
        question("How long is the lake?", "12 kilometres"),
    ]
    plausible = [{"text": "Ada Bloom", "answer_start": (MILL + LAKE).index("Ada Bloom")}]
    asked.append(
        question("who dug the well?", "40 metres", answers=[], plausible_answers=plausible, is_impossible=True)
    )
    return {"title": "Valley", "paragraphs": [{"context": MILL + LAKE, "qas": asked}]}


def squad_rows() -> list[Row]:
    facts = facts_of(article())
    causes = ["the roof was struck by lightning", "nobody had swept the chimney"]
    return [row for seed in range(30) for row in rows_of(facts, causes, Random(seed))]


def made_up_rows() -> list[Row]:
    return list(policy_rows(400, Random(5), held_out=False))


@pytest.mark.parametrize("rows", [squad_rows(), made_up_rows()], ids=["squad", "policy"])
def test_every_span_lies_within_its_text(rows: list[Row]) -> None:
    assert {row.relation for row in rows} == set(RELATIONS)
    for side in (side for row in rows for side in (row.a, row.b)):
        assert side.span is None or 0 <= side.span[0] < side.span[1] <= len(side.text)


def test_an_answer_is_found_in_its_sentence() -> None:
    for fact in facts_of(article()):
        assert fact.text[slice(*fact.span)] == fact.answer


def test_conflicting_years_differ_and_agreeing_ones_do_not() -> None:
    for row in squad_rows():
        if row.question == "When was the mill built?" and row.relation in {"conflict", "same"}:
            years = [set(re.findall(r"\b1[89]\d\d\b", side.text)) for side in (row.a, row.b)]
            assert (years[0] == years[1]) <= (row.relation == "same")


def test_a_changed_answer_also_stands_on_both_sides_of_agreeing_rows() -> None:
    agreeing = [row for row in squad_rows() if row.relation == "same" and row.question == "When was the mill built?"]
    assert any("1871" not in row.a.text and "1871" not in row.b.text for row in agreeing)


def test_an_unanswered_question_never_conflicts() -> None:
    rows = [row for row in squad_rows() if row.question == "who dug the well?"]
    assert rows
    assert {row.relation for row in rows} == {"other"}


def test_a_denied_hypothesis_turns_the_relation() -> None:
    pair = {"premise": "Nobody swims here.", "hypothesis": "The lake is clean.", "label": "entailment", "source": "x"}
    rows = [next(iter(pair_rows([pair], Random(seed)))) for seed in range(30)]
    assert {row.relation for row in rows} == {"same", "conflict"}
    assert all((" not " in row.b.text) == (row.relation == "conflict") for row in rows)


def test_two_premises_are_judged_by_their_answers() -> None:
    labels = {"A man sleeps.": "entailment", "A man runs.": "contradiction"}
    pairs = [{"premise": p, "hypothesis": "A man is asleep.", "label": label} for p, label in labels.items()]
    assert [row.relation for row in premise_rows(pairs, Random(1))] == ["conflict"]


def test_a_yes_no_question_gives_a_right_and_a_wrong_statement() -> None:
    asked = {
        "question": "can you swim in the lake",
        "passage": "Lake -- You can swim in the lake all year.",
        "answer": "yes",
    }
    said = {row.relation: row.b.text for row in yes_no_rows([asked], Random(1))}
    assert said == {"same": "You can swim in the lake.", "conflict": "You can not swim in the lake."}


def test_balancing_keeps_the_shares() -> None:
    shares = {"same": 0.25, "compatible": 0.25, "conflict": 0.25, "other": 0.25}
    drawn = balanced(made_up_rows(), shares, 80, Random(2))
    assert {relation: sum(row.relation == relation for row in drawn) for relation in RELATIONS} == dict.fromkeys(
        RELATIONS, 20
    )


def test_jitter_moves_a_span_by_whole_words() -> None:
    text = "The gate closes at nine in the evening."
    start = text.index("nine")
    spans = {jittered(Side(text, (start, start + 4)), Random(seed), 1).span for seed in range(30)}
    shown = {text[slice(*span)] for span in spans if span}
    assert len(shown) > 3
    assert all("nine" in words for words in shown)


def test_held_out_topics_are_not_trained_on() -> None:
    trained = {row.question for row in policy_rows(600, Random(1), held_out=False)}
    held = {row.question for row in policy_rows(600, Random(1), held_out=True)}
    assert held
    assert not trained & held


def test_scores_of_a_perfect_judge_are_one_and_the_baseline_is_worse() -> None:
    rows = made_up_rows()
    perfect = np.eye(4)[[RELATIONS.index(row.relation) for row in rows]]
    assert scores(perfect, rows) == {"accuracy": 1.0, "conflict": 1.0, "policy": 1.0}
    assert scores(overlap_baseline(rows, rows), rows)["accuracy"] < 0.9
