"""From a message to an answer: parts are joined, copies are counted, and nothing a part said is lost."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest

from index.answering.answerer import Answerer, Models
from index.answering.calibration import Calibrated, Calibration, Logistic
from index.answering.reader import Reading
from index.answering.verdict import Corpus
from index.types import Answer, Hit, Passage, Silent, Source, Span, Supported
from tests.answering.evidence_made import PLAIN, FixedJudge


@dataclass(frozen=True)
class Told:
    """A source of one sentence, its answer, the word of a question that finds it, and the reader's logit."""

    source: str
    text: str
    answer: str
    found_by: str
    sure: float = 3.0


class Shelf:
    """A search and a reader in one: what is found and read stands in what is told."""

    hash = "shelf"

    def __init__(self, told: Sequence[Told]) -> None:
        self._told = {one.source: one for one in told}

    def search(self, question: str, k: int) -> Sequence[Hit]:
        return [_hit(number, one) for number, one in enumerate(self._told.values()) if one.found_by in question][:k]

    def read(self, questions: Sequence[str], hits: Sequence[Hit], *, closely: bool = False) -> list[Reading]:
        return [_reading(self._told[hit.source.id]) for hit in hits]


def _hit(number: int, one: Told) -> Hit:
    source = Source(one.source, one.source.title(), one.text, f"{one.source}.md", "md", "md", one.source)
    passage = Passage(number, one.source, 0, len(one.text), one.text, (), (Span(0, len(one.text)),))
    return Hit(passage, source, 1.0, dense=0.6)


def _reading(one: Told) -> Reading:
    start = one.text.index(one.answer)
    return Reading(one.sure, one.sure, 0.0, Span(start, start + len(one.answer)))


def answered(question: str, *told: Told, supersedes: dict[str, tuple[str, ...]] | None = None) -> Answer:
    shelf = Shelf(told)
    models = Models(shelf, FixedJudge(), Calibrated(PLAIN, fits=True))
    return Answerer(shelf, models, Corpus(supersedes or {}), "g").ask(question)


LISBON = Told("a", "The Lisbon office opens at 8:00.", "8:00", "open")
GHENT = Told("b", "The Ghent office opens at 9:00.", "9:00", "open", 2.0)
OWNER = Told("c", "Dr Amara Okafor runs the offices.", "Dr Amara Okafor", "runs", 0.5)


def test_what_depends_on_a_scope_does_so_in_a_question_of_two_parts() -> None:
    verdict = answered("Who runs the offices and when does the office open?", LISBON, GHENT, OWNER).verdict
    assert isinstance(verdict, Supported)
    assert verdict.depends_on
    assert [evidence.scope for evidence in verdict.evidence] == ["Lisbon", "Ghent", None]


def test_two_parts_are_as_sure_as_the_weaker_one() -> None:
    both = answered("When does the office open and who runs the offices?", LISBON, OWNER)
    alone = answered("Who runs the offices?", LISBON, OWNER)
    assert isinstance(both.verdict, Supported)
    assert both.confidence == alone.confidence


def test_a_part_without_an_answer_silences_the_whole() -> None:
    assert isinstance(answered("When does the office open and who runs the offices?", LISBON).verdict, Silent)


def test_a_copy_s_declaration_counts_for_the_sentence_that_it_repeats() -> None:
    copied = Told("copy", "The hall has 240 seats.", "240", "seats")
    new = Told("new", "The hall has 240 seats.", "240", "seats", 2.0)
    old = Told("old", "There are 200 seats in the hall.", "200", "seats", 2.0)
    verdict = answered("How many seats does the hall have?", copied, new, old, supersedes={"new": ("old",)}).verdict
    assert isinstance(verdict, Supported)
    assert verdict.decided_by
    assert (verdict.decided_by.source, verdict.decided_by.over) == ("new", ("old",))


class Overlooked(Shelf):
    """A shelf whose reader sees an answer only where it reads closely."""

    def read(self, questions: Sequence[str], hits: Sequence[Hit], *, closely: bool = False) -> list[Reading]:
        seen = super().read(questions, hits)
        return seen if closely else [replace(one, answerable=one.answerable - 5, margin=-1.0) for one in seen]


@pytest.mark.parametrize(("sure", "verdict"), [(3.0, Supported), (-1.0, Silent)])
def test_where_nothing_answers_each_faint_window_is_read_closely(sure: float, verdict: type) -> None:
    shelf = Overlooked([replace(LISBON, sure=sure)])
    models = Models(shelf, FixedJudge(), Calibrated(PLAIN, fits=True))
    assert isinstance(Answerer(shelf, models, Corpus({}), "g").ask("When does the office open?").verdict, verdict)


