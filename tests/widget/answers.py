"""Answers of every status, made of the product's own types from a few short articles, as the API would send them."""

import datetime as dt

from index.answering.body import AnswerBody, answer_body
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

HANDBOOK = (
    "# Leave\n\nEmployees have **28 days** of paid leave a year, public holidays not included.\n\n"
    "Up to five days may be carried over until 31 March of the following year. Ask your manager first 🌴.\n"
)
POLICY = "Every employee has 25 days of paid leave a year in addition to public holidays."
OFFICES = (
    "The Rotterdam office opens at 9:00 on working days and closes at 18:30.\n\n"
    "The Porto office opens at 8:00, and its canteen at half past seven."
)
RECRUITING = (
    "There is no coding test before the first interview. "
    "🧪 After it, candidates get *one* small exercise, described in [the guide](https://wiki.example/guide), "
    "and may use `any_language` they like."
)
TEXTS = {"people": HANDBOOK, "policy": POLICY, "offices": OFFICES, "recruiting": RECRUITING}
CITATIONS = {
    "people": Citation(
        "people", "People handbook 2026", "people.md", "https://wiki.example/people", dt.date(2026, 3, 2), "Leave"
    ),
    "policy": Citation("policy", "Leave policy 2024", "policy.txt", None, dt.date(2024, 1, 8), "Paid leave"),
    "offices": Citation("offices", "Our offices", "offices.md", "https://wiki.example/offices", dt.date(2025, 6, 12)),
    "recruiting": Citation("recruiting", "How we hire", "recruiting.md", None, None, "Interviews"),
}


def quote(source: str, words: str, marked: str | None = None, citation: Citation | None = None) -> Quote:
    """Cut `words` out of an article, with `marked` highlighted: verbatim, or it fails here."""
    start = TEXTS[source].index(words)
    at = start + words.index(marked) if marked else 0
    highlight = Span(at, at + len(marked)) if marked else None
    return Quote(words, start, start + len(words), citation or CITATIONS[source], 0.97, highlight)


def evidence(source: str, words: str, marked: str, scope: str | None = None) -> Evidence:
    return Evidence(quote(source, words, marked), marked, 0.97, scope=scope)


def body(question: str, verdict: Verdict, reason: str | None = None, confidence: float = 0.97) -> AnswerBody:
    answer = Answer("0" * 32, question, verdict, confidence, "g1", 21, reason)
    return answer_body(answer)


def answered() -> AnswerBody:
    sentence = "Up to five days may be carried over until 31 March of the following year."
    found = evidence("people", sentence, "five days")
    return body("How many unused leave days can be carried over?", Supported("five days", (found,)))


def yes_or_no() -> AnswerBody:
    sentence = "There is no coding test before the first interview."
    found = Evidence(quote("recruiting", sentence), sentence, 0.93, polarity="no")
    return body("Is there a coding test before the first interview?", Supported(sentence, (found,), "no"))


def marked_up() -> AnswerBody:
    words = RECRUITING[RECRUITING.index("🧪") :]
    found = evidence("recruiting", words, "*one* small exercise, described in [the guide](https://wiki.example/guide)")
    return body("What do candidates get after the interview?", Supported(found.answer, (found,)))


def depends() -> AnswerBody:
    first, second = OFFICES.split("\n\n")
    found = (evidence("offices", second, "8:00", "Porto"), evidence("offices", first, "9:00", "Rotterdam"))
    reason = "It depends on the office: the articles answer for Porto and for Rotterdam."
    return body("When does the office open?", Supported("8:00", found), reason)


def conflict() -> AnswerBody:
    newer = evidence(
        "people", "Employees have **28 days** of paid leave a year, public holidays not included.", "28 days"
    )
    older = evidence("policy", POLICY, "25 days")
    sides = (Side("28 days", (newer,)), Side("25 days", (older,)))
    note = "Neither article says that it replaces the other."
    return body("How many days of paid leave do I get?", Conflicting(sides, Difference.NUMBER, note), confidence=0.2)


def silent() -> AnswerBody:
    related = (quote("offices", OFFICES.partition("\n\n")[0]), quote("policy", POLICY))
    reason = "The articles mention the offices, but none says what the parking costs."
    return body("What does parking in Rotterdam cost?", Silent(ReasonCode.NEAR_TOPIC, related), reason, 0.05)
