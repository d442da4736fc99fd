"""Fit probabilities and thresholds to samples: sets weigh the same, thresholds are chosen leave-one-set-out."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from index.answering.answerer import confidence_features
from index.answering.calibration import Calibration, Logistic, Thresholds, fit_logistic
from index.answering.evidence import log_odds
from index.answering.relations import VETO
from index.errors import UsageError
from index.evaluation.samples import FITTED_WINDOWS, PairSample, RowSamples, WindowSample

SIDE_RATIO = 0.25
# Declined it is either way: from here as a conflict, for two passages that contradict each other touch the question.
CONTEST_RATIO = 0.7
# A yes or a no is told where it is given this much: of eight told of golden questions with .7 to .8 five were wrong.
POLARITY = 0.8
# What is less sure than this to be right is not told. The threshold of an answer looks at one passage; confidence also
# at its quote alone and at what may contradict it. Of 1,168 golden questions' answers less sure than this (as weighed
# where the passage itself is not sure, see `answerer.SURE`) ten were right and twelve wrong; up to .4 eight and two.
CONFIDENCE = 0.3
# Of questions that have one answer or none, at most this share may be called a conflict of either kind, as a mean over
# sets; of no set more than twice this. From 0.014 to 0.018 the threshold of values stays between .73 and .66; above it
# falls to .44, where figures that are told of two things contradict each other, and no conflict more is found.
FALSE_CONFLICTS = 0.017
# What an answer is made of, and how much each part weighs before the data speaks. A name that stands nowhere in the
# source counts heavily; sets whose documents came without their titles hide that.
ANSWERABLE_PRIOR = {
    "read": 0.2, "cosine": 2.0, "covered": 0.3, "covered_near": 0.5, "fits": 0.3,
    "missing": -0.3, "numbers": -1.2, "absent": -2.0, "unrelated": -2.0,
}  # fmt: skip
# A figure that the question names and the passage lacks weighs as given, and so does a passage that shares no word with
# the question and lies as far from it as any. Not fitted: hardly a public question has such passages, as its documents
# come with it, and articles of a team are full of years and room numbers.
GIVEN = ("numbers", "unrelated")
# What a conflict is made of, and how much each part weighs before the data speaks: the sets of conflicts are few,
# and two of them were made by swapping words in copies, which must not be what is learnt.
STATED_PRIOR = {"conflict": 0.5, "other": -1.0, "weaker": 1.5, "covered": 1.0, "same_source": -1.0}
ACCOUNT_PRIOR = {
    "conflict": 1.0,
    "weaker": 0.8,
    "covered": 0.5,
    "other": -0.3,
    "overlap": -1.0,
    "same_source": -1.5,
}
RIDGE = 60.0
TOO_FEW = "these rows are too few to fit on. Add files: questions that are answered, and some whose sources conflict."
# No set of questions may have less of its answerable ones answered; conflicts and dates take some of these away again.
FLOOR = 0.66
# Thresholds whose mean utility lies this close to the best are about as good; the highest of them guesses least.
ABOUT_AS_GOOD = 0.02
# Log-odds that a clear yes against a clear no adds. Not fitted: no public set has such pairs beside controls.
OPPOSITE = 3.5
# What models are weighed with before anything is fitted to them.
UNFITTED = Calibration(
    models={},
    fitted_on=[],
    answerable=Logistic(weights=ANSWERABLE_PRIOR, bias=-2.0),
    confidence=Logistic(weights={"best": 1.0, "alone": 0.1, "conflict": -2.0, "contradicted": -2.0}, bias=0.0),
    stated=Logistic(weights=STATED_PRIOR, bias=-1.0),
    account=Logistic(weights=ACCOUNT_PRIOR | {"opposite": OPPOSITE}, bias=0.0),
    thresholds=Thresholds(answer=0.5, contest=0.35, side=0.15, stated=0.7, account=0.8, polarity=POLARITY),
)
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Point:
    """What one threshold gives on one set: precision among answers, coverage of the answerable, recall of silences."""

    threshold: float
    precision: float
    coverage: float
    silent: float

    @property
    def utility(self) -> float:
        """Right answers to what is answerable, and silence on what is not: both rates count the same."""
        return self.coverage * self.precision + self.silent


@dataclass(frozen=True, slots=True)
class Chances:
    """The three fits that verdicts are made of."""

    answerable: Logistic
    stated: Logistic
    account: Logistic

    def answers(self, window: WindowSample) -> float:
        return self.answerable.probability(window.features)

    def of(self, pair: PairSample) -> float:
        return (self.stated if pair.features["disjoint"] else self.account).probability(pair.features)


def fit_answerable(rows: Sequence[RowSamples]) -> Logistic:
    """Fit the probability that a window answers, on each question's best windows."""
    chosen = [
        (row.set_name, window.features, window.right)
        for row in rows
        for window in row.windows[:FITTED_WINDOWS]
        if window.right is not None
    ]
    weights = _set_weights([name for name, _, _ in chosen])
    features = [{name: features[name] for name in ANSWERABLE_PRIOR} for _, features, _ in chosen]
    fitted = _fit(features, [right for _, _, right in chosen], weights, ANSWERABLE_PRIOR)
    given = {name: ANSWERABLE_PRIOR[name] for name in GIVEN}
    return fitted.model_copy(update={"weights": fitted.weights | given})


