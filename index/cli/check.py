"""`quoth check`: look for contradictions across all articles."""

import json
import sys
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.padding import Padding
from rich.progress import Progress
from rich.text import Text

from index.answering.body import evidence_body
from index.answering.live import LiveAnswerer
from index.audit import Audited, Finding, audit
from index.settings import read_settings
from index.types import Side

FOUND = 3


def check(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 3 if a contradiction is found.")] = False,
) -> None:
    """Look for articles that contradict each other, before somebody asks."""
    answerer = LiveAnswerer(read_settings())
    try:
        with Progress(console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("Comparing statements", total=None)
            audited = audit(
                answerer.generation,
                answerer.ask,
                lambda done, total: progress.update(task, completed=done, total=total),
            )
    finally:
        answerer.close()
    if as_json:
        sys.stdout.write(json.dumps(audited_json(audited), ensure_ascii=False, indent=2) + "\n")
    else:
        _print(Console(highlight=False), audited)
    if strict and audited.findings:
        raise typer.Exit(FOUND)


def audited_json(audited: Audited) -> dict[str, Any]:
    """Return the findings as JSON; quotes as in an answer's JSON."""
    return {
        "pairs": audited.pairs,
        "questions": audited.questions,
        "findings": [_finding_json(finding) for finding in audited.findings],
    }


def _finding_json(finding: Finding) -> dict[str, Any]:
    return {
        "question": finding.question,
        "difference": finding.difference.value,
        "note": finding.note,
        "sides": [
            {"answer": side.answer, "quotes": [evidence_body(one).model_dump(mode="json") for one in side.evidence]}
            for side in finding.sides
        ],
        "suggestion": _suggested(finding),
        "confirmed": finding.confirmed,
    }


def _suggested(finding: Finding) -> dict[str, str] | None:
    if not finding.suggestion:
        return None
    path, older = finding.suggestion
    return {"path": path, "line": f"supersedes: {older}"}


def _print(console: Console, audited: Audited) -> None:
    looked = f"{audited.pairs} pairs of statements compared, {audited.questions} questions asked."
    if not audited.findings:
        console.print(f"No contradiction found. {looked}")
        return
    for number, finding in enumerate(audited.findings, 1):
        console.print(Text(f"\n{number}. They differ in {finding.difference.value}: {finding.question}", style="bold"))
        for side in finding.sides:
            _print_side(console, side)
        _print_hint(console, finding)
    console.print(f"\n{len(audited.findings)} found. {looked}")


def _print_side(console: Console, side: Side) -> None:
    console.print(Text(f"   {side.answer}", style="bold yellow"))
    for evidence in side.evidence:
        cited = evidence.quote.source
        dated, line = f", {cited.date}" if cited.date else "", f":{cited.line}" if cited.line else ""
        console.print(Padding(Text(f"“{evidence.quote.text}”", style="italic"), (0, 0, 0, 5)))
        console.print(Padding(Text(f"— {cited.title}{dated} ({cited.path}{line})", style="cyan"), (0, 0, 0, 5)))


def _print_hint(console: Console, finding: Finding) -> None:
    if finding.note:
        console.print(Text(f"   {finding.note}", style="yellow"))
    elif finding.suggestion:
        path, older = finding.suggestion
        hint = f"   If the newer one replaces it, write `supersedes: {older}` into the front matter of {path}."
        console.print(Text(hint, style="yellow"))
