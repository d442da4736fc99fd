"""Average trained readers: `python -m index.training.average OUT FINAL.pt=0.8 EARLIER.pt=0.2`."""

from pathlib import Path
from typing import Annotated

import torch
import typer
from torch import Tensor

from index.training.export import export, quantize
from index.training.loop import save
from index.training.reader import ENCODER, OUTPUTS
from index.training.reader_model import Reader
from index.training.warm_start import encoder_config, warm_start


def average(
    out: Annotated[Path, typer.Argument(help="folder for the averaged weights and their exports")],
    parts: Annotated[list[str], typer.Argument(help="FILE.pt=SHARE for each reader; the shares add up to 1")],
) -> None:
    """Write the weighted mean of readers tuned one from another (Wortsman et al. 2022), and export it."""
    model = Reader(encoder_config(ENCODER))
    warm_start(model, ENCODER, ENCODER)
    model.load_state_dict(mean_weights([parted(part) for part in parts]), strict=False)
    model.eval()
    out.mkdir(parents=True, exist_ok=True)
    save({"model": model.state_dict()}, out / "final.pt")
    export(model, OUTPUTS, out / "reader-fp32.onnx")
    quantize(out / "reader-fp32.onnx", out / "reader-int8.onnx")


def parted(part: str) -> tuple[Path, float]:
    """Split `FILE.pt=SHARE`; raises typer.BadParameter for anything else."""
    path, mark, share = part.rpartition("=")
    try:
        return Path(path), float(share)
    except ValueError as error:
        raise typer.BadParameter(f"{part!r} is not FILE.pt=SHARE" if mark else f"{part!r} lacks =SHARE") from error


def mean_weights(parts: list[tuple[Path, float]]) -> dict[str, Tensor]:
    """Each weight's mean over files of `Trainer`, weighted; raises typer.BadParameter if shares do not add up to 1."""
    if abs(sum(share for _, share in parts) - 1) > 1e-6:
        raise typer.BadParameter("the shares must add up to 1")
    read = [(torch.load(path, weights_only=True)["model"], share) for path, share in parts]
    floats = [name for name, weight in read[0][0].items() if weight.is_floating_point()]
    return {name: torch.stack([weights[name] * share for weights, share in read]).sum(0) for name in floats}


if __name__ == "__main__":
    typer.run(average)
