"""Rewrite and replace answers by rule: the same value written otherwise, a coarser one, another one of its type."""

import re
from random import Random

MONTHS = tuple("January February March April May June July August September October November December".split())
WORDS = tuple(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty".split()
)
_MONTH = "|".join(MONTHS)
_YEAR = re.compile(r"\b(1[0-9]\d\d|20[0-4]\d)\b")
_DATE = re.compile(
    rf"\b(?:(?P<d1>\d{{1,2}}) (?P<m1>{_MONTH})|(?P<m2>{_MONTH}) (?P<d2>\d{{1,2}}))(?:,? (?P<y>\d{{4}}))?\b"
)
_MONTH_YEAR = re.compile(rf"\b(?P<m>{_MONTH}),? (?:of )?(?P<y>\d{{4}})\b")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_WORD_NUMBER = re.compile(rf"\b({'|'.join(WORDS[2:])})\b", re.I)
_SEASON = {"spring": (3, 4, 5), "summer": (6, 7, 8), "autumn": (9, 10, 11)}


def kind_of(answer: str) -> str:
    """Class of an answer: date, year, number, name (capitalised), list or phrase."""
    if _DATE.search(answer) or _MONTH_YEAR.search(answer):
        return "date"
    if re.fullmatch(r"(?:in |the )?(?:1[0-9]\d\d|20[0-4]\d)", answer.strip()):
        return "year"
    if (
        len(answer) < 40
        and not re.search(r"\d0s\b", answer)
        and (_NUMBER.search(answer) or _WORD_NUMBER.search(answer))
    ):
        return "number"
    if re.search(r", .+ and | and .+, ", answer):
        return "list"
    words = [word for word in answer.split() if word.isalpha() and len(word) > 3]
    if words and all(word[0].isupper() for word in words):
        return "name"
    return "phrase"


def number_in(text: str) -> tuple[float, int, int] | None:
    """Value and place of the first number of a text, in digits or as a word up to twenty."""
    found = _NUMBER.search(text)
    if found:
        return float(found[0].replace(",", "")), found.start(), found.end()
    word = _WORD_NUMBER.search(text)
    return (float(WORDS.index(word[0].lower())), word.start(), word.end()) if word else None


def shown(value: float, rng: Random, *, plain: bool = False) -> str:
    """Write a number as people do: 3,200 or 3200, six or 6, 1.5 million."""
    if value == int(value):
        whole = int(value)
        if not plain and 2 <= whole <= 20 and rng.random() < 0.5:
            return WORDS[whole]
        if not plain and whole >= 1_000_000 and whole % 100_000 == 0 and rng.random() < 0.6:
            return f"{whole / 1_000_000:g} million"
        return f"{whole:,}" if rng.random() < 0.8 else str(whole)
    return f"{value:.10g}"


def other_number(value: float, rng: Random) -> float:
    """Another number of the same size and precision; never within the rounding of the first."""
    if value == int(value) and value <= 20:
        return float(
            rng.choice([n for n in range(1 if value else 2, 31) if n != value and (abs(n - value) < 9 or n % 5 == 0)])
        )
    factor = rng.choice((0.25, 0.4, 0.5, 0.6, 0.75, 0.8, 0.87, 1.15, 1.2, 1.25, 1.33, 1.5, 1.75, 2, 2.5, 3, 5, 10))
    digits = 1 if value != int(value) else -(len(str(int(value))) - rng.choice((1, 2, 3)))
    changed = round(value * factor, digits if digits <= 1 else 0)
    return changed if abs(changed - value) > 1e-9 and changed > 0 else value * 2 + 1


def same_value(answer: str, rng: Random) -> str | None:
    """Write an answer otherwise without changing what it says; None if no rule fits."""
    ways = [way(answer, rng) for way in (_same_date, _same_number, _same_unit, _same_name)]
    made = [way for way in ways if way and way != answer]
    return rng.choice(made) if made else None


def _same_date(answer: str, rng: Random) -> str | None:
    found = _DATE.search(answer)
    if not found:
        return None
    month, day, year = found["m1"] or found["m2"], found["d1"] or found["d2"], found["y"]
    forms = [
        f"{day} {month}",
        f"{month} {day}",
        f"the {ordinal(int(day))} of {month}",
        f"{month[:3]} {day}",
        f"{day} {month[:3]}.",
    ]
    made = rng.choice(forms)
    if year and rng.random() < 0.2:
        return answer[: found.start()] + f"{year}-{MONTHS.index(month) + 1:02d}-{int(day):02d}" + answer[found.end() :]
    return answer[: found.start()] + made + (f", {year}" if year else "") + answer[found.end() :]


