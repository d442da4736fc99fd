"""What the made-up pairs are about: topics with values, rules that hold or fail, events with rival accounts."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Topic:
    """A value that organisations fix: how it is asked for and told. `{v}` is the value, `{s}` a scope or nothing."""

    group: str
    value: str
    asked: tuple[str, ...]
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """Something that holds or does not; `ended` tells that it held before."""

    group: str
    asked: tuple[str, ...]
    holds: tuple[str, ...]
    fails: tuple[str, ...]
    ended: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, and accounts of it that exclude each other, each in several wordings."""

    group: str
    asked: tuple[str, ...]
    told: tuple[str, ...]
    accounts: tuple[tuple[str, ...], ...]
    beside: tuple[str, ...]


def _frozen(value: Any) -> Any:
    """Tuples for lists, all the way down."""
    if isinstance(value, dict):
        return {name: _frozen(one) for name, one in value.items()}
    return tuple(_frozen(one) for one in value) if isinstance(value, list) else value


@dataclass(frozen=True, slots=True)
class Subjects:
    """All that made-up pairs are built from."""

    topics: tuple[Topic, ...]
    rules: tuple[Rule, ...]
    events: tuple[Event, ...]
    scopes: tuple[tuple[str, str], ...]
    cities: tuple[str, ...]
    first_names: tuple[str, ...]
    last_names: tuple[str, ...]
    floors: tuple[str, ...]


@cache
def subjects() -> Subjects:
    """Read the file beside this module, once."""
    read = _frozen(tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")))
    makers = (("topics", Topic), ("rules", Rule), ("events", Event))
    return Subjects(**read | {name: tuple(make(**one) for one in read[name]) for name, make in makers})
