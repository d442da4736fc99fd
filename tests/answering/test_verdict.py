"""Supported, conflicting or silent: what decides, and what must not."""

import datetime as dt
from collections.abc import Sequence

import pytest

from index.answering.change import of_another_time, stated_change
from index.answering.evidence import Asked, Candidate
from index.answering.judge import Judgement, Marked
from index.answering.relations import Link, relate
from index.answering.verdict import Corpus, Ruling, rule, silence
from index.types import Conflicting, Difference, ReasonCode, Silent, Supported
from tests.answering.evidence_made import PLAIN, FixedJudge, made

CORPUS = Corpus({}, today=lambda: dt.date(2026, 6, 1))


def ruled(
    asked: Asked, best: Candidate, *rivals: Candidate, judge: FixedJudge | None = None, corpus: Corpus = CORPUS
) -> Ruling:
    related = relate(asked, best, rivals, judge or FixedJudge(), PLAIN)
    return rule(asked, best, list(zip(rivals, related, strict=True)), [], corpus)


def test_different_amounts_for_one_slot_conflict_and_the_newest_side_comes_first() -> None:
    asked = Asked.of("What is the daily rate for a parking space?")
    older = made(asked, "A parking space costs 9 euros a day.", "9 euros", source="old", date=dt.date(2024, 1, 1))
    newer = made(
        asked, "We charge 12 euros a day for parking.", "12 euros", source="new", date=dt.date(2025, 1, 1), sure=2.0
    )
    verdict = ruled(asked, older, newer).verdict
    assert isinstance(verdict, Conflicting)
    assert [side.evidence[0].quote.source.id for side in verdict.sides] == ["new", "old"]
    assert verdict.difference is Difference.AMOUNT


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        (
            "How long is the trial period?",
            ("The trial lasts two weeks.", "two weeks"),
            ("You have 14 days to try it.", "14 days"),
        ),
        (
            "When did the depot open?",
            ("The depot opened in March 2022.", "March 2022"),
            ("It opened on 3 March 2022.", "3 March 2022"),
        ),
        ("What is the share of women?", ("Women make up 12 per cent.", "12 per cent"), ("It is 12% today.", "12%")),
        ("Who leads the lab?", ("Dr Amara Okafor leads the lab.", "Dr Amara Okafor"), ("Okafor leads it.", "Okafor")),
    ],
)
def test_the_same_value_written_otherwise_agrees(question: str, one: tuple[str, str], other: tuple[str, str]) -> None:
    asked = Asked.of(question)
    verdict = ruled(asked, made(asked, *one), made(asked, *other, source="b"), judge=FixedJudge(conflict=0.4)).verdict
    assert isinstance(verdict, Supported)
    assert {evidence.quote.source.id for evidence in verdict.evidence} == {"a", "b"}


@pytest.mark.parametrize(
    ("question", "one", "other", "conflict"),
    [
        ("When does the library open?", "Open from 8:00 to 18:00.|8:00 to 18:00", "It opens at 9:00.|9:00", True),
        ("When does the library open?", "Open from 8:00 to 18:00.|8:00", "It opens at 9:00.|9:00", True),
        ("Until when is the library open?", "Open from 8:00 to 18:00.|8:00 to 18:00", "Till 17:00.|17:00", True),
        ("When does the library close?", "Open from 8:00 to 18:00.|18:00", "It shuts at 6 pm.|6 pm", False),
        ("When is the library open?", "Open from 8:00 to 18:00.|8:00 to 18:00", "It is open at 9:00.|9:00", False),
        ("When is the library open?", "Open from 8:00 to 18:00.|8:00", "It is open at 18:00.|18:00", False),
        ("When is the choir?", "On Mondays and Thursdays.|Mondays and Thursdays", "On Thursdays.|Thursdays", False),
        ("When is the choir?", "On Mondays and Thursdays.|Mondays and Thursdays", "On Fridays.|Fridays", True),
        ("What is the deposit?", "The deposit is €45.|€45", "The deposit is $45.|$45", True),
        ("When is it sent?", "It is sent at 14:00 UTC.|14:00", "It is sent at 14:00 CET.|14:00", True),
        ("How many days off?", "It rose from 25 to 28 days.|25 to 28 days", "It is 25 days.|25 days", True),
        ("What is the fee?", "It went up from €45 to €60.|from €45 to €60", "It is €60.|€60", False),
        ("What is the rent?", "The rent is €45 a day.|€45 a day", "The rent is €45 a week.|€45 a week", True),
    ],
)
def test_what_is_asked_of_two_values_decides_whether_they_agree(
    question: str, one: str, other: str, *, conflict: bool
) -> None:
    asked = Asked.of(question)
    sides = [made(asked, *told.split("|"), source=f"s{n}") for n, told in enumerate((one, other))]
    verdict = ruled(asked, *sides, judge=FixedJudge(same=0.0, compatible=0.0, conflict=1.0, other=0.0)).verdict
    assert isinstance(verdict, Conflicting) is conflict


