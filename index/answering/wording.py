"""Every sentence that Quoth says in its own words stands here; no test asserts on one."""

from typing import assert_never

from index.types import Conflicting, Decision, Difference, ReasonCode, Silent, Supported, Verdict

_DIFFERENCES = {
    Difference.NUMBER: "they give different numbers",
    Difference.DATE: "they give different dates",
    Difference.DURATION: "they give different durations",
    Difference.AMOUNT: "they give different amounts",
    Difference.NAME: "they give different names",
    Difference.POLARITY: "one says yes, another says no",
    Difference.ACCOUNT: "they give accounts that cannot both be right",
}

_SILENCES = {
    ReasonCode.NO_PASSAGE: "No article says anything about this.",
    ReasonCode.ENTITY_MISSING: "No article that comes close mentions what is asked about.",
    ReasonCode.NEAR_TOPIC: "Some articles come close, but none answers this question.",
    ReasonCode.PART_MISSING: "The articles answer only a part of this question.",
}

ENGLISH_ONLY = "Quoth reads English only for now. Please ask in English."


def reason_for(verdict: Verdict) -> str | None:
    """Say in one sentence why Quoth declined, what an answer depends on, or which rule decided; None where plain."""
    match verdict:
        case Supported():
            return _supported(verdict)
        case Conflicting():
            return f"The articles contradict each other: {_DIFFERENCES[verdict.difference]}."
        case Silent():
            if verdict.reason_code is ReasonCode.ENTITY_MISSING and verdict.missing:
                return f"No article that comes close mentions “{verdict.missing}”."
            return _SILENCES.get(verdict.reason_code, _SILENCES[ReasonCode.NEAR_TOPIC])
        case _:
            assert_never(verdict)


def _supported(verdict: Supported) -> str | None:
    if verdict.depends_on:
        return f"It depends on {verdict.depends_on}."
    return _decided(verdict.decided_by) if verdict.decided_by else None


def _decided(decision: Decision) -> str:
    others = ", ".join(decision.over)
    match decision.rule:
        case "supersedes":
            return f"Another article says otherwise, but {decision.source} declares that it supersedes {others}."
        case "authority":
            return (
                f"Another article says otherwise, but {decision.source} has a higher declared authority than {others}."
            )
        case "effective":
            return f"Another article says otherwise, but {others} is not in force today."
        case _:
            assert_never(decision.rule)


def unnamed(term: str | None = None) -> str:
    """The rule of a trace where what is asked about stands nowhere; without the term where questions are not kept."""
    return f"no passage that was read names {'what is asked about' if term is None else repr(term)}"


def change_note(newer: str, when: str | None, older: str) -> str:
    """Say that the newer source itself states a change, and suggest the declaration that would settle it."""
    dated = f" ({when})" if when else ""
    return (
        f"{newer!r} says that this changed{dated}. If it replaces {older!r}, declare `supersedes: {older}` "
        f"in its front matter and rebuild."
    )
