"""Write what people are called by in passing, and ask for one kind of it: the seat, not the party, of "Labour MP"."""

import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from index.training.handbook_words import capital, fill, person, wording
from index.training.news import MAKERS, NEWS, named
from index.training.reader_rows import Offsets, ReaderRow

EPITHETS = wording("epithets.toml")
Kind = Mapping[str, Any]


def epithet_rows(dice: random.Random) -> Iterator[ReaderRow]:
    """Rows without end: each story is asked for one kind that it has, and every second one for a kind that it lacks."""
    while True:
        domain = dice.choice(EPITHETS["domains"])
        kinds = dice.sample(domain["kinds"], dice.choice((1, 2, 2, 3)))
        name, role = person(dice), dice.choice(domain["roles"])
        window, spans = _story(name, role, kinds, dice)
        path = fill(named(dice.choice(NEWS["titles"]), name, dice), dice) if dice.random() < 0.7 else ""
        chosen = dice.randrange(len(kinds))
        asked = _question(kinds[chosen], name, role, dice)
        yield ReaderRow("epithet", asked, path, window, answerable=True, spans=(spans[chosen],))
        # A kind that shares a noun with one that is told ("place", "area") might be answered by it.
        nouns = {noun for kind in kinds for noun in kind["nouns"]}
        absent = [kind for kind in domain["kinds"] if nouns.isdisjoint(kind["nouns"])]
        if absent and (len(kinds) > 1 or dice.random() < 0.5):
            asked = _question(dice.choice(absent), name, role, dice)
            yield ReaderRow("epithet-other", asked, path, window, answerable=False)


def _story(name: str, role: str, kinds: Sequence[Kind], dice: random.Random) -> tuple[str, list[Offsets]]:
    """One sentence for each kind, the first with the full name, and where the values stand."""
    window, spans = "", []
    for number, kind in enumerate(kinds):
        if number and dice.random() < 0.3:
            window += f"{dice.choice(NEWS['fillers'])}. "
        value = MAKERS[kind["value"]](dice)
        before, after = _mention(kind, name, role, dice, first=not number).split("{v}")
        before = capital(before) if before else before
        value = value if before else capital(value)
        start = len(window) + len(before)
        spans.append((start, start + len(value)))
        window += f"{before}{value}{after} {fill(dice.choice(EPITHETS['tails']), dice)}. "
    return window.rstrip(), spans


def _mention(kind: Kind, name: str, role: str, dice: random.Random, *, first: bool) -> str:
    """How a sentence begins that tells the kind of the person: "The {v} MP", "{v} MP Ana Silva", "Silva, aged {v},"."""
    who = name if first else name.rsplit(maxsplit=1)[-1]
    old = "-year-old" if kind["value"] == "age" else ""
    if kind.get("after") and dice.random() < 0.35:
        return f"{who}, {dice.choice(kind['after'])},"
    if first:
        return dice.choice((f"{{v}}{old} {role} {who}", f"{{v}}{old} {role} {who}", f"The {{v}}{old} {role} {who}"))
    return dice.choice((f"The {{v}}{old} {role}", f"The {{v}}{old} {role}", f"{{v}}{old} {role} {who}"))


def _question(kind: Kind, name: str, role: str, dice: random.Random) -> str:
    pattern = dice.choice(kind["asks"]).replace("{noun}", dice.choice(kind["nouns"])).replace("{role}", role)
    return named(pattern, name, dice)