def ordinal(number: int) -> str:
    """1 → 1st, 12 → 12th, 23 → 23rd."""
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _same_number(answer: str, rng: Random) -> str | None:
    found = number_in(answer)
    if kind_of(answer) != "number" or not found:
        return None
    value, start, end = found
    scale = re.match(r" (million|billion|thousand)", answer[end:])
    if scale:
        power = {"thousand": 1e3, "million": 1e6, "billion": 1e9}[scale[1]]
        return answer[:start] + f"{round(value * power):,}" + answer[end + scale.end() :]
    return answer[:start] + shown(value, rng) + answer[end:]


def _same_unit(answer: str, rng: Random) -> str | None:
    """Percent signs, currencies, and durations that convert exactly."""
    for pattern, forms in _UNITS:
        if re.search(pattern, answer):
            return re.sub(pattern, rng.choice(forms), answer, count=1)
    found = re.search(r"\b(\d+|[a-z]+)[ -](weeks?|days?|hours?|minutes?|years?|months?)\b", answer)
    amount = number_in(found[1]) if found else None
    if not found or not amount:
        return None
    converted = converted_duration(int(amount[0]), found[2].rstrip("s"), rng)
    return answer.replace(found[0], converted) if converted else None


_UNITS = (
    (r" ?%", (" percent", " per cent", "%", " %")),
    (r" per ?cent", ("%", " percent", " per cent")),
    (r" euros?\b", (" EUR", " euros", " €")),
    (r" (?:dollars|USD)\b", (" USD", " dollars", " US dollars")),
    (r"\b(?:km|kilometers|kilometres)\b", ("km", "kilometres", "kilometers")),
)
_STEPS = {
    ("week", "day"): 7,
    ("day", "hour"): 24,
    ("hour", "minute"): 60,
    ("year", "month"): 12,
    ("minute", "second"): 60,
}


