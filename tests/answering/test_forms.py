"""What has not the form of what is asked for is no answer."""

import pytest

from index.answering.forms import lacks_form
from index.answering.values import question_type


@pytest.mark.parametrize(
    ("question", "answer", "sentence"),
    [
        ("At what time did the roof collapse?", "6 November", "The roof collapsed on 6 November."),
        ("What time must the bins be out in the morning?", "19:00", "Bins may stand out from 19:00."),
        ("When does the shop close on Saturdays?", "Sundays", "The shop is closed on Sundays."),
        ("How often does my code change?", "six digits", "The code has six digits."),
        ("On which date is the supper?", "December", "The supper is in December."),
        ("What is the date of the fair?", "in May 2026", "The fair is in May 2026."),
        ("Which day do we meet?", "May to July 2026", "We meet from May to July 2026."),
        ("What is my code for the plotter?", "a personal code", "You get a personal code from us."),
        ("What's the PIN?", "a PIN", "The alarm has a PIN."),
        ("What is the phone number of the Millgate branch?", "61", "Millgate: 61 Mill Lane, 10:00 to 17:00"),
        ("What's Bea's telephone number?", "a phone", "Bea has a phone on her desk."),
        ("What is the e-mail address of the helpdesk?", "the helpdesk", "Write to the helpdesk."),
        ("What is our web address?", "our website", "Have a look at our website."),
        ("Who was hurt?", "Nobody else", "Nobody else was hurt."),
        ("Which company tests the alarms?", "an outside company", "An outside company tests the alarms."),
        ("By which firm was it built?", "three firms", "Three firms have been asked to tender."),
    ],
)
def test_what_has_another_form_is_no_answer(question: str, answer: str, sentence: str) -> None:
    assert lacks_form(question_type(question), question, answer, sentence)


@pytest.mark.parametrize(
    ("question", "answer", "sentence"),
    [
        ("At what time does it open?", "14:20", "It opens at 14:20 on 6 November."),
        ("At what time does the gate close?", "at dusk", "The gate closes at dusk."),
        ("What time does the morning train arrive?", "by 6:30", "It arrives by 6:30."),
        ("When does the shop close on Saturdays?", "Saturdays at 13:00", "It closes on Saturdays at 13:00."),
        ("When is the gate open on Saturdays?", "9:00 to 17:00", "On weekdays and Saturdays 9:00 to 17:00."),
        ("How often is a call repeated?", "five times", "It is repeated five times."),
        ("How often are the boots replaced?", "every two years", "They are replaced every two years."),
        ("How often must a licence be renewed?", "five years", "It is valid for five years."),
        ("Within what time must incidents be reported?", "24 hours", "They must be reported within 24 hours."),
        ("On which date is the supper?", "4 December", "The supper is on 4 December."),
        ("On what day did he die?", "8 September 1838 – 2 March 1881", "He (8 September 1838 – 2 March 1881) sailed."),
        ("Which day do we meet?", "Mondays", "We meet on Mondays."),
        ("On which day of the month are we paid?", "May", "We are paid in May."),
        ("When is the supper?", "December", "The supper is in December."),
        ("What is the code for the door?", "4711", "The code of the door is 4711."),
        ("What is the code for a tenth off?", "SPRING", "Give the code SPRING."),
        ("What is the dress code?", "smart casual", "Come in smart casual."),
        ("What is the code of conduct?", "kind", "Be kind."),
        ("What time limit applies?", "90 minutes", "The limit is 90 minutes."),
        ("What time of year is the festival?", "June", "The festival is in June."),
        ("What time is the meeting?", "9 to 10", "The meeting is from 9 to 10."),
        ("What is the phone number of the lodge?", "extension 214", "Call the lodge on extension 214."),
        ("What is the phone number of the lodge?", "+44 20 7946 0018", "Call +44 20 7946 0018."),
        ("What is the e-mail address of the helpdesk?", "help@example.org", "Write to help@example.org."),
        ("What is our web address?", "quoth.example", "It is quoth.example."),
        ("Who may talk to journalists?", "nobody", "Nobody may."),
        ("Which company tests the alarms?", "Brandt", "Brandt tests the alarms."),
        ("Who has the phone number of the lodge?", "the porter", "The porter has it."),
        ("What happens to my e-mail address when I leave?", "closed", "It is closed after a month."),
    ],
)
def test_what_may_have_the_form_stands(question: str, answer: str, sentence: str) -> None:
    assert not lacks_form(question_type(question), question, answer, sentence)
