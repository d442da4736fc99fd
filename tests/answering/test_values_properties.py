"""What must hold for any value, however it is written."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from index.answering.values import Relation, Value, compare, names_in, values_in

ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
ONES += "seventeen eighteen nineteen".split()
TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()
MONTHS = "January February March April May June July August September October November December".split()
UNITS = "days weeks months years hours minutes euros dollars percent MB km kg requests people times".split()

texts = st.builds(
    lambda hedge, number, unit: f"{hedge}{number} {unit}",
    st.sampled_from(["", "about ", "at least ", "up to ", "nearly ", "between 1 and ", "under "]),
    st.one_of(st.integers(2, 10**7).map(str), st.integers(2, 10**7).map("{:,}".format), st.sampled_from(ONES[2:])),
    st.sampled_from(UNITS),
)
dates = st.builds(
    lambda style, day, month, year: style.format(d=day, m=MONTHS[month - 1], n=month, y=year),
    st.sampled_from(["{d} {m} {y}", "{m} {d}, {y}", "in {m} {y}", "in {y}", "on {d} {m}", "{y}-{n:02}-{d:02}"]),
    st.integers(1, 28),
    st.integers(1, 12),
    st.integers(1900, 2099),
)
clocks = st.builds("{}:{:02}".format, st.integers(0, 23), st.integers(0, 59))
sentences = st.one_of(texts, dates, clocks)


def spelled(n: int) -> str:
    if n < 20:
        return ONES[n]
    if n < 100:
        return TENS[n // 10] + (f"-{ONES[n % 10]}" if n % 10 else "")
    if n < 1000:
        return f"{ONES[n // 100]} hundred" + (f" and {spelled(n % 100)}" if n % 100 else "")
    if n < 10**6:
        return f"{spelled(n // 1000)} thousand" + (f" {spelled(n % 1000)}" if n % 1000 else "")
    return f"{spelled(n // 10**6)} million" + (f" {spelled(n % 10**6)}" if n % 10**6 else "")


def one(text: str) -> Value:
    (value,) = values_in(text)
    return value


@given(sentences)
def test_every_value_is_the_same_as_itself(text: str) -> None:
    for value in values_in(text):
        assert compare(value, value) is Relation.SAME


@given(sentences, sentences)
def test_comparison_is_symmetric(a: str, b: str) -> None:
    for left in values_in(a):
        for right in values_in(b):
            assert compare(left, right) is compare(right, left)


@given(st.text(max_size=120))
def test_spans_slice_exactly_and_never_overlap_in_any_text(text: str) -> None:
    for found in (values_in(text), names_in(text)):
        assert all(text[value.span.start : value.span.end] == value.text for value in found)
        assert all(a.span.end <= b.span.start for a, b in pairwise(found))


@given(
    st.sampled_from(
        "{} May 2024|3–{} May 2024|May {}, 2024|{}th of May|2024-05-{}|2024-{}-01|5/{}/2024|v{}|-{}|1 in {}|{}|"
        "3 to {} hours|{}:30|€{}|{} million|the {}th century|Q{} 2024|{} weeks and {} days".split("|")
    ),
    st.sampled_from("19"),
    st.integers(1, 400),
)
def test_a_figure_of_any_length_is_read_or_left(form: str, digit: str, length: int) -> None:
    for value in values_in(form.replace("{}", digit * length)):
        assert value.low <= value.high


@given(st.lists(sentences, min_size=1, max_size=5).map(", then ".join))
@settings(max_examples=60)
def test_spans_slice_exactly_in_sentences_of_values(text: str) -> None:
    found = values_in(text)
    assert found
    assert all(text[value.span.start : value.span.end] == value.text for value in found)


@given(st.integers(2, 10**9 - 1), st.sampled_from(["people", "days", "euros", "percent"]))
def test_number_words_mean_what_the_digits_mean(n: int, unit: str) -> None:
    assert compare(one(f"{n} {unit}"), one(f"{spelled(n)} {unit}")) is Relation.SAME
    assert compare(one(f"{n:,} {unit}"), one(f"{spelled(n)} {unit}")) is Relation.SAME


@given(st.integers(1, 500))
def test_weeks_are_seven_days_and_years_twelve_months(n: int) -> None:
    assert compare(one(f"{n} weeks"), one(f"{7 * n} days")) is Relation.SAME
    assert compare(one(f"{n} years"), one(f"{12 * n} months")) is Relation.SAME
    assert compare(one(f"{n} hours"), one(f"{60 * n} minutes")) is Relation.SAME


@given(st.integers(1, 28), st.integers(1, 12), st.integers(1900, 2099))
def test_a_date_is_the_same_in_every_format_and_inside_its_month_and_year(day: int, month: int, year: int) -> None:
    name = MONTHS[month - 1]
    written = [
        f"{day} {name} {year}",
        f"{name} {day}, {year}",
        f"{year}-{month:02}-{day:02}",
        f"the {day}th of {name} {year}",
    ]
    values = [one(text) for text in written]
    assert all(compare(values[0], value) is Relation.SAME for value in values)
    for coarse in (f"in {name} {year}", f"in {year}", f"on {day} {name}"):
        assert compare(values[0], one(coarse)) in (Relation.CONTAINS, Relation.SAME)


@given(texts, st.floats(0, 1000), st.floats(0, 1000))
def test_a_wider_interval_still_holds_the_value(text: str, below: float, above: float) -> None:
    for value in values_in(text):
        months = value.months and (value.months[0] - below, value.months[1] + above)
        wider = replace(value, low=value.low - below, high=value.high + above, months=months, other=None)
        assert compare(value, wider) in (Relation.SAME, Relation.CONTAINS) or (value.limit and value.bound)


@given(st.integers(1, 12), st.integers(0, 59))
def test_a_time_is_the_same_on_both_clocks(hour: int, minute: int) -> None:
    late = hour % 12 + 12
    assert compare(one(f"at {hour}:{minute:02} pm"), one(f"at {late}:{minute:02}")) is Relation.SAME
    assert compare(one(f"at {hour}:{minute:02} pm"), one(f"at {hour}:{minute:02} am")) is Relation.DISJOINT
