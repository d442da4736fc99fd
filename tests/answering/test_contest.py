"""Two passages that contradict each other are told although neither would be answered with alone."""

from collections.abc import Sequence

import pytest

from index.answering.alone import with_quotes_read
from index.answering.answerer import Answerer, Models
from index.answering.calibration import Calibrated
from index.answering.evidence import Asked, weigh
from index.answering.reader import Reading
from index.answering.relations import Link, relate
from index.answering.verdict import Corpus
from index.types import Conflicting, Hit, Passage, Silent, Source, Span, Supported
from tests.answering.evidence_made import PLAIN, FixedJudge, made

TEXTS = {"a": ("Parcels are kept for ten days.", "ten days"), "b": ("Parcels stay for three weeks.", "three weeks")}


class FixedSearch:
    def __init__(self, names: Sequence[str] = ("a", "b")) -> None:
        self._names = names

    def search(self, question: str, k: int) -> Sequence[Hit]:
        return [
            Hit(
                Passage(0, name, 0, len(text), text, (), (Span(0, len(text)),)),
                Source(id=name, title=name, text=text, path=name, format="md", loader="md", hash=name),
                1.0,
                dense=0.6,
            )
            for name in self._names
            for text in [TEXTS[name][0]]
        ]


class FixedReader:
    """A reader that is equally sure of every passage."""

    hash = "fixed"

    def __init__(self, sure: float) -> None:
        self._sure = sure

    def read(self, questions: Sequence[str], hits: Sequence[Hit], *, closely: bool = False) -> list[Reading]:
        spans = [(hit, hit.passage.text.index(TEXTS[hit.source.id][1])) for hit in hits]
        return [
            Reading(self._sure, 0.0, 0.0, Span(start, start + len(TEXTS[hit.source.id][1]))) for hit, start in spans
        ]


@pytest.mark.parametrize(
    ("sure", "conflict", "verdict"),
    [(-0.3, 0.97, Conflicting), (-0.3, 0.01, Silent), (-1.0, 0.97, Silent)],
    ids=["a conflict below the answer's threshold", "no conflict", "below both thresholds"],
)
def test_only_a_conflict_is_told_between_the_two_thresholds(sure: float, conflict: float, verdict: type) -> None:
    judge = FixedJudge(same=0.0, compatible=0.0, conflict=conflict, other=1 - conflict)
    models = Models(FixedReader(sure), judge, Calibrated(PLAIN, fits=True))
    answer = Answerer(FixedSearch(), models, Corpus({}), "g").ask("How long are parcels kept?")
    assert isinstance(answer.verdict, verdict)


@pytest.mark.parametrize(
    ("least", "fits", "verdict"), [(0.0, True, Supported), (0.9, True, Silent), (0.9, False, Supported)]
)
def test_an_answer_of_too_little_confidence_is_not_told(least: float, *, fits: bool, verdict: type) -> None:
    thresholds = PLAIN.thresholds.model_copy(update={"confidence": least})
    calibration = PLAIN.model_copy(update={"thresholds": thresholds})
    models = Models(FixedReader(1.0), FixedJudge(same=0.97, conflict=0.01), Calibrated(calibration, fits=fits))
    answer = Answerer(FixedSearch(["a"]), models, Corpus({}), "g").ask("How long are parcels kept?")
    assert isinstance(answer.verdict, verdict)


@pytest.mark.parametrize(
    ("rival", "answer", "doubt"),
    [("They stay in the shed.", "in the shed", False), ("It says 9 days.", "9 days", True)],
)
def test_what_states_no_figure_casts_no_doubt_on_one(rival: str, answer: str, *, doubt: bool) -> None:
    asked = Asked.of("How long are parcels kept?")
    told = made(asked, "Parcels are kept for ten days.", "ten days")
    [related] = relate(
        asked, told, [made(asked, rival, answer, source="b", sure=0.5)], FixedJudge(conflict=0.2, other=0.75), PLAIN
    )
    assert related.link is Link.APART
    assert (related.conflict > 0) is doubt


@pytest.mark.parametrize(("sure", "link"), [(-2.0, Link.APART), (0.5, Link.CONFLICT)])
def test_a_no_that_is_hardly_read_contradicts_no_yes(sure: float, link: Link) -> None:
    asked = Asked.of("May I bring my dog?")
    yes = made(asked, "Dogs may come in.", "Dogs may come in", polarity=3.0)
    no = made(asked, "The shop is shut on Sundays.", "shut on Sundays", source="b", sure=sure, polarity=-3.0)
    judge = FixedJudge(same=0.1, compatible=0.1, conflict=0.45, other=0.35)
    assert relate(asked, yes, [no], judge, PLAIN)[0].link is link


@pytest.mark.parametrize(("kept", "link"), [("three weeks", Link.CONFLICT), ("four years", Link.APART)])
def test_times_of_another_order_are_of_two_things(kept: str, link: Link) -> None:
    asked = Asked.of("How long are parcels kept?")
    told = made(asked, "Parcels are kept for ten days.", "ten days")
    rival = made(asked, f"Parcels are kept for {kept}.", kept, source="b")
    judge = FixedJudge(same=0.0, compatible=0.0, conflict=0.9, other=0.1)
    assert relate(asked, told, [rival], judge, PLAIN)[0].link is link


@pytest.mark.parametrize(("conflict", "link"), [(0.45, Link.APART), (0.55, Link.CONFLICT)])
def test_two_accounts_in_other_words_than_the_question_conflict_where_the_judge_is_sure(
    conflict: float, link: Link
) -> None:
    asked = Asked.of("What did Ada quit?")
    board = made(asked, "Ada stepped down from the board.", "the board")
    choir = made(asked, "Ada left the choir.", "the choir", source="b", sure=0.31)
    judge = FixedJudge(same=0.1, compatible=0.1, conflict=conflict, other=0.8 - conflict)
    assert relate(asked, board, [choir], judge, PLAIN)[0].link is link


class _QuoteReader:
    """Sure of a whole passage, and unsure of one that is no longer than its quote."""

    hash = "quotes"

    def read(self, questions: Sequence[str], hits: Sequence[Hit], *, closely: bool = False) -> list[Reading]:
        return [
            Reading(-3.0 if len(hit.passage.sentences) == 1 else 3.0, 0.0, 0.0, Span(hit.passage.start, 10))
            for hit in hits
        ]


def test_confidence_weighs_how_surely_the_quote_answers_alone() -> None:
    text = "Kept here: parcels. They stay for ten days."
    source = Source(id="a", title="A", text=text, path="a", format="md", loader="md", hash="a")
    passage = Passage(0, "a", 0, len(text), text, (), (Span(0, 19), Span(20, len(text))))
    asked = Asked.of("What is kept?")
    reader = _QuoteReader()
    hits = [Hit(passage, source, 1.0, dense=0.6)] * 3
    candidates = weigh(asked, hits, reader.read([asked.text] * 3, hits), PLAIN)
    read = with_quotes_read(asked, candidates, reader, most=1)
    assert [one.features["alone"] for one in read] == [-3.0, 3.0, 3.0]
    assert [one.probability for one in read] == [one.probability for one in candidates]
    assert with_quotes_read(asked, [], reader, most=1) == []