def test_disjoint_scopes_are_each_answered_and_never_one_alone() -> None:
    asked = Asked.of("When does the office open?")
    one = made(asked, "The Lisbon office opens at 8:00.", "8:00")
    other = made(asked, "The Ghent office opens at 9:00.", "9:00", source="b", sure=2.0)
    verdict = ruled(asked, one, other).verdict
    assert isinstance(verdict, Supported)
    assert {evidence.scope for evidence in verdict.evidence} == {"Lisbon", "Ghent"}
    assert verdict.depends_on


@pytest.mark.parametrize(
    ("question", "text", "answer", "sure"),
    [
        ("Within how many days can stock be returned?", "Partners get 15 minutes.", "15 minutes", 2.0),  # far apart
        ("Within how many days can stock be returned?", "Partners have 60 days.", "60 days", -1.0),  # hardly an answer
    ],
)
def test_what_does_not_answer_for_another_scope_is_not_told_beside_the_answer(
    question: str, text: str, answer: str, sure: float
) -> None:
    asked = Asked.of(question)
    one = made(asked, "Customers may return stock within 90 days.", "90 days")
    verdict = ruled(asked, one, made(asked, text, answer, source="b", sure=sure)).verdict
    assert isinstance(verdict, Supported)
    assert (verdict.answer, verdict.depends_on) == ("90 days", None)
    beside = made(asked, "Partners have 60 days.", "60 days", source="b")
    told = ruled(asked, one, beside).verdict
    assert isinstance(told, Supported)
    assert told.depends_on


def test_what_is_asked_for_a_child_does_not_depend_on_the_age() -> None:
    asked = Asked.of("How many items can a child have out?")
    one = made(asked, "Children can have eight.", "eight")
    other = made(asked, "Adults can have twelve.", "twelve", source="b")
    assert other.probability == 0
    verdict = ruled(asked, one, other).verdict
    assert isinstance(verdict, Supported)
    assert verdict.depends_on is None


def test_a_sentence_s_own_scope_counts_and_not_its_heading_s() -> None:
    asked = Asked.of("How many days of leave are there?")
    one = made(asked, "Contractors get no days of leave.", "no days", headings=("Employees",))
    other = made(asked, "Employees get 25 days of leave.", "25 days", source="b", sure=2.0)
    verdict = ruled(asked, one, other).verdict
    assert isinstance(verdict, Supported)
    assert {evidence.scope for evidence in verdict.evidence} == {"Contractors", "Employees"}


def test_opposite_answers_to_a_yes_or_no_question_conflict() -> None:
    asked = Asked.of("Is the archive open to the public?")
    yes = made(asked, "The archive is open to all visitors.", "open to all", polarity=4.0)
    no = made(asked, "The archive is closed to the public.", "closed", source="b", polarity=-4.0, sure=2.0)
    verdict = ruled(asked, yes, no).verdict
    assert isinstance(verdict, Conflicting)
    assert verdict.difference is Difference.POLARITY


@pytest.mark.parametrize(("conflict", "verdict"), [(0.7, Conflicting), (0.5, Supported)])
def test_a_judge_that_is_sure_of_a_yes_against_a_no_needs_no_leaning_of_the_reader(
    conflict: float, verdict: type
) -> None:
    asked = Asked.of("May visitors pay in cash?")
    yes = made(asked, "Visitors may pay in cash.", "pay in cash", polarity=4.0)
    other = made(asked, "The shop stopped taking coins.", "stopped taking coins", source="b", polarity=0.0)
    judge = FixedJudge(same=0.1, compatible=0.1, conflict=conflict, other=0.8 - conflict)
    assert isinstance(ruled(asked, yes, other, judge=judge).verdict, verdict)


