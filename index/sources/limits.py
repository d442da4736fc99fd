"""Bound what one file may cost, so that a broken or hostile one cannot harm the build."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps for each file. `seconds` of computing and `memory` (bytes) bound the process that parses it."""

    file_bytes: int = 50_000_000
    pages: int = 2_000
    seconds: float = 60.0
    memory: int = 2_000_000_000
    unpacked_bytes: int = 200_000_000
    unpacked_ratio: int = 200
