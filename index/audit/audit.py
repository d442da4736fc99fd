"""Ask about each pair of statements at odds, and keep what the Answerer itself calls a conflict."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain, compress

from index.audit.asking import questions_for
from index.audit.statements import Pair, Statement, pairs_of
from index.store import Generation
from index.types import Answer, Citation, Conflicting, Difference, Quote, Side

# A question that many things answer was too general to show that two of them contradict.
MOST_SIDES = 3
LIKELY = 0.5

Ask = Callable[[str], Answer]
OnProgress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Finding:
    """A contradiction: two sides, newest first. `confirmed` counts the questions that showed it."""

    question: str
    sides: tuple[Side, ...]
    difference: Difference
    note: str | None
    confirmed: int = 1

    @property
    def suggestion(self) -> tuple[str, str] | None:
        """The newer source and the older one that it might declare to supersede; None without two dates."""
        cited = [side.evidence[0].quote.source for side in self.sides]
        dated = [source for source in cited if source.date]
        newest = max(dated, key=_date, default=None)
        oldest = min(dated, key=_date, default=None)
        if not newest or not oldest or newest.id == oldest.id or newest.date == oldest.date:
            return None
        return newest.path, oldest.id


@dataclass(frozen=True, slots=True)
class Audited:
    """What an audit looked at: pairs at odds, questions asked, and what was found, the surest first."""

    pairs: int
    questions: int
    findings: tuple[Finding, ...]


def _date(citation: Citation) -> str:
    return str(citation.date)


def audit(generation: Generation, ask: Ask, on_progress: OnProgress | None = None) -> Audited:
    """Look for contradictions between any two statements of a generation; `ask` must answer from the same one."""
    pairs = list(pairs_of(generation))
    asked: dict[str, Answer] = {}
    found: list[Finding] = []
    for done, pair in enumerate(pairs):
        if on_progress:
            on_progress(done, len(pairs))
        found += (finding for question in _questions(pair) if (finding := _confirm(pair, question, ask, asked)))
    return Audited(len(pairs), len(asked), _ranked(found))


def _questions(pair: Pair) -> Iterable[str]:
    """The surest question of each statement: the one asks what the other contradicts.

    Where one says no of the same subject, the next as well: whether it is required does not answer "What is the VPN?".
    """
    most = 2 if pair.a.negated != pair.b.negated and pair.a.subject and pair.a.subject == pair.b.subject else 1
    for n, statement in enumerate((pair.a, pair.b)):
        yield from list(questions_for(statement.text, pair.values[n] if pair.values else None))[:most]


def _confirm(pair: Pair, question: str, ask: Ask, asked: dict[str, Answer]) -> Finding | None:
    """Ask, and keep a conflict only if these two statements stand on two of its sides."""
    if question not in asked:
        asked[question] = ask(question)
    verdict = asked[question].verdict
    if not isinstance(verdict, Conflicting) or len(verdict.sides) > MOST_SIDES:
        return None
    left, right = (_side_of(statement, verdict.sides) for statement in (pair.a, pair.b))
    if left is None or right is None or left == right:
        return None
    # Other sides of the verdict are pairs of their own, if they are any.
    sides = tuple(verdict.sides[n] for n in sorted((left, right)))
    return Finding(question, sides, verdict.difference, verdict.note)


def _side_of(statement: Statement, sides: tuple[Side, ...]) -> int | None:
    for n, side in enumerate(sides):
        for evidence in side.evidence:
            quote = evidence.quote
            inside = quote.start < statement.span.end and statement.span.start < quote.end
            if quote.source.id == statement.source.id and inside:
                return n
    return None


def _ranked(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Join findings with the same sides; those shown by more questions first, then those with surer evidence."""
    groups: list[list[Finding]] = []
    for finding in found:
        repeated = [any(_is_repeated(finding, one) for one in group) for group in groups]
        joined = [*chain.from_iterable(compress(groups, repeated)), finding]
        groups = [group for group, same in zip(groups, repeated, strict=True) if not same] + [joined]
    findings = [
        Finding(best.question, best.sides, best.difference, best.note, len({one.question for one in same}))
        for same in groups
        for best in [max(same, key=_sureness)]
    ]
    kept = [finding for finding in findings if finding.confirmed > 1 or _is_sure(finding)]
    return tuple(sorted(kept, key=lambda finding: (-finding.confirmed, -_sureness(finding))))


def _is_repeated(one: Finding, other: Finding) -> bool:
    """Say whether two findings are one that articles repeat: they say the same, and a sentence stands in both.

    By what they say alone, 25 against 28 days of leave would hide 25 against 28 days of notice.
    """
    same = _answers(one) == _answers(other)
    return same and any(_overlap(a, b) for a in _quotes(one) for b in _quotes(other))


def _answers(finding: Finding) -> frozenset[str]:
    return frozenset({side.answer.casefold() for side in finding.sides} | {finding.difference.value})


def _quotes(finding: Finding) -> list[Quote]:
    return [one.quote for side in finding.sides for one in side.evidence]


def _overlap(a: Quote, b: Quote) -> bool:
    return a.source.id == b.source.id and a.start < b.end and b.start < a.end


def _is_sure(finding: Finding) -> bool:
    """Say whether one question is enough: both sides likely answer it, and from two articles.

    Nobody asked this question, so a second side needs more than the low threshold at which answering lets one in.
    """
    within_one = len({one.quote.source.id for side in finding.sides for one in side.evidence}) == 1
    return not within_one and _sureness(finding) >= LIKELY


def _sureness(finding: Finding) -> float:
    return min(max(evidence.probability for evidence in side.evidence) for side in finding.sides)
