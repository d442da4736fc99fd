"""Tell apart what two statements hold for: contractors or employees, Porto or Rotterdam, weekdays or Saturdays."""

import re
from dataclasses import dataclass

from index.answering.evidence import Asked, Candidate

# Classes whose members exclude each other. A statement that names none of a class holds for all of it.
_CLASSES: dict[str, tuple[str, ...]] = {
    "who asks": (
        r"contractors?|freelancers?",
        r"employees?|staff",
        r"interns?|trainees?|apprentices?",
        r"volunteers?",
        r"managers?",
        r"consultants?",
        r"visitors?|guests?",
        r"customers?|clients?",
        r"partners?|suppliers?",
    ),
    "the kind of contract": (r"full[- ]time", r"part[- ]time"),
    "the length of the contract": (r"permanent", r"temporary|fixed[- ]term"),
    "the day": (
        r"weekdays?|monday to friday|mondays? through fridays?",
        r"weekends?",
        r"saturdays?",
        r"sundays?",
        r"public holidays?|bank holidays?",
    ),
    "the system": (r"linux", r"windows", r"macos|mac os|macs?", r"android", r"ios|iphones?"),
    "the environment": (r"production", r"staging", r"development", r"sandbox"),
    "the plan": (
        r"free (?:plan|tier)",
        r"basic (?:plan|tier)",
        r"pro (?:plan|tier)",
        r"standard (?:plan|tier)",
        r"premium (?:plan|tier)",
        r"business (?:plan|tier)",
        r"enterprise (?:plan|tier)",
    ),
    "the age": (r"adults?", r"children|kids|minors", r"students?", r"seniors?|pensioners?"),
    "the journey": (r"domestic", r"international|abroad|overseas"),
    "the season": (r"summer", r"winter"),
}
_COMPILED = {
    name: tuple(re.compile(rf"\b(?:{member})\b", re.I) for member in members) for name, members in _CLASSES.items()
}
_NAMED_HEAD = re.compile(r"\b(?!(?:The|A|An|Our|Each|Every|This|That)\b)([A-Z][\w-]+)\s+([a-z]{3,})\b")
_PLACED_HEAD = re.compile(r"\b([a-z]{3,})\s+(?:in|at|of|for)\s+(?:the\s+)?([A-Z][\w-]+)")


@dataclass(frozen=True, slots=True)
class Contrast:
    """Two disjoint scopes of one class, in the sources' words."""

    of: str
    a: str
    b: str


def contrast(asked: Asked, a: Candidate, b: Candidate) -> Contrast | None:
    """Return the scopes in which two candidates differ, or None if they may hold for the same thing.

    A scope that the question names is no contrast: it was asked for.
    """
    left, right = _scopes(a), _scopes(b)
    for name in left.keys() & right.keys():
        if left[name].keys().isdisjoint(right[name].keys()) and not _asked_for(asked, left[name], right[name]):
            return Contrast(name, next(iter(left[name].values())), next(iter(right[name].values())))
    return None


def _asked_for(asked: Asked, *scopes: dict[str, str]) -> bool:
    said = asked.text.casefold()
    return any(key in said for scope in scopes for key in scope)


def _scopes(candidate: Candidate) -> dict[str, dict[str, str]]:
    """Map each class to what the statement names of it: canonical key → the source's words, the answer left out."""
    text, start, span = candidate.text, candidate.sentence.start, candidate.span
    outside = text[: span.start - start] + " | " + text[span.end - start :]
    heading = candidate.hit.passage.headings[-1] if candidate.hit.passage.headings else ""
    found: dict[str, dict[str, str]] = {}
    for name, members in _COMPILED.items():
        said = {
            member.pattern: match[0]
            for member in members
            if (match := member.search(outside) or member.search(heading))
        }
        if said:
            found[name] = said
    for named, head in _NAMED_HEAD.findall(outside):
        found.setdefault(f"the {head}", {})[named.casefold()] = named
    for head, named in _PLACED_HEAD.findall(outside):
        found.setdefault(f"the {head}", {})[named.casefold()] = named
    return found
