"""Tell apart what two statements hold for: contractors or employees, Porto or Rotterdam, weekdays or Saturdays."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.answering.values.names import FUNCTION_WORDS

# Classes whose members exclude each other. A statement that names none of a class holds for all of it.
_CLASSES: dict[str, tuple[str, ...]] = {
    "who asks": (
        r"contractors?|freelancers?",
        r"employees?|staff",
        r"interns?|trainees?|apprentices?",
        r"volunteers?",
        # "Tell your manager": somebody else's, not for whom it holds
        r"(?<!\bmy )(?<!\byour )(?<!\bhis )(?<!\bher )(?<!\btheir )(?<!\bour )(?<!\bline )managers?",
        r"consultants?",
        r"visitors?|guests?",
        r"customers?|clients?",
        r"partners?|suppliers?",
    ),
    "the kind of contract": (r"full[- ]time", r"part[- ]time"),
    "the length of the contract": (r"permanent", r"temporary|fixed[- ]term"),
    "the day": (r"public holidays?|bank holidays?",),  # and those of the week
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
    "the age": (r"adults?|grown-ups?", r"child|children|kids?|minors?", r"students?", r"seniors?|pensioners?"),
    "the journey": (r"domestic", r"international|abroad|overseas"),
    "the season": (r"summer", r"winter"),
}
_COMPILED = {
    name: tuple(re.compile(rf"\b(?:{member})\b", re.I) for member in members) for name, members in _CLASSES.items()
}
_WEEK = "mon tue wed thu fri sat sun".split()
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:days?)?"
_DAYS = re.compile(
    rf"\b(?:(?P<part>weekday|weekend)s?|(?P<first>{_WEEKDAY})"
    rf"(?:\.?\s?(?:to|through|until|till|[-–—])\s?(?P<last>{_WEEKDAY}))?)\b",
    re.I,
)
# A weekday alone restricts what is said of each (on Mondays), but not what happens on one (by Monday). An answer that
# was cut out leaves a "|".
_RESTRICTS = re.compile(
    rf"(?:mon|tues|wednes|thurs|fri)days\b|(?:satur|sun)days?\b|(?-i:Sat|Sun)(?=[:., ]*[\d|])|{_WEEKDAY}(?=: ?[\d|])",
    re.I,
)
# "The guest wi-fi", "a partner certificate": what somebody has to do with, not whom it holds for; "may a guest pay" is.
_BEFORE_A_NOUN = re.compile(r" (?!(?:[a-z]+(?:s|ed)|{words})\b)[a-z]".format(words="|".join(sorted(FUNCTION_WORDS))))
_OF_A_VERB = re.compile(
    r"\b(?:can|could|do|does|did|may|might|must|shall|should|will|would)(?:n['’]t)?(?: not)?"
    r"(?: (?:a|an|any|each|every|my|our|the|your))?(?: [a-z]+)? $",
    re.I,
)
# Things that come in several, told apart by a name: the Porto office, the office in Porto.
_HEADS = (
    "office|branch|shop|store|team|department|site|plant|factory|warehouse|depot|station|building|campus|clinic|"
    "hospital|library|school|university|museum|hotel|restaurant|server|cluster|region|country|city|plan|edition|"
    "version|release|model|project|product|contract|festival|conference|market|airport|port|studio|lab|laboratory"
)
_NAMED_HEAD = re.compile(rf"\b([A-Z][\w-]+)\s+({_HEADS})s?\b")
_PLACED_HEAD = re.compile(rf"\b({_HEADS})s?,?\s+(?:in|at|of|for)\s+(?:the\s+)?([A-Z][\w-]+)")

# Class → what a statement names of it: canonical key → the words as they stand.
Scopes = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Contrast:
    """Two disjoint scopes of one class, in the sources' words."""

    of: str
    a: str
    b: str


def scopes_in(text: str, heading: str = "") -> Scopes:
    """Find what a statement restricts itself to; its heading speaks for a class of which it names nothing."""
    found: dict[str, dict[str, str]] = {}
    for name, members in _COMPILED.items():
        said = _members(name, members, text) or _members(name, members, heading)
        if said:
            found[name] = said
    for named, head in _NAMED_HEAD.findall(text):
        if named.casefold() not in FUNCTION_WORDS:  # Which office, In office hours
            found.setdefault(f"the {head}", {})[named.casefold()] = named
    for head, named in _PLACED_HEAD.findall(text):
        found.setdefault(f"the {head}", {})[named.casefold()] = named
    return found


def _members(name: str, members: Sequence[re.Pattern[str]], text: str) -> dict[str, str]:
    return _named(members, text) | (_days(text) if name == "the day" else {})


def _days(text: str) -> dict[str, str]:
    """Find the days of the week, 0 to 6, where a text restricts itself to some: weekdays, Mon to Sat, on Fridays."""
    found: dict[str, str] = {}
    restricts = False
    for match in _DAYS.finditer(text):
        restricts |= bool(match["part"] or match["last"] or _RESTRICTS.match(text, match.start()))
        found |= dict.fromkeys(map(str, _numbers(match)), match[0])
    return found if restricts else {}


def _numbers(match: re.Match[str]) -> list[int]:
    if match["part"]:
        return list(range(5) if match["part"].lower() == "weekday" else range(5, 7))
    first, last = (_WEEK.index((match[end] or match["first"])[:3].lower()) for end in ("first", "last"))
    return [(first + n) % 7 for n in range((last - first) % 7 + 1)]


def _named(members: Sequence[re.Pattern[str]], text: str) -> dict[str, str]:
    found = ((member.pattern, match) for member in members for match in member.finditer(text))
    return {pattern: match[0] for pattern, match in found if not _belongs_to_a_noun(match)}


def _belongs_to_a_noun(match: re.Match[str]) -> bool:
    """Say whether a word for people, in the singular, tells of which kind a thing is."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    people = match.re in _COMPILED["who asks"] and not match[0].lower().endswith(("s", "staff"))
    return people and bool(_BEFORE_A_NOUN.match(after)) and not _OF_A_VERB.search(before)


def contrast(question: Scopes, a: Scopes, b: Scopes) -> Contrast | None:
    """Return the scopes in which two statements differ, or None if they may hold for the same thing.

    A class of which the question itself names a member of both is no contrast: these were asked for.
    """
    for name in a.keys() & b.keys():
        asked_of_both = name in question and not any(_apart(question[name], one[name]) for one in (a, b))
        if _apart(a[name], b[name]) and not asked_of_both:
            return Contrast(name, next(iter(a[name].values())), next(iter(b[name].values())))
    return None


def excluded(question: Scopes, statement: Scopes) -> bool:
    """Say whether a statement is about another member of a class of which the question names one.

    Not for one weekday: whether it is open on Mondays, "open Tuesday to Saturday" does say.
    """
    return any(
        _apart(question[name], statement[name]) and not _is_one_weekday(question[name])
        for name in question.keys() & statement.keys()
    )


def _apart(a: Mapping[str, str], b: Mapping[str, str]) -> bool:
    return a.keys().isdisjoint(b.keys())


def _is_one_weekday(members: Mapping[str, str]) -> bool:
    return len(members) == 1 and next(iter(members)) in "01234"
