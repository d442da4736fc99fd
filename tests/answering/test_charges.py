"""Whether one pays is answered by a sentence that says that nothing is charged."""

import pytest

from index.answering.charges import is_charged
from index.answering.evidence import Asked
from index.answering.relations import Link, relate
from tests.answering.evidence_made import PLAIN, FixedJudge, made


@pytest.mark.parametrize(
    ("question", "sentence", "charged"),
    [
        ("Do I have to pay for parking on a Sunday?", "On Sundays parking is free in all car parks.", False),
        ("Does a projector cost extra?", "A projector and a screen are part of the price in all rooms.", False),
        ("Do volunteers pay for their check?", "It costs you nothing, as we pay.", False),
        ("Are members charged for skates?", "Skates are lent without charge.", False),
        ("Is there a fee for a replacement?", "The first one is replaced at no extra cost.", False),
        ("Is parking free?", "Parking is free for guests.", True),
        ("Can my children ride for free?", "Children travel free of charge.", True),
    ],
)
def test_what_costs_nothing_is_not_charged(question: str, sentence: str, *, charged: bool) -> None:
    assert is_charged(question, sentence) is charged


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Is parking free?", "Parking is not free."),
        ("Do I have to pay?", "Entry is free for members, guests pay £3."),
        ("Do I have to pay?", "Feel free to ask; a sugar-free drink is sold at the bar."),
        ("Is the meeting room free?", "The meeting room is free."),
        ("Do groups of 20 have to pay?", "For groups of 30 there is no charge."),
        ("May I pay by card?", "There is no charge for cards."),
        ("Can I buy a ticket on board?", "Children travel free."),
        ("Don't I have to pay?", "Parking is free."),
        ("Is the pool open?", "The pool is free of charge."),
    ],
)
def test_what_names_a_charge_or_asks_of_something_else_is_left_to_the_reader(question: str, sentence: str) -> None:
    assert is_charged(question, sentence) is None


def test_a_day_without_a_charge_contradicts_one_with_a_charge() -> None:
    asked = Asked.of("Do I have to pay for parking on a Sunday?")
    free = made(asked, "On Sundays parking is free.", "On Sundays parking is free", polarity=3.0)
    paid = made(asked, "You have to pay on Sundays.", "You have to pay on Sundays", source="b", polarity=3.0)
    assert (free.polarity, paid.polarity) == ("no", "yes")
    assert relate(asked, free, [paid], FixedJudge(), PLAIN)[0].link is Link.CONFLICT


def test_what_is_said_of_something_else_decides_nothing() -> None:
    asked = Asked.of("Do I have to pay a deposit for a hired toboggan?")
    own = made(asked, "Your own sledge rides up free of charge.", "Your own sledge rides up", polarity=3.0)
    assert own.polarity == "yes"
