"""Rebuild the index, and see how far that is."""

from fastapi import APIRouter, Request, Response

from api.auth import Administering
from api.problems import ProblemError, documented
from api.schemas import JobBody
from api.serving import serving_of
from index.jobs import Job

router = APIRouter(prefix="/v1", tags=["index"], responses=documented(401, 403, 421, 422, 429))


@router.post("/index/rebuild", operation_id="rebuild_index", status_code=202)
def rebuild(request: Request, response: Response, principal: Administering) -> JobBody:
    """Build again what the published generation was built from. While one build runs, its job is returned."""
    job = serving_of(request).jobs.start()
    response.headers["Location"] = f"/v1/jobs/{job.id}"
    return job_body(job)


@router.get("/jobs/{job_id}", operation_id="get_job", responses=documented(404))
def get_job(request: Request, job_id: str, principal: Administering) -> JobBody:
    """See how far a rebuild is, and how it ended."""
    job = serving_of(request).jobs.get(job_id)
    if job is None:
        raise ProblemError(404, "not-found", "No job has this id; the last hundred are known.")
    return job_body(job)


def job_body(job: Job) -> JobBody:
    return JobBody(
        id=job.id,
        status=job.status,
        stage=job.stage,
        done=job.done,
        total=job.total,
        generation=job.generation,
        error=job.error,
    )
