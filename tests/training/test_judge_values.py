from random import Random

import pytest

from index.training.judge_values import coarser, kind_of, number_in, other_value, overlaps, same_value


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("3 March 1922", "date"),
        ("1987", "year"),
        ("69,197", "number"),
        ("two weeks", "number"),
        ("Ada Bloom", "name"),
        ("salt, pepper and oil", "list"),
        ("a worn cable", "phrase"),
    ],
)
def test_answers_fall_into_classes(answer: str, kind: str) -> None:
    assert kind_of(answer) == kind


def test_the_same_duration_is_told_otherwise() -> None:
    made = {same_value("14 days", Random(seed)) for seed in range(60)}
    assert made & {"two weeks", "2 weeks"}
    assert made <= {None, "two weeks", "2 weeks", "fourteen days", "336 hours", "14 days"}


def test_a_coarser_date_is_part_of_the_date() -> None:
    assert {coarser("3 March 1922", Random(seed)) for seed in range(40)} == {"March 1922", "1922", "spring 1922"}


def test_a_rounded_amount_stays_within_a_tenth() -> None:
    for seed in range(40):
        rounded = coarser("69,197", Random(seed))
        assert rounded is not None
        found = number_in(rounded)
        assert found is not None
        assert abs(found[0] - 69_197) <= 0.1 * 69_197


@pytest.mark.parametrize("answer", ["25", "3 March 1922", "1987", "$45.50", "July 2008", "six"])
def test_another_value_has_the_same_class_and_differs(answer: str) -> None:
    for seed in range(50):
        other = other_value(answer, [], Random(seed))
        if other is not None:
            assert other != answer
            assert kind_of(other) == kind_of(answer) or kind_of(answer) == "number"


def test_another_name_comes_from_the_pool_and_shares_no_word() -> None:
    other = other_value("Ada Bloom", ["Ada Bloom", "Bloom Ada", "a worn cable", "Jo Finch"], Random(3))
    assert other == "Jo Finch"
    assert not overlaps("Ada Bloom", other)
