"""Decide: supported, conflicting or silent, from weighed candidates and how they relate."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from index.answering import precedence
from index.answering.change import stated_change
from index.answering.evidence import Asked, Candidate
from index.answering.quoting import cut_quote
from index.answering.relations import Link, Related, agrees, excludes, opposes
from index.answering.wording import change_note, unnamed
from index.types import (
    Conflicting,
    Decision,
    Evidence,
    Quote,
    ReasonCode,
    Side,
    Silent,
    Span,
    Supported,
    Verdict,
)

RELATED = 3
AGREEING = 3

Place = tuple[str, Span]  # a source's id, and where in it


@dataclass(frozen=True, slots=True)
class Ruling:
    """A verdict, the rule that led to it, the probability of a conflict, and each passage's part in it."""

    verdict: Verdict
    rule: str
    conflict: float = 0.0
    outcomes: Mapping[Place, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Corpus:
    """What deciding needs to know of all sources: declared precedence, today, and the base of links."""

    supersedes: Mapping[str, Sequence[str]]
    today: Callable[[], dt.date] = dt.date.today
    public_url: str | None = None


def rule(
    asked: Asked,
    best: Candidate,
    pairs: Sequence[tuple[Candidate, Related]],
    expired: Sequence[Candidate],
    corpus: Corpus,
) -> Ruling:
    """Rule on a best candidate and its rivals: a conflict, an answer for each scope, or one answer.

    `expired` are candidates of sources that are not in force today; where one says otherwise, that rule decided.
    """
    agreeing = [candidate for candidate, related in pairs if related.link is Link.AGREE]
    against = [
        (candidate, related)
        for candidate, related in pairs
        if related.link is Link.CONFLICT and not _told_together(best, candidate)
    ]
    apart = [(candidate, related) for candidate, related in pairs if related.contrast]
    if against and asked.kind.single:
        ruling = conflict(asked, [best, *agreeing], against, corpus)
    elif apart and asked.kind.single:
        ruling = depend(asked, best, apart, corpus)
    elif asked.kind.single:
        ruling = support(asked, [best, *agreeing], corpus, _outlasted(best, expired))
    else:
        ruling = support(asked, [best, *(candidate for candidate, _ in pairs)], corpus)
    outcomes = {place_of(candidate): related.link.value for candidate, related in pairs} | {place_of(best): "best"}
    return replace(ruling, conflict=_chance(asked, best, pairs, ruling.verdict), outcomes=outcomes)


def _chance(asked: Asked, best: Candidate, pairs: Sequence[tuple[Candidate, Related]], verdict: Verdict) -> float:
    """Return the probability of a conflict that no declaration settles."""
    decided = verdict.decided_by if isinstance(verdict, Supported) else None
    overruled = frozenset(decided.over) if decided else frozenset[str]()
    left = [
        related.conflict
        for one, related in pairs
        if not _told_together(best, one) and overruled.isdisjoint({best.hit.source.id, one.hit.source.id})
    ]
    return max(left, default=0.0) if asked.kind.single else 0.0


def place_of(candidate: Candidate) -> Place:
    return candidate.hit.source.id, candidate.quote


def _told_together(a: Candidate, b: Candidate) -> bool:
    """Say whether one article tells both; its reasons add up, only its values can contradict each other."""
    return a.hit.source.id == b.hit.source.id and not (excludes(a, b) or opposes(a, b))


def _outlasted(best: Candidate, expired: Sequence[Candidate]) -> Decision | None:
    """Name the validity rule where a source that is not in force would have said otherwise."""
    over = {one.hit.source.id for one in expired if one.probability >= best.probability / 2 and not agrees(best, one)}
    return Decision("effective", best.hit.source.id, tuple(sorted(over))) if over else None


def evidence_of(asked: Asked, candidate: Candidate, corpus: Corpus, scope: str | None = None) -> Evidence:
    """Quote a candidate; where a sentence is the answer (lists, reasons, yes or no) nothing is highlighted."""
    whole = asked.wants_sentence
    quote = _quote(candidate, candidate.quote, corpus, None if whole else candidate.span)
    answer = candidate.text if whole else candidate.answer
    return Evidence(quote, answer, candidate.probability, candidate.polarity, scope)


def related_quotes(candidates: Sequence[Candidate], corpus: Corpus) -> tuple[Quote, ...]:
    """Return up to three closest passages, each another sentence, none claimed to be an answer."""
    quotes: dict[str, Quote] = {}
    for candidate in candidates:
        quotes.setdefault(candidate.text, _quote(candidate, candidate.sentence, corpus, None))
    return tuple(quotes.values())[:RELATED]


def _quote(candidate: Candidate, span: Span, corpus: Corpus, highlight: Span | None) -> Quote:
    headings = candidate.hit.passage.headings
    return cut_quote(
        candidate.hit.source,
        span,
        score=candidate.probability,
        highlight=highlight,
        section=headings[-1] if headings else None,
        public_url=corpus.public_url,
    )


def silence(asked: Asked, candidates: Sequence[Candidate], corpus: Corpus) -> Ruling:
    """Decline, and say which kind of silence it is."""
    related = related_quotes(candidates, corpus)
    if not candidates:
        return Ruling(Silent(ReasonCode.NO_PASSAGE), "retrieval found no passage")
    absent = next((term for term in candidates[0].missing if all(term in one.missing for one in candidates)), None)
    if absent:
        return Ruling(Silent(ReasonCode.ENTITY_MISSING, related, absent), unnamed(absent))
    return Ruling(Silent(ReasonCode.NEAR_TOPIC, related), "no passage reached the threshold of an answer")


def support(asked: Asked, agreeing: Sequence[Candidate], corpus: Corpus, decided_by: Decision | None = None) -> Ruling:
    """Answer from the best candidate, with up to two more that say the same."""
    evidence = tuple(evidence_of(asked, candidate, corpus) for candidate in _worth_showing(agreeing))
    verdict = Supported(evidence[0].answer, evidence, agreeing[0].polarity, decided_by=decided_by)
    return Ruling(
        verdict, decided_by.rule if decided_by else "the best passage reached the threshold; none contradicts it"
    )


def depend(asked: Asked, best: Candidate, apart: Sequence[tuple[Candidate, Related]], corpus: Corpus) -> Ruling:
    """Answer once for each scope, when the question names none."""
    first = apart[0][1].contrast
    assert first
    scoped = [(best, first.a)]
    for candidate, related in apart:
        assert related.contrast
        if related.contrast.of == first.of and related.contrast.b not in [scope for _, scope in scoped]:
            scoped.append((candidate, related.contrast.b))
    evidence = tuple(evidence_of(asked, candidate, corpus, scope) for candidate, scope in scoped)
    names = [scope for _, scope in scoped]
    depends = f"{first.of}: {', '.join(names[:-1])} or {names[-1]}"
    verdict = Supported(evidence[0].answer, evidence, depends_on=depends)
    return Ruling(verdict, f"passages answer for disjoint scopes ({', '.join(names)}) and the question names none")


def conflict(
    asked: Asked, best: Sequence[Candidate], rivals: Sequence[tuple[Candidate, Related]], corpus: Corpus
) -> Ruling:
    """Set up the sides; a declaration may let one win, else all are shown, newest first."""
    groups = [tuple(best), *_by_complete_linkage([candidate for candidate, _ in rivals])]
    sides = [_side(asked, group, corpus) for group in groups]
    won = precedence.decide([[candidate.hit.source for candidate in group] for group in groups], corpus.supersedes)
    if won:
        return support(asked, groups[won[0]], corpus, won[1])
    ordered = tuple(sorted(sides, key=_newest, reverse=True))
    strongest = max((related for _, related in rivals), key=lambda related: related.conflict)
    rule = f"two passages contradict each other (probability {strongest.conflict:.2f})"
    return Ruling(Conflicting(ordered, strongest.difference, _note(groups)), rule)


def _by_complete_linkage(candidates: Sequence[Candidate]) -> list[tuple[Candidate, ...]]:
    """Group those that oppose the best answer: a candidate joins a side only if it agrees with all of it."""
    groups: list[list[Candidate]] = []
    for candidate in candidates:
        home = next((group for group in groups if all(_together(candidate, other) for other in group)), None)
        if home is None:
            groups.append([candidate])
        else:
            home.append(candidate)
    return [tuple(group) for group in groups]


def _together(a: Candidate, b: Candidate) -> bool:
    """Say whether two may stand on one side: they agree, or one article tells both and states no other value."""
    return agrees(a, b) or (a.hit.source.id == b.hit.source.id and not excludes(a, b))


def _side(asked: Asked, group: Sequence[Candidate], corpus: Corpus) -> Side:
    evidence = tuple(evidence_of(asked, candidate, corpus) for candidate in _worth_showing(group))
    return Side(evidence[0].answer, evidence)


def _worth_showing(agreeing: Sequence[Candidate]) -> Sequence[Candidate]:
    """Keep up to three that say it in other sentences, each at least half as sure as the first."""
    distinct = {candidate.text: candidate for candidate in reversed(agreeing)}
    sure = agreeing[0].probability / 2
    return [one for one in agreeing if distinct[one.text] is one and one.probability >= sure][:AGREEING]


def _newest(side: Side) -> dt.date:
    return max(evidence.quote.source.date or dt.date.min for evidence in side.evidence)


def _note(groups: Sequence[Sequence[Candidate]]) -> str | None:
    """Say so where the newer source itself states that things changed."""
    ranked = sorted(
        (candidate for group in groups for candidate in group),
        key=lambda candidate: candidate.hit.source.date or dt.date.min,
    )
    newest, oldest = ranked[-1], ranked[0]
    change = stated_change(newest.text)
    if change is None or newest.hit.source.id == oldest.hit.source.id:
        return None
    return change_note(newest.hit.source.title, change or None, oldest.hit.source.id)
