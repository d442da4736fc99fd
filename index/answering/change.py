"""Notice what a sentence says of time itself: that something changed, or that what it reports is over."""

import re

from index.lexical import words

_CHANGED = re.compile(
    r"\b(?:no longer|not any ?more|any longer|was lifted|were lifted|has been lifted|lifted|abolished|discontinued|"
    r"replaced|superseded|was raised|were raised|was cut|reduced from|increased from|raised from|lowered from|"
    r"changed (?:from|to)|has changed|was changed|is now|are now|instead of|as of|since)\b",
    re.I,
)
_ENDED = re.compile(
    r"\b(?:(?P<done>lifted|abolished|discontinued|scrapped|withdrawn|cancell?ed|repealed)|no longer|"
    r"not\b.{1,40}\bany ?more)\b",
    re.I,
)
# Before it in its clause, these say that it ends only in some case, or that it has not ended, or may.
_IN_A_CASE = re.compile(r"\b(?:if|when|whenever|unless|once)\b[^,;]*$", re.I)
_UNREAL = re.compile(
    r"(?:\b(?:not|never|can|cannot|could|may|might|should|must|to)|n['’]t)(?: (?:yet|be|been|get))* $", re.I
)
_DENIED = re.compile(r"(?:\b(?:not|never)|n['’]t)(?: (?:yet|been))* $", re.I)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_WHEN = re.compile(rf"\b(?:in|since|on|from|as of)\s+((?:\d{{1,2}}\s+)?(?:{_MONTHS})(?:\s+\d{{4}})?|\d{{4}})\b")
_OVER = re.compile(
    r"\b(?:used to|formerly|previously|in the past|back then|at that time|had been|"
    r"until (?P<month>\w+ )?(?P<year>\d{4}))\b",
    re.I,
)
_NOW = re.compile(r"\b(?:now|today|currently|at present|at the moment|nowadays|these days|this year)\b", re.I)
_WHY = re.compile(r"(?:why|how come|for what reason|on what grounds)\b", re.I)
_PAST = re.compile(r"\b(?:did|was|were|had|happened|caused|led to)\b", re.I)
_DATED = re.compile(r"\b(?:by|in|at the end of|as of|during|back in|around) (?:[a-z]+ )?((?:19|20)\d\d)\b", re.I)


def stated_change(sentence: str) -> str | None:
    """Return when a stated change happened, "" if no time is given, None if no change is stated."""
    if all(_DENIED.search(sentence[: change.start()]) for change in _CHANGED.finditer(sentence)):
        return None
    when = _WHEN.search(sentence)
    return when[1] if when else ""


def ends(sentence: str, asked: str = "") -> bool:
    """Say whether a sentence states that something was ended, which answers "no" to whether there is such a thing.

    Where the question itself speaks of the end ("Are cancelled bookings refunded?"), that is no answer to it.
    """
    return any(
        not _IN_A_CASE.search(sentence[: found.start()])
        and not (found["done"] and _UNREAL.search(sentence[: found.start()]))
        and not _speaks_of(asked, found)
        for found in _ENDED.finditer(sentence)
    )


def _speaks_of(asked: str, end: re.Match[str]) -> bool:
    if end["done"]:
        return set(words(end["done"])) <= set(words(asked))
    return _ENDED.search(asked) is not None


def reports_old(sentence: str, this_year: int) -> bool:
    """Say whether a sentence reports a value as past: used to, formerly, until a year that has begun.

    Until a month of this year is not over yet, as far as the year alone tells; what also says how it is now is not old.
    """
    match = None if _NOW.search(sentence) else _OVER.search(sentence)
    return match is not None and (match["year"] is None or int(match["year"]) + bool(match["month"]) <= this_year)


def asks_of_now(question: str) -> bool:
    """Say whether a question asks for how things are today."""
    return _NOW.search(question) is not None


def asks_of_past(question: str) -> bool:
    """Say whether a question asks for what happened or how things were."""
    return _PAST.search(question) is not None


def tells_of_then(sentence: str, this_year: int) -> bool:
    """Say whether a sentence tells how things were in an earlier year ("by 2019 it had 50 employees")."""
    match = None if _NOW.search(sentence) else _DATED.search(sentence)
    return match is not None and int(match[1]) < this_year


def of_another_time(question: str, sentence: str, this_year: int) -> bool:
    """Say whether a sentence tells of then where now is asked about, or of what is no more where no past is.

    A reason may lie in the past whatever is asked.
    """
    if asks_of_now(question):
        return tells_of_then(sentence, this_year)
    return not _WHY.match(question) and not asks_of_past(question) and reports_old(sentence, this_year)
