"""Stop a build that answers golden questions worse than before, for no reason in the articles."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.build import BuildChanges, GateVerdict
from index.evaluation.asking import Asker
from index.evaluation.golden import GoldenQuestion, ask_golden
from index.evaluation.report import Item
from index.store import Generation

OpenAsker = Callable[[Generation], Asker]


@dataclass(frozen=True, slots=True)
class GoldenGate:
    """Asks the same questions of both generations with the same models. Without a baseline nothing is blocked."""

    questions: Sequence[GoldenQuestion]
    asker: OpenAsker

    def __call__(self, new: Generation, old: Generation | None, changes: BuildChanges) -> GateVerdict:
        after = self._ask(new)
        if old is None:
            return GateVerdict(asked=len(after))
        # Not by id: questions of two folders may share one.
        pairs = zip(self._ask(old), after, strict=True)
        worse = [(was, now) for was, now in pairs if was.right and not now.right]
        touched = changes.touched
        explained = [(was, now, _quoted(was, now) & touched) for was, now in worse]
        return GateVerdict(
            asked=len(after),
            explained=tuple(_because(was, now, sorted(why)) for was, now, why in explained if why),
            unexplained=tuple(_described(was, now) for was, now, why in explained if not why),
        )

    def _ask(self, generation: Generation) -> tuple[Item, ...]:
        asker = self.asker(generation)
        return ask_golden(self.questions, asker.ask, asker.text_of)


def _quoted(was: Item, now: Item) -> frozenset[str]:
    return frozenset(quote.source for item in (was, now) for quote in item.quotes)


def _because(was: Item, now: Item, touched: Sequence[str]) -> str:
    return f"{_described(was, now)} It quotes {', '.join(touched)}, which this build added, changed or removed."


def _described(was: Item, now: Item) -> str:
    return f"{now.id} {now.question!r}: {outcome(was)} before, now {outcome(now)}; expected {now.wanted}."


def outcome(item: Item) -> str:
    """Say in a few words what came: the answer, or the kind of decline."""
    match item.status:
        case "answered":
            return f"answered “{item.answer}”"
        case "conflict":
            return "a conflict of " + " and ".join(sorted({quote.source for quote in item.quotes}))
        case "silent":
            return "silent"
