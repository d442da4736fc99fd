from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from index.training.loop import Recipe, Task, Trainer, batches

RECIPE = Recipe(batch=2, learning_rate=0.05, average_every=1, passes=2, bfloat16=False, validate_every=1000)
ROWS = [(float(x), 3.0 * x) for x in range(-5, 5)]


class Line(nn.Module):
    """One weight, and dropout so that a resumed run must also restore chance."""

    def __init__(self) -> None:
        super().__init__()
        self.slope, self.dropout = nn.Linear(1, 1), nn.Dropout(0.3)


def _collate(rows: Sequence[tuple[float, float]]) -> dict[str, Tensor]:
    return {"x": torch.tensor([[x] for x, _ in rows]), "y": torch.tensor([[y] for _, y in rows])}


def _loss(model: Line, batch: dict[str, Tensor]) -> Tensor:
    guessed: Tensor = model.slope(model.dropout(batch["x"]))
    return (guessed - batch["y"]).square().mean()


def _trainer(out: Path, recipe: Recipe = RECIPE) -> Trainer[tuple[float, float], Line]:
    torch.manual_seed(0)
    return Trainer(Task(Line(), ROWS, [1] * len(ROWS), _collate, _loss), recipe, out)


class Interrupted(Exception):  # noqa: N818  # not an error of the program: the power went
    """Stands for a crash."""


def test_a_resumed_run_ends_with_the_weights_of_an_uninterrupted_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = _trainer(tmp_path / "whole").run()
    broken = _trainer(tmp_path / "broken", replace(RECIPE, checkpoint_minutes=0.0))
    steps = iter(range(100))
    original = broken._step

    def step(done: float) -> float:
        if next(steps) == 4:
            raise Interrupted
        return original(done)

    monkeypatch.setattr(broken, "_step", step)
    with pytest.raises(Interrupted):
        broken.run()
    resumed = _trainer(tmp_path / "broken").run(resume=True)
    assert torch.equal(whole.slope.weight, resumed.slope.weight)


def test_training_reduces_the_loss(tmp_path: Path) -> None:
    trainer = _trainer(tmp_path, replace(RECIPE, passes=30))
    before = abs(float(trainer.task.model.slope.weight) - 3)
    assert abs(float(trainer.run().slope.weight) - 3) < before


def test_a_pass_visits_every_row_once() -> None:
    order = batches([5, 1, 4, 2, 3, 9, 7], size=3, seed=1)
    assert sorted(row for part in order for row in part) == list(range(7))


def test_batches_hold_rows_of_like_length() -> None:
    order = batches(list(range(100, 0, -1)), size=10, seed=1)
    assert all(max(part) - min(part) == 9 for part in order)


def test_a_time_limit_that_has_passed_ends_the_run_at_once(tmp_path: Path) -> None:
    trainer = _trainer(tmp_path, replace(RECIPE, minutes=0.001))
    trainer.at.seconds = 1.0
    trainer.run()
    assert trainer.at.step == 0
