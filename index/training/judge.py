"""Train the judge: `python -m index.training.judge --squad … --boolq … --nli … --nli-validation … --out DIR`."""

import argparse
from collections.abc import Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path

import numpy as np
import torch
from rich.console import Console
from sklearn.metrics import roc_auc_score
from tokenizers import Tokenizer

from .judge_model import Encoded, Judge, collate, encoded, judge_loss, probabilities
from .judge_row import RELATIONS, Row, overlap_baseline
from .judge_rows import Sizes, Sources, counted, gather
from .loop import Recipe, Task, Trainer
from .warm_start import encoder_config, warm_start

CONFLICT = RELATIONS.index("conflict")


def scores(found: np.ndarray, rows: list[Row]) -> dict[str, float]:
    """Accuracy over the four relations, and the AUC of conflict against the rest for each family of rows."""
    right = np.array([RELATIONS.index(row.relation) for row in rows])
    families = np.array([row.made.split()[0] for row in rows])
    made = {"accuracy": float((found.argmax(1) == right).mean()), "conflict": _auc(found, right)}
    return made | {str(family): _auc(found[families == family], right[families == family]) for family in np.unique(families)}


def _auc(found: np.ndarray, right: np.ndarray) -> float:
    return float(roc_auc_score(right == CONFLICT, found[:, CONFLICT]))


def _validate(model: Judge, rows: list[Row], read: list[Encoded]) -> Mapping[str, float]:
    return scores(probabilities(model, read).numpy(), rows)


def arguments() -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(prog="python -m index.training.judge", description=__doc__)
    for name in ("squad", "boolq", "nli", "nli-validation", "out", "encoder"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--init", type=Path, help="ONNX export of a reader or judge to start from (default: the encoder)")
    parser.add_argument("--resume", action="store_true", help="go on from the checkpoint in --out")
    parser.add_argument("--minutes", type=float, help="bound the wall time; the learning rate falls with it")
    return parser.parse_args()


def main() -> None:
    """Make the rows, train, and leave the averaged weights in `final.pt`."""
    given, console = arguments(), Console()
    recipe = Recipe(batch=32, learning_rate=1.3e-4, minutes=given.minutes, validate_every=400, checkpoint_minutes=4)
    rows, held = gather(Sources(given.squad, given.boolq, given.nli, given.nli_validation), Sizes(), recipe.seed)
    console.print({"sizes": asdict(Sizes()), "train": counted(rows), "validation": counted(held)})
    console.print("baseline of overlaps alone", scores(overlap_baseline(rows[:20000], held), held))
    torch.manual_seed(recipe.seed)
    model = Judge(encoder_config(given.encoder))
    fresh = warm_start(model, given.encoder, given.init or given.encoder)
    console.print({"initialised": fresh})
    tokenizer = Tokenizer.from_file(str(given.encoder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    read = [encoded(tokenizer, row) for row in rows]
    lengths = [len(row.read.ids) for row in read]
    console.print({"tokens": float(np.mean(lengths)), "95 %": float(np.quantile(lengths, 0.95))})
    validate = partial(_validate, rows=held, read=[encoded(tokenizer, row) for row in held])
    Trainer(Task(model, read, lengths, collate, judge_loss, validate), recipe, given.out).run(resume=given.resume)


if __name__ == "__main__":
    main()
