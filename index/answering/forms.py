"""Tell that words have not the form of what is asked for: a time of day, a phone number, an address, a firm's name."""

import re

from index.answering.values import Kind, Question, QuestionKind, values_in

_ASKED = r"^(?:what|which)(?:(?:['’]s|\s+(?:is|are|was|were))(?:\s+[\w'’.-]+){{0,4}}?)?\s+(?:{things})\b"
_FORMS = tuple(
    (re.compile(_ASKED.format(things=things), re.I), re.compile(form))
    for things, form in (
        (r"(?:tele)?phone numbers?|(?:phone )?extension", r"\d(?:[ ()/-]*\d){2}"),
        (r"e-?mail address(?:es)?", r"\S@\S"),
        (r"(?:web ?site|web) address(?:es)?|urls?", r"://|\bwww\.|\w\.[a-z]{2,}\b"),
    )
)
_FIRM = re.compile(
    r"^(?:(?:at|by|from|in|through|to|with)\s+)?(?:what|which)\s+(?:\w+\s+)?"
    r"(?:company|firm|supplier|vendor|contractor|manufacturer|agency|bank|insurer|airline)\b",
    re.I,
)


def lacks_form(kind: Question, question: str, answer: str, sentence: str) -> bool:
    """Say whether an answer cannot be what is asked for, by its form, or by what its whole sentence lacks.

    A day is no time of day, "61" no phone number, and "an outside company" does not say which company.
    """
    if kind.kind is QuestionKind.TIME:
        kinds = {value.kind for value in values_in(answer)}
        return bool(kinds) and kinds <= {Kind.DATE, Kind.DURATION}
    if _FIRM.match(question):
        return not any(map(str.isupper, answer))
    return any(asked.match(question) and not form.search(sentence) for asked, form in _FORMS)
