"""Questions are checked, completed and split before anything is looked for."""

import pytest

from index.answering.questions import clean_question, complete, has_words, is_foreign, parts_of
from index.errors import QuestionError


@pytest.mark.parametrize("bad", ["", "  \n ", "\x00\x07", "a" * 501])
def test_a_question_that_cannot_be_taken_is_refused_with_its_fix(bad: str) -> None:
    with pytest.raises(QuestionError, match=r"500"):
        clean_question(bad)


def test_control_and_direction_characters_do_not_reach_the_models() -> None:
    assert clean_question("Who\x00 is\u202e on\tcall?\r\n") == "Who is on call?"
    assert clean_question("Who is \udcff on call?") == "Who is on call?"


def test_five_hundred_code_points_are_taken_whatever_their_bytes() -> None:
    assert len(clean_question("é" * 500)) == 500


@pytest.mark.parametrize(
    "question",
    [
        "Wie viele Urlaubstage gibt es?",
        "¿Cuántas vacaciones hay para los empleados?",
        "何日休めますか",
        "Quand est la réunion ?",
    ],
)
def test_a_question_in_another_language_is_noticed(question: str) -> None:
    assert is_foreign(question)


@pytest.mark.parametrize(
    "question",
    [
        "Who is Joris de Wit?",
        "What is El Niño?",
        "vacation days",
        "Does the café in La Paz open?",
        "Der Spiegel circulation",
        "x",
        "🙂🙂",
    ],
)
def test_english_with_foreign_names_is_not_called_foreign(question: str) -> None:
    assert not is_foreign(question)


def test_emoji_alone_hold_nothing_to_look_for() -> None:
    assert not has_words("🙂🙂 ?!")
    assert has_words("hi 🙂")


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "When was the company founded and who founded it?",
            ("When was the company founded?", "who founded the company?"),
        ),
        ("What is the fee and is it paid back?", ("What is the fee?", "is the fee paid back?")),
        ("What is the limit? And when does it reset?", ("What is the limit?", "when does the limit reset?")),
        ("When and where is the choir?", ("When is the choir?", "where is the choir?")),
        ("In Porto, who is host and what do I pay?", ("In Porto, who is host?", "In Porto, what do I pay?")),
        ("Which office has a gym and is the biggest?", ("Which office has a gym and is the biggest?",)),
        ("Who and when?", ("Who and when?",)),
        ("When did the plant close and why?", ("When did the plant close?", "why did the plant close?")),
        ("Who runs sales and marketing?", ("Who runs sales and marketing?",)),
        ("What is the limit between 9 and 5?", ("What is the limit between 9 and 5?",)),
    ],
)
def test_a_question_is_split_only_where_each_part_asks(question: str, parts: tuple[str, ...]) -> None:
    assert parts_of(question) == parts


@pytest.mark.parametrize(
    ("earlier", "follow_up", "whole"),
    [
        ("When does the library open?", "and on Saturdays?", "When does the library open on Saturdays?"),
        ("When does the shop open on Mondays?", "and on Fridays?", "When does the shop open on Fridays?"),
        ("How many desks does Lisbon have?", "What about Ghent?", "How many desks does Ghent have?"),
        ("Does the Lisbon office have a gym?", "Is there a pool there?", "Is there a pool at the Lisbon office?"),
        ("How many days do I get?", "When does it expire?", "When does it expire (How many days do I get)?"),
        ("Who wrote the Lisbon plan?", "When was it approved?", "When was the Lisbon plan approved?"),
    ],
)
def test_a_follow_up_is_completed_from_the_question_before(earlier: str, follow_up: str, whole: str) -> None:
    assert complete(follow_up, earlier) == whole


@pytest.mark.parametrize(
    "question",
    [
        "Who is the data protection officer?",
        "Are there any showers?",
        "Is it allowed to bring dogs?",
        "Who repairs laptops that break?",
        "Who won the award this year?",
    ],
)
def test_a_complete_question_ignores_the_one_before(question: str) -> None:
    assert complete(question, "When does the library open?") == question


def test_a_follow_up_that_would_grow_too_long_is_asked_as_it_is() -> None:
    earlier = f"When is the {'very ' * 94}large hall open?"
    assert complete("and on Saturdays?", earlier) == "and on Saturdays?"
