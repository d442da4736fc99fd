"""Name who asks, and what may be done."""

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """What may be done: ask questions and give feedback; read sources and search; rebuild."""

    ASK = "ask"
    READ = "read"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks. `id` owns conversations and private answers; `address` limits whoever has no secret key."""

    id: str
    scopes: frozenset[Scope]
    address: str
    secret: bool = False
    local: bool = False
