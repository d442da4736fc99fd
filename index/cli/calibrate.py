"""`quoth calibrate`: fit probabilities and thresholds for the models that are set."""

import json
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import track

from index.answering.answerer import Models, Search
from index.answering.calibration import Calibrated
from index.answering.documents import DocumentSearch
from index.answering.loading import load_judge, load_reader
from index.encoder import Encoder, load_encoder
from index.errors import UsageError
from index.evaluation.calibrate import UNFITTED, points
from index.evaluation.calibrate import calibrate as fit
from index.evaluation.golden import read_questions
from index.evaluation.samples import NOT_FITTED, RowSamples, as_suite_row, sample, sources_of
from index.evaluation.suite import Row, read_suite
from index.settings import read_settings
from index.sources import read_sources


def calibrate(
    files: Annotated[list[Path], typer.Argument(help="Suites (rows with documents) and files of golden questions.")],
    *,
    out: Annotated[Path, typer.Option(help="Where to write the calibration; set QUOTH_CALIBRATION to it.")],
    split: Annotated[str, typer.Option(help="The split of the suites' rows, or `all`.")] = "tune",
    most: Annotated[int, typer.Option(help="Rows of one set at most, drawn by a fixed seed.")] = 400,
) -> None:
    """Fit when Quoth answers, when it sees a conflict, and how sure it says it is, for these models.

    Every file counts the same, however many rows it has. Golden questions are asked of the articles beside their
    file: in a folder `articles`, or in the file's own.
    """
    read = [(file, asked) for file in files if (asked := _rows(file, split))]
    if not read:
        raise UsageError(f"no row has the split {split!r}. Name one that these files have, or `--split all`.")
    settings = read_settings()
    encoder = load_encoder(settings)
    models = Models(load_reader(settings), load_judge(settings), Calibrated(UNFITTED, fits=False))
    rows = [row for file, drawn in read for row in _samples(file, drawn[:most], encoder, models)]
    hashes = {"encoder": encoder.hash, "reader": models.reader.hash, "judge": models.judge.hash}
    calibration, left_out = fit(rows, hashes)
    out.write_text(json.dumps(calibration.model_dump(), indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(f"thresholds: {calibration.thresholds}\n")
    for name in calibration.fitted_on:
        curve = points([row for row in rows if row.set_name == name], calibration.answerable)
        at = min(curve, key=lambda point: abs(point.threshold - calibration.thresholds.answer), default=None)
        left = f"; chosen without it: {left_out[name]:.2f}" if name in left_out else ""
        shown = f"precision {at.precision:.3f}, coverage {at.coverage:.3f}, silent {at.silent:.3f}" if at else "no gold"
        sys.stdout.write(f"{name}: {shown}{left}\n")
    sys.stdout.write(f"Written to {out}.\n")


def _samples(file: Path, rows: Sequence[Row], encoder: Encoder, models: Models) -> Iterator[RowSamples]:
    everything = None if "documents" in rows[0] else _articles(file, encoder)
    for row in track(rows, f"Reading {escape(file.name)}", console=Console(stderr=True), transient=True):
        yield sample(row, everything or DocumentSearch(sources_of(row), encoder), models)


def _rows(file: Path, split: str) -> Sequence[Row]:
    """Read suite rows as they are, and golden questions as rows of a set named after their folder; shuffled."""
    if _is_suite(file):
        read = ({"set": file.stem, **row} for row in read_suite(file, split))
        rows = [row for row in read if row.get("conflict_kind") not in NOT_FITTED]
    else:
        rows = [as_suite_row(question, file.resolve().parent.name) for question in read_questions(file)]
    random.Random(0).shuffle(rows)  # noqa: S311 - which rows are drawn is no secret
    return rows


def _is_suite(file: Path) -> bool:
    """Say whether the first row brings documents; of what cannot be read, reading the questions tells."""
    try:
        first = json.loads(next(filter(str.strip, file.read_text(encoding="utf-8").split("\n")), ""))
    except (OSError, ValueError):
        return False
    return isinstance(first, dict) and "documents" in first


def _articles(file: Path, encoder: Encoder) -> Search:
    beside = file.parent / "articles"
    return DocumentSearch(read_sources([beside if beside.is_dir() else file.parent]).sources, encoder)
