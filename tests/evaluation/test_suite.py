import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from index.errors import QuestionError, UsageError
from index.evaluation.report import Report
from index.evaluation.samples import sources_of
from index.evaluation.scoring import cites_both, f1, is_right, suite_report
from index.evaluation.suite import Prediction, predict, predict_all, read_predictions, read_suite
from index.types import Answer, Source
from tests.evaluation.answers import LEAVE, TEXTS, silent, supported


def row(id_: str, expect: str, *, gold: Sequence[str] = (), **more: Any) -> dict[str, Any]:
    documents = [{"id": name, "title": name, "text": text} for name, text in TEXTS.items()]
    base = {"id": id_, "set": "made", "split": "tune", "question": f"{id_}?", "documents": documents}
    return base | {"expect": expect, "gold_answers": list(gold)} | more


ROWS = [
    row("hotel", "answer", gold=["160 euros"]),
    row("leave", "decline_conflict"),
    row("everest", "decline_silent"),
    row("wifi", "answer", gold=["HarbourGuest"]),
]
ANSWERS = {
    "hotel?": supported("travel", "160 euros", 0.9),
    "leave?": LEAVE,
    "everest?": supported("travel", "160 euros", 0.6),
    "wifi?": silent(0.3),
}


def ask_over(question: str, sources: Sequence[Source]) -> Answer:
    assert [source.id for source in sources] == list(TEXTS)
    return ANSWERS[question]


def report(tmp_path: Path) -> Report:
    predictions = list(predict_all(ROWS, ask_over, tmp_path / "out.jsonl"))
    return suite_report(ROWS, predictions, name="made", models={})


def test_a_prediction_holds_what_a_scorer_needs(tmp_path: Path) -> None:
    list(predict_all(ROWS, ask_over, tmp_path / "out.jsonl"))
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["action"] for line in lines] == ["answer", "decline_conflict", "answer", "decline_silent"]
    assert lines[1]["quotes"] == [{"doc_id": name, "text": TEXTS[name]} for name in ("handbook-2026", "leave-2024")]
    assert set(lines[0]) == {"id", "action", "answer", "quotes", "confidence"}


def test_figures_are_those_computed_by_hand(tmp_path: Path) -> None:
    found = {figure.name: figure.value for figure in report(tmp_path).figures}
    assert found["answered precision"] == 0.5
    assert found["coverage of answerable"] == 0.5
    assert found["silent recall"] == 0.0
    assert found["conflict recall"] == found["both sides cited"] == found["quote exactness"] == 1.0
    assert found["false conflicts on controls"] == 0.0
    # By confidence: .9 right, .6 wrong, .3 declined where an answer was due, .2 a decline: risks 0, 1/2, 2/3, 3/4.
    assert found["AURC"] == pytest.approx((0 + 1 / 2 + 2 / 3 + 3 / 4) / 4, abs=1e-4)
    assert found["calibration error"] == pytest.approx((0.1 + 0.6 + 0.3 + 0.2) / 4)


def test_a_run_is_taken_up_where_it_stopped(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    list(predict_all(ROWS[:2], ask_over, out))
    with out.open("a", encoding="utf-8") as file:
        file.write('{"id": "everest", "act')  # killed while writing
    asked: list[str] = []

    def counting(question: str, sources: Sequence[Source]) -> Answer:
        asked.append(question)
        return ask_over(question, sources)

    assert [prediction.id for prediction in predict_all(ROWS, counting, out)] == [str(one["id"]) for one in ROWS]
    assert asked == ["everest?", "wifi?"]
    assert list(read_predictions(out)) == [str(one["id"]) for one in ROWS]


def test_only_a_newline_ends_a_line(tmp_path: Path) -> None:
    odd = row("one\u2028two\x85three", "decline_silent")
    (tmp_path / "suite.jsonl").write_text(json.dumps(odd, ensure_ascii=False) + "\n", encoding="utf-8")
    assert [one["id"] for one in read_suite(tmp_path / "suite.jsonl")] == [odd["id"]]
    out = tmp_path / "out.jsonl"
    list(predict_all([odd, odd | {"id": "2"}], lambda *_: silent(), out))
    assert list(read_predictions(out)) == [odd["id"], "2"]


def test_a_question_that_cannot_be_taken_is_a_decline() -> None:
    def refuse(question: str, sources: Sequence[Source]) -> Answer:
        raise QuestionError("too long")

    assert predict(ROWS[0], refuse).action == "decline_silent"


def test_a_suite_is_read_by_split(tmp_path: Path) -> None:
    file = tmp_path / "suite.jsonl"
    file.write_text("\n".join(json.dumps(one) for one in (ROWS[0], ROWS[1] | {"split": "test"})), encoding="utf-8")
    assert [one["id"] for one in read_suite(file, "tune")] == ["hotel"]
    assert len(read_suite(file)) == 2


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ('{"id": 1}', "question"),
        ("1", "id"),
        (json.dumps(ROWS[0] | {"expect": "silence"}), "expects 'silence'"),
        (json.dumps(ROWS[0] | {"documents": [{"id": "a"}]}), "document without"),
    ],
)
def test_a_bad_row_of_a_suite_is_refused_by_its_line(tmp_path: Path, line: str, named: str) -> None:
    file = tmp_path / "suite.jsonl"
    file.write_text(line, encoding="utf-8")
    with pytest.raises(UsageError, match=f"line 1.*{named}"):
        read_suite(file)


def predicted(answer: str, *texts: str) -> Prediction:
    quotes = [{"doc_id": "travel", "text": text} for text in texts]
    return Prediction.model_validate({"id": "1", "action": "answer", "answer": answer, "quotes": quotes})


def test_right_is_half_the_words_or_the_gold_inside_or_a_gold_sentence() -> None:
    assert is_right(row("1", "answer", gold=["160 euros"]), predicted("the 160 euros limit"))
    assert is_right(row("1", "answer", gold=["a night"]), predicted("x", "Up to 160 euros a night!"))
    assert not is_right(row("1", "answer", gold=["170 euros"]), predicted("sixty", "Up to 160 euros"))
    gold = row("1", "answer", gold_quotes=[["Hotels are booked up to 160 euros a night."]])
    assert is_right(gold, predicted("", "Hotels are booked up to 160 euros"))
    assert not is_right(gold, predicted("", "Hotels are booked"))
    assert f1("the cat sat", "a cat") == pytest.approx(2 / 3)


def test_two_documents_with_one_answer_are_one_side() -> None:
    prediction = Prediction.model_validate(
        {
            "id": "1",
            "action": "decline_conflict",
            "answer": "",
            "quotes": [{"doc_id": "a", "text": "x"}, {"doc_id": "b", "text": "y"}],
        }
    )
    assert cites_both(row("1", "decline_conflict"), prediction)
    assert not cites_both(row("1", "decline_conflict", doc_answers={"a": "Leeds", "b": "leeds"}), prediction)
    assert cites_both(row("1", "decline_conflict", doc_answers={"a": "Leeds", "b": "York"}), prediction)


def test_a_document_without_a_title_is_named_by_its_id_as_a_file_is_by_its_name() -> None:
    documents = [
        {"id": "Old_Harbour#2", "text": "a"},
        {"id": "d0", "text": "b"},
        {"id": "x#1", "text": "c", "title": "T"},
    ]
    assert [source.title for source in sources_of({"documents": documents})] == ["Old Harbour", "", "T"]
