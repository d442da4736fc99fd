from pathlib import Path

import pytest
import torch
import typer
from torch import nn

from index.training.average import mean_weights, parted


def _saved(path: Path, value: float) -> Path:
    torch.save({"model": {"layer.weight": torch.full((2,), value), "steps": torch.tensor(3)}}, path)
    return path


def test_weights_are_averaged_by_their_shares_and_counters_left_out(tmp_path: Path) -> None:
    parts = [(_saved(tmp_path / "a.pt", 1.0), 0.8), (_saved(tmp_path / "b.pt", 6.0), 0.2)]
    assert mean_weights(parts, nn.Linear(1, 1))["layer.weight"].tolist() == pytest.approx([2.0, 2.0])
    assert "steps" not in mean_weights(parts, nn.Linear(1, 1))


@pytest.mark.parametrize("part", ["final.pt", "final.pt=much"])
def test_a_part_without_a_share_is_refused_by_name(part: str) -> None:
    with pytest.raises(typer.BadParameter, match=r"final\.pt"):
        parted(part)


def test_shares_that_do_not_add_up_are_refused(tmp_path: Path) -> None:
    with pytest.raises(typer.BadParameter, match="add up"):
        mean_weights([(_saved(tmp_path / "a.pt", 1.0), 0.8)], nn.Linear(1, 1))
