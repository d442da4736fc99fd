"""Name what a text is made of, between the parsers and the packing into passages."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["prose", "list", "table", "code", "pair"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a block whose sentences are looked for: a paragraph, an item, a row, a line of code.

    `outer` is where its line begins, list mark included. A `whole` piece is one quotable span, whatever stands in it.
    """

    start: int
    end: int
    outer: int
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list, table, piece of code, or question with its answer, and the headings above it."""

    kind: Kind
    pieces: tuple[Piece, ...]
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """What packing moves as one: a sentence with what belongs to its line. `cost` estimates its wordpieces."""

    start: int
    end: int
    outer: int
    cost: int
