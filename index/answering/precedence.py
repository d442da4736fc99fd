"""Let declared precedence decide between conflicting sides: supersedes, validity, authority. Newer alone never wins."""

import datetime as dt
from collections.abc import Mapping, Sequence

from index.types import Decision, Source


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


def decide(sides: Sequence[Sequence[Source]], supersedes: Mapping[str, Sequence[str]]) -> tuple[int, Decision] | None:
    """Return the place of the side that a declaration lets win, and the rule; None where none decides between all.

    A side is every source that says so, shown or not. `supersedes` comes before `authority`: it names the other
    source, authority only ranks.
    """
    for place, winner in enumerate(sides):
        losers = _over(sides, place)
        reached = {source.id: superseded_by(source.id, supersedes) for source in winner}
        if set(losers) <= set().union(*reached.values()):
            declaring = next(one for one, beaten in reached.items() if beaten & set(losers))
            return place, Decision("supersedes", declaring, losers)
    first, second = sorted(range(len(sides)), key=lambda place: -_highest(sides[place]).authority)[:2]
    if _highest(sides[first]).authority > _highest(sides[second]).authority:
        return first, Decision("authority", _highest(sides[first]).id, _over(sides, first))
    return None


def _over(sides: Sequence[Sequence[Source]], winner: int) -> tuple[str, ...]:
    return tuple(sorted({source.id for place, side in enumerate(sides) if place != winner for source in side}))


def _highest(side: Sequence[Source]) -> Source:
    return max(side, key=lambda source: source.authority)
