"""What the made-up pairs are about: topics with values, rules that hold or fail, events with rival accounts."""

import tomllib
from collections.abc import Iterator
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
    beside: tuple[str, ...] = (
        "A new date has not been set.",
        "About three hundred people were affected.",
        "Nobody was available for comment.",
    )


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


_FORMS = ("asked", "told", "holds", "fails", "ended")


@cache
def subjects() -> Subjects:
    """Read the file beside this module, once."""
    read = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    kinds = (("topics", Topic, "families"), ("rules", Rule, "polar"), ("events", Event, "causes"))
    for name, make, families in kinds:
        spread = [one for i, family in enumerate(read.pop(families)) for one in _spread(family, f"{families} {i}")]
        read[name] = [make(**_frozen(one)) for one in [*read[name], *spread]]
    return Subjects(**_frozen(read))


def _spread(family: dict[str, Any], group: str) -> Iterator[dict[str, Any]]:
    """One subject for each thing of a family, told in the same sentences."""
    for thing in family["things"]:
        filled = {"{e}": thing, "{E}": thing[:1].upper() + thing[1:]}
        forms = {name: [_filled(one, filled) for one in family[name]] for name in _FORMS if name in family}
        rest: dict[str, Any] = {name: family[name] for name in ("value", "accounts", "beside") if name in family}
        yield {"group": group, **forms, **rest}


def _filled(form: str, filled: dict[str, str]) -> str:
    for gap, thing in filled.items():
        form = form.replace(gap, thing)
    return form
