"""Answer one question over one generation: retrieve, read, judge, decide. The whole flow stands in `ask`."""

import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from index.answering import verdict as verdicts
from index.answering.alone import with_quotes_read
from index.answering.asking import asked_in
from index.answering.calibration import Calibrated
from index.answering.change import of_another_time
from index.answering.evidence import Asked, Candidate, certainty, has_digit, log_odds, weigh
from index.answering.judge import Judge
from index.answering.precedence import is_valid
from index.answering.questions import clean_question, complete, has_words, is_foreign, parts_of
from index.answering.reader import Reader, Reading, is_faint
from index.answering.relations import RESTATED, Link, Related, relate
from index.answering.thesaurus import in_words_of
from index.answering.verdict import Corpus, Ruling
from index.answering.wording import ENGLISH_ONLY, reason_for
from index.types import Answer, Conflicting, Hit, ReasonCode, Silent, Step, Supported, Trace

RIVALS = 3
LOOKS = 3
READ_FIRST, READ_AT_MOST = 6, 12
# A window this much less near to the question (cosine) than the answering one has hardly ever held another side.
NEAR = 0.1
# A passage surer than this is told although something might contradict it; with less, it is weighed as if that did, and
# windows are asked in their own words, too.
# Of golden answers whose confidence lies below .3 when weighed so, of the surer 19 were right and one wrong, of the
# others ten and twelve.
SURE = 0.55
DOUBTED = "the best passage reached the threshold, but answers as doubtful as this one are mostly wrong"

Pair = tuple[Candidate, Related]
Ruled = tuple[Ruling, Sequence[Candidate]]
OnStage = Callable[[str], None]


class Search(Protocol):
    """Find the passages nearest to a question: best first, at most k."""

    def search(self, question: str, k: int) -> Sequence[Hit]: ...


@dataclass(frozen=True, slots=True)
class Models:
    """The reader, the judge and the calibration that was fitted for them."""

    reader: Reader
    judge: Judge
    calibrated: Calibrated


@dataclass(slots=True)
class _Clock:
    """Milliseconds by stage; announces each stage as it begins."""

    announce: OnStage | None
    stages: dict[str, float] = field(default_factory=dict)
    _begun: float = 0.0
    _name: str = ""

    def enter(self, stage: str) -> None:
        self.leave()
        self._name, self._begun = stage, time.perf_counter()
        if self.announce and stage not in self.stages:
            self.announce(stage)

    def leave(self) -> None:
        if self._name:
            spent = (time.perf_counter() - self._begun) * 1000
            self.stages[self._name] = self.stages.get(self._name, 0.0) + spent
        self._name = ""


