"""Tell that words have not the form of what is asked for: a time, how often, a phone number, an address, a firm."""

import re
from collections.abc import Sequence

from index.answering.values import Kind, Question, QuestionKind, Value, values_in

_ASKED = r"^(?:what|which)(?:(?:['’]s|\s+(?:is|are|was|were))(?:\s+[\w'’.-]+){{0,4}}?)?\s+(?:{things})\b"
_FORMS = tuple(
    (re.compile(_ASKED.format(things=things), re.I), re.compile(form))
    for things, form in (
        (r"(?:tele)?phone numbers?|(?:phone )?extension", r"\d(?:[ ()/-]*\d){2}"),
        (
            r"(?:(?<!dress )(?<!color )(?<!colour )codes?|pins?)(?=\s*\?|\s+(?:for|to|of\s+(?:the|my|our))\b)",
            r"\d|\b(?!PIN)[A-Z]{3,}",
        ),
        (r"e-?mail address(?:es)?", r"\S@\S"),
        (r"(?:web ?site|web) address(?:es)?|urls?", r"://|\bwww\.|\w\.[a-z]{2,}\b"),
    )
)
_FIRM = re.compile(
    r"^(?:(?:at|by|from|in|through|to|with)\s+)?(?:what|which)\s+(?:\w+\s+)?"
    r"(?:company|firm|supplier|vendor|contractor|manufacturer|agency|bank|insurer|airline)\b",
    re.I,
)
_NOBODY_ELSE = re.compile(r"(?:nobody|no[ -]one|everybody|everyone|anybody|anyone|somebody|someone) else\b", re.I)
_DAY = re.compile(
    r"\b(?:what|which) (?:(?:is|was) the )?(?:exact )?(?:date|day)\b(?! of (?:the )?(?:week|month|year)\b)", re.I
)
_MONTH = 28  # days from which on a date tells no day
_MORNING = re.compile(r"\bmornings?\b", re.I)
_AFTERNOON = 13 * 60  # minutes after midnight from which no time is told of a morning


def lacks_form(kind: Question, question: str, answer: str, sentence: str) -> bool:
    """Say whether an answer cannot be what is asked for, by its form, or by what its whole sentence lacks.

    A day is no time of day, 19:00 no time in the morning, Sundays do not say when it opens on Saturdays, six digits not
    how often; "61" is no phone number, and "an outside company" does not say which company.
    """
    if kind.kind in (QuestionKind.TIME, QuestionKind.WHEN, QuestionKind.FREQUENCY):
        values = values_in(answer)
        return bool(values) and (
            _is_no_time(kind, question, values) or (_DAY.search(question) is not None and _is_no_day(values))
        )
    if kind.kind is QuestionKind.WHO and _NOBODY_ELSE.match(answer):
        return True
    if _FIRM.match(question):
        return not any(map(str.isupper, answer))
    return any(asked.match(question) and not form.search(sentence) for asked, form in _FORMS)


def _is_no_time(kind: Question, question: str, values: Sequence[Value]) -> bool:
    """Say whether none of an answer's values can be the time, or the frequency, that is asked for."""
    if kind.kind is QuestionKind.FREQUENCY:
        return all(value.kind is Kind.NUMBER and value.counted not in (None, "times") for value in values)
    if kind.kind is QuestionKind.TIME and {value.kind for value in values} <= {Kind.DATE, Kind.DURATION}:
        return True
    if _MORNING.search(question):
        return all(value.kind is Kind.TIME and value.low >= _AFTERNOON for value in values)
    days = _weekdays(values_in(question))
    told = _weekdays(values)
    return bool(days) and len(told) == len(values) and days.isdisjoint(told)


def _is_no_day(values: Sequence[Value]) -> bool:
    """Say whether values are months, seasons or years, or periods of such, and none of their days."""
    dates = [value for value in values if value.kind is Kind.DATE and value.unit in ("day", "yearless")]
    told = [period for value in dates for period in value.ends or ((value.low, value.high),)]
    return len(dates) == len(values) and all(high - low >= _MONTH - 1 for low, high in told)


def _weekdays(values: Sequence[Value]) -> set[float]:
    """Return the single weekdays among values, Monday as 0."""
    return {value.low for value in values if value.unit == "weekday" and value.low == value.high}
