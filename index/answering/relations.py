"""Relate two candidates for one question: do they agree, contradict, or speak of different things?"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from index.answering.calibration import Calibration
from index.answering.evidence import Asked, Candidate, log_odds, stems
from index.answering.judge import Judge, Judgement, Marked
from index.answering.scope import Contrast, contrast
from index.answering.terms import is_negated
from index.answering.thesaurus import in_words_of
from index.answering.values import Bound, Kind, Relation, Value, compare, same_name
from index.answering.values.times import ZONES
from index.answering.values.units import RATES
from index.types import Difference

_DIFFERENCES = {
    Kind.NUMBER: Difference.NUMBER,
    Kind.PERCENT: Difference.NUMBER,
    Kind.AMOUNT: Difference.AMOUNT,
    Kind.DATE: Difference.DATE,
    Kind.TIME: Difference.DATE,
    Kind.DURATION: Difference.DURATION,
    Kind.NAME: Difference.NAME,
}


# The judge's certainty that a pair speaks of two things, from which on a difference counts as a contradiction only
# where each would be answered with alone; ELSEWHERE and FOREIGN bound that.
VETO = 0.5
# Its certainty that a pair says the same or can be true together, from which on it is no conflict of accounts.
AS_ONE = 0.5
# Its certainty that a pair speaks of two things, up to which two figures that exclude each other contradict, where each
# would be answered with: it is too ready to say so of figures that are told in different words.
ELSEWHERE = 0.6
# The same where the two would be answered with about as surely, their log-odds no further apart than this: there the
# reader's word for both weighs more than the judge's against it.
ELSEWHERE_OF_EQUALS, AS_SURE = 0.95, 1.5
# Its certainty that two contradict each other, from which on one is a yes and the other a no, whatever the reader says;
# each must reach the threshold of a side that may contest.
DENIED = 0.6
# The share of the threshold for contradictions that the weaker of a yes and a no must reach: what hardly answers at all
# leans one way or the other by chance.
HEARD = 0.7
# Its certainty that two accounts speak of two things, from which on they are no conflict even where both would be
# answered with.
FOREIGN = 0.9
# The probability of a contradiction that a figure must reach which is too faint to contest anything alone.
FAINT = 0.8
# Two sources that would each be answered with contradict each other where a reason or an explanation is asked for,
# where both hold more than this share of the question's content words, where both are at least this sure to answer, or
# where the judge is at least this sure of it.
ON_TOPIC, SURE, CLEAR = 0.3, 0.6, 0.5
# How much of an answer's threshold the weaker of two sides must reach, to count as one that would be answered with.
REACHED = 1.1

# How many times one time or amount is the other, from which on they do not contradict each other.
FAR = 100
_ORDERED = (Kind.DURATION, Kind.AMOUNT)

_HEADING = re.compile(r"\*\*[^*?\n]+\*\*\s+")


class Link(StrEnum):
    """How two candidates stand to each other."""

    AGREE = "agree"
    CONFLICT = "conflict"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Related:
    """A pair's link, the probability of a conflict, what differs, and the scopes where each is answered for its own."""

    link: Link
    conflict: float
    difference: Difference
    contrast: Contrast | None = None


RESTATED = Related(Link.AGREE, 0.0, Difference.ACCOUNT)


def relate(
    asked: Asked, best: Candidate, rivals: Sequence[Candidate], judge: Judge, calibration: Calibration
) -> list[Related]:
    """Relate the best candidate to each rival, in order; the judge is asked only where words alone cannot tell."""
    open_pairs = [rival for rival in rivals if not _restates(best, rival)]
    judged = dict(zip(map(id, open_pairs), judgements(asked, best, open_pairs, judge), strict=True))
    return [
        _related(asked, best, rival, judged[id(rival)], calibration) if id(rival) in judged else RESTATED
        for rival in rivals
    ]


def judgements(asked: Asked, best: Candidate, rivals: Sequence[Candidate], judge: Judge) -> list[Judgement]:
    """Judge the best candidate beside each rival, in order, asking in the words of the two passages."""
    worded = in_words_of(asked.text, best.hit)
    questions = [in_words_of(worded, rival.hit) for rival in rivals]
    return judge.judge(questions, [(marked(best), marked(rival)) for rival in rivals])