def test_what_answers_at_once_is_not_read_again() -> None:
    class Once(Shelf):
        def read(self, questions: Sequence[str], hits: Sequence[Hit], *, closely: bool = False) -> list[Reading]:
            assert not closely
            return super().read(questions, hits)

    shelf = Once([LISBON])
    models = Models(shelf, FixedJudge(), Calibrated(PLAIN, fits=True))
    assert isinstance(Answerer(shelf, models, Corpus({}), "g").ask("When does the office open?").verdict, Supported)


class Literal(Shelf):
    """A shelf whose reader is the surer, the more of a question's words stand in the window."""

    def read(self, questions: Sequence[str], hits: Sequence[Hit], *, closely: bool = False) -> list[Reading]:
        seen = super().read(questions, hits)
        return [
            one if "resign" in question else replace(one, answerable=-4.0, margin=-4.0)
            for question, one in zip(questions, seen, strict=True)
        ]


@pytest.mark.parametrize(("sure", "verdict"), [(3.0, Supported), (-9.0, Silent)])
def test_where_nothing_answers_surely_each_window_is_asked_in_its_own_words(sure: float, verdict: type) -> None:
    shelf = Literal([Told("a", "She resigned on 4 May.", "4 May", "she", sure)])
    models = Models(shelf, FixedJudge(), Calibrated(PLAIN, fits=True))
    answer = Answerer(shelf, models, Corpus({}), "g").ask("When did she step down?")
    assert isinstance(answer.verdict, verdict)
    assert answer.trace
    if verdict is Silent:  # the surer of the two readings counts
        assert answer.trace.steps[0].probability == pytest.approx(
            PLAIN.answerable.probability({"read": -6.0}), abs=1e-4
        )


def gated(conflict: float, contradicted: float) -> Calibration:
    """A calibration that silences what is less likely than .3 to be right, and tells few figures as a conflict."""
    weights = {"best": 1.0, "conflict": conflict, "contradicted": contradicted}
    enough = PLAIN.thresholds.model_copy(update={"confidence": 0.3, "stated": 0.9})
    return PLAIN.model_copy(update={"confidence": Logistic(weights=weights, bias=0.0), "thresholds": enough})


SEATS = Told("new", "The hall has 240 seats.", "240", "seats")
FEWER = Told("old", "It holds 200 seats.", "200", "seats")
# Surer than anything that two figures are of two things, and yet with a chance of .84 by PLAIN that they are not.
DOUBTING = FixedJudge(same=0.04, compatible=0.04, conflict=0.3, other=0.62)


@pytest.mark.parametrize(
    ("question", "told", "supersedes"),
    [
        pytest.param("How many seats does the hall have?", (SEATS, FEWER), {"new": ("old",)}, id="declared"),
        pytest.param("How many seats does the hall have?", (SEATS, FEWER), {"old": ("new",)}, id="the other way"),
        pytest.param("When does the office open?", (LISBON, GHENT), {}, id="of two scopes"),
    ],
)
def test_a_conflict_that_is_settled_casts_no_doubt_on_the_answer(
    question: str, told: tuple[Told, ...], supersedes: dict[str, tuple[str, ...]]
) -> None:
    shelf = Shelf(told)
    models = Models(shelf, FixedJudge(), Calibrated(gated(conflict=-9.0, contradicted=-9.0), fits=True))
    answer = Answerer(shelf, models, Corpus(supersedes), "g").ask(question)
    assert isinstance(answer.verdict, Supported)
    assert bool(answer.verdict.decided_by) is bool(supersedes)
    assert answer.confidence
    assert answer.confidence > 0.8


@pytest.mark.parametrize(
    ("sure", "rivals", "verdict"), [(3.0, (FEWER,), Supported), (0.1, (FEWER,), Silent), (0.1, (), Supported)]
)
def test_what_might_be_contradicted_is_told_only_if_it_is_read_surely(
    sure: float, rivals: tuple[Told, ...], verdict: type
) -> None:
    shelf = Shelf([replace(SEATS, sure=sure), *(replace(one, sure=0.05) for one in rivals)])
    models = Models(shelf, DOUBTING, Calibrated(gated(conflict=-1.0, contradicted=-3.0), fits=True))
    answer = Answerer(shelf, models, Corpus({}), "g").ask("How many seats does the hall have?")
    assert isinstance(answer.verdict, verdict)
