"""Average trained readers or judges: `python -m index.training.average OUT FINAL.pt=0.8 EARLIER.pt=0.2`."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import torch
import typer
from torch import Tensor, nn

from index.training import judge, reader
from index.training.export import export, quantize
from index.training.judge_model import Judge
from index.training.loop import save
from index.training.reader_model import Reader
from index.training.warm_start import encoder_config, warm_start


class Of(StrEnum):
    """What is averaged."""

    READER = "reader"
    JUDGE = "judge"


def average(
    out: Annotated[Path, typer.Argument(help="folder for the averaged weights and their exports")],
    parts: Annotated[list[str], typer.Argument(help="FILE=SHARE for each (.pt or .onnx); the shares add up to 1")],
    of: Annotated[Of, typer.Option(help="what the files hold")] = Of.READER,
    encoder: Annotated[Path, typer.Option(help="folder of the BERT that they were trained from")] = reader.ENCODER,
) -> None:
    """Write the weighted mean of models tuned one from another (Wortsman et al. 2022), and export it."""
    config = encoder_config(encoder)
    model, outputs = (Reader(config), reader.OUTPUTS) if of is Of.READER else (Judge(config), judge.OUTPUTS)
    warm_start(model, encoder, encoder)
    model.load_state_dict(mean_weights([parted(part) for part in parts], model, encoder), strict=False)
    model.eval()
    out.mkdir(parents=True, exist_ok=True)
    save({"model": model.state_dict()}, out / "final.pt")
    export(model, outputs, out / f"{of}-fp32.onnx")
    quantize(out / f"{of}-fp32.onnx", out / f"{of}-int8.onnx")


def parted(part: str) -> tuple[Path, float]:
    """Split `FILE=SHARE`; raises typer.BadParameter for anything else."""
    path, mark, share = part.rpartition("=")
    try:
        return Path(path), float(share)
    except ValueError as error:
        raise typer.BadParameter(f"{part!r} is not FILE=SHARE" if mark else f"{part!r} lacks =SHARE") from error


def mean_weights(
    parts: list[tuple[Path, float]], model: nn.Module, encoder: Path = reader.ENCODER
) -> dict[str, Tensor]:
    """Each weight's mean over files, weighted; raises typer.BadParameter if shares do not add up to 1."""
    if abs(sum(share for _, share in parts) - 1) > 1e-6:
        raise typer.BadParameter("the shares must add up to 1")
    read = [(_weights(path, model, encoder), share) for path, share in parts]
    floats = [name for name, weight in read[0][0].items() if weight.is_floating_point()]
    return {name: torch.stack([weights[name] * share for weights, share in read]).sum(0) for name in floats}


def _weights(path: Path, model: nn.Module, encoder: Path) -> dict[str, Tensor]:
    """Weights of a file of `Trainer`, or taken up again from an export by way of `model`."""
    if path.suffix == ".onnx":
        warm_start(model, encoder, path)
        return {name: weight.clone() for name, weight in model.state_dict().items()}
    saved: dict[str, Tensor] = torch.load(path, weights_only=True)["model"]
    return saved


if __name__ == "__main__":
    typer.run(average)
