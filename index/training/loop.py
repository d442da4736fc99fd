"""The training loop that the reader and the judge share: bucketed batches, checkpoints, resume, weight averaging."""

import os
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

import torch
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from torch import Tensor, nn

Batch = dict[str, Tensor]
Row = TypeVar("Row")
Net = TypeVar("Net", bound=nn.Module)

# Batches of one length waste nothing on padding; sorting this many batches at a time keeps enough chance in the order.
BUCKET = 50


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train. `minutes` bounds the wall time: the learning rate then falls with the time spent instead."""

    passes: int = 1
    batch: int = 32
    learning_rate: float = 8e-5
    warmup: float = 0.06
    weight_decay: float = 0.01
    clip: float = 1.0
    average_from: float = 0.8
    average_every: int = 20
    checkpoint_minutes: float = 5.0
    validate_every: int = 400
    minutes: float | None = None
    threads: int = 1
    seed: int = 20261122
    bfloat16: bool = True


@dataclass(slots=True)
class Progressed:
    """Where a run stands; saved with every checkpoint."""

    step: int = 0
    seconds: float = 0.0
    averaged: int = 0
    losses: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Task(Generic[Row, Net]):
    """What is trained on what. `lengths` are token counts for bucketing; `validate` returns scores to print."""

    model: Net
    rows: Sequence[Row]
    lengths: Sequence[int]
    collate: Callable[[Sequence[Row]], Batch]
    loss: Callable[[Net, Batch], Tensor]
    validate: Callable[[Net], Mapping[str, float]] | None = None


def batches(lengths: Sequence[int], size: int, seed: int) -> list[list[int]]:
    """Row indices of one pass: shuffled, sorted by length within buckets, batches shuffled again."""
    dice = random.Random(seed)
    order = list(range(len(lengths)))
    dice.shuffle(order)
    made: list[list[int]] = []
    for start in range(0, len(order), size * BUCKET):
        bucket = sorted(order[start : start + size * BUCKET], key=lambda row: lengths[row])
        made += [bucket[i : i + size] for i in range(0, len(bucket), size)]
    dice.shuffle(made)
    return made


class Trainer(Generic[Row, Net]):
    """One run. The checkpoint in `out` holds all that an interrupted run needs to end as if it had not been."""

    def __init__(self, task: Task[Row, Net], recipe: Recipe, out: Path, console: Console | None = None) -> None:
        self.task, self.recipe, self.out = task, recipe, out
        self.console = console or Console()
        self.at = Progressed()
        self.order = [
            part for turn in range(recipe.passes) for part in batches(task.lengths, recipe.batch, recipe.seed + turn)
        ]
        torch.manual_seed(recipe.seed)
        trained = [weight for weight in task.model.parameters() if weight.requires_grad]
        self.optimizer = torch.optim.AdamW(
            trained, lr=recipe.learning_rate, weight_decay=recipe.weight_decay, fused=True
        )
        self.average: dict[str, Tensor] = {}

    def run(self, *, resume: bool = False) -> Net:
        """Train to the end and return the model with the averaged weights."""
        torch.set_num_threads(self.recipe.threads)
        self.out.mkdir(parents=True, exist_ok=True)
        if resume and self.checkpoint.exists():
            self._resume()
        self.console.print({"rows": len(self.task.rows), "steps": len(self.order), **asdict(self.recipe)})
        began, saved = time.monotonic() - self.at.seconds, time.monotonic()
        with _bar(self.console) as bar:
            shown = bar.add_task("training", total=len(self.order), completed=self.at.step, loss="")
            while (done := self.progress()) < 1:
                self.at.losses = [*self.at.losses[-99:], self._step(done)]
                self.at.step, self.at.seconds = self.at.step + 1, time.monotonic() - began
                bar.update(shown, completed=self.at.step, loss=f"{self.mean_loss:.4f}")
                if time.monotonic() - saved > self.recipe.checkpoint_minutes * 60:
                    self._save()
                    saved = time.monotonic()
                if self.at.step % self.recipe.validate_every == 0:
                    self._report()
        self._finish()
        return self.task.model

    @property
    def checkpoint(self) -> Path:
        """The one checkpoint file, replaced each time."""
        return self.out / "checkpoint.pt"

    @property
    def mean_loss(self) -> float:
        """Over the last hundred steps."""
        return sum(self.at.losses) / max(1, len(self.at.losses))

    def progress(self) -> float:
        """Share of the run that is done, by steps or by time, whichever is further."""
        share = self.at.step / len(self.order)
        return max(share, self.at.seconds / 60 / self.recipe.minutes) if self.recipe.minutes else share

    def _step(self, done: float) -> float:
        model, recipe = self.task.model, self.recipe
        model.train()
        rate = recipe.learning_rate * min(1.0, (done + 1e-3) / recipe.warmup, (1 - done) / (1 - recipe.warmup))
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        batch = self.task.collate([self.task.rows[row] for row in self.order[self.at.step]])
        with torch.autocast("cpu", torch.bfloat16, enabled=recipe.bfloat16):
            loss = self.task.loss(model, batch)
        loss.backward()  # type: ignore[no-untyped-call]  # torch's own method is untyped
        nn.utils.clip_grad_norm_(model.parameters(), recipe.clip)
        self.optimizer.step()
        self.optimizer.zero_grad()
        if done >= recipe.average_from and self.at.step % recipe.average_every == 0:
            self._accumulate()
        return float(loss.detach())

    def _accumulate(self) -> None:
        """Move the running mean of the weights towards the current ones (Izmailov et al. 2018)."""
        self.at.averaged += 1
        for name, weight in _trained(self.task.model).items():
            mean = self.average.setdefault(name, weight.clone())
            mean += (weight - mean) / self.at.averaged

    def _report(self) -> None:
        self.console.print(f"step {self.at.step} minute {self.at.seconds / 60:.1f} loss {self.mean_loss:.4f}")
        if self.task.validate:
            self.task.model.eval()
            scores = self.task.validate(self.task.model)
            self.console.print({name: round(score, 4) for name, score in scores.items()})

    def _save(self) -> None:
        state: dict[str, Any] = {
            "model": self.task.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "average": self.average,
            "chance": torch.get_rng_state(),
            "at": asdict(self.at),
        }
        save(state, self.checkpoint)

    def _resume(self) -> None:
        state = torch.load(self.checkpoint, weights_only=True)
        self.task.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.average = state["average"]
        torch.set_rng_state(state["chance"])
        self.at = Progressed(**state["at"])

    def _finish(self) -> None:
        self._report()
        self._save()
        self.task.model.load_state_dict(self.average, strict=False)
        self.task.model.eval()
        save({"model": self.task.model.state_dict()}, self.out / "final.pt")


def save(state: dict[str, Any], path: Path) -> None:
    """Write beside, then rename: a crash while writing leaves the previous file."""
    beside = path.with_suffix(f".{os.getpid()}.tmp")
    torch.save(state, beside)
    beside.replace(path)


def _trained(model: nn.Module) -> dict[str, Tensor]:
    return {name: weight.detach() for name, weight in model.named_parameters() if weight.requires_grad}


def _bar(console: Console) -> Progress:
    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("loss {task.fields[loss]}"))
    return Progress(TextColumn("{task.description}"), *columns, console=console)
