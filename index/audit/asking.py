"""Turn a statement into a question that it answers, by the plain patterns of English."""

import re
from collections.abc import Iterator

from index.answering.values import Kind, Value

_AUX = "is|are|was|were|can|cannot|may|must|should|will|has|have"
_THERE = re.compile(r"^There (is|are|was|were)\s+(?:no\s+)?(.+)$", re.I)
_SUBJECT = re.compile(rf"^((?:(?!\b(?:{_AUX}|never)\b)[\w'’-]+\s+){{1,6}})({_AUX}|never)\s+(.*)$", re.I)
_NEVER = re.compile(rf"^((?:(?!\b(?:{_AUX}|never)\b)[\w'’-]+\s+){{1,6}}).*?\bnever\s+(\w+)", re.I)
_COPULA = re.compile(r"^((?:The|Our|Its)\s+(?:[\w-]+\s+){1,4}?)(is|was|are|were)\s+\w", re.I)
# A question ends where the statement goes on to something else.
_CUT = re.compile(
    r"[;:](?!\d)|,\s|\s(?:because|so that|which|unless|although|and then|as long as|after)\b|\sfrom (?=\d)"
)
_CHANGED = re.compile(
    r"^(The|Our)\s+((?:[\w-]+\s+){1,4}?)(?:was|were|has been|have been)\s+(?:lifted|abolished|discontinued|stopped)",
    re.I,
)
_ASKED = {Kind.AMOUNT: "how much", Kind.PERCENT: "what percentage", Kind.DATE: "when", Kind.TIME: "at what time"}
_LONGEST = 300


def questions_for(text: str, value: Value | None) -> Iterator[str]:
    """Yield questions that a statement answers, the surest first; without a value about its polarity or its subject."""
    # What stands behind a question in bold is the statement.
    plain = " ".join(re.sub(r"[*_`#>|]+", " ", text.rpartition("?")[2] if value is None else text).split())
    made = _valued(text, value) if value else _plain(plain)
    yield from (question for question in made if len(question) <= _LONGEST)


def _valued(text: str, value: Value) -> Iterator[str]:
    """Ask for the value where it stands: `Every employee has how many days of paid leave a year?`"""
    if value.written == "never":
        yield from _never(text)
        return
    before, after = text[: value.span.start], text[value.span.end :]
    before = re.split(r"[.;:!?]\s|\*\*|\n", before)[-1]
    after = re.split(_CUT, re.split(r"[.!?](?:\s|$)|\n", after)[0])[0]
    if value.kind in (Kind.DATE, Kind.TIME):
        before = re.sub(r"\b(?:in|on|at|every)\s*$", "", before)
    yield " ".join(f"{before.strip()} {_asked(value)} {after.strip()}".split()) + "?"


def _asked(value: Value) -> str:
    if value.kind is Kind.DURATION:
        if value.per == "every":
            return "how often"
        return f"how many {value.written}s" if value.written else "how long"
    if value.kind is Kind.AMOUNT and value.per:
        return f"how much a {value.per}"
    within = value.counted and value.counted in value.text
    return _ASKED.get(value.kind, f"how many {value.counted}" if within else "how many")


def _never(text: str) -> Iterator[str]:
    match = _NEVER.match(text)
    if match:
        yield f"Do {_lowered(match[1])} {match[2]}?"


def _plain(text: str) -> Iterator[str]:
    yield from (made for made in (_changed(text), _there(text), _copula(text), _inverted(text)) if made)


def _changed(text: str) -> str | None:
    match = _CHANGED.match(text)
    return f"Is there a {match[2].strip()}?" if match else None


def _there(text: str) -> str | None:
    match = _THERE.match(text)
    return f"{match[1].capitalize()} there {_short(match[2])}?" if match else None


def _copula(text: str) -> str | None:
    match = _COPULA.match(text)
    return f"What {match[2].lower()} {_lowered(match[1])}?" if match else None


def _inverted(text: str) -> str | None:
    """Turn `Contractors are not entitled to paid leave` into `Are contractors entitled to paid leave?`"""
    match = _SUBJECT.match(text)
    if not match or match[2].lower() in ("never", "has", "have"):
        return None
    aux = "can" if match[2].lower() == "cannot" else match[2].lower()
    rest = re.sub(r"^(?:not|no longer|never)\s+", "", match[3])
    return f"{aux.capitalize()} {_lowered(match[1])} {_short(rest)}?"


def _lowered(subject: str) -> str:
    words = subject.split()
    first = words[0].lower() if words[0][1:].islower() or len(words[0]) == 1 else words[0]
    return " ".join([first, *words[1:]])


def _short(text: str) -> str:
    return re.split(_CUT, text)[0].rstrip(" .!?")
