import random
from itertools import islice

import pytest

from index.training.account_rows import account_rows, paragraph
from index.training.accounts import Case, held_out_cases, parse_cases, read_cases
from index.training.judge_accounts import account_pairs

KENNELS = """\
===
A: Kennels handbook › Collecting your dog
Dogs go home by the side gate. It closes at half past six, and whoever rings later pays £8 for each half hour.

- Bring the blue card
- Bring a lead; six are kept at the desk
B: Kennels, summer letter
From 1 June the last dogs leave us at six sharp. Latecomers are not charged.
?: What's the latest I can fetch my pet? | By when must I turn up?
a: half past six
b: six sharp
r: conflict
?: Does it cost extra to be late?
a: yes: whoever rings later pays £8 for each half hour
b: no: Latecomers are not charged
r: conflict
?: How many leads are at the desk?
a: six
?: When does the front gate shut?
a: ~ half past six
b: ~ six sharp
?: Who runs the kennels?
"""


@pytest.fixture
def kennels() -> Case:
    (case,) = parse_cases(KENNELS, "kennels.txt")
    return case


def test_a_case_holds_its_accounts_and_what_each_tells(kennels: Case) -> None:
    assert [account.path for account in kennels.accounts] == [
        "Kennels handbook › Collecting your dog",
        "Kennels, summer letter",
    ]
    latest, late, leads, gate, owner = kennels.questions
    assert latest.wordings == ("What's the latest I can fetch my pet?", "By when must I turn up?")
    assert [question.relation for question in kennels.questions] == ["conflict", "conflict", None, None, None]
    assert [told.polarity for told in late.told if told] == [True, False]
    assert leads.told[1] is None
    assert [told.answers for told in gate.told if told] == [False, False]
    assert owner.told == (None, None)


def test_rows_mark_the_words_that_answer_and_nothing_where_they_only_look_like_it(kennels: Case) -> None:
    rows = list(islice(account_rows([kennels], random.Random(3), (1, 1, 1, 1)), 200))
    words = {row.question: set[str]() for row in rows}
    for row in rows:
        words[row.question] |= {row.window[start:end] for start, end in row.spans}
        assert bool(row.spans) == row.answerable == (row.kind == "account")
    assert words["By when must I turn up?"] == {"half past six", "six sharp"}
    # Of the two sixes the one in the line that the question asks about.
    assert words["How many leads are at the desk?"] == {"six"}
    assert not [row for row in rows if row.answerable and "leads" in row.question and "six are kept" not in row.window]
    assert {row.kind for row in rows if row.question.startswith("When does")} == {"account-alike"}
    assert {row.kind for row in rows if row.question.startswith("Who runs")} == {"account-silent"}
    late = {row.polarity for row in rows if row.question.startswith("Does it cost") and row.answerable}
    assert late == {True, False}


def test_lines_end_sentences(kennels: Case) -> None:
    page = paragraph(kennels.accounts[0])
    assert [page.text[start:end] for start, end in page.sentences][2:] == [
        "- Bring the blue card",
        "- Bring a lead; six are kept at the desk",
    ]


def test_pairs_have_the_relation_of_their_writer(kennels: Case) -> None:
    rows = list(account_pairs([kennels], random.Random(5)))
    conflicts = [row for row in rows if row.relation == "conflict"]
    assert [row.question for row in conflicts] == [
        "What's the latest I can fetch my pet?",
        "By when must I turn up?",
        "Does it cost extra to be late?",
    ]
    assert [row.question for row in rows if row.relation == "other"] == ["How many leads are at the desk?"]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            "a: half past six\nb",
            "a: half past seven\nb",
            "kennels.txt, case 1: 'half past seven' does not stand in 'Ken",
        ),
        ("r: conflict\n?: Does", "?: Does", "needs 'r: ' with one of same, compatible, conflict, other"),
        ("A: Kennels handbook › Collecting your dog\n", "", "instead of 'A: title'"),
        ("?: What's", "?: | \n?: What's", "a question without words"),
        ("a: six\n", "a: six\na: six\n", "belongs to no question"),
    ],
)
def test_an_error_names_the_case_and_what_is_wrong(before: str, after: str, said: str) -> None:
    with pytest.raises(ValueError, match=r"kennels\.txt, case 1") as error:
        list(parse_cases(KENNELS.replace(before, after, 1), "kennels.txt"))
    assert said in str(error.value)


def test_the_accounts_that_come_with_quoth_are_well_formed_and_some_are_held_out() -> None:
    cases = read_cases()
    trained, held = held_out_cases(cases)
    assert len(cases) == len(trained) + len(held)
    assert len(cases) / 40 < len(held) < len(cases) / 12
    told = [question for case in cases for question in case.questions]
    silent = sum(not any(at and at.answers for at in question.told) for question in told)
    assert len(told) / 8 < silent < len(told) / 2


def test_chosen_files_are_read_alone() -> None:
    chosen = read_cases(names=["claims", "rules"])
    assert 0 < len(chosen) < len(read_cases())
    assert chosen == [*read_cases(names=["claims"]), *read_cases(names=["rules"])]