def converted_duration(amount: int, unit: str, rng: Random) -> str | None:
    """14 days → two weeks, 2 hours → 120 minutes; None if it does not come out even."""
    made = []
    for (large, small), factor in _STEPS.items():
        if unit == large and amount * factor <= 400:
            made.append((amount * factor, small))
        if unit == small and amount % factor == 0:
            made.append((amount // factor, large))
    if not made:
        return None
    count, name = rng.choice(made)
    if count == 1:
        return f"{'an' if name == 'hour' else 'a'} {name}"
    return f"{shown(count, rng)} {name}s"


def _same_name(answer: str, rng: Random) -> str | None:
    if kind_of(answer) != "name":
        return None
    bare = re.sub(r"^(?:the|The|Dr\.?|Mr\.?|Sir|President|King|Queen) ", "", answer)
    words = bare.split()
    if bare != answer:
        return bare
    if len(words) == 2 and all(word.isalpha() for word in words):
        return rng.choice((words[1], f"{words[0][0]}. {words[1]}"))
    return None


def coarser(answer: str, rng: Random) -> str | None:
    """A coarser or rounded way to say an answer: both can be true at once. None if no rule fits."""
    date = _DATE.search(answer)
    if date and date["y"]:
        month = date["m1"] or date["m2"]
        return rng.choice((f"{month} {date['y']}", date["y"], _season(month, date["y"])))
    month_year = _MONTH_YEAR.search(answer)
    if month_year:
        return rng.choice((month_year["y"], _season(month_year["m"], month_year["y"])))
    found = number_in(answer)
    if kind_of(answer) == "number" and found and found[0] > 10:
        return _rounded(answer, found, rng)
    if kind_of(answer) in {"phrase", "name"} and ", " in answer:
        return rng.choice(answer.split(", "))
    return _head(answer, rng)


def _season(month: str, year: str) -> str:
    at = MONTHS.index(month) + 1
    return next((f"{name} {year}" for name, months in _SEASON.items() if at in months), f"the winter of {year}")


def _rounded(answer: str, found: tuple[float, int, int], rng: Random) -> str:
    value, start, end = found
    sign = answer[start - 1 : start] if start and answer[start - 1] in "€$£" else ""
    digits = len(str(int(value)))
    near = (
        round(value, 1 - digits) if abs(round(value, 1 - digits) - value) <= 0.08 * value else round(value, 2 - digits)
    )
    text = shown(near, rng, plain=True)
    if near == value:
        low = shown(round(value * 0.8, 2 - digits), rng, plain=True)
        words = rng.choice(("about ", "around ", "up to ", "some ", "at most ", f"between {low} and "))
    elif near < value:
        words = rng.choice(("about ", "more than ", "over ", "roughly ", "around ", "at least "))
    else:
        words = rng.choice(("about ", "nearly ", "almost ", "roughly ", "just under ", "fewer than "))
    return answer[: start - len(sign)] + words + sign + text + answer[end:]


def _head(answer: str, rng: Random) -> str | None:
    """The answer without what follows a preposition or a relative pronoun, or without a leading adjective."""
    cut = re.split(r" (?:of|in|for|with|from|that|which|who|by|at) ", answer, maxsplit=1)[0]
    if cut != answer and len(cut) > 3:
        return cut
    words = answer.split()
    return " ".join(words[1:]) if len(words) >= 3 and rng.random() < 0.5 and not words[0][0].isupper() else None


def other_value(answer: str, pool: list[str], rng: Random) -> str | None:
    """Another value of the same type: changed digits, or an answer from the pool that shares no word with it."""
    kind = kind_of(answer)
    if kind == "date":
        return _other_date(answer, rng)
    if kind == "year":
        found = _YEAR.search(answer)
        assert found is not None
        year = int(found[0]) + rng.choice((-1, 1)) * rng.choice((1, 1, 2, 3, 4, 5, 7, 10, 12, 20, 35))
        return answer.replace(found[0], str(min(year, 2026)), 1) if year != int(found[0]) else None
    number = number_in(answer)
    if kind == "number" and number and rng.random() < 0.85:
        value, start, end = number
        return answer[:start] + shown(other_number(value, rng), rng, plain=value > 20) + answer[end:]
    return _from_pool(answer, kind, pool, rng)


def _from_pool(answer: str, kind: str, pool: list[str], rng: Random) -> str | None:
    for _ in range(12):
        other = rng.choice(pool) if pool else ""
        if (
            other
            and kind_of(other) == kind
            and abs(len(other.split()) - len(answer.split())) <= 3
            and not overlaps(answer, other)
        ):
            return other
    return None


def apart(a: str, b: str) -> bool:
    """Whether the numbers of two answers lie so far apart that rounding them cannot make them meet."""
    first, second = number_in(a), number_in(b)
    if first is None or second is None:
        return False
    return abs(first[0] - second[0]) > 0.3 * max(first[0], second[0])


def bounded(answer: str, words: str) -> str:
    """Put words such as "at most" before the number of an answer, or before its currency sign."""
    found = number_in(answer)
    if found is None:
        return answer
    start = found[1] - (found[1] > 0 and answer[found[1] - 1] in "€$£")
    return f"{answer[:start]}{words} {answer[start:]}" if words else answer


def overlaps(a: str, b: str) -> bool:
    """Whether two answers share a word of four letters or more, or a number."""
    left, right = (set(re.findall(r"[a-z]{4,}|\d+", text.lower())) for text in (a, b))
    return bool(left & right) or a.lower() in b.lower() or b.lower() in a.lower()


def _other_date(answer: str, rng: Random) -> str:
    found = _DATE.search(answer) or _MONTH_YEAR.search(answer)
    assert found is not None
    text, groups = found[0], found.groupdict()
    month, day, year = (
        next((value for key in keys if (value := groups.get(key))), None)
        for keys in (("m", "m1", "m2"), ("d1", "d2"), ("y",))
    )
    what = rng.choice([name for name, value in (("month", month), ("day", day), ("year", year)) if value])
    if what == "month" and month:
        text = text.replace(month, rng.choice([other for other in MONTHS if other != month]))
    elif what == "day" and day:
        text = re.sub(rf"\b{day}\b", str(rng.choice([n for n in range(1, 29) if n != int(day)])), text, count=1)
    elif year:
        text = text.replace(year, str(int(year) + rng.choice((-3, -2, -1, 1, 2, 3, 10))))
    return answer[: found.start()] + text + answer[found.end() :]
