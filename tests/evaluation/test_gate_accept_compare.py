import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

from index.build import BuildChanges
from index.evaluation.accept import accepted, difference
from index.evaluation.asking import Asker
from index.evaluation.compare import compare_reports
from index.evaluation.gate import GoldenGate
from index.evaluation.golden import GoldenQuestion, ask_golden, golden_report, read_questions
from index.evaluation.page import render_page
from index.evaluation.report import Report, read_report, write_report
from index.store import Generation
from index.types import Answer
from tests.evaluation.answers import LEAVE, silent, supported, text_of

HOTEL = GoldenQuestion(id="H", question="hotel?", expect="answered", any=("160 euros",))
SILENT = GoldenQuestion(id="S", question="wi-fi password?", expect="silent")
GOOD = {"hotel?": supported("travel", "160 euros"), "wi-fi password?": silent()}
WORSE = GOOD | {"hotel?": silent()}
CONTRADICTED = GOOD | {"hotel?": LEAVE}


class Named:
    """A generation of which the gate needs nothing but who it is."""

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        self.answers = answers


class NamedAsker:
    def __init__(self, generation: Generation) -> None:
        self.ask = cast(Named, generation).answers.__getitem__
        self.text_of = text_of


def verdict(
    old: Mapping[str, Answer] | None,
    new: Mapping[str, Answer],
    changes: BuildChanges,
    questions: Sequence[GoldenQuestion] = (HOTEL, SILENT),
) -> tuple[int, int]:
    gate = GoldenGate(questions, lambda generation: cast(Asker, NamedAsker(generation)))
    before = cast(Generation, Named(old)) if old else None
    found = gate(cast(Generation, Named(new)), before, changes)
    assert found.asked == 2
    return len(found.explained), len(found.unexplained)


def test_a_regression_without_a_reason_in_the_articles_blocks() -> None:
    assert verdict(GOOD, WORSE, BuildChanges(changed=("wi-fi",), unchanged=("travel",))) == (0, 1)


def test_a_regression_is_explained_if_a_quoted_source_was_touched() -> None:
    assert verdict(GOOD, WORSE, BuildChanges(removed=("travel",))) == (1, 0)
    assert verdict(GOOD, CONTRADICTED, BuildChanges(added=("handbook-2026",))) == (1, 0)


def test_questions_of_two_folders_may_share_an_id() -> None:
    twins = [HOTEL, SILENT.model_copy(update={"id": HOTEL.id})]
    assert verdict(GOOD | {"wi-fi password?": LEAVE}, WORSE, BuildChanges(), twins) == (0, 1)


def test_what_was_wrong_before_or_got_better_blocks_nothing() -> None:
    assert verdict(WORSE, WORSE, BuildChanges()) == (0, 0)
    assert verdict(WORSE, GOOD, BuildChanges()) == (0, 0)


def test_the_first_build_has_no_baseline_and_passes() -> None:
    assert verdict(None, WORSE, BuildChanges()) == (0, 0)


def run(answers: Mapping[str, Answer]) -> Report:
    items = ask_golden([HOTEL, SILENT], answers.__getitem__, text_of)
    return golden_report(items, name="golden", generation="g1", models={"reader": "abc"})


def test_a_comparison_says_what_got_worse_and_what_better() -> None:
    there = compare_reports(run(GOOD), run(WORSE))
    back = compare_reports(run(WORSE), run(GOOD))
    assert [pair.after.id for pair in there.worse] == ["H"] == [pair.after.id for pair in back.better]
    assert not there.better
    moved = {shift.after.name: shift.by for shift in there.shifts}
    assert moved["right"] == -0.5


def test_a_report_survives_being_written(tmp_path: Path) -> None:
    write_report(run(WORSE), tmp_path / "report.json")
    assert read_report(tmp_path / "report.json") == run(WORSE).model_copy(
        update={"created": read_report(tmp_path / "report.json").created}
    )


def test_accepting_changes_the_lines_that_are_wrong_and_no_others() -> None:
    lines = [
        '{"id": "S",  "question": "wi-fi password?", "expect": "silent"}',
        '{"id": "H", "team": "people", "expect": "answered", "any": ["160 euros"], "question": "hotel?"}',
        "",
    ]
    after = accepted("\n".join(lines) + "\n", run(CONTRADICTED).items).splitlines()
    assert after[0] == lines[0]
    assert after[2] == ""
    changed = json.loads(after[1])
    assert changed["sides"] == [["28 days"], ["25 days"]]
    assert (changed["expect"], changed["team"], "any" in changed) == ("conflict", "people", False)
    assert list(changed)[:3] == ["id", "team", "expect"]
    assert "-" + lines[1] in difference(Path("q.jsonl"), "\n".join(lines), "\n".join(after))


def test_accepting_keeps_the_ends_of_lines_and_what_only_looks_like_one(tmp_path: Path) -> None:
    text = (
        '{"id": "S", "note": "one\u2028two\x85three", "question": "wi-fi password?", "expect": "silent"}\r\n'
        '{"id": "H", "expect": "answered", "any": ["160 euros"], "question": "hotel?"}\r\n'
    )
    (tmp_path / "questions.jsonl").write_text(text, encoding="utf-8", newline="")
    assert [question.id for question in read_questions(tmp_path / "questions.jsonl")] == ["S", "H"]
    after = accepted(text, run(CONTRADICTED).items).split("\r\n")
    assert after[0] == text.split("\r\n", maxsplit=1)[0]
    assert (json.loads(after[1])["expect"], after[2:]) == ("conflict", [""])
    assert difference(Path("q.jsonl"), text, "\r\n".join(after)).count("\n") == 4


def test_what_was_accepted_is_met_by_the_same_answers() -> None:
    questions = [HOTEL, SILENT]
    text = "".join(question.model_dump_json() + "\n" for question in questions)
    after = accepted(text, run(CONTRADICTED).items)
    renewed = [GoldenQuestion.model_validate_json(line) for line in after.splitlines()]
    assert all(item.right for item in ask_golden(renewed, CONTRADICTED.__getitem__, text_of))


def test_the_page_escapes_what_articles_say_and_loads_nothing() -> None:
    wrong = supported("wi-fi", "<b>HarbourGuest</b>")
    page = render_page(run({"hotel?": wrong, "wi-fi password?": wrong}), compare_reports(run(GOOD), run(WORSE)))
    assert "&lt;b&gt;HarbourGuest&lt;/b&gt;" in page
    assert "<b>HarbourGuest" not in page
    assert "<script" not in page
    assert "http" not in page


def test_a_page_without_confidence_says_so() -> None:
    items = [item.model_copy(update={"confidence": None}) for item in run(GOOD).items]
    report = golden_report(items, name="golden", generation="g1")
    assert report.risk_coverage == ()
    assert "not calibrated" in render_page(report)
