"""What people write around a question is taken off; the question itself stays theirs."""

import pytest

from index.answering.asking import asked_in


@pytest.mark.parametrize(
    ("message", "question"),
    [
        ("Can you tell me how many days of leave I get?", "How many days of leave I get?"),
        ("Do you know when the office opens?", "When the office opens?"),
        ("Could you please tell me if taxis are paid?", "Are taxis paid?"),
        ("Do you know whether contractors can use the gym?", "Can contractors use the gym?"),
        ("Hi Quoth, how many days?", "how many days?"),
        ("Hello! How many days of leave do I get? Thanks!", "How many days of leave do I get?"),
        ("Hey team - quick question: what is the wifi password?", "what is the wifi password?"),
        ("I'd like to know what the U.S. limit is.", "What the U.S. limit is"),
    ],
)
def test_greetings_and_polite_forms_are_taken_off(message: str, question: str) -> None:
    assert asked_in(message).question == question


@pytest.mark.parametrize(
    ("message", "question"),
    [
        ("Ada Byron is a writer. When was she born?", "When was Ada Byron born?"),
        ("The Porto office is new. What is its address?", "What is the Porto office's address?"),
        ("We have a new badge system. How does it work?", "How does the new badge system work?"),
        ("I started last week. Who do I ask for a badge?", "Who do I ask for a badge?"),
        ("I started last week. At what time is lunch?", "At what time is lunch?"),
        ("I found one of your vouchers in a coat. Can I still use it?", "Can I still use the vouchers?"),
        ("I have a new laptop. Is it allowed to take it home?", "Is it allowed to take the new laptop home?"),
        ("I left my jacket at the pool. Where do I get it back?", "Where do I get the jacket back?"),
    ],
)
def test_a_question_stands_without_the_sentences_before_it(message: str, question: str) -> None:
    assert asked_in(message).question == question


def test_what_is_said_beside_a_question_is_kept_as_its_circumstances() -> None:
    assert asked_in("I am a contractor. How many days of leave do I get?").beside == "I am a contractor."


@pytest.mark.parametrize(
    "message",
    [
        "Why did she resign?",
        "What is the limit? And when does it reset?",
        "If I resign, how many weeks of notice are needed?",
        "My manager said that leave is 30 days. Is that right?",
        "Somebody lost a key of hers yesterday? Who replaces it?",
        "wifi password",
        "Hi",
        "What does 'Is it on?' mean?",
        "Do you know Ada Byron?",
        "",
    ],
)
def test_a_message_that_is_a_question_or_cannot_be_parted_stays_whole(message: str) -> None:
    assert asked_in(message).question == message
