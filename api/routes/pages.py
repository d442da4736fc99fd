"""Pages for people: the page at `/`, an article with its quote marked, an answer, and the widget's files."""

from functools import cache
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from api.answerer import find_source
from api.assets import SHORT, Asset, Assets
from api.auth import identify, visitor
from api.links import base_of
from api.pages import PLAIN, answer_html, source_html
from api.principal import Scope
from api.problems import ProblemError
from api.routes.answers import AnswerId
from api.routes.sources import require_source
from api.sections import sections_of
from api.serving import serving_of
from index.errors import AnswerMissingError
from index.types import Source, Span

router = APIRouter(include_in_schema=False)
READ = ["GET", "HEAD"]  # the server leaves the body of a reply to HEAD out
CSS = Path(__file__).parent.parent / "page.css"
_CLOSED = "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
READ_CSP = f"default-src 'none'; style-src 'self'; {_CLOSED}"
# the page at / runs the widget, which asks this server and adopts its style sheet by script
ASK_CSP = (
    f"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; {_CLOSED}"
)


@cache
def assets() -> Assets:
    """Read the widget's files when the first one is asked for."""
    return Assets()


async def page_reader(request: Request) -> None:
    """Let people read where pages are open; elsewhere a key that may read is needed. Count them in either case."""
    serving = serving_of(request)
    if serving.access.pages:
        principal = visitor(request, serving)
    else:
        principal = await run_in_threadpool(identify, request, serving)
        if Scope.READ not in principal.scopes:
            raise ProblemError(403, "scope", "This needs a key with the scope 'read'. See QUOTH_PUBLIC_URL.")
    await serving.limits.check(principal)


@router.api_route("/sources/{source_id:path}", methods=READ, dependencies=[Depends(page_reader)])
def source_page(
    request: Request,
    source_id: str,
    start: Annotated[int | None, Query(ge=0)] = None,
    end: Annotated[int | None, Query(ge=0)] = None,
) -> HTMLResponse:
    """Show an article, the quoted passage marked and scrolled to."""
    with serving_of(request).answerer.reading() as generation:
        source = require_source(find_source(generation, source_id))
    headings = _headings(source) if source.format in PLAIN else frozenset()
    shown = source_html(source, headings, _span(source, start, end), base_of(request))
    return HTMLResponse(shown, headers={"Content-Security-Policy": READ_CSP})


def _headings(source: Source) -> frozenset[str]:
    """The heading lines of a text without marks; a heading that is the title is in no section's path."""
    return frozenset((source.title, *(name for section in sections_of(source) for name in section.headings)))


def _span(source: Source, start: int | None, end: int | None) -> Span | None:
    """The quoted span, or None if the address names none that this text has."""
    if start is None or end is None or not start < end or start >= len(source.text):
        return None
    return Span(start, min(end, len(source.text)))


@router.api_route("/answers/{answer_id}", methods=READ, dependencies=[Depends(page_reader)])
def answer_page(request: Request, answer_id: AnswerId) -> HTMLResponse:
    """Show an answer as it was given; a private one has no page."""
    kept = serving_of(request).store.get(answer_id)
    if kept is None or not kept.public:
        raise AnswerMissingError(f"no answer {answer_id!r} was given here. Check the id.")
    return HTMLResponse(answer_html(kept.body, base_of(request)), headers={"Content-Security-Policy": READ_CSP})


@router.api_route("/", methods=READ)
def front_page() -> HTMLResponse:
    """Show the page to try it, with the widget's versioned file."""
    return HTMLResponse(assets().page, headers={"Content-Security-Policy": ASK_CSP})


@router.api_route("/v1/page.css", methods=READ)
def page_css() -> Response:
    return Response(CSS.read_bytes(), media_type="text/css", headers={"Cache-Control": SHORT})


@router.api_route("/v1/widget/{version}/{name}", methods=READ)
def pinned_module(version: str, name: str) -> Response:
    return _serve(assets().module(name, version))


@router.api_route("/v1/widget/{name}", methods=READ)
def module(name: str) -> Response:
    return _serve(assets().module(name))


@router.api_route("/v1/{name}.js", methods=READ)
def entry(name: str) -> Response:
    """The widget, `widget.js` or `widget-<hash>.js`, for a script tag on any page."""
    return _serve(assets().entry(f"{name}.js"))


def _serve(asset: Asset | None) -> Response:
    if asset is None:
        raise ProblemError(404, "not-found", "The widget has no such file, or not of this version.")
    # any page may load these files; what they ask is decided by their key
    headers = {"Cache-Control": asset.cache, "Access-Control-Allow-Origin": "*"}
    headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return Response(asset.content, media_type=asset.media_type, headers=headers)