def _related(asked: Asked, a: Candidate, b: Candidate, judgement: Judgement, calibration: Calibration) -> Related:
    features = pair_features(a, b, judgement)
    stated = bool(features["disjoint"])
    chance = (calibration.stated if stated else calibration.account).probability(features)
    enough = calibration.thresholds.stated if stated else calibration.thresholds.account
    apart = contrast(asked.scopes, a.scopes, b.scopes)
    alone = False
    weaker = min(a.probability, b.probability)
    if asked.kind.yes_no and a.leaning * b.leaning >= 0:  # only a yes and a no contradict each other
        denied = judgement.conflict >= DENIED and weaker >= calibration.thresholds.contest
        chance = enough if denied else 0.0
    elif asked.kind.yes_no and weaker < calibration.thresholds.contest * HEARD:
        chance = 0.0
    elif weaker >= calibration.thresholds.answer * REACHED:
        alone = a.hit.source.id != b.hit.source.id and (
            _other_value(a, b, judgement) if stated else _other_account(asked, features, judgement)
        )
        chance = max(chance, enough) if alone else chance
    elif stated and weaker < calibration.thresholds.contest:
        enough = max(enough, FAINT)
    of_two = _other_measure(a, b) or _other_order(a, b)
    if apart or of_two:
        each = not of_two and weaker >= calibration.thresholds.contest
        return Related(Link.APART, 0.0, _difference(asked, a, b), apart if each else None)
    one_figure = _one_figure(asked, a, b)
    if features["agree"]:
        link, chance = Link.AGREE, 0.0
    elif (alone or (chance >= enough and judgement.other <= VETO)) and (not one_figure or judgement.conflict >= CLEAR):
        link = Link.CONFLICT
    else:
        one = judgement.same + judgement.compatible
        agrees = judgement.other <= VETO and one >= max(judgement.other, judgement.conflict)
        link = Link.AGREE if agrees and not stated else Link.APART
        chance = 0.0 if one_figure else chance
    return Related(link, chance, _difference(asked, a, b))


def _other_measure(a: Candidate, b: Candidate) -> bool:
    """Say whether two state numbers of what cannot be compared, megabytes and seats: they speak of two things."""
    numbers = a.value and b.value and a.value.kind is b.value.kind is Kind.NUMBER and a.value.unit != b.value.unit
    return bool(numbers) and _stated(a, b) == "open"


def _other_order(a: Candidate, b: Candidate) -> bool:
    """Say whether two times or amounts are so far apart, 30 minutes and two years, that they are of two things."""
    if a.value is None or b.value is None or a.value.kind is not b.value.kind or a.value.kind not in _ORDERED:
        return False
    smaller, larger = sorted(value.high if value.bound is Bound.AT_MOST else value.low for value in (a.value, b.value))
    return 0 < smaller * FAR < larger


def _one_figure(asked: Asked, a: Candidate, b: Candidate) -> bool:
    """Say whether a figure is asked for and only one of two states any: the other hardly denies it, then."""
    return bool(asked.kind.expects) and not asked.wants_name and (a.value is None) != (b.value is None)


def _other_value(a: Candidate, b: Candidate, judgement: Judgement) -> bool:
    """Say of two figures that would each be answered with whether they are told of the same thing."""
    equals = abs(log_odds(a.probability) - log_odds(b.probability)) <= AS_SURE
    return judgement.other <= (ELSEWHERE_OF_EQUALS if equals else ELSEWHERE)


def _other_account(asked: Asked, features: Mapping[str, float], judgement: Judgement) -> bool:
    """Say of two that would each be answered with if the other were not there that they do not say the same.

    Which of the two is told then hangs on a hair, so that neither may be: they conflict as accounts.
    """
    sure = features["weaker"] >= log_odds(SURE) or judgement.conflict >= CLEAR
    meant = asked.wants_sentence or features["covered"] > ON_TOPIC or sure
    apart = judgement.same + judgement.compatible < AS_ONE and judgement.other <= FOREIGN
    return asked.kind.single and meant and apart


