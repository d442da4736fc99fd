"""Pack the blocks of a source into the stretches that a reader sees at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.chunking.blocks import Block, Kind, Unit
from index.chunking.sentences import BUDGET, cost, opening_question, units
from index.types import Span

MAX_SENTENCES = 4
# A paragraph of fewer words hardly stands for itself.
SHORT_WORDS = 12
_MAX_QUESTION = 40


@dataclass(frozen=True, slots=True)
class Packed:
    """A passage without its source: where it stands, its quotable sentences, and the headings above it."""

    start: int
    end: int
    sentences: tuple[Span, ...]
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Run:
    """A block's units. `lead` is the line that opens a list or a table: later passages carry it as a heading."""

    kind: Kind
    units: tuple[Unit, ...]
    headings: tuple[str, ...]
    lead: str | None = None
    words: int = 0


def pack(text: str, blocks: Iterator[Block]) -> Iterator[Packed]:
    """Yield passages in the order of the text."""
    runs = [_run(text, block) for block in blocks]
    for run in _joined(text, [run for run in runs if run.units]):
        yield from _passages(run)


def _run(text: str, block: Block) -> _Run:
    found = tuple(unit for piece in block.pieces for unit in units(text, piece))
    words = sum(len(text[unit.start : unit.end].split()) for unit in found)
    run = _Run(block.kind, found, block.headings, None, words)
    first = block.pieces[0]
    match block.kind:
        case "table" if found:
            # Rows below a table's first are read under it, whatever passage they fall into.
            return replace(run, lead=_words(text, found[0]))
        case "code" if found and sum(unit.cost for unit in found) <= BUDGET:
            # A short piece of code is quoted whole.
            return replace(run, units=(replace(found[0], end=found[-1].end, cost=sum(unit.cost for unit in found)),))
        case "pair" if len(found) > 1:
            return replace(run, units=_asked(text, found), lead=_words(text, found[0]))
        case "prose" if question := opening_question(text, first.start, first.end):
            return replace(run, kind="pair", lead=question)
        case _:
            return run


def _joined(text: str, runs: Sequence[_Run]) -> Iterator[_Run]:
    """Put together what a person reads together: lead-in and list, question and answer, and very short paragraphs."""
    waiting: _Run | None = None
    for run in runs:
        if waiting is None:
            waiting = run
        elif waiting.headings != run.headings or waiting.kind != "prose":
            yield waiting
            waiting = run
        elif together := _pair(text, waiting, run) or _led(text, waiting, run) or _short(text, waiting, run):
            waiting = together
        elif _leads(text, waiting) and run.kind not in ("prose", "pair"):
            # The paragraph stands for itself, and its last sentence opens the list as well.
            yield waiting
            last = waiting.units[-1]
            waiting = replace(run, units=(last, *run.units), lead=run.lead or _words(text, last))
        else:
            yield waiting
            waiting = run
    if waiting is not None:
        yield waiting


def _leads(text: str, run: _Run) -> bool:
    return run.kind == "prose" and text[run.units[-1].end - 1] == ":"


def _led(text: str, lead: _Run, run: _Run) -> _Run | None:
    if run.kind in ("prose", "pair") or len(lead.units) > 1:
        return None
    close = text.count("\n", lead.units[-1].end, run.units[0].outer) < 2 or _is_question(text, lead)
    if not (_leads(text, lead) or close):
        return None
    return replace(run, units=(*lead.units, *run.units), lead=run.lead or _words(text, lead.units[-1]))


def _pair(text: str, question: _Run, answer: _Run) -> _Run | None:
    """Join a paragraph that only asks with the paragraph that answers it."""
    if answer.kind != "prose" or not _is_question(text, question) or _is_question(text, answer):
        return None
    asked = _words(text, question.units[0])
    return replace(answer, kind="pair", units=_asked(text, (*question.units, *answer.units)), lead=asked)


def _asked(text: str, both: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """Make a question and its answer one sentence, or with a longer answer, the question and its first sentence."""
    close = sum(unit.cost for unit in both) * 2 <= BUDGET
    last = len(both) if close else 2
    first = both[0]
    if sum(unit.cost for unit in both[:last]) > BUDGET:
        return both
    return (
        Unit(first.start, both[last - 1].end, first.outer, cost(text[first.start : both[last - 1].end])),
        *both[last:],
    )


def _is_question(text: str, run: _Run) -> bool:
    if run.kind != "prose" or len(run.units) != 1 or run.units[0].cost > _MAX_QUESTION:
        return False
    return text[run.units[0].start : run.units[0].end].rstrip('*_ ”"').endswith("?")


def _short(text: str, one: _Run, other: _Run) -> _Run | None:
    if text[one.units[-1].end : other.units[0].outer].strip():
        return None
    if one.kind != "prose" or other.kind != "prose" or one.words >= SHORT_WORDS * len(one.units):
        return None
    if other.words >= SHORT_WORDS or not _fits((*one.units, *other.units), MAX_SENTENCES):
        return None
    return replace(one, units=(*one.units, *other.units), words=max(one.words, other.words))


def _words(text: str, unit: Unit) -> str:
    return " ".join(text[unit.start : unit.end].strip("*_ ").rstrip(":").split())


def _fits(part: Sequence[Unit], most: int) -> bool:
    return len(part) <= most and sum(unit.cost for unit in part) <= BUDGET


def _passages(run: _Run) -> Iterator[Packed]:
    """Fill passages greedily; in prose each begins with the sentence that closed the one before.

    Only running text has pronouns whose referent the overlap keeps; the items of a list stand for themselves.
    """
    most = MAX_SENTENCES if run.kind in ("prose", "pair") else len(run.units)
    first = 0
    while first < len(run.units):
        last = first + 1
        while last < len(run.units) and _fits(run.units[first : last + 1], most):
            last += 1
        yield _packed(run, first, last)
        if last == len(run.units):
            return
        overlap = run.kind in ("prose", "pair") and last - first > 1 and _fits(run.units[last - 1 : last + 1], most)
        first = last - 1 if overlap else last


def _packed(run: _Run, first: int, last: int) -> Packed:
    part = run.units[first:last]
    headings = (*run.headings, run.lead) if run.lead and first > 0 else run.headings
    return Packed(part[0].outer, part[-1].end, tuple(Span(unit.start, unit.end) for unit in part), headings)
