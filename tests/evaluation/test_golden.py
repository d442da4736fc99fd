import json
from dataclasses import replace
from pathlib import Path

import pytest

from index.errors import UsageError
from index.evaluation.golden import GoldenQuestion, ask_golden, find_questions, judge, read_questions
from index.types import Answer, Supported
from tests.evaluation.answers import LEAVE, conflicting, silent, supported, text_of

LEAVE_QUESTION = GoldenQuestion(
    id="L", question="How many days?", expect="conflict", sides=(("25 days",), ("28 days",))
)
HOTEL = GoldenQuestion(id="H", question="What is the limit?", expect="answered", any=("160 Euros",))
SILENT = GoldenQuestion(id="S", question="How high is Mount Everest?", expect="silent")


def right(question: GoldenQuestion, answer: Answer) -> bool:
    return judge(question, answer, text_of).right


def test_an_answer_is_right_if_one_wanted_string_stands_in_it_or_in_its_first_quote() -> None:
    assert right(HOTEL, supported("travel", "160 euros"))
    assert right(HOTEL, supported("travel", "a night"))
    assert not right(HOTEL, supported("leave-2024", "25 days"))
    assert not right(HOTEL, silent())


def test_white_space_and_case_do_not_count() -> None:
    wide = GoldenQuestion(id="W", question="?", expect="answered", any=("up TO\n  160",))
    assert right(wide, supported("travel", "160 euros"))


def test_a_later_quote_does_not_make_an_answer_right() -> None:
    answer = supported("leave-2024", "25 days")
    assert isinstance(answer.verdict, Supported)
    second = supported("travel", "160 euros")
    assert isinstance(second.verdict, Supported)
    both = replace(answer.verdict, evidence=(*answer.verdict.evidence, *second.verdict.evidence))
    assert not right(HOTEL, replace(answer, verdict=both))


def test_a_conflict_needs_each_side_in_a_side_of_its_own() -> None:
    assert right(LEAVE_QUESTION, LEAVE)
    assert not right(LEAVE_QUESTION, conflicting([("leave-2024", "25 days"), ("travel", "160 euros")]))
    same = GoldenQuestion(id="X", question="?", expect="conflict", sides=(("paid leave",), ("25 days",)))
    assert right(same, LEAVE)
    twice = GoldenQuestion(id="X", question="?", expect="conflict", sides=(("25 days",), ("employee has",)))
    assert not right(twice, LEAVE)


def test_silence_is_right_only_where_it_is_expected() -> None:
    assert right(SILENT, silent())
    assert not right(SILENT, supported("travel", "160 euros"))
    assert not right(LEAVE_QUESTION, silent())


def test_related_passages_of_a_silence_are_no_quotes() -> None:
    assert judge(SILENT, silent(), text_of).quotes == ()


def test_a_quote_that_is_not_verbatim_is_noticed() -> None:
    item = judge(HOTEL, supported("travel", "160 euros"), lambda _: "Hotels are booked up to 170 euros a night.")
    assert [cited.exact for cited in item.quotes] == [False]


def test_a_wrong_answer_is_told_from_a_needless_decline() -> None:
    items = ask_golden(
        [SILENT, HOTEL],
        {SILENT.question: supported("travel", "160 euros"), HOTEL.question: silent()}.__getitem__,
        text_of,
    )
    assert [item.wrong_answer for item in items] == [True, False]
    assert not any(item.right for item in items)


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ('{"id": "1", "question": "?"}', "expect"),
        ('{"id": "1", "question": "?", "expect": "maybe"}', "expect"),
        ('{"id": "1", "question": "?", "expect": "answered"}', "any"),
        ('{"id": "1", "question": "?", "expect": "conflict", "sides": [["a"]]}', "sides"),
        ("not json", "line 1"),
        (json.dumps({"id": "1", "question": "why " * 200, "expect": "silent"}), "line 1.*at most 500"),
        ("", "no questions"),
        ('{"id": "1", "question": "?", "expect": "silent"}\n{"id": "1", "question": "!", "expect": "silent"}', "twice"),
    ],
)
def test_a_bad_line_is_refused_by_name(tmp_path: Path, line: str, named: str) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(line, encoding="utf-8")
    with pytest.raises(UsageError, match=named):
        read_questions(file)


def test_questions_are_found_in_the_folders_that_are_built(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    file = tmp_path / "seeds" / "questions.jsonl"
    file.write_text(json.dumps({"id": "1", "question": "?", "expect": "silent", "note": "ours"}), encoding="utf-8")
    assert find_questions([tmp_path / "seeds", tmp_path / "none"]) == (file,)
    assert read_questions(file)[0].model_extra == {"note": "ours"}


def test_a_quote_names_its_side_and_its_answering_part() -> None:
    cited = judge(LEAVE_QUESTION, LEAVE, text_of).quotes
    assert [(one.side, one.highlight) for one in cited] == [(0, "28 days"), (1, "25 days")]
    assert cited[0].place == "handbook-2026.md:3"
