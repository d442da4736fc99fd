"""`quoth doctor`: say what is wrong with this installation, and how to mend it."""

import json
import sys
from typing import Annotated

import typer

from index.cli.checks import Finding, examine


def doctor(*, as_json: Annotated[bool, typer.Option("--json", help="Print a JSON array.")] = False) -> None:
    """Say what is wrong with this installation, and how to mend it; exits with 1 if something is."""
    findings = examine()
    if as_json:
        bodies = [{"check": f.check, "state": f.state, "found": f.found, "fix": f.fix} for f in findings]
        sys.stdout.write(json.dumps(bodies) + "\n")
    else:
        sys.stdout.write("".join(map(_lines, findings)))
    if any(finding.state == "bad" for finding in findings):
        raise typer.Exit(1)


def _lines(finding: Finding) -> str:
    mark = {"ok": "ok  ", "warning": "note", "bad": "BAD "}[finding.state]
    fix = f"\n       → {finding.fix}" if finding.fix else ""
    return f"{mark}  {finding.check}: {finding.found}{fix}\n"
