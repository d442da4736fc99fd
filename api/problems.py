"""Say every failure in one shape, RFC 9457 `application/problem+json`, and never repeat the question in it."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from index.errors import (
    AnswerExpiredError,
    AnswerMissingError,
    BuildLockedError,
    IndexInvalidError,
    IndexMissingError,
    ModelError,
    QuestionError,
    QuothError,
    UnavailableError,
)

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = "2"

# As RFC 9110 names them; Python's own names of these two changed with 3.13.
_PHRASES = {413: "Content Too Large", 422: "Unprocessable Content"}


def phrase(status: int) -> str:
    """Name a status, the same on every Python."""
    return _PHRASES.get(status) or HTTPStatus(status).phrase


class FieldError(BaseModel):
    """One thing wrong with a request: `pointer` is a JSON pointer into it."""

    pointer: str
    detail: str


class Problem(BaseModel):
    """RFC 9457. `type` names the kind of failure for programs, `detail` says to a person what to do."""

    type: str = Field(examples=["urn:quoth:problem:rate-limited"])
    title: str
    status: int
    detail: str
    request_id: str | None = None
    retry_after: int | None = Field(None, description="Seconds, as in the Retry-After header.")
    errors: tuple[FieldError, ...] = ()


class ProblemError(Exception):
    """A refusal with its status, its kind in kebab case, and what to do about it."""

    def __init__(self, status: int, kind: str, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status, self.kind, self.detail, self.headers = status, kind, detail, dict(headers or {})


# First match counts. The messages of our own errors may quote a question or a path, so none is passed on.
_KNOWN: tuple[tuple[type[QuothError], int, str, str], ...] = (
    (QuestionError, 422, "question", "The question must be text of 1 to 500 characters."),
    (AnswerMissingError, 404, "not-found", "No answer with this id was given here. Check the id."),
    (AnswerExpiredError, 410, "gone", "This answer is no longer kept. Ask the question again."),
    (IndexMissingError, 503, "no-index", "There is no index to answer from. Run `quoth build`."),
    (IndexInvalidError, 503, "index-invalid", "The index does not fit this Quoth. Run `quoth build`."),
    (ModelError, 503, "model", "A model cannot be loaded. Run `quoth doctor`."),
    (BuildLockedError, 409, "build-locked", "Another build is under way. Wait for it to end."),
    (UnavailableError, 503, "unavailable", "Quoth is busy or shutting down. Try again."),
)


def problem_of(error: Exception) -> ProblemError:
    """Class an exception; what is not known to be safe to say becomes a bare 500."""
    if isinstance(error, ProblemError):
        return error
    for kind, status, name, detail in _KNOWN:
        if isinstance(error, kind):
            headers = {"Retry-After": RETRY_SECONDS} if status == 503 else {}
            return ProblemError(status, name, detail, headers)
    return ProblemError(500, "internal", "Something failed here. The log says what, under this request's id.")


def problem_body(problem: ProblemError, request_id: str | None, errors: Sequence[FieldError] = ()) -> Problem:
    return Problem(
        type=f"urn:quoth:problem:{problem.kind}",
        title=phrase(problem.status),
        status=problem.status,
        detail=problem.detail,
        request_id=request_id,
        retry_after=int(problem.headers["Retry-After"]) if "Retry-After" in problem.headers else None,
        errors=tuple(errors),
    )


def problem_response(problem: ProblemError, request_id: str | None, errors: Sequence[FieldError] = ()) -> JSONResponse:
    body = problem_body(problem, request_id, errors).model_dump(exclude_none=True)
    if not errors:
        del body["errors"]
    return JSONResponse(body, problem.status, headers=problem.headers, media_type=MEDIA_TYPE)


def request_id_of(request: Request) -> str | None:
    value = request.scope.get("quoth.request_id")
    return value if isinstance(value, str) else None


def install_problems(app: FastAPI) -> None:
    """Answer every exception that a route can raise with a problem."""
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(ProblemError, _on_known)
    app.add_exception_handler(QuothError, _on_known)


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Describe these failures in the OpenAPI of a route."""
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {status: {"description": phrase(status), "content": {MEDIA_TYPE: schema}} for status in statuses}


async def _on_known(request: Request, error: Exception) -> JSONResponse:
    return problem_response(problem_of(error), request_id_of(request))


async def _on_http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    return problem_response(problem_of_status(error.status_code, error.headers), request_id_of(request))


async def _on_invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    problem = ProblemError(422, "invalid", "The request does not have the form that this route takes; see `errors`.")
    # `input` and `ctx` hold what was sent, the question among it: only where and why are passed on
    errors = [FieldError(pointer=_pointer(each["loc"]), detail=str(each["msg"])) for each in error.errors()]
    return problem_response(problem, request_id_of(request), errors)


def problem_of_status(status: int, headers: Mapping[str, str] | None = None) -> ProblemError:
    """Word a failure of which only the status is known: routing, the body limit, preflights."""
    kind, detail = {
        400: ("bad-request", "The request cannot be read. See /openapi.json."),
        404: ("not-found", "There is nothing at this address. See /openapi.json for what there is."),
        405: ("method", "This address does not take that method. See the Allow header."),
        413: ("too-large", "The request's body is larger than this server takes. Send less."),
        415: ("media-type", "The body must be JSON, with its content type."),
    }.get(status, ("refused", phrase(status) + "."))
    return ProblemError(status, kind, detail, headers)


def _pointer(location: Sequence[str | int]) -> str:
    parts = [str(part).replace("~", "~0").replace("/", "~1") for part in location]
    return "/" + "/".join(parts)[:200]
