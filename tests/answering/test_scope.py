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
        ("When are you open on weekdays?", "Sat 10-4"),
        ("When are you open on weekdays?", "Sat: |"),
        ("Monday–Thursday: 9-5", "Friday: 9-3"),
        ("When are you open on weekdays?", "We are open at the weekend from 10 to 4."),
        ("When are you open on weekends?", "Mon-Thu 9-5"),
        ("When are you open on bank holidays?", "We are open Monday to Sunday from 9 to 5."),
        ("Is it open on Saturdays?", "On Mondays and Fridays it is open until 6."),
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
        ("When are you open on weekdays?", "We are open Monday to Saturday from 9 to 5."),
        ("When are you open on weekdays?", "Mon–Sat 9am–5pm"),
        ("When are you open on weekdays?", "Monday to Sunday: 9-5"),
        ("When are you open on weekdays?", "Tuesday to Saturday 10-4"),
        ("When are you open on weekdays?", "On Fridays we close at 4."),
        ("When are you open on saturdays?", "Mon.–Sat. 9-5"),
        ("When are you open on Fridays?", "Open late on Friday and Saturday."),
        ("When does it open at weekends?", "It opens at 8 from Sunday to Thursday."),
        ("We are open Mon-Sat 9-5.", "We are open Mon-Fri 9-6."),
        ("If I order on Friday, when does it come?", "Orders come on Monday."),
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


def test_one_weekday_stands_apart_from_another_yet_excludes_none_where_it_is_asked_for() -> None:
    asked, mondays, fridays = map(scopes_in, ("Open on Mondays?", "On Mondays we close at 6.", "On Fridays at 4."))
    assert contrast({}, mondays, fridays)
    assert contrast(asked, mondays, fridays)
    assert not excluded(asked, fridays)


def test_what_is_asked_of_two_days_is_no_contrast() -> None:
    asked, a, b = map(scopes_in, ("When is it open at weekends?", "On Saturdays from 9.", "On Sundays from 10."))
    assert contrast(asked, a, b) is None
