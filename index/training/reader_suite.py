"""Score an exported reader on suites of questions with their documents; for choosing models, never for training.

`python -m index.training.reader_suite MODEL.onnx TOKENIZER.json SUITE.jsonl…`
"""

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from rich.console import Console
from tokenizers import Tokenizer

from index.answering.inputs import reader_input
from index.answering.reader import best_span
from index.onnx import Outputs
from index.training.export import Session
from index.training.reader_rows import load_tokenizer
from index.training.reader_scores import auc, token_f1
from index.training.squad import Paragraph, sentences, tiles


@dataclass(frozen=True, slots=True)
class Read:
    """One window read: how surely it answers by the head, by the null span, by both; and its best span."""

    head: float
    margin: float
    span: str


def main(
    model: Annotated[Path, typer.Argument(help="exported reader")],
    tokenizer: Annotated[Path, typer.Argument(help="its tokenizer.json")],
    suites: Annotated[list[Path], typer.Argument(help="JSON lines with question, documents, expect, gold_answers")],
    sample: Annotated[int, typer.Option(help="rows of each suite, chosen by chance")] = 600,
) -> None:
    """Print, for each suite, the AUC of answered against silent rows and the F1 of the best window's span."""
    console, session, pieces = Console(width=140), Session(model), load_tokenizer(tokenizer)
    for suite in suites:
        rows = [json.loads(line) for line in suite.read_text(encoding="utf-8").splitlines()]
        rows = [row for row in rows if row["expect"] in ("answer", "decline_silent")]
        random.Random(0).shuffle(rows)
        scored = suite_scores(session, pieces, rows[:sample])
        console.print(suite.stem, {name: round(score, 4) for name, score in scored.items()})


def suite_scores(session: Session, tokenizer: Tokenizer, rows: Sequence[Mapping[str, Any]]) -> Mapping[str, float]:
    """A row's score is its best window's; F1 is over rows that have an answer."""
    best = [read_row(session, tokenizer, row) for row in rows]
    right = [row["expect"] == "answer" for row in rows]
    by_head = [max(reads, key=lambda read: read.head) for reads in best]
    heads, margins = [read.head for read in by_head], [max(read.margin for read in reads) for reads in best]
    both = [max(read.head + read.margin / 2 for read in reads) for reads in best]
    found = [
        max((token_f1(read.span, gold) for gold in row["gold_answers"]), default=0.0)
        for row, read in zip(rows, by_head, strict=True)
        if row["expect"] == "answer"
    ]
    return {
        "rows": len(rows),
        "auc head": auc(heads, right),
        "auc margin": auc(margins, right),
        "auc both": auc(both, right),
        "f1": float(np.mean(found)) if found else float("nan"),
    }


def read_row(session: Session, tokenizer: Tokenizer, row: Mapping[str, Any]) -> list[Read]:
    """Read every window of every document of a row."""
    reads = []
    for source in row["documents"]:
        title = source.get("title") or source["id"].rpartition("#")[0].replace("_", " ")
        paragraph = Paragraph(title, source["text"], sentences(source["text"]), ())
        windows = [source["text"][start:end] for start, end in tiles(paragraph)]
        reads += [read_window(session, tokenizer, row["question"], title, window) for window in windows]
    return reads or [Read(-100.0, -100.0, "")]


def read_window(session: Session, tokenizer: Tokenizer, question: str, path: str, window: str) -> Read:
    """Read one window. A model without the head (only start and end) is scored by its null span alone."""
    read = reader_input(tokenizer, question, path, window)
    start, end, *heads = session.run(read)
    best, span = best_span(start, end, read.offsets)
    margin = best - float(start[0] + end[0])
    return Read(_head(heads, margin), margin, window[span.start : span.end] if span else "")


def _head(heads: Outputs, margin: float) -> float:
    return float(heads[0]) if heads else margin


if __name__ == "__main__":
    typer.run(main)
