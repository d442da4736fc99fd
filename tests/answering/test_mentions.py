"""An answer to "who" names somebody else than the question does."""

import pytest

from index.answering.evidence import Asked
from tests.answering.evidence_made import made

RETIRES = "Hal Bexley, our orchid grower, retires on 30 May."


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        ("Who looks after the orchids once Hal Bexley has retired?", RETIRES, "orchid grower"),
        ("Who is Hal Bexley's successor?", RETIRES, "orchid grower"),
        ("Who is Hal Bexley's successor?", RETIRES, "grower"),
        ("Who takes over from Toni?", "After 31 years Toni Arnold is retiring.", "Toni Arnold"),
        ("Who covers for Ravi Sandhu?", "Bookings go through Ravi Sandhu, Education Officer.", "Education Officer"),
        ("Who covers for Ravi Sandhu?", "Ask the education officer, Ravi Sandhu.", "the education officer"),
    ],
)
def test_who_is_not_answered_with_whom_the_question_names(question: str, text: str, answer: str) -> None:
    assert made(Asked.of(question), text, answer).probability == 0


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        ("Who is Hal Bexley?", RETIRES, "orchid grower"),
        ("Who's Hal Bexley?", RETIRES, "orchid grower"),
        ("Who follows Hal Bexley?", "Hal Bexley is followed by Ines Tamm.", "Ines Tamm"),
        ("When does Hal Bexley retire?", RETIRES, "30 May"),
        ("Who grows the orchids?", RETIRES, "Hal Bexley"),
        ("Who follows Hal Bexley?", "Hal Bexley, the grower before Ines Tamm, retires.", "Ines Tamm"),
        ("Who replaced Hal Bexley?", "Ines Tamm, Hal Bexley's successor, starts in June.", "Ines Tamm"),
        (
            "Who is in the office besides Ravi Sandhu?",
            "In the office are Ravi Sandhu, Petra Vance and Tom.",
            "Petra Vance",
        ),
        (
            "Who is in the office besides Ravi Sandhu?",
            "In the office are Petra Vance, Ravi Sandhu and Tom.",
            "Petra Vance",
        ),
        ("Who founded the shop with Toni?", "Toni and Ruth founded the shop.", "Toni and Ruth"),
    ],
)
def test_other_answers_stand(question: str, text: str, answer: str) -> None:
    assert made(Asked.of(question), text, answer).probability > 0.5
