"""List and read the sources."""

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request

from api.answerer import Entry, find_source
from api.auth import Asking, Reading
from api.links import base_of, source_page
from api.problems import ProblemError, documented
from api.schemas import ExamplesBody, FullSourceBody, QuotedBody, SourceBody, SourcesBody
from api.sections import sections_of
from api.serving import serving_of
from index.build.paths import chosen
from index.types import Source

router = APIRouter(prefix="/v1", tags=["sources"], responses=documented(401, 403, 421, 422, 429, 503))
QUESTIONS = "questions.jsonl"
SHOWN = 3


@router.get("/sources", operation_id="list_sources")
def list_sources(request: Request, principal: Reading) -> SourcesBody:
    """List all sources of the published generation."""
    base = base_of(request)
    with serving_of(request).answerer.reading() as generation:
        listed = tuple(SourceBody(**_fields(entry, base)) for entry in generation.sources())
    return SourcesBody(generation=generation.id, sources=listed)


@router.get("/sources/{source_id:path}", operation_id="get_source", responses=documented(404))
def get_source(request: Request, source_id: str, principal: Reading) -> FullSourceBody:
    """Read a source: its canonical text, in which quotes are verbatim, its sections, and where it was quoted."""
    serving = serving_of(request)
    with serving.answerer.reading() as generation:
        source = require_source(find_source(generation, source_id))
    quoted = [QuotedBody(**place._asdict()) for place in serving.store.quoted(source_id)]
    return FullSourceBody(
        **_fields(source, base_of(request)),
        generation=generation.id,
        text=source.text,
        sections=sections_of(source),
        quoted=tuple(quoted),
    )


@router.get("/examples", operation_id="list_examples")
def list_examples(request: Request, principal: Asking) -> ExamplesBody:
    """Suggest questions: the first of each verdict among the golden questions of what was built."""
    serving = serving_of(request)
    with serving.answerer.reading() as generation:
        paths = chosen((), generation.manifest.paths, serving.settings.data_dir)
    return ExamplesBody(questions=tuple(islice(_golden(paths), SHOWN)))


def require_source(source: Source | None) -> Source:
    if source is None:
        raise ProblemError(404, "not-found", "No source has this id. GET /v1/sources lists them.")
    return source


def _fields(entry: Entry, base: str) -> dict[str, Any]:
    return {
        "id": entry.id,
        "title": entry.title,
        "path": entry.path,
        "format": entry.format,
        "url": entry.url,
        "page": entry.url or source_page(base, entry.id),
        "date": entry.date,
        "author": entry.author,
        "supersedes": entry.supersedes,
        "effective_from": entry.effective_from,
        "effective_until": entry.effective_until,
        "authority": entry.authority,
    }


def _golden(paths: list[Path]) -> Iterator[str]:
    """Yield one question of each expected verdict, in the order of the file; a file that cannot be read has none."""
    seen = set()
    for path in paths:
        file = path / QUESTIONS
        try:
            lines = file.read_text(encoding="utf-8").split("\n")
        except (OSError, UnicodeDecodeError):
            continue  # most corpora have no golden questions
        for line in lines:
            expect, question = _row(line)
            if question and expect not in seen:
                seen.add(expect)
                yield question


def _row(line: str) -> tuple[str | None, str | None]:
    try:
        row = json.loads(line)
    except ValueError:
        return None, None
    if not isinstance(row, dict) or not isinstance(row.get("question"), str):
        return None, None
    return str(row.get("expect")), row["question"]