@pytest.mark.parametrize(("sure", "verdict"), [(-0.3, Conflicting), (-0.7, Supported)])
def test_what_hardly_answers_denies_nothing_whatever_the_judge_says(sure: float, verdict: type) -> None:
    asked = Asked.of("Are there releases at Christmas?")
    no = made(asked, "There are no releases at Christmas.", "no releases", polarity=-4.0)
    other = made(asked, "The office closes at Christmas.", "closes", source="b", sure=sure)
    judge = FixedJudge(same=0.1, compatible=0.1, conflict=0.7, other=0.1)
    assert isinstance(ruled(asked, no, other, judge=judge).verdict, verdict)


def test_a_sentence_that_denies_another_does_not_restate_its_words() -> None:
    asked = Asked.of("Are we taking part in the competition?")
    yes = made(asked, "We enter the competition.", "We enter the competition", polarity=4.0)
    no = made(asked, "We do not enter the competition after all.", "not enter the competition after all", source="b")
    judge = FixedJudge(same=0.1, compatible=0.1, conflict=0.7, other=0.1)
    assert isinstance(ruled(asked, yes, no, judge=judge).verdict, Conflicting)


def test_a_list_is_no_conflict() -> None:
    asked = Asked.of("What kinds of tea are there?")
    verdict = ruled(
        asked,
        made(asked, "There is green tea.", "green tea"),
        made(asked, "We have mint tea.", "mint tea", source="b"),
        judge=FixedJudge(conflict=0.9),
    ).verdict
    assert isinstance(verdict, Supported)


def test_a_declared_supersedes_decides_and_says_so() -> None:
    asked = Asked.of("How many seats does the hall have?")
    old = made(asked, "The hall has 200 seats.", "200", source="old")
    new = made(asked, "The hall has 240 seats.", "240", source="new", sure=2.0)
    verdict = ruled(asked, old, new, corpus=Corpus({"new": ("mid",), "mid": ("old",)})).verdict
    assert isinstance(verdict, Supported)
    assert verdict.answer == "240"
    assert verdict.decided_by
    assert (verdict.decided_by.rule, verdict.decided_by.over) == ("supersedes", ("old",))


def test_what_a_second_article_repeats_word_for_word_is_superseded_with_it_only_if_it_is_named() -> None:
    asked = Asked.of("How many seats does the hall have?")
    new = made(asked, "The hall has 240 seats.", "240", source="new")
    old = made(asked, "The hall has 200 seats.", "200", source="old", sure=2.0)
    copy = made(asked, "The hall has 200 seats.", "200", source="copy", sure=2.0)
    assert isinstance(ruled(asked, new, old, copy, corpus=Corpus({"new": ("old",)})).verdict, Conflicting)
    assert isinstance(ruled(asked, new, old, copy, corpus=Corpus({"new": ("old", "copy")})).verdict, Supported)


def test_authority_decides_only_between_conflicting_sides() -> None:
    asked = Asked.of("How many seats does the hall have?")
    low = made(asked, "The hall has 200 seats.", "200", source="low")
    high = made(asked, "The hall has 240 seats.", "240", source="high", sure=1.0, authority=5)
    verdict = ruled(asked, low, high).verdict
    assert isinstance(verdict, Supported)
    assert verdict.answer == "240"
    same = ruled(asked, low, made(asked, "It seats 200 seats.", "200", source="high", authority=5)).verdict
    assert isinstance(same, Supported)
    assert same.decided_by is None


def test_a_stated_change_is_noted_with_the_declaration_that_would_settle_it() -> None:
    asked = Asked.of("How much is the canteen subsidy?")
    old = made(asked, "The canteen subsidy is 3 euros.", "3 euros", source="old", date=dt.date(2023, 1, 1))
    new = made(
        asked, "Since May 2025 the subsidy is 4 euros.", "4 euros", source="new", date=dt.date(2025, 6, 1), sure=2.0
    )
    verdict = ruled(asked, old, new).verdict
    assert isinstance(verdict, Conflicting)
    assert verdict.note
    assert "supersedes: old" in verdict.note


