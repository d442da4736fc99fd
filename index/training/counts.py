"""Put `KIND=COUNT` options into a mixture of rows."""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING, TypeVar

import typer

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Mixture = TypeVar("Mixture", bound="DataclassInstance")


def with_counts(mixture: Mixture, options: Sequence[str]) -> Mixture:
    """The mixture with the given counts in it; raises typer.BadParameter for a kind that it lacks, or no number."""
    known = [one.name for one in fields(mixture)]
    counts = {}
    for option in options:
        kind, _, count = option.partition("=")
        name = kind.replace("-", "_")
        if name not in known or not count.isdecimal():
            raise typer.BadParameter(f"{option!r} is not KIND=COUNT with one of the kinds {', '.join(known)}")
        counts[name] = int(count)
    return replace(mixture, **counts)