class Answerer:
    """Answers over whatever `search` finds; holds no state between questions, so any thread may ask."""

    def __init__(self, search: Search, models: Models, corpus: Corpus, generation: str) -> None:
        self._search, self._models, self._corpus, self._generation = search, models, corpus, generation

    def ask(self, question: str, *, earlier: str | None = None, on_stage: OnStage | None = None) -> Answer:
        """Answer, or decline as a verdict; raise QuestionError for a question that cannot be taken."""
        began = time.perf_counter()
        asked = clean_question(question)
        clock = _Clock(on_stage)
        foreign = is_foreign(asked)
        parts = [_nothing("the question is not in English")] if foreign else self._rule(asked, earlier, clock)
        clock.leave()
        ruling = _joined([ruling for ruling, _ in parts])
        return Answer(
            id=secrets.token_hex(16),
            question=asked,
            verdict=ruling.verdict,
            confidence=self._least_confidence(ruling, parts),
            generation=self._generation,
            elapsed_ms=round((time.perf_counter() - began) * 1000),
            reason=ENGLISH_ONLY if foreign else reason_for(ruling.verdict),
            trace=self._trace(ruling, [candidate for _, seen in parts for candidate in seen], clock),
        )

    def _rule(self, message: str, earlier: str | None, clock: _Clock) -> list[Ruled]:
        """Find the question in a message, complete it, and rule on each of its parts."""
        found = asked_in(message)
        question = complete(found.question, earlier and asked_in(earlier).question)
        if not has_words(question):
            return [_nothing("the question has no words to look for")]
        return [self._rule_part(part, found.beside, clock) for part in parts_of(question)]

    def _rule_part(self, question: str, beside: str, clock: _Clock) -> Ruled:
        asked = Asked.of(question, beside)
        clock.enter("retrieve")
        hits = self._search.search(question, READ_AT_MOST)
        clock.enter("read")
        candidates = self._read(asked, hits)
        candidates = with_quotes_read(asked, candidates, self._models.reader, most=1)
        clock.enter("judge")
        return self._decide(asked, candidates), candidates

    def _read(self, asked: Asked, hits: Sequence[Hit]) -> list[Candidate]:
        """Read the first windows, the rest only where they could change the verdict; look again where none answers."""
        calibration = self._models.calibrated.calibration
        enough = calibration.thresholds.answer
        first, rest = hits[:READ_FIRST], hits[READ_FIRST:]
        readings = self._models.reader.read(asked.worded_for(first), first)
        candidates = weigh(asked, first, readings, calibration)
        if not rest or not _rest_matters(asked, candidates, rest, enough):
            hits = first
        else:
            readings += self._models.reader.read(asked.worded_for(rest), rest)
            candidates = weigh(asked, hits, readings, calibration)
        for look, sure in ((self._read_closely, enough), (self._read_reworded, SURE)):
            again = {} if _answers(candidates, sure) else look(asked, hits, readings)
            if again:
                readings = [again.get(place, one) for place, one in enumerate(readings)]
                candidates = weigh(asked, hits, readings, calibration)
        return candidates

    def _read_closely(self, asked: Asked, hits: Sequence[Hit], readings: Sequence[Reading]) -> dict[int, Reading]:
        """Look again at the windows which hardly seem to answer; return the new readings by their places."""
        faint = [place for place, one in enumerate(readings) if is_faint(one.answerable, one.margin)]
        chosen = [hits[place] for place in faint]
        again = self._models.reader.read(asked.worded_for(chosen), chosen, closely=True)
        return dict(zip(faint, again, strict=True))

    def _read_reworded(self, asked: Asked, hits: Sequence[Hit], readings: Sequence[Reading]) -> dict[int, Reading]:
        """Ask each window also in its own words; return the readings that are surer by it, by their places."""
        worded = [
            (question, in_words_of(question, hit)) for question, hit in zip(asked.worded_for(hits), hits, strict=True)
        ]
        changed = {place: anew for place, (before, anew) in enumerate(worded) if anew != before}
        again = self._models.reader.read([*changed.values()], [hits[place] for place in changed])
        looked = zip(changed, again, strict=True)
        return {at: one for at, one in looked if certainty(one) > certainty(readings[at])}

    def _decide(self, asked: Asked, candidates: Sequence[Candidate]) -> Ruling:
        thresholds = self._models.calibrated.calibration.thresholds
        today = self._corpus.today()
        valid = [one for one in candidates if is_valid(one.hit.source, today)]
        current = [one for one in valid if not of_another_time(asked.text, one.text, today.year)] or valid
        if not current or current[0].probability < thresholds.contest:
            return verdicts.silence(asked, candidates, self._corpus)
        best = current[0]
        rivals = [
            one
            for one in current[1:]
            if one.probability >= thresholds.side and one.text != best.text and not _of_another_number(one, best)
        ][:RIVALS]
        best, pairs = self._compare(asked, [best, *rivals], thresholds.contest)
        pairs += [(one, RESTATED) for one in current if one is not best and one.text == best.text]
        ruling = verdicts.rule(asked, best, pairs, [one for one in candidates if one not in valid], self._corpus)
        if isinstance(ruling.verdict, Conflicting):
            return ruling
        if best.probability < thresholds.answer:
            return replace(verdicts.silence(asked, candidates, self._corpus), conflict=ruling.conflict)
        confidence = self._confidence(ruling, candidates, contested=best.probability < SURE)
        if confidence is not None and confidence < thresholds.confidence:
            silent = verdicts.silence(asked, candidates, self._corpus)
            return replace(silent, rule=DOUBTED, conflict=ruling.conflict)
        return ruling

    def _compare(self, asked: Asked, current: Sequence[Candidate], enough: float) -> tuple[Candidate, list[Pair]]:
        """Relate the best candidate to its rivals; where reasons are asked, the next best ones to theirs as well.

        The span of a reason is long and often said in part, so that the best of three need not be one of two sides.
        """
        first: list[Pair] = []
        for place in range(LOOKS if asked.wants_sentence else 1):
            if place >= len(current) or current[place].probability < enough:
                break
            best, rivals = current[place], current[place + 1 :]
            related = relate(asked, best, rivals, self._models.judge, self._models.calibrated.calibration)
            pairs = list(zip(rivals, related, strict=True))
            if any(one.link is Link.CONFLICT for one in related):
                return best, pairs
            first = first if place else pairs
        return current[0], first

    def _confidence(self, ruling: Ruling, seen: Sequence[Candidate], *, contested: bool = False) -> float | None:
        """Say how likely the best answer is right; `contested`: the chance of a conflict weighs as if it were told."""
        calibrated = self._models.calibrated
        if not calibrated.fits:
            return None
        if not seen:
            return 0.0
        contradicted = ruling.conflict if contested else float(isinstance(ruling.verdict, Conflicting))
        features = confidence_features(seen[0].features, seen[0].probability, ruling.conflict, contradicted)
        return calibrated.calibration.confidence.probability(features)

    def _least_confidence(self, ruling: Ruling, parts: Sequence[Ruled]) -> float | None:
        """Be as sure of the whole as of its weakest part; of a conflict in one part, as of that part."""
        told = [part for part in parts if part[0].verdict is ruling.verdict] or parts
        known = [one for one in (self._confidence(*part) for part in told) if one is not None]
        return min(known, default=None)

    def _trace(self, ruling: Ruling, seen: Sequence[Candidate], clock: _Clock) -> Trace:
        threshold = self._models.calibrated.calibration.thresholds.answer
        steps = tuple(
            Step(
                source_id=one.hit.source.id,
                start=one.quote.start,
                end=one.quote.end,
                probability=round(one.probability, 4),
                threshold=threshold,
                span=one.answer,
                outcome=ruling.outcomes.get(
                    verdicts.place_of(one), "not used" if one.probability >= threshold else "too unsure"
                ),
            )
            for one in seen
        )
        return Trace(ruling.rule, steps, {name: round(spent, 2) for name, spent in clock.stages.items()})