def _fit(
    rows: Sequence[Mapping[str, float]], labels: Sequence[bool], weights: Sequence[float], prior: Mapping[str, float]
) -> Logistic:
    """Fit with a prior whose signs are also the directions in which evidence may push."""
    if not rows:
        raise UsageError(TOO_FEW)
    signs = {name: 1 if weight > 0 else -1 for name, weight in prior.items()}
    return fit_logistic(rows, labels, weights, signs=signs, prior=prior, ridge=RIDGE)


def fit_conflict(rows: Sequence[RowSamples], side: float, *, stated: bool) -> Logistic:
    """Fit the probability of a conflict, on pairs whose weaker candidate could enter as a side.

    Where values exclude each other the question is whether both answer it; elsewhere, whether they contradict at all.
    """
    prior = STATED_PRIOR if stated else ACCOUNT_PRIOR
    chosen = [
        (row.set_name, pair)
        for row in rows
        for pair in row.pairs
        if pair.features["weaker"] >= log_odds(side)
        and bool(pair.features["disjoint"]) is stated
        and not pair.features["agree"]
    ]
    weights = _set_weights([f"{name} {pair.conflict}" for name, pair in chosen])
    features = [{name: pair.features[name] for name in prior} for _, pair in chosen]
    return _fit(features, [pair.conflict for _, pair in chosen], weights, prior)


def _set_weights(names: Sequence[str]) -> list[float]:
    counts = Counter(names)
    return [1.0 / counts[name] for name in names]


def points(rows: Sequence[RowSamples], answerable: Logistic) -> list[Point]:
    """Walk through thresholds on one set's rows; conflict rows count as neither answerable nor silent."""
    scored = []
    for row in rows:
        if row.expect != "decline_conflict" and all(window.right is not None for window in row.windows):
            chances = [(answerable.probability(window.features), bool(window.right)) for window in row.windows]
            scored.append((*max(chances, default=(0.0, False)), row.expect == "answer"))
    if not scored:
        return []
    best, right, wanted = (np.array(column) for column in zip(*scored, strict=True))
    return [_point(float(t), best >= t, right.astype(bool), wanted.astype(bool)) for t in np.linspace(0.05, 0.95, 91)]


def _point(threshold: float, answered: Flags, right: Flags, wanted: Flags) -> Point:
    return Point(
        threshold=threshold,
        precision=_rate(answered & right & wanted, answered),
        coverage=_rate(answered & wanted, wanted),
        silent=_rate(~answered & ~wanted, ~wanted),
    )


def _rate(part: Flags, whole: Flags) -> float:
    return float(part.sum() / whole.sum()) if whole.any() else 1.0


def choose_answer(rows: Sequence[RowSamples], answerable: Logistic) -> tuple[float, dict[str, float]]:
    """Choose the most cautious of the thresholds with about the highest mean utility over sets.

    Also returns what would be chosen with each set left out.
    """
    curves = {name: curve for name, of_set in _by_set(rows).items() if (curve := points(of_set, answerable))}
    if not curves:
        raise UsageError(TOO_FEW)
    steps = range(len(next(iter(curves.values()))))

    def best(names: Iterable[str]) -> float:
        chosen = list(names)
        covering = [i for i in steps if min(curves[name][i].coverage for name in chosen) >= FLOOR]
        utility = {i: sum(curves[name][i].utility for name in chosen) / len(chosen) for i in covering or steps}
        cautious = max(i for i, reached in utility.items() if reached >= max(utility.values()) - ABOUT_AS_GOOD)
        return next(iter(curves.values()))[cautious].threshold

    left_out = {name: best(other for other in curves if other != name) for name in curves} if len(curves) > 1 else {}
    return best(curves), left_out


def choose_conflict(rows: Sequence[RowSamples], chances: Chances, enough: Thresholds, *, stated: bool) -> float:
    """Choose the lowest threshold whose false conflicts, as a mean over sets, stay within FALSE_CONFLICTS."""
    false: dict[str, list[float]] = {}
    for row in rows:
        if row.expect != "decline_conflict":
            false.setdefault(row.set_name, []).append(strongest(row, chances, enough, (stated,)))
    for threshold in np.linspace(0.05, 0.95, 91):
        rates = [float(np.mean(np.array(chances) >= threshold)) for chances in false.values()]
        if float(np.mean(rates)) <= FALSE_CONFLICTS and max(rates) <= 2 * FALSE_CONFLICTS:
            return float(threshold)
    return 0.95


