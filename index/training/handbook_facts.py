"""What made-up handbooks say and what people ask of it, read from wording/facts.toml."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from index.training.handbook_words import wording


@dataclass(frozen=True, slots=True)
class Family:
    """One attribute: its filler, how it is said and asked, and how it is said to be undecided."""

    value: str
    says: tuple[str, ...]
    asks: tuple[str, ...]
    gaps: tuple[str, ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """A kind of thing. `name` is a pattern of fillers in braces; `nouns` stand for it after it was named."""

    name: str
    nouns: tuple[str, ...]
    titles: tuple[str, ...]
    families: tuple[Family, ...]


def read_topics() -> tuple[Topic, ...]:
    """Topics of one kind share the same families, also as objects."""
    read = wording("facts.toml")
    families = {kind: tuple(_family(row) for row in rows) for kind, rows in read["families"].items()}
    return tuple(_topic(row, families[row["families"]]) for row in read["topics"])


def _family(row: Mapping[str, Any]) -> Family:
    says, asks, gaps = (tuple(row.get(name, ())) for name in ("says", "asks", "gaps"))
    return Family(row["value"], says, asks, gaps, row.get("label", ""))


def _topic(row: Mapping[str, Any], families: tuple[Family, ...]) -> Topic:
    return Topic(row["name"], tuple(row["nouns"]), tuple(row["titles"]), families)


TOPICS = read_topics()
