"""Say whether the process lives, whether it can answer, and what it has counted."""

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST

from api.auth import Reading
from api.problems import documented
from api.schemas import HealthBody, ReadyBody
from api.serving import serving_of

router = APIRouter(tags=["operation"])


# The second route of each pair keeps the OpenAPI to one operation; what keeps the process alive may ask by HEAD.
@router.head("/healthz", include_in_schema=False)
@router.get("/healthz", operation_id="health")
async def health() -> HealthBody:
    """Answer while the process lives."""
    return HealthBody()


@router.head("/readyz", include_in_schema=False)
@router.get("/readyz", operation_id="ready", responses=documented(503))
def ready(request: Request) -> ReadyBody:
    """Answer 200 once there is an index and the models are warm; until then 503 says what is missing."""
    with serving_of(request).answerer.reading() as generation:
        return ReadyBody(generation=generation.id, built_at=generation.built_at)


@router.get("/metrics", operation_id="metrics", responses=documented(401, 403, 421, 429), response_class=Response)
def metrics(request: Request, principal: Reading) -> Response:
    """Give all counts in Prometheus' text format."""
    return Response(serving_of(request).metrics.text(), media_type=CONTENT_TYPE_LATEST)
