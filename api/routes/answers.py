"""Read an answer again, hold its quotes against the articles, see how it came about, and say what is wrong with it."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.concurrency import run_in_threadpool

from api.asking import person_of
from api.auth import Asking, Reading
from api.engine import while_connected
from api.principal import Principal, Scope
from api.problems import documented
from api.routes.asking import Place
from api.schemas import FeedbackIn, KeptBody, StepBody, TraceBody, VerifyBody
from api.serving import Serving, serving_of
from api.verify import verify
from index.answers import KeptAnswer
from index.errors import AnswerMissingError

router = APIRouter(prefix="/v1/answers", tags=["answers"], responses=documented(401, 403, 404, 410, 421, 422, 429, 503))
AnswerId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$", description="32 hexadecimal digits.")]


def kept_answer(serving: Serving, answer_id: str, principal: Principal) -> KeptAnswer:
    """Read an answer that this principal may see; a private one of somebody else looks like none at all."""
    kept = serving.store.get(answer_id)
    may_see = kept and (kept.public or kept.owner == principal.id or Scope.ADMIN in principal.scopes)
    if kept is None or not may_see:
        raise AnswerMissingError(f"no answer {answer_id!r} was given here. Check the id.")
    return kept


@router.get("/{answer_id}", operation_id="get_answer")
def get_answer(request: Request, answer_id: AnswerId, principal: Reading) -> KeptBody:
    """Read an answer as it was given, with its quotes, even if its generation is gone."""
    kept = kept_answer(serving_of(request), answer_id, principal)
    return KeptBody(created_at=kept.created_at, answer=kept.body)


@router.get("/{answer_id}/verify", operation_id="verify_answer")
async def verify_answer(request: Request, answer_id: AnswerId, principal: Reading, slot: Place) -> VerifyBody:
    """Hold each quote against the published generation: holds, moved, changed (the closest passage shown) or gone."""
    serving = serving_of(request)
    kept = await run_in_threadpool(kept_answer, serving, answer_id, principal)
    return await while_connected(request, slot.run(partial(verify, kept.body, serving.answerer)))


@router.get("/{answer_id}/trace", operation_id="trace_answer")
def trace_answer(request: Request, answer_id: AnswerId, principal: Reading) -> TraceBody:
    """See which passages were considered, their probabilities against the thresholds, and the rule that decided."""
    kept = kept_answer(serving_of(request), answer_id, principal)
    steps = tuple(
        StepBody(
            source_id=step.source_id,
            start=step.start,
            end=step.end,
            probability=step.probability,
            threshold=step.threshold,
            span=step.span,
            outcome=step.outcome,
        )
        for step in kept.trace.steps
    )
    return TraceBody(
        answer_id=answer_id,
        generation=kept.body.generation,
        rule=kept.trace.rule,
        steps=steps,
        stages=kept.trace.stages,
    )


@router.post("/{answer_id}/feedback", operation_id="give_feedback", status_code=204)
def give_feedback(request: Request, answer_id: AnswerId, body: FeedbackIn, principal: Asking) -> None:
    """Vote up or down, with a reason; a person's last vote counts."""
    serving = serving_of(request)
    person = person_of(serving, principal, body.person)
    reason = body.reason.value if body.reason else None
    # whoever holds the id of an answer was given it: a visitor of another page may vote, but learns nothing here
    serving.store.vote(answer_id, person=person, up=body.up, reason=reason, comment=body.comment)
    serving.metrics.feedback.labels("up" if body.up else "down", reason or "none").inc()
