"""Fill slots of made-up handbooks: names, numbers, amounts, dates, durations."""

import random
import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

Dice = random.Random


def wording(name: str) -> dict[str, Any]:
    """Read one of the TOML files beside this module; they are ours, so their shape is not checked."""
    return tomllib.loads((Path(__file__).parent / "wording" / name).read_text(encoding="utf-8"))


WORDS: Mapping[str, tuple[str, ...]] = {name: tuple(words) for name, words in wording("words.toml").items()}


def coined(dice: Dice) -> str:
    """A made-up proper name."""
    name = "".join(dice.choice(WORDS["syllable"]) for _ in range(dice.choice((2, 2, 3))))
    return name.capitalize()


def person(dice: Dice) -> str:
    return f"{dice.choice(WORDS['first'])} {dice.choice(WORDS['last'])}"


def count(dice: Dice) -> str:
    """A number, of any size that a handbook has."""
    kind = dice.random()
    if kind < 0.3:
        return dice.choice(WORDS["small"])
    if kind < 0.85:
        return str(
            dice.choice((dice.randint(2, 20), dice.randint(10, 99), dice.choice((100, 120, 150, 200, 250, 500))))
        )
    return f"{dice.randint(1, 90)},{dice.randint(0, 999):03d}"


def money(dice: Dice) -> str:
    amount = dice.choice((dice.randint(3, 99), dice.randint(2, 90) * 10, dice.randint(10, 99) * 100))
    said = f"{amount:,}"
    return dice.choice(
        (f"{said} euros", f"€{said}", f"${said}", f"£{said}", f"{said} pounds", f"{said} dollars", f"{said} EUR")
    )


def duration(dice: Dice) -> str:
    unit = dice.choice(
        ("minutes", "hours", "days", "working days", "weeks", "months", "years", "business days", "calendar days")
    )
    number = dice.choice(
        (dice.choice(WORDS["small"]), str(dice.randint(2, 30)), str(dice.choice((15, 20, 30, 45, 60, 90))))
    )
    return dice.choice(
        (
            f"{number} {unit}",
            f"{number} {unit}",
            f"{number} {unit}",
            "one year",
            "half an hour",
            "24 hours",
            "a fortnight",
        )
    )


def year(dice: Dice) -> str:
    return str(dice.randint(1962, 2027))


def date(dice: Dice) -> str:
    day, month = dice.randint(1, 28), dice.choice(WORDS["month"])
    forms = (
        f"{day} {month} {year(dice)}",
        f"{month} {year(dice)}",
        f"{month} {day}, {year(dice)}",
        f"{day} {month}",
        f"early {month}",
    )
    return dice.choice((*forms, year(dice)))


def clock(dice: Dice) -> str:
    hour, minute = dice.randint(6, 21), dice.choice(("00", "00", "30", "15", "45"))
    spoken = f"{(hour - 1) % 12 + 1}{'' if minute == '00' else ':' + minute} {'am' if hour < 12 else 'pm'}"
    return dice.choice((f"{hour}:{minute}", f"{hour:02d}:{minute}", spoken))


def weekday(dice: Dice) -> str:
    day = dice.choice(WORDS["weekday"])
    return dice.choice(
        (
            day,
            f"{day} at {clock(dice)}",
            f"the first {day} of the month",
            f"every {day}",
            f"the last {day} of the quarter",
        )
    )


def percent(dice: Dice) -> str:
    number = dice.choice((dice.randint(2, 98), dice.choice((5, 10, 15, 20, 25, 50, 75, 80))))
    return dice.choice((f"{number}%", f"{number} percent", f"{number} per cent", f"{number}.{dice.randint(1, 9)}%"))


def size(dice: Dice) -> str:
    number = dice.choice((1, 2, 4, 5, 8, 10, 16, 20, 25, 32, 50, 64, 100, 250, 512))
    return f"{number} {dice.choice(('MB', 'GB', 'KB', 'TB'))}"


def version(dice: Dice) -> str:
    return f"{dice.choice(WORDS['language'])} {dice.randint(1, 22)}{dice.choice(('', f'.{dice.randint(0, 12)}'))}"


def place(dice: Dice) -> str:
    street = f"{dice.randint(1, 180)} {dice.choice(WORDS['street'])}"
    return dice.choice(
        (
            street,
            f"{street}, {dice.choice(WORDS['city'])}",
            f"the {dice.choice(WORDS['floor'])}",
            f"room {dice.randint(1, 420)}",
        )
    )


def code(dice: Dice) -> str:
    return dice.choice(
        (
            f"{coined(dice)}{dice.randint(2, 99)}",
            f"{coined(dice)}{coined(dice)}",
            f"{dice.choice('ABCDEFGH')}-{dice.randint(100, 999)}",
        )
    )


def address(dice: Dice) -> str:
    return f"{dice.choice(WORDS['department'])}@{coined(dice).lower()}.example"


def _of(name: str) -> Callable[[Dice], str]:
    return lambda dice: dice.choice(WORDS[name])


FILLERS: Mapping[str, Callable[[Dice], str]] = {name: _of(name) for name in WORDS} | {
    "address": address,
    "clock": clock,
    "code": code,
    "coined": coined,
    "count": count,
    "date": date,
    "day": lambda dice: str(dice.randint(1, 28)),
    "department": lambda dice: f"the {dice.choice(WORDS['department'])} team",
    "duration": duration,
    "floor": lambda dice: f"the {dice.choice(WORDS['floor'])}",
    "money": money,
    "number": lambda dice: str(dice.randint(1, 6)),
    "percent": percent,
    "person": person,
    "place": place,
    "size": size,
    "version": version,
    "weekday": weekday,
    "year": year,
}


def fill(pattern: str, dice: Dice) -> str:
    """Replace every `{filler}` by a fresh value."""
    return re.sub(r"\{(\w+)\}", lambda at: FILLERS[at.group(1)](dice), pattern)


def capital(text: str) -> str:
    """Begin as a sentence does, and leave the rest as it is."""
    return text[:1].upper() + text[1:]