def test_silence_names_what_no_passage_mentions() -> None:
    asked = Asked.of("How many desks does the Berlin office have?")
    verdict = silence(asked, [made(asked, "The Ghent office has 40 desks.", "40", sure=-2.0)], CORPUS).verdict
    assert isinstance(verdict, Silent)
    assert (verdict.reason_code, verdict.missing) == (ReasonCode.ENTITY_MISSING, "Berlin")
    assert verdict.related[0].text == "The Ghent office has 40 desks."


def test_no_passage_at_all_is_its_own_silence() -> None:
    verdict = silence(Asked.of("What is the capital of France?"), [], CORPUS).verdict
    assert isinstance(verdict, Silent)
    assert verdict.reason_code is ReasonCode.NO_PASSAGE


def test_links_are_symmetric() -> None:
    asked = Asked.of("How long is the trial period?")
    a = made(asked, "The trial lasts two weeks.", "two weeks")
    b = made(asked, "The trial lasts 30 days.", "30 days", source="b")
    links = [relate(asked, one, [other], FixedJudge(), PLAIN)[0] for one, other in ((a, b), (b, a))]
    assert [link.link for link in links] == [Link.CONFLICT, Link.CONFLICT]


def test_a_date_whose_words_stand_apart_in_a_passage_is_not_named_by_it() -> None:
    asked = Asked.of("How long did the outage of 3 May 2024 last?")
    text = "In 2024, up to 3 days may be carried over."
    assert made(asked, text, "3 days").missing == ("3 May 2024",)


@pytest.mark.parametrize(
    ("asked_of", "stated", "missing"),
    [
        ("2012", "on 9 January", True),
        ("2012", "in 2012", False),
        ("January 2012", "on 9 January", False),
    ],
)
def test_a_day_without_a_year_names_no_year(asked_of: str, stated: str, *, missing: bool) -> None:
    asked = Asked.of(f"How many books were lost in the flood of {asked_of}?")
    candidate = made(asked, f"The flood came {stated}; 1,450 books were lost.", "1,450")
    assert bool(candidate.missing) is missing


def test_what_is_counted_may_go_by_a_synonym() -> None:
    asked = Asked.of("How many homes are to be built?")
    assert made(asked, "They will build 52 houses.", "52 houses").features["fits"] == 1.0
    assert made(asked, "They will build 52 benches.", "52 benches").features["fits"] == -1.0


@pytest.mark.parametrize(
    ("question", "text", "read", "told"),
    [
        ("On which day is the alarm tested?", "We test it every Wednesday at 11:00.", "11:00", "Wednesday"),
        ("When is the alarm tested?", "We test it every Wednesday at 11:00.", "11:00", "11:00"),
        ("On which day is it due?", "Claims of May are due by 11:00, says Eva on Mondays.", "11:00", "11:00"),
        (
            "What does power cost at night?",
            "Night, 22:00 to 6:00, 24.9 cents per kWh",
            "22:00 to 6:00",
            "24.9 cents per kWh",
        ),
    ],
)
def test_a_time_of_day_is_neither_a_day_nor_a_price(question: str, text: str, read: str, told: str) -> None:
    assert made(Asked.of(question), text, read).answer == told


def test_two_sources_that_would_each_be_answered_with_conflict_though_the_judge_sees_two_things() -> None:
    asked = Asked.of("Why did the director leave?")
    a = made(asked, "The director left because of ill health.", "because of ill health")
    b = made(asked, "A row about money drove the director out.", "A row about money", source="b")
    judge = FixedJudge(other=0.9, same=0.0, compatible=0.0, conflict=0.1)
    assert relate(asked, a, [b], judge, PLAIN)[0].link is Link.CONFLICT
    unsure = made(asked, "A row about money drove the director out.", "A row about money", source="b", sure=-0.5)
    assert relate(asked, a, [unsure], judge, PLAIN)[0].link is Link.APART