def confidence_features(
    seen: Mapping[str, float], best: float, conflict: float, contradicted: float
) -> dict[str, float]:
    """Describe a question for its confidence: the best passage's features and log-odds, the chance of a conflict.

    The features weigh again here, as they say how far the passage's probability is to be trusted. A chance that is not
    enough to be told as a conflict says far less than one that is, which `contradicted` counts as 1.
    """
    return {**seen, "best": log_odds(best), "conflict": conflict, "contradicted": contradicted}


def _of_another_number(rival: Candidate, best: Candidate) -> bool:
    """Say whether a rival lacks a number that the question names and the best has: rule 7, severity 4, 3 May."""
    return any(has_digit(term) for term in rival.missing if term not in best.missing)


def _answers(read: Sequence[Candidate], enough: float) -> bool:
    return bool(read) and read[0].probability >= enough


def _rest_matters(asked: Asked, read: Sequence[Candidate], rest: Sequence[Hit], enough: float) -> bool:
    """Say whether unread windows could change the verdict: no answer yet, or a hit as near as the best."""
    if not _answers(read, enough):
        return True
    nearest = read[0].hit.dense or 0.0
    return asked.kind.single and any((hit.dense or 0.0) >= nearest - NEAR for hit in rest)


def _nothing(why: str) -> Ruled:
    """Rule on a question that is not looked up at all."""
    return Ruling(Silent(ReasonCode.NO_PASSAGE), why), []


def _joined(rulings: Sequence[Ruling]) -> Ruling:
    """Join the rulings on a question's parts: a conflict in one is shown, a silent one silences the whole."""
    if len(rulings) == 1:
        return rulings[0]
    for ruling in rulings:
        if isinstance(ruling.verdict, Conflicting):
            return ruling
    found = [ruling.verdict for ruling in rulings if isinstance(ruling.verdict, Supported)]
    if not found:
        return rulings[0]
    outcomes = {key: outcome for ruling in rulings for key, outcome in ruling.outcomes.items()}
    if len(found) < len(rulings):
        quotes = tuple(piece.quote for verdict in found for piece in verdict.evidence)[: verdicts.RELATED]
        return Ruling(
            Silent(ReasonCode.PART_MISSING, quotes), "a part of the question has no answer", outcomes=outcomes
        )
    # A part that depends on a scope comes first: the surfaces then head each of its quotes with its scope.
    found.sort(key=lambda verdict: verdict.depends_on is None)
    joined = Supported(
        found[0].answer,
        tuple(piece for verdict in found for piece in verdict.evidence),
        depends_on=found[0].depends_on,
        decided_by=next((verdict.decided_by for verdict in found if verdict.decided_by), None),
    )
    return Ruling(joined, "each part of the question is answered", outcomes=outcomes)
