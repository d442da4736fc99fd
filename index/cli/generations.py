"""`quoth generations` and `quoth rollback`: see what was built, and go back."""

import json
import sys
from typing import Annotated, Any

import typer

from index.settings import read_settings
from index.store.publishing import Kept, list_generations
from index.store.publishing import rollback as run_rollback
from index.vectors import without_user


def generations(*, as_json: Annotated[bool, typer.Option("--json", help="Print a JSON array.")] = False) -> None:
    """List the generations on disk, newest first; the published one has a star."""
    kept = list_generations(read_settings().data_dir)
    if as_json:
        sys.stdout.write(json.dumps([_body(entry) for entry in kept]) + "\n")
        return
    for entry in kept:
        sys.stdout.write(_line(entry))
    if not kept:
        sys.stdout.write("There is no generation yet. Run `quoth build`.\n")


def rollback(
    generation: Annotated[str | None, typer.Argument(help="Its id; without it, the one before the published.")] = None,
) -> None:
    """Publish an older generation again."""
    settings = read_settings()
    sys.stdout.write(f"Published {run_rollback(settings.data_dir, generation, vectors=settings.vectors)}.\n")


def _line(entry: Kept) -> str:
    star = "*" if entry.published else " "
    if entry.manifest is None:
        return f"{star} {entry.id}  damaged: {entry.fault}\n"
    counts, forced = entry.manifest.counts, "  (forced)" if entry.manifest.gate and entry.manifest.gate.forced else ""
    return f"{star} {entry.id}  {counts.sources} sources, {counts.passages} passages{forced}\n"


def _body(entry: Kept) -> dict[str, Any]:
    manifest = entry.manifest.model_dump(mode="json") if entry.manifest else None
    if manifest:
        manifest["vectors"] = without_user(manifest["vectors"])  # older manifests hold a Milvus server's password
    return {"id": entry.id, "published": entry.published, "fault": entry.fault, "manifest": manifest}
