"""Read hours that stand bare, where something is open between them: open 9 to 5, Monday to Friday, 9-5."""

import re

from index.answering.values.dates import WEEKDAYS
from index.answering.values.times import AT, SPOKEN, SURE, Clock, is_priced
from index.answering.values.tokens import Words

_HOUR = re.compile(r"(\d{1,2})(?:\.([0-5]\d))?")
_DAY = f"(?:{'|'.join(sorted(map(str.capitalize, WEEKDAYS), key=len, reverse=True))})"
# A single day before two figures may be a match's: they won on Saturday 3-1.
_DAYS = rf"(?:{_DAY}(?:(?: ?[-–&,] ?| to |,? and ){_DAY})+|\w+days|{_DAY}(?=:))"
_OPEN = re.compile(
    r"(?:\b[Oo]pen(?:s|ing)?(?: hours| times)?(?: is| are| daily| every day| again| only)*[:,]?"
    rf"(?: (?:on )?{_DAYS}[:,]?)?"
    rf"|\b[Hh]ours(?: are|:)|\b(?:[Ww]ork(?:s|ing)?|[Ss]taffed|[Mm]anned|[Cc]losed)(?= from)|\b{_DAYS}[:,]?)"
    r" (?:from |between )?$"
)
# The gym opens at 6; the meeting on Monday is at 9.
_HAPPENS = re.compile(
    r"\b(?:open(?:s|ed|ing)?|clos(?:e|es|ed|ing)|shuts?|start(?:s|ing)?|begin(?:s|ning)?|ends?|finish(?:es)?|"
    r"meet(?:s|ings?)?|leav(?:e|es|ing)|depart(?:s|ure)?|arriv(?:e|es|al)|serv(?:e|es|ed|ice))\b[^.;]{0,30}$",
    re.I,
)
# Not: 5 people, 5 May.
_COUNTS_NOTHING = re.compile(
    rf"\s*(?:$|[.,;:!?)|](?!\d)|(?:and|or|but|on|every|each|daily|except|during)\b|{_DAY}\b|weekdays\b|weekends\b)"
)


def read_hour(words: Words, i: int) -> Clock | None:
    """Read 9, 4.30 or 17; whether it is an hour, what stands around must tell."""
    match = _HOUR.fullmatch(words[i].text)
    if not match or not 1 <= int(match[1]) <= 24:
        return None
    minute = float(int(match[1]) * 60 + int(match[2] or 0))
    return Clock(minute % 1440, SURE if minute >= 780 else SPOKEN, i + 1)


def read_last(words: Words, i: int) -> Clock | None:
    """Read a bare hour that counts nothing, behind one from which it is known that times are told."""
    hour = read_hour(words, i)
    return hour if hour and _COUNTS_NOTHING.match(words.text, words[i].end) else None


def says_open(words: Words, i: int) -> bool:
    """Say whether the words before token i lead to opening hours."""
    return _OPEN.search(words.text[: words[i].start]) is not None


def says_when(words: Words, i: int) -> bool:
    """Say whether the words before token i lead to when something happens: the doors open at."""
    before = words.text[: words[i].start]
    return words.low(i - 1) in AT and _HAPPENS.search(before) is not None and not is_priced(words, i)