@pytest.mark.parametrize(
    ("question", "sentence", "apart"),
    [
        ("How many people work here today?", "By 2019 it had 50 employees.", True),
        ("How many people work here today?", "Since 2019 it has had 50 employees.", False),
        ("How many people worked here in 2019?", "By 2019 it had 50 employees.", False),
        ("How much is lunch?", "Lunch used to cost 4 euros.", True),
        ("How much is lunch?", "Lunch used to cost 4 euros; it is now 6 euros.", False),
        ("How much is lunch now?", "In 2019 it was 4 euros, today it is 6 euros.", False),
        ("How much is lunch?", "Lunch is free until December 2026.", False),
        ("How much is lunch?", "Lunch was free until December 2025.", True),
        ("Why were the samples lost?", "It was the door, which had been left ajar.", False),
        ("What led to the loss?", "It was the door, which had been left ajar.", False),
        ("Why is there no lift?", "One had been considered, but the walls are too weak.", False),
    ],
)
def test_a_sentence_of_another_time_than_is_asked_about_answers_nothing(
    question: str, sentence: str, *, apart: bool
) -> None:
    assert of_another_time(question, sentence, 2026) is apart


def test_what_has_not_changed_is_no_stated_change() -> None:
    assert stated_change("The freeze was lifted in May 2026.") == "May 2026"
    assert stated_change("The freeze was never lifted.") is None
    assert stated_change("The freeze hasn't been lifted.") is None


def test_a_share_is_meant_where_the_span_holds_a_count_too() -> None:
    asked = Asked.of("What percentage of the votes did the harbour list get?")
    value = made(asked, "It got 1,794 votes, or 40.4%.", "1,794 votes, or 40.4%").value
    assert value
    assert value.text == "40.4%"


def test_a_bare_figure_is_told_with_its_unit() -> None:
    asked = Asked.of("How long did the repair last?")
    assert made(asked, "The repair lasted 47 minutes and cost nothing.", "47").answer == "47 minutes"
    counted = Asked.of("What percentage of seats is sold?")
    assert made(counted, "As much as 91 percent of the seats are sold.", "91").answer == "91 percent"
    assert made(counted, "We have sold 91 percent of them.", "91 percent").answer == "91 percent"


def test_figures_of_two_sources_conflict_unless_the_judge_is_sure_that_they_are_of_two_things() -> None:
    asked = Asked.of("How long are parcels kept?")
    one = made(asked, "Parcels are kept for ten days.", "ten days")
    other = made(asked, "After three weeks a parcel goes back.", "three weeks", source="b")
    less_sure = made(asked, "After three weeks a parcel goes back.", "three weeks", source="b", sure=1.0)
    beside = made(asked, "After three weeks a parcel goes back.", "three weeks")

    def link(rival: Candidate, other_thing: float) -> Link:
        judge = FixedJudge(same=0.0, compatible=0.0, conflict=1 - other_thing, other=other_thing)
        return relate(asked, one, [rival], judge, PLAIN)[0].link

    assert link(other, 0.55) is Link.CONFLICT
    assert link(other, 0.75) is Link.CONFLICT
    assert link(other, 0.97) is Link.APART
    assert link(less_sure, 0.55) is Link.CONFLICT
    assert link(less_sure, 0.75) is Link.APART
    assert link(beside, 0.55) is Link.APART


@pytest.mark.parametrize(("sure", "link"), [(0.0, Link.CONFLICT), (-1.0, Link.APART)])
def test_a_figure_too_faint_to_contest_contradicts_only_almost_surely(sure: float, link: Link) -> None:
    asked = Asked.of("How long are parcels kept?")
    one = made(asked, "Parcels are kept for ten days.", "ten days")
    faint = made(asked, "After three weeks a parcel goes back.", "three weeks", source="b", sure=sure)
    judge = FixedJudge(same=0.2, compatible=0.27, conflict=0.08, other=0.45)
    assert relate(asked, one, [faint], judge, PLAIN)[0].link is link


def test_the_judge_is_asked_in_the_words_of_the_two_passages() -> None:
    class Listening(FixedJudge):
        asked: Sequence[str] = ()

        def judge(self, questions: Sequence[str], pairs: Sequence[tuple[Marked, Marked]]) -> list[Judgement]:
            self.asked = questions
            return super().judge(questions, pairs)

    asked = Asked.of("Which post did she step down from?")
    one = made(asked, "She resigned from the board.", "the board")
    other = made(asked, "Her position was that of a treasurer.", "a treasurer", source="b")
    third = made(asked, "She stepped down from the post of a clerk.", "a clerk", source="c")
    judge = Listening()
    relate(asked, one, [other, third], judge, PLAIN)
    assert judge.asked == ["Which position did she resign from?", "Which post did she step down from?"]


