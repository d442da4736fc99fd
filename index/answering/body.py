"""Write an answer as the JSON that every surface shares; pydantic stands here because bytes leave."""

import datetime as dt
from typing import Literal, assert_never

from pydantic import BaseModel, ConfigDict

from index.types import Answer, Conflicting, Decision, Evidence, Quote, ReasonCode, Silent, Span, Supported


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SpanBody(_Body):
    start: int
    end: int


class CitationBody(_Body):
    id: str
    title: str
    url: str | None
    date: dt.date | None
    section: str | None
    path: str
    line: int | None
    page: int | None


class QuoteBody(_Body):
    text: str
    start: int
    end: int
    highlight: SpanBody | None
    source: CitationBody
    deep_link: str | None
    score: float
    scope: str | None


class SideBody(_Body):
    answer: str
    quotes: tuple[QuoteBody, ...]


class DecisionBody(_Body):
    rule: str
    source: str
    over: tuple[str, ...]


class AnswerBody(_Body):
    answer_id: str
    question: str
    status: Literal["answered", "conflict", "silent"]
    answer: str | None = None
    polarity: Literal["yes", "no"] | None = None
    quotes: tuple[QuoteBody, ...] = ()
    sides: tuple[SideBody, ...] = ()
    difference: str | None = None
    note: str | None = None
    related: tuple[QuoteBody, ...] = ()
    decided_by: DecisionBody | None = None
    reason_code: str | None = None
    reason: str | None = None
    confidence: float | None = None
    generation: str
    elapsed_ms: int


def answer_body(answer: Answer) -> AnswerBody:
    """Render an answer; `reason` and `note` were worded when it was made."""
    verdict = answer.verdict
    blank = AnswerBody(
        answer_id=answer.id,
        question=answer.question,
        status="silent",
        reason=answer.reason,
        confidence=None if answer.confidence is None else round(answer.confidence, 3),
        generation=answer.generation,
        elapsed_ms=answer.elapsed_ms,
    )
    match verdict:
        case Supported():
            changes: dict[str, object] = {
                "status": "answered",
                "answer": verdict.answer,
                "polarity": verdict.polarity,
                "quotes": tuple(evidence_body(evidence) for evidence in verdict.evidence),
                "decided_by": decision_body(verdict.decided_by),
            }
        case Conflicting():
            changes = {
                "status": "conflict",
                "sides": tuple(
                    SideBody(answer=side.answer, quotes=tuple(evidence_body(evidence) for evidence in side.evidence))
                    for side in verdict.sides
                ),
                "difference": verdict.difference.value,
                "note": verdict.note,
                "reason_code": ReasonCode.CONFLICT.value,
            }
        case Silent():
            changes = {
                "related": tuple(quote_body(quote) for quote in verdict.related),
                "reason_code": verdict.reason_code.value,
            }
        case _:
            assert_never(verdict)
    return blank.model_copy(update=changes)


def evidence_body(evidence: Evidence) -> QuoteBody:
    return quote_body(evidence.quote, evidence.scope)


def quote_body(quote: Quote, scope: str | None = None) -> QuoteBody:
    cited = quote.source
    return QuoteBody(
        text=quote.text,
        start=quote.start,
        end=quote.end,
        highlight=_span(quote.highlight),
        source=CitationBody(
            id=cited.id,
            title=cited.title,
            url=cited.url,
            date=cited.date,
            section=cited.section,
            path=cited.path,
            line=cited.line,
            page=cited.page,
        ),
        deep_link=quote.deep_link,
        score=round(quote.score, 3),
        scope=scope,
    )


def decision_body(decision: Decision | None) -> DecisionBody | None:
    return DecisionBody(rule=decision.rule, source=decision.source, over=decision.over) if decision else None


def _span(span: Span | None) -> SpanBody | None:
    return SpanBody(start=span.start, end=span.end) if span else None