def pair_features(a: Candidate, b: Candidate, judgement: Judgement) -> Mapping[str, float]:
    """Describe a pair in numbers, symmetric in the pair; `agree` and `disjoint` come from values, names and words."""
    stated = _stated(a, b)
    overlap = _f1(stems(a.answer), stems(b.answer))
    opposite = _opposite(a, b)
    return {
        "conflict": _logit(judgement.conflict),
        "other": _logit(judgement.other),
        "agree": float(stated == "agree" or _restates(a, b)),
        "disjoint": float(stated == "disjoint"),
        "opposite": opposite,
        "overlap": overlap,
        "covered": min(a.features["covered"], b.features["covered"]),
        "weaker": log_odds(min(a.probability, b.probability)),
        "same_source": float(a.hit.source.id == b.hit.source.id),
    }


def agrees(a: Candidate, b: Candidate) -> bool:
    """Say whether two candidates state the same by their values or words alone, without the judge."""
    return _restates(a, b) or _stated(a, b) == "agree" or (a.polarity is not None and a.polarity == b.polarity)


def excludes(a: Candidate, b: Candidate) -> bool:
    """Say whether two candidates state values that cannot both be right."""
    return _stated(a, b) == "disjoint"


def opposes(a: Candidate, b: Candidate) -> bool:
    """Say whether one says yes and the other no."""
    return a.polarity is not None and b.polarity is not None and a.polarity != b.polarity


def _stated(a: Candidate, b: Candidate) -> str:
    """Compare what two spans state: `agree`, `disjoint`, or `open` where words must be judged."""
    if a.value and b.value:
        match compare(a.value, b.value):
            case Relation.CONTAINS if a.value.bound and a.value.bound is b.value.bound:
                return "open"  # at least 3 metres, at least 4: the wider holds the narrower, yet as rules they differ
            case Relation.SAME | Relation.CONTAINS:
                return "agree"
            case Relation.DISJOINT:
                return "disjoint"
            case Relation.INCOMPARABLE:  # five days, 5 unused days: read as different kinds, yet the same figure
                return "agree" if _one_figure_read_twice(a.value, b.value) else "open"
    return "open"


def _one_figure_read_twice(a: Value, b: Value) -> bool:
    """Say whether two values are one figure; that of other currencies or rates (€5 and $5, a day, a week) is not."""
    rates = {a.per, b.per} & (RATES | ZONES | {"every"})
    told_apart = (a.kind is b.kind is Kind.AMOUNT and a.unit != b.unit) or len(rates) == 2
    return (a.low, a.high) == (b.low, b.high) and not told_apart


def _restates(a: Candidate, b: Candidate) -> bool:
    """Say whether one answer holds the other's words, or names the same; the numbers in both must be equal.

    "We do not enter the competition" holds the words of "we enter the competition", but says the opposite.
    """
    left, right = set(stems(a.answer)), set(stems(b.answer))
    if not left or not right or a.value or b.value:
        return False
    if opposes(a, b) or is_negated(a.text) != is_negated(b.text):
        return False
    return left <= right or right <= left or same_name(a.answer, b.answer)


def _opposite(a: Candidate, b: Candidate) -> float:
    """Return 1 for a yes against a no, -1 for twice the same, scaled by certainty; 0 unless yes or no is asked."""
    return -a.leaning * b.leaning


def _difference(asked: Asked, a: Candidate, b: Candidate) -> Difference:
    if asked.kind.yes_no:
        return Difference.POLARITY
    if a.value and b.value and a.value.kind == b.value.kind:
        return _DIFFERENCES[a.value.kind]
    return Difference.NAME if asked.wants_name else Difference.ACCOUNT


def marked(candidate: Candidate) -> Marked:
    """Mark the span in its sentence, without a heading that runs in: the judge knows sentences."""
    heading = _HEADING.match(candidate.text)
    cut = heading.end() if heading and candidate.sentence.start + heading.end() <= candidate.span.start else 0
    start = candidate.sentence.start + cut
    return Marked(candidate.text[cut:], (candidate.span.start - start, candidate.span.end - start))


def _f1(a: Sequence[str], b: Sequence[str]) -> float:
    left, right = set(a), set(b)
    return 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0


def _logit(chance: float) -> float:
    clipped = min(max(chance, 1e-3), 1 - 1e-3)
    return math.log(clipped / (1 - clipped))
