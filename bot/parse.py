"""Read the shared JSON back into an Answer, so that a remote or a kept answer is rendered like a fresh one."""

from typing import assert_never

from index.answering.body import AnswerBody, QuoteBody, SideBody
from index.types import (
    Answer,
    Citation,
    Conflicting,
    Decision,
    Difference,
    Evidence,
    Polarity,
    Quote,
    ReasonCode,
    Side,
    Silent,
    Span,
    Supported,
    Trace,
    Verdict,
)

DEPENDS = "It depends on"


def answer_from_body(body: AnswerBody, trace: Trace | None = None) -> Answer:
    """Rebuild the answer; the invariants of quotes and verdicts are checked again on the way."""
    return Answer(
        id=body.answer_id,
        question=body.question,
        verdict=_verdict(body),
        confidence=body.confidence,
        generation=body.generation,
        elapsed_ms=body.elapsed_ms,
        reason=body.reason,
        trace=trace or Trace(rule=""),
    )


def _verdict(body: AnswerBody) -> Verdict:
    match body.status:
        case "answered":
            return _supported(body)
        case "conflict":
            sides = tuple(_side(side) for side in body.sides)
            return Conflicting(sides, Difference(body.difference or ""), body.note)
        case "silent":
            related = tuple(quote_from_body(quote) for quote in body.related)
            return Silent(ReasonCode(body.reason_code or ""), related)
        case _:
            assert_never(body.status)


def _supported(body: AnswerBody) -> Supported:
    decided = body.decided_by
    reason = body.reason or ""
    return Supported(
        answer=body.answer or "",
        evidence=tuple(_evidence(quote, body.polarity) for quote in body.quotes),
        polarity=body.polarity,
        depends_on=reason.removeprefix(DEPENDS).strip() if reason.startswith(DEPENDS) else None,
        decided_by=Decision(decided.rule, decided.source, decided.over) if decided else None,  # type: ignore[arg-type]  # the body names the rule as text
    )


def _side(side: SideBody) -> Side:
    return Side(side.answer, tuple(_evidence(quote) for quote in side.quotes))


def _evidence(body: QuoteBody, polarity: Polarity | None = None) -> Evidence:
    quote = quote_from_body(body)
    span = quote.highlight or Span(quote.start, quote.end)
    answer = quote.text[span.start - quote.start : span.end - quote.start]
    return Evidence(quote, answer, quote.score, polarity, body.scope)


def quote_from_body(body: QuoteBody) -> Quote:
    return Quote(
        text=body.text,
        start=body.start,
        end=body.end,
        source=Citation(**body.source.model_dump()),
        score=body.score,
        highlight=Span(body.highlight.start, body.highlight.end) if body.highlight else None,
        deep_link=body.deep_link,
    )