def strongest(
    row: RowSamples,
    chances: Chances,
    enough: Thresholds,
    kinds: Sequence[bool] = (True, False),
    *,
    told_apart: bool = False,
) -> float:
    """Return the highest conflict probability among pairs that would be compared; 0 if none could be a side.

    `kinds` says which pairs count: those whose values exclude each other (True), those that words tell apart (False).
    With `told_apart` those count, too, that the judge takes for two things: never told, they still cast doubt.
    """
    best = max((chances.answerable.probability(window.features) for window in row.windows), default=0.0)
    if best < enough.contest:
        return 0.0
    compared = [
        pair
        for pair in row.pairs
        if pair.features["weaker"] >= log_odds(enough.side)
        and bool(pair.features["disjoint"]) in kinds
        and not pair.features["agree"]
        and (told_apart or pair.features["other"] <= log_odds(VETO))
    ]
    return max(map(chances.of, compared), default=0.0)


def _by_set(rows: Sequence[RowSamples]) -> dict[str, list[RowSamples]]:
    sets: dict[str, list[RowSamples]] = {}
    for row in rows:
        sets.setdefault(row.set_name, []).append(row)
    return sets


def calibrate(rows: Sequence[RowSamples], models: Mapping[str, str]) -> tuple[Calibration, dict[str, float]]:
    """Fit everything in order, each step on the one before; also return the answer threshold with each set left out."""
    answerable = fit_answerable(rows)
    answer, left_out = choose_answer(rows, answerable)
    enough = Thresholds(
        answer=answer,
        contest=answer * CONTEST_RATIO,
        side=answer * SIDE_RATIO,
        stated=1.0,
        account=1.0,
        polarity=POLARITY,
        confidence=CONFIDENCE,
    )
    rows = [_weighed(row, answerable) for row in rows]
    account = fit_conflict(rows, enough.side, stated=False)
    account = account.model_copy(update={"weights": account.weights | {"opposite": OPPOSITE}})
    chances = Chances(answerable, fit_conflict(rows, enough.side, stated=True), account)
    chosen = {
        "stated": choose_conflict(rows, chances, enough, stated=True),
        "account": choose_conflict(rows, chances, enough, stated=False),
    }
    thresholds = enough.model_copy(update=chosen)
    calibration = Calibration(
        models=dict(models),
        fitted_on=sorted({row.set_name for row in rows}),
        answerable=answerable,
        confidence=fit_confidence(rows, chances, thresholds),
        stated=chances.stated,
        account=chances.account,
        thresholds=thresholds,
    )
    return calibration, left_out


def _weighed(row: RowSamples, answerable: Logistic) -> RowSamples:
    """Give each pair the log-odds of its weaker candidate by the new fit; samples were taken with an older one."""
    chances = [answerable.probability(window.features) for window in row.windows]
    pairs = tuple(
        replace(pair, features={**pair.features, "weaker": log_odds(min(chances[pair.best], chances[pair.rival]))})
        for pair in row.pairs
    )
    return replace(row, pairs=pairs)


def fit_confidence(rows: Sequence[RowSamples], chances: Chances, enough: Thresholds) -> Logistic:
    """Fit the probability that the best answer would be right: right, and an answer was what was called for."""
    rows = [row for row in rows if all(window.right is not None for window in row.windows)]
    rows = [row for row in rows if row.windows]
    features = [
        confidence_features(
            max(row.windows, key=chances.answers).features,
            max(map(chances.answers, row.windows)),
            strongest(row, chances, enough, told_apart=True),
            float(_is_contradicted(row, chances, enough)),
        )
        for row in rows
    ]
    labels = [row.expect == "answer" and _best_is_right(row, chances.answerable) for row in rows]
    weights = _set_weights([row.set_name for row in rows])
    return fit_logistic(features, labels, weights, prior=UNFITTED.confidence.weights, ridge=RIDGE)


def _is_contradicted(row: RowSamples, chances: Chances, enough: Thresholds) -> bool:
    """Say whether a pair would be told as a conflict."""
    stated, account = (strongest(row, chances, enough, (kind,)) for kind in (True, False))
    return stated >= enough.stated or account >= enough.account


def _best_is_right(row: RowSamples, answerable: Logistic) -> bool:
    scored = [(answerable.probability(window.features), bool(window.right)) for window in row.windows]
    return max(scored, default=(0.0, False))[1]
