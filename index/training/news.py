"""Write short news that mention an attribute in passing, and ask of it what it says and what it does not."""

import random
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from index.training.handbook_words import FILLERS, WORDS, capital, fill, person, wording
from index.training.reader_rows import Offsets, ReaderRow

NEWS = wording("news.toml")
MAKERS: Mapping[str, Callable[[random.Random], str]] = {
    **FILLERS,
    "age": lambda dice: str(dice.randint(19, 84)),
    "unit": lambda dice: dice.choice(WORDS["department"]),
}


def news_rows(dice: random.Random) -> Iterator[ReaderRow]:
    """Rows without end: of each story one question that it answers, and one that it does not."""
    while True:
        name = person(dice)
        attributes = dice.sample(NEWS["attributes"], dice.choice((1, 2, 2, 3)))
        path = fill(named(dice.choice(NEWS["titles"]), name, dice), dice)
        window, spans = _story(name, attributes, dice)
        chosen = dice.randrange(len(attributes))
        asked = _question(attributes[chosen], name, dice)
        yield ReaderRow("news", asked, path, window, answerable=True, spans=(spans[chosen],))
        other = next(who for who in iter(lambda: person(dice), "") if who.split()[-1] not in f"{window} {path}")
        unsaid = [attribute for attribute in NEWS["attributes"] if attribute not in attributes]
        kind, attribute, about = dice.choice(
            (("news-attribute", dice.choice(unsaid), name), ("news-person", attributes[chosen], other))
        )
        yield ReaderRow(kind, _question(attribute, about, dice), path, window, answerable=False)


def _story(name: str, attributes: list[Mapping[str, Any]], dice: random.Random) -> tuple[str, list[Offsets]]:
    """A lead that names the person, the mentions among sentences that say nothing, and where the values stand."""
    window = f"{fill(named(dice.choice(NEWS['leads']), name, dice, full=True), dice)}."
    spans: list[Offsets] = []
    for attribute in attributes:
        if dice.random() < 0.3:
            window += f" {dice.choice(NEWS['fillers'])}."
        pattern = dice.choice(attribute["says"]).replace("{tail}", dice.choice(NEWS["tails"]))
        before, after = (named(part, name, dice) for part in pattern.split("{v}"))
        value = MAKERS[attribute["value"]](dice)
        text = f"{before}{value}{after}."
        spans.append((len(window) + 1 + len(before), len(window) + 1 + len(before) + len(value)))
        window += f" {capital(text)}"
    return window, spans


def _question(attribute: Mapping[str, Any], name: str, dice: random.Random) -> str:
    return named(dice.choice(attribute["asks"]), name, dice)


def named(pattern: str, name: str, dice: random.Random, *, full: bool = False) -> str:
    """Put the name in: surname alone where the pattern says so, and now and then where it does not."""
    short = name.rsplit(maxsplit=1)[-1]
    return pattern.replace("{p}", name if full or dice.random() < 0.8 else short).replace("{s}", short)
