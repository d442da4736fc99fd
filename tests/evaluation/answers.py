"""Answers made by hand, over articles whose texts are known."""

from collections.abc import Sequence

from index.types import (
    Answer,
    Citation,
    Conflicting,
    Difference,
    Evidence,
    Quote,
    ReasonCode,
    Side,
    Silent,
    Span,
    Supported,
    Verdict,
)

TEXTS = {
    "leave-2024": "Every employee has 25 days of paid leave.",
    "handbook-2026": "Full-time employees get 28 days of paid leave per year.",
    "travel": "Hotels are booked up to 160 euros a night.",
    "wi-fi": "The guest wi-fi is called <b>HarbourGuest</b>.",
}


def text_of(source_id: str) -> str:
    return TEXTS[source_id]


def quote(source: str, answer: str | None = None) -> Quote:
    text = TEXTS[source]
    at = text.index(answer) if answer else 0
    return Quote(
        text=text,
        start=0,
        end=len(text),
        source=Citation(source, source.title(), f"{source}.md", line=3),
        score=0.9,
        highlight=Span(at, at + len(answer)) if answer else None,
    )


def evidence(source: str, answer: str) -> Evidence:
    return Evidence(quote(source, answer), answer, 0.9)


def supported(source: str, answer: str, confidence: float = 0.9) -> Answer:
    return made(Supported(answer, (evidence(source, answer),)), confidence)


def conflicting(sides: Sequence[tuple[str, str]], confidence: float = 0.2) -> Answer:
    made_sides = tuple(Side(answer, (evidence(source, answer),)) for source, answer in sides)
    return made(Conflicting(made_sides, Difference.NUMBER), confidence)


def silent(confidence: float = 0.1) -> Answer:
    return made(Silent(ReasonCode.NEAR_TOPIC, (quote("travel"),)), confidence)


def made(verdict: Verdict, confidence: float | None) -> Answer:
    return Answer("0" * 32, "?", verdict, confidence, "g1", 5)


LEAVE = conflicting([("handbook-2026", "28 days"), ("leave-2024", "25 days")])
