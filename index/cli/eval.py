"""`quoth eval`: ask golden questions or a suite's rows, measure, compare, and accept."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import track

from index.answering.answerer import Models
from index.answering.documents import ask_documents
from index.answering.loading import load_models
from index.cli.evaluation import show_comparison, show_means, show_report
from index.encoder import Encoder, load_encoder
from index.errors import UsageError
from index.evaluation.accept import accepted, difference
from index.evaluation.asking import Asker
from index.evaluation.compare import Comparison, compare_reports
from index.evaluation.golden import GoldenQuestion, ask_golden, golden_report, read_questions
from index.evaluation.page import render_page
from index.evaluation.report import Report, read_report, write_report
from index.evaluation.scoring import suite_report
from index.evaluation.suite import Row, predict_all, read_predictions, read_suite
from index.settings import Settings, read_settings
from index.store import open_generation

WRONG = 3


@dataclass(frozen=True, slots=True)
class _Loaded:
    """The models of one run, loaded once."""

    settings: Settings
    encoder: Encoder
    models: Models

    @property
    def hashes(self) -> dict[str, str]:
        return {"encoder": self.encoder.hash, "reader": self.models.reader.hash, "judge": self.models.judge.hash}


def evaluate(  # noqa: PLR0913 - each is an option of the command
    file: Annotated[Path | None, typer.Argument(help="Golden questions: JSONL.", show_default=False)] = None,
    *,
    suite: Annotated[list[Path] | None, typer.Option(help="Rows with documents of their own; may be repeated.")] = None,
    out: Annotated[Path | None, typer.Option(help="Predictions of --suite; a folder for several suites.")] = None,
    split: Annotated[str, typer.Option(help="The split of the suite's rows, or `all`.")] = "all",
    against: Annotated[str | None, typer.Option(help="An earlier report (JSON), or a generation's id.")] = None,
    accept: Annotated[bool, typer.Option("--accept", help="Expect from now on what is answered now.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Accept without asking.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 3 if anything is wrong or got worse.")] = False,
    json_to: Annotated[Path | None, typer.Option("--json", help="Write the report for machines.")] = None,
    html_to: Annotated[Path | None, typer.Option("--html", help="Write the report for people.")] = None,
) -> None:
    """Measure how well questions are answered: golden ones on the published index, or a suite's on its documents."""
    if (file is None) == (not suite):
        raise UsageError("name either a file of golden questions, or --suite FILE.jsonl with --out.")
    if file:
        report, earlier = _golden(file, against)
        reports = [report]
        if accept:
            _accept(file, report, yes=yes)
    else:
        reports = _suites(suite or [], out, split)
        earlier = read_report(Path(against)) if against else None
    comparison = _show(reports, earlier)
    _write(reports, comparison, json_to, html_to)
    if strict and (_wrong(reports, suite=bool(suite)) or (comparison and comparison.worse)):
        raise typer.Exit(WRONG)


def _wrong(reports: Sequence[Report], *, suite: bool) -> bool:
    return any(report.wrong_answers if suite else not all(item.right for item in report.items) for report in reports)


def _load() -> _Loaded:
    settings = read_settings()
    encoder = load_encoder(settings)
    return _Loaded(settings, encoder, load_models(settings, encoder.hash))


@contextmanager
def _asking(loaded: _Loaded, generation_id: str | None = None) -> Iterator[Asker]:
    settings = loaded.settings
    generation = open_generation(settings.data_dir, generation_id, vectors=settings.vectors)
    try:
        yield Asker.over(generation, loaded.encoder, loaded.models)
    finally:
        generation.close()


def _golden(file: Path, against: str | None) -> tuple[Report, Report | None]:
    """Ask the published generation, and the one to compare with: an earlier report, or another generation's id."""
    questions, loaded = read_questions(file), _load()
    report = _ask(questions, loaded, file.stem)
    if not against:
        return report, None
    return report, read_report(Path(against)) if Path(against).exists() else _ask(questions, loaded, file.stem, against)


def _ask(questions: Sequence[GoldenQuestion], loaded: _Loaded, name: str, generation: str | None = None) -> Report:
    with _asking(loaded, generation) as asker:
        shown = track(questions, "Asking", console=Console(stderr=True), transient=True)
        items = [item for question in shown for item in ask_golden([question], asker.ask, asker.text_of)]
        return golden_report(items, name=name, generation=asker.generation.id, models=loaded.hashes)


def _suites(paths: Sequence[Path], out: Path | None, split: str) -> list[Report]:
    if out is None:
        raise UsageError("--suite needs --out: the file to write predictions to, or a folder for several suites.")
    if len(paths) > 1:
        out.mkdir(parents=True, exist_ok=True)
    loaded = _load()
    ask_over = partial(ask_documents, encoder=loaded.encoder, models=loaded.models)
    reports = []
    for path in paths:
        rows = read_suite(path, split)
        target = out / path.name if out.is_dir() else out
        _say_kept(rows, target)
        asked = predict_all(rows, ask_over, target)
        shown = track(asked, escape(path.stem), total=len(rows), console=Console(stderr=True), transient=True)
        reports.append(suite_report(rows, list(shown), name=path.stem, models=loaded.hashes))
    return reports


def _say_kept(rows: Sequence[Row], target: Path) -> None:
    """Say how much of a run is taken from an earlier one, which other models or an older Quoth may have made."""
    kept = len({str(row["id"]) for row in rows} & read_predictions(target).keys())
    if kept:
        sys.stderr.write(
            f"{kept} of {len(rows)} predictions stand in {str(target)!r} already and are not made again; "
            "remove the file, or name another, to ask all anew.\n"
        )


def _accept(file: Path, report: Report, *, yes: bool) -> None:
    """Show what would change, ask, and rewrite the question file."""
    before = file.read_bytes().decode("utf-8")  # not as text, which would take "\r\n" for "\n"
    after = accepted(before, report.items)
    if after == before:
        sys.stdout.write("Every expectation is met; there is nothing to accept.\n")
        return
    sys.stdout.write(difference(file, before, after) + "\n")
    if yes or typer.confirm("Expect this from now on?"):
        file.write_bytes(after.encode("utf-8"))


def _show(reports: Sequence[Report], earlier: Report | None) -> Comparison | None:
    console = Console(highlight=False)
    for report in reports:
        show_report(console, report)
    if len(reports) > 1:
        show_means(console, reports)
    if earlier is None or len(reports) != 1:
        return None
    comparison = compare_reports(earlier, reports[0])
    show_comparison(console, comparison)
    return comparison


def _write(
    reports: Sequence[Report], comparison: Comparison | None, json_to: Path | None, html_to: Path | None
) -> None:
    """Write each report; of several suites each gets the suite's name before the file's."""
    for report in reports:
        for target, is_page in ((json_to, False), (html_to, True)):
            if target is None:
                continue
            path = target if len(reports) == 1 else target.with_name(f"{report.name}-{target.name}")
            if is_page:
                path.write_text(render_page(report, comparison), encoding="utf-8")
            else:
                write_report(report, path)
