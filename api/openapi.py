"""Finish the OpenAPI: the problem's schema, and problems in place of FastAPI's own 422."""

from typing import Any

from fastapi import FastAPI

from api.problems import MEDIA_TYPE, Problem


def install_openapi(app: FastAPI) -> None:
    """Amend the generated schema when it is first asked for."""
    generate = app.openapi

    def amended() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _amend(generate())
        return app.openapi_schema

    app.openapi = amended  # type: ignore[method-assign]  # the way that FastAPI documents


def _amend(schema: dict[str, Any]) -> dict[str, Any]:
    schemas = schema.setdefault("components", {}).setdefault("schemas", {})
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs", {}))
    schemas["Problem"] = problem
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    for path in schema["paths"].values():
        for operation in path.values():
            _as_problem(operation["responses"])
    return schema


def _as_problem(responses: dict[str, Any]) -> None:
    """FastAPI adds its own form of a 422 beside ours."""
    invalid = responses.get("422")
    if invalid is not None:
        invalid["content"] = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
