"""A yes-or-no question that names a figure is answered by the figure that a passage states."""

import pytest

from index.answering.claims import claim_of
from index.answering.evidence import Asked
from tests.answering.evidence_made import made


@pytest.mark.parametrize(
    ("question", "text", "leaning"),
    [
        ("Do invoices have to be paid within 30 days?", "Invoices are paid within 14 days.", -1),
        ("Are there 25 days of paid leave?", "Everybody has 25 days of paid leave.", 1),
        ("Are there 25 days of paid leave?", "Everybody has 28 days of paid leave.", -1),
        ("Is the estate bigger than 20 acres?", "The estate covers 20.5 acres.", 1),
        ("Is the range more than 2 meters?", "The range is 2 meters.", -1),
        ("Is the tower taller than 20 meters?", "The tower is 20 meters high.", -1),
        ("Does the valley contain four towns?", "The valley contains three towns.", -1),
        ("Can I take 10 days of leave?", "You may take up to 15 days of leave.", 1),
        ("Can I take 20 days of leave?", "You may take up to 15 days of leave.", -1),
        ("Must visitors have 18 years of age?", "Visitors must have at least 16 years of age.", -1),
        ("Is the fee under 50 euros?", "The fee is 50 euros.", -1),
        ("Is the fee over 50 euros?", "The fee is 48 euros.", -1),
        ("Is the fee over 50 euros?", "The fee is 80 euros.", 1),
        ("Did the explorer die on 2 March 1881?", "The explorer died on 3 March 1881.", -1),
        ("Did the explorer die before 1900?", "The explorer died on 3 March 1881.", 1),
        ("May guests stay up to two weeks?", "Guests may stay for 14 days.", 1),
        ("Did the empire have 50 prisoners in the battle?", "In the battle the empire had 47 prisoners.", -1),
        ("Is the deposit CHF 20 for a sledge?", "For a sledge the deposit is CHF 20.", 1),
        ("Do we get 25 days of paid leave in the first year?", "In the first year we get 20 days of paid leave.", -1),
        ("Can I borrow more than 5 books?", "You can borrow up to 5 books.", -1),
        ("Can I borrow more than 5 books?", "You can borrow up to 8 books.", 1),
        ("Can I park for more than 2 hours?", "To park is limited to 2 hours.", -1),
        ("Can I cancel less than 24 hours before?", "You can cancel at least 24 hours before.", -1),
        ("Does the town have more than 1900 people?", "The town has 1900 people.", -1),
        ("Does the town have over 1900 people?", "The town has 1900 people.", -1),
        ("Does the town have over 1900 people?", "The town has 2400 people.", 1),
        ("Is the term more than a year?", "The term is 12 months.", -1),
        ("Can I upload files over 10 MB?", "Upload files of up to 10 MB.", -1),
        ("Can I upload files larger than 10 MB?", "Upload files of up to 10 MB.", -1),
        ("Can I upload files larger than 10 MB?", "Upload files of up to 25 MB.", 1),
        ("Can I return goods after 30 days?", "You can return goods within 30 days.", -1),
        ("Can I return goods after 20 days?", "You can return goods within 30 days.", 1),
        ("Can I return goods after a year?", "You can return goods within 12 months.", -1),
        ("Can I join the scheme after 6 months?", "You can join the scheme after 6 months.", 1),
        ("Can I join the scheme after 3 months?", "You can join the scheme after 6 months.", -1),
        ("Can I join the scheme after 9 months?", "You can join the scheme after 6 months.", 1),
        ("Did the explorer die before 3 March 1881?", "The explorer died on 2 March 1881.", 1),
        ("Do I need a receipt for £30?", "Receipts are required above £25.", 1),
        ("Do I need a receipt for £20?", "Receipts are required above £25.", -1),
        ("Do I need approval for a £300 purchase?", "Purchases above £250 need approval.", 1),
        ("Is approval needed for £300?", "Above £250 approval is needed.", 1),
        ("Do I need a doctor's note for 3 days?", "A doctor's note is needed after more than 2 days.", 1),
        ("Do I need approval for expenses over £100?", "Expenses above £250 need approval.", -1),
        ("Do I need a receipt for £30?", "Receipts are required for expenses over £25.", 1),
        ("Must I give 2 weeks' notice?", "You must give at least 4 weeks' notice.", -1),
        ("Must I stay for 6 months?", "You must stay for at least 3 months.", -1),
        ("Do I need to keep receipts for 6 years?", "You need to keep receipts for at least 5 years.", -1),
    ],
)
def test_the_stated_figure_decides(question: str, text: str, leaning: int) -> None:
    candidate = made(Asked.of(question), text, text, polarity=0.0)
    assert candidate.leaning == pytest.approx(0.9 * leaning)
    assert not candidate.missing


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Is the office open at 9:00?", "The office opens at 8:00."),
        ("Are there 25 days of paid leave?", "Interns may not take 25 days of leave."),
        ("Are there 25 days of paid leave?", "There are 12 parking spaces."),
        ("Was the outage on 3 March caused by a full disk?", "The outage of 3 March lasted two hours."),
        ("Is room 4 free?", "Room 5 is free."),
        ("Did the explorer die on 2 March 1881?", "The explorer died in 1881."),
        ("Do the 40 desks in Porto have lamps?", "Porto has 38 desks, and they have lamps."),
        ("Do the first 20 visitors on Sundays get in free?", "Some 30 visitors on Sundays get in free."),
        ("Do we speak with one voice in the council?", "In the council we speak with two voices."),
    ],
)
def test_other_figures_decide_nothing(question: str, text: str) -> None:
    assert made(Asked.of(question), text, text, polarity=0.0).leaning == 0


@pytest.mark.parametrize(
    ("question", "text", "leaning"),
    [
        ("Is there a Friday freeze?", "The Friday freeze was lifted in May.", -1),
        ("Is there a Friday freeze?", "The Friday freeze has not been lifted.", 0),
        ("Can a booking be cancelled?", "Bookings may be cancelled until noon.", 0),
        ("Is the fee for a booking paid back?", "If a booking is cancelled, the fee is paid back.", 0),
        ("Are cancelled bookings paid back?", "Cancelled bookings are paid back.", 0),
        ("May I cancel a paid booking?", "A paid booking is cancelled by a click.", 0),
        ("Do I return a badge?", "Return a badge when it is no longer of use.", 0),
        ("Are taxis paid?", "Taxis can no longer be paid.", -1),
        ("Are taxis no longer paid?", "Taxis are no longer paid.", 0),
    ],
)
def test_what_was_ended_is_denied_unless_it_only_may_end_or_its_end_is_asked_about(
    question: str, text: str, leaning: int
) -> None:
    assert made(Asked.of(question), text, text, polarity=0.0).leaning == pytest.approx(0.9 * leaning)


def test_a_denied_claim_is_left_to_the_reader() -> None:
    assert claim_of("Is it not more than 30 days?") is None


def test_a_negated_question_word_leaves_no_claim_and_a_plain_number_neither() -> None:
    assert claim_of("Is the answer 42?") is None
