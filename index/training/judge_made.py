"""Make up values: amounts, durations, dates, people, written as people write them."""

from collections.abc import Callable
from random import Random

from index.training.judge_topics import subjects
from index.training.judge_values import MONTHS, number_in, other_number, overlaps, shown

_SMALL = (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 15, 20, 21, 24, 28, 30, 40, 45, 48, 60, 90, 100, 120, 180, 250, 365, 500)
_COUNTS = (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 21, 24, 28, 30, 36, 45, 48, 60, 72, 90, 180)
_UNITS = ("days", "days", "weeks", "months", "hours", "minutes")


def person(rng: Random) -> str:
    """A made-up full name."""
    return f"{rng.choice(subjects().first_names)} {rng.choice(subjects().last_names)}"


def value_of(kind: str, rng: Random) -> str:
    """A value of a kind; a kind without a maker is a count."""
    small = rng.choice(_SMALL)
    return _MAKERS.get(kind, _count)(small, rng)


def _duration(_: int, rng: Random) -> str:
    unit = rng.choice(_UNITS)
    number = rng.choice([n for n in _COUNTS if n > 1 or unit != "hours"])
    return f"{shown(number, rng)} {unit if number > 1 else unit[:-1]}"


def _money(small: int, rng: Random) -> str:
    amount = f"{rng.choice((small, small * 10, small * 100, round(small * 1.1 + 0.25, 2))):,}"
    pounds = f"{amount} pounds"
    return rng.choice((f"{amount} euros", f"€{amount}", f"${amount}", f"{amount} dollars", pounds, f"£{amount}"))


def _percent(small: int, rng: Random) -> str:
    whole = small % 95 + 1
    return rng.choice((f"{whole}%", f"{whole} percent", f"{90 + rng.random() * 10:.1f} percent"))


def _size(small: int, rng: Random) -> str:
    return f"{small} {rng.choice(('MB', 'GB', 'TB', 'kB'))}"


def _time(_: int, rng: Random) -> str:
    clock = f"{rng.randint(6, 22)}:{rng.choice(('00', '15', '30', '45'))}"
    return rng.choice((clock, f"{rng.randint(1, 11)} {rng.choice(('am', 'pm'))}"))


def _version(_: int, rng: Random) -> str:
    return f"{rng.randint(1, 12)}.{rng.randint(0, 20)}"


def _year(_: int, rng: Random) -> str:
    return str(rng.randint(1900, 2025))


def _date(_: int, rng: Random) -> str:
    return f"{rng.randint(1, 28)} {rng.choice(MONTHS)} {rng.choice((2023, 2024, 2025, 2026))}"


def _people(_: int, rng: Random) -> str:
    return person(rng) if rng.random() < 0.8 else f"{person(rng)} and {person(rng)}"


def _place(_: int, rng: Random) -> str:
    return rng.choice(subjects().floors)


def _count(small: int, rng: Random) -> str:
    return shown(rng.choice((small, small, small * 7, small * 100, small * 1000)), rng)


_MAKERS: dict[str, Callable[[int, Random], str]] = {
    "duration": _duration,
    "money": _money,
    "percent": _percent,
    "size": _size,
    "time": _time,
    "version": _version,
    "year": _year,
    "date": _date,
    "person": _people,
    "place": _place,
}


def other_than(value: str, kind: str, rng: Random) -> str:
    """A value of the same kind that excludes the first; a duration and mostly an amount keep their unit."""
    found = number_in(value) if kind in {"duration", "money", "size", "count"} else None
    if found and (kind == "duration" or rng.random() < 0.8):
        number, start, end = found
        return value[:start] + shown(other_number(number, rng), rng, plain=number > 20) + value[end:]
    others = (value_of(kind, rng) for _ in range(20))
    return next((other for other in others if not overlaps(value, other)), str(rng.randint(50, 99)))
