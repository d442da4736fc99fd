import json
import sys
from pathlib import Path

import pytest

from index.answering.calibration import Logistic
from index.cli import app
from index.errors import UsageError
from index.evaluation.calibrate import ANSWERABLE_PRIOR, UNFITTED, Chances, calibrate, strongest
from index.evaluation.samples import PairSample, RowSamples, WindowSample

ROW = {"id": "1", "set": "made", "split": "tune", "question": "?", "documents": [], "expect": "answer"}


@pytest.mark.parametrize(
    ("line", "named"),
    [
        (ROW | {"gold_answers": [], "split": "test"}, "no row has the split 'tune'"),
        (ROW, "line 1 has no 'gold_answers'"),
        ({"id": "1", "question": "?"}, "line 1: expect"),
        ("5", "line 1"),
    ],
)
def test_rows_that_cannot_be_fitted_on_are_wrong_use(
    line: object, named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text(json.dumps(line), encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["quoth", "calibrate", str(file), "--out", str(tmp_path / "out.json")])
    with pytest.raises(SystemExit) as ended:
        app.main()
    assert ended.value.code == app.WRONG_USE
    assert named in capsys.readouterr().err


def row(expect: str, *, right: bool | None) -> RowSamples:
    window = WindowSample(dict.fromkeys([*ANSWERABLE_PRIOR, "alone"], 0.5), right)
    return RowSamples("made", "1", expect, (window,))


@pytest.mark.parametrize(
    "rows",
    [[], [row("answer", right=None)], [row("decline_conflict", right=True)], [row("answer", right=True)]],
    ids=["nothing", "no gold", "conflicts only", "no conflict"],
)
def test_too_few_rows_are_told_with_what_is_missing(rows: list[RowSamples]) -> None:
    with pytest.raises(UsageError, match="too few to fit on"):
        calibrate(rows, {})


@pytest.mark.parametrize(
    ("other", "told_apart", "found"), [(-1.0, False, True), (1.0, False, False), (1.0, True, True)]
)
def test_a_pair_that_the_judge_tells_apart_is_no_conflict_and_yet_casts_doubt(
    other: float, *, told_apart: bool, found: bool
) -> None:
    features = {"weaker": 1.0, "disjoint": 1.0, "agree": 0.0, "other": other}
    window = WindowSample({"read": 2.0}, right=True)
    sample = RowSamples("made", "1", "answer", (window, window), (PairSample(0, 1, features, conflict=False),))
    sure = Logistic(weights={}, bias=2.0)
    chance = strongest(sample, Chances(sure, sure, sure), UNFITTED.thresholds, told_apart=told_apart)
    assert (chance > 0.5) is found
