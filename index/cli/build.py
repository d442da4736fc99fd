"""`quoth build`: read the articles and publish an index of them."""

import dataclasses
import json
import sys
from pathlib import Path
from typing import Annotated, Any, assert_never

import typer

from index.build import BuildReport, corpus_paths, skips_unreadable
from index.build import build as run_build
from index.cli.progress import shown
from index.errors import QuothError, SourceError
from index.evaluation.gating import make_gate
from index.settings import read_settings
from index.store import published_id
from index.watch import Outcome, rebuilding


def build(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Files and folders; without any, what was built last.", show_default=False),
    ] = None,
    *,
    force: Annotated[bool, typer.Option("--force", help="Publish what would be blocked.")] = False,
    skip_unreadable: Annotated[
        bool, typer.Option("--skip-unreadable", help="Report what cannot be read, and go on, also in rebuilds.")
    ] = False,
    questions: Annotated[
        Path | None, typer.Option("--questions", help="Golden questions; else questions.jsonl beside the articles.")
    ] = None,
    if_missing: Annotated[
        bool, typer.Option("--if-missing", help="Do nothing where an index is published already.")
    ] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Build again whenever an article changes.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON, one a line.")] = False,
) -> None:
    """Read the articles and publish an index of them."""
    settings = read_settings()
    if if_missing and published_id(settings.data_dir):
        return
    wanted = corpus_paths(paths or [], settings.data_dir)
    skip_unreadable = skip_unreadable or skips_unreadable(paths or [], settings.data_dir)

    def run() -> BuildReport:
        gate = make_gate(wanted, settings, questions)
        with shown(quiet=as_json) as on_progress:
            return run_build(
                wanted, settings, gate=gate, force=force, skip_unreadable=skip_unreadable, on_progress=on_progress
            )

    if not watch:
        _print(run(), as_json=as_json)
        return
    for outcome in rebuilding(wanted, settings.data_dir, run):
        _print(outcome, as_json=as_json)


def _print(outcome: Outcome, *, as_json: bool) -> None:
    match outcome:
        case BuildReport():
            sys.stdout.write(json.dumps(report_json(outcome)) + "\n" if as_json else summary(outcome))
        case QuothError():
            sys.stdout.write(json.dumps({"error": str(outcome)}) + "\n" if as_json else f"quoth: {outcome}\n")
        case _:
            assert_never(outcome)
    sys.stdout.flush()


def summary(report: BuildReport) -> str:
    """Say what a build did, for people."""
    changes = report.changes
    counts = {
        "added": changes.added,
        "changed": changes.changed,
        "removed": changes.removed,
        "unchanged": changes.unchanged,
        "refused": report.refused,
    }
    lines = [", ".join(f"{len(ids)} {name}" for name, ids in counts.items())]
    for sign, ids in (("+", changes.added), ("~", changes.changed), ("-", changes.removed)):
        lines += _listed(sign, ids)
    lines += [f"  ! {error}" for error in report.refused]
    if report.gate:
        lines += _gate_lines(report)
    if report.published:
        lines.append(
            f"Published {report.generation}: {report.sources} sources, {report.passages} passages, "
            f"{report.encoded} newly encoded, in {report.seconds:.1f} s."
        )
    else:
        lines.append(f"Nothing has changed; {report.generation} stays published.")
    return "\n".join(lines) + "\n"


def _listed(sign: str, ids: tuple[str, ...], most: int = 10) -> list[str]:
    lines = [f"  {sign} {id_}" for id_ in ids[:most]]
    return [*lines, f"  {sign} … and {len(ids) - most} more"] if len(ids) > most else lines


def _gate_lines(report: BuildReport) -> list[str]:
    gate = report.gate
    assert gate is not None
    lines = [f"{gate.asked} golden questions asked: {len(gate.explained)} changed as the articles did."]
    lines += [f"  {line}" for line in gate.explained]
    if gate.forced:
        lines.append(f"Published by force, although {len(gate.unexplained)} got worse for no reason in the articles:")
        lines += [f"  {line}" for line in gate.unexplained]
    return lines


def report_json(report: BuildReport) -> dict[str, Any]:
    """Return the report as JSON: the fields of BuildReport."""
    body = {field.name: getattr(report, field.name) for field in dataclasses.fields(report)}
    body["changes"] = dataclasses.asdict(report.changes)
    body["refused"] = [_refused_json(error) for error in report.refused]
    body["gate"] = report.gate.model_dump() if report.gate else None
    return body


def _refused_json(error: SourceError) -> dict[str, str]:
    return {"path": error.path, "why": error.why, "fix": error.fix}
