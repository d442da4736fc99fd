"""Only disjoint scopes separate two statements, and only what restricts a statement is one."""

import pytest

from index.answering.scope import contrast, excluded, scopes_in


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Contractors get 20 days.", "Employees get 25 days."),
        ("The Porto office opens at 8.", "The office in Ghent opens at 9."),
        ("Mon–Fri: 8:00 to 18:00", "Sat 10:00 to 14:00"),
        ("Mondays to Fridays it opens at 8.", "At weekends it opens at 10."),
        ("On Saturdays it opens at 9.", "On Sundays it opens at 10."),
        ("How many days may a contractor work from abroad?", "Employees may work from abroad for 30 days."),
        ("Staff get a discount of 20%.", "Volunteers get a discount of 10%."),
    ],
)
def test_disjoint_scopes_stand_apart(a: str, b: str) -> None:
    assert contrast({}, scopes_in(a), scopes_in(b))
    assert excluded(scopes_in(a), scopes_in(b))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("On Saturdays it opens at 9.", "At weekends it opens at 10."),
        ("Which office has a gym?", "The Porto office has a gym."),
        ("In office hours, call the desk.", "The Porto office has a desk."),
        ("Do I have to tell my manager?", "Staff have to call in."),
        ("Contractors tell their line manager.", "Contractors call in."),
        ("How long is a partner certificate valid?", "Our consultants' certificates are valid for two years."),
        ("What is the name of the guest wi-fi?", "Staff use HarbourNet."),
    ],
)
def test_a_scope_inside_another_and_what_restricts_nothing_keep_statements_together(a: str, b: str) -> None:
    assert contrast({}, scopes_in(a), scopes_in(b)) is None
    assert not excluded(scopes_in(a), scopes_in(b))