@pytest.mark.parametrize(("conflict", "link"), [(0.4, Link.APART), (0.6, Link.CONFLICT)])
def test_what_states_no_figure_contradicts_one_only_if_the_judge_is_sure(conflict: float, link: Link) -> None:
    asked = Asked.of("When will the steps be open again?")
    one = made(asked, "No date has been set for the steps.", "No date has been set")
    other = made(asked, "The steps open again in May.", "in May", source="b")
    judge = FixedJudge(same=0.05, compatible=0.05, conflict=conflict, other=0.9 - conflict)
    assert relate(asked, one, [other], judge, PLAIN)[0].link is link


def test_what_is_as_likely_to_contradict_does_not_agree() -> None:
    asked = Asked.of("What caused the outage?")
    one = made(asked, "The disk had filled up.", "The disk had filled up")
    other = made(asked, "A certificate had run out.", "A certificate had run out", source="b", sure=-1.0)
    judge = FixedJudge(same=0.25, compatible=0.15, conflict=0.45, other=0.15)
    assert relate(asked, one, [other], judge, PLAIN)[0].link is Link.APART
    judge = FixedJudge(same=0.35, compatible=0.2, conflict=0.3, other=0.15)
    assert relate(asked, one, [other], judge, PLAIN)[0].link is Link.AGREE


def test_two_bounds_of_one_kind_are_left_to_the_judge() -> None:
    asked = Asked.of("How far must a crane stay away from the line?")
    one = made(asked, "Cranes keep a distance of at least 3 metres.", "3 metres")
    other = made(asked, "Cranes stay 4 metres or more away.", "4 metres", source="b")
    assert relate(asked, one, [other], FixedJudge(conflict=0.9, other=0.03), PLAIN)[0].link is Link.CONFLICT
    judge = FixedJudge(same=0.2, compatible=0.7, conflict=0.05, other=0.05)
    assert relate(asked, one, [other], judge, PLAIN)[0].link is Link.AGREE


def test_what_agrees_casts_no_doubt_whatever_the_judge_says() -> None:
    asked = Asked.of("How long was the shop down?")
    one = made(asked, "The shop was down for 145 minutes.", "145 minutes")
    other = made(asked, "It lasted two hours and 25 minutes.", "two hours and 25 minutes", source="b")
    (related,) = relate(asked, one, [other], FixedJudge(conflict=0.7, other=0.2), PLAIN)
    assert (related.link, related.conflict) == (Link.AGREE, 0.0)


def test_numbers_of_what_cannot_be_compared_contradict_nothing() -> None:
    asked = Asked.of("How big can a model get before it is split?")
    size = made(asked, "A model that grows beyond 400 MB is split.", "400 MB")
    seats = made(asked, "We have 64 seats of the modelling software.", "64", source="b")
    (related,) = relate(asked, size, [seats], FixedJudge(conflict=0.9, other=0.1, same=0.0, compatible=0.0), PLAIN)
    assert (related.link, related.conflict) == (Link.APART, 0.0)


def test_who_asks_for_a_limit_is_answered_by_the_bound_itself() -> None:
    one, other = "Hives are sold in lots of eight or more.", "Lots of ten hives are sold."
    for question, link in (
        ("What is the smallest lot of hives?", Link.CONFLICT),
        ("How many hives are in a lot?", Link.AGREE),
    ):
        asked = Asked.of(question)
        a, b = made(asked, one, "eight or more"), made(asked, other, "ten", source="b")
        assert relate(asked, a, [b], FixedJudge(), PLAIN)[0].link is link


def test_figures_that_exclude_each_other_are_never_told_as_agreeing() -> None:
    asked = Asked.of("How long are parcels kept?")
    one = made(asked, "Parcels are kept for ten days.", "ten days")
    other = made(asked, "After three weeks a parcel goes back.", "three weeks", source="b", sure=-1.0)
    judge = FixedJudge(same=0.9, compatible=0.05, conflict=0.02, other=0.03)
    assert relate(asked, one, [other], judge, PLAIN)[0].link is not Link.AGREE
