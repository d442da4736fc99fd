"""Let declared precedence decide between conflicting sides: supersedes, validity, authority. Newer alone never wins."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from index.types import Decision, Side, Source


def is_valid(source: Source, today: dt.date) -> bool:
    """Say whether a source's declared period covers a day; both ends count as inside."""
    starts, ends = source.effective_from, source.effective_until
    return (starts is None or starts <= today) and (ends is None or today <= ends)


def superseded_by(source_id: str, supersedes: Mapping[str, Sequence[str]]) -> set[str]:
    """Return all sources that a source supersedes, transitively."""
    reached: set[str] = set()
    waiting = list(supersedes.get(source_id, ()))
    while waiting:
        one = waiting.pop()
        if one not in reached:
            reached.add(one)
            waiting.extend(supersedes.get(one, ()))
    return reached


def decide(
    sides: Sequence[Side], sources: Mapping[str, Source], supersedes: Mapping[str, Sequence[str]]
) -> tuple[Side, Decision] | None:
    """Return the side that a declaration lets win, and the rule; None where none decides between all sides.

    `supersedes` comes before `authority`: it names the other source, authority only ranks.
    """
    for winner in sides:
        losers = [side for side in sides if side is not winner]
        beaten = {one for source in _ids(winner) for one in superseded_by(source, supersedes)}
        if all(_ids(side) <= beaten for side in losers):
            return winner, Decision("supersedes", _first(winner), _over(losers))
    ranked = sorted(sides, key=lambda side: -_authority(side, sources))
    if _authority(ranked[0], sources) > _authority(ranked[1], sources):
        return ranked[0], Decision("authority", _first(ranked[0]), _over(ranked[1:]))
    return None


def _ids(side: Side) -> set[str]:
    return {evidence.quote.source.id for evidence in side.evidence}


def _first(side: Side) -> str:
    return side.evidence[0].quote.source.id


def _over(sides: Iterable[Side]) -> tuple[str, ...]:
    return tuple(sorted({source for side in sides for source in _ids(side)}))


def _authority(side: Side, sources: Mapping[str, Source]) -> int:
    return max(sources[source].authority for source in _ids(side))
