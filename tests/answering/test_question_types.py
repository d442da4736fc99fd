import pytest

from index.answering.values import Kind, QuestionKind, Weight, question_terms, question_type, values_in


@pytest.mark.parametrize(
    ("question", "kind", "single"),
    [
        ("How many desks does the Porto office have?", "how many", True),
        ("How much can I spend on meals per day?", "how much", True),
        ("What share of traffic does a canary get?", "share", True),
        ("When did the office open?", "when", True),
        ("What year was it founded?", "year", True),
        ("What time does the shift start?", "time", True),
        ("What time of day is best?", "time", True),
        ("Until what time is it open?", "time", True),
        ("What time of the year is the festival?", "when", True),
        ("What time zone is it in?", "other", True),
        ("Within what time must incidents be reported?", "how long", True),
        ("In which time is it to be done?", "how long", True),
        ("What time limit applies?", "how long", True),
        ("How long are backups kept?", "how long", True),
        ("How often must I change my password?", "how often", True),
        ("How old is the company?", "how old", True),
        ("How high is Mount Everest?", "size", True),
        ("What is the minimum age for joining?", "how old", True),
        ("What is the notice period?", "how long", True),
        ("What is the maximum weight of a parcel?", "size", True),
        ("At what temperature does the alarm go off?", "size", True),
        ("What is the deadline for claims?", "when", True),
        ("What is the closing date?", "when", True),
        ("What was the period of the pendulum clocks?", "how long", True),
        ("What is the ageing of cheese?", "other", True),
        ("Who is the chief financial officer?", "who", True),
        ("Who can approve leave?", "who", False),
        ("Where is the head office?", "where", True),
        ("Which city hosts it?", "where", True),
        ("Which version of Java does the SDK need?", "which", True),
        ("Do passwords expire?", "yes/no", True),
        ("Isn't the office open?", "yes/no", True),
        ("Isn’t the office open?", "yes/no", True),
        ("can't I park here", "yes/no", True),
        ("dont we get a bonus", "yes/no", True),
        ("Won't it close?", "yes/no", True),
        ("What's the name of the auditor?", "who", True),
        ("whats the daily meal allowance", "how much", True),
        ("If I fall ill, must I call?", "yes/no", True),
        ("My daughter is 15, is she old enough to help?", "yes/no", True),
        ("We have 600 sensors: do we get both discounts?", "yes/no", True),
        ("There is a man here who pays by cheque, is that all right?", "yes/no", True),
        ("I need a van tomorrow, what do I do?", "other", True),
        ("Is it red or blue?", "other", True),
        ("Do we support version 3.9 or later?", "yes/no", True),
        ("What replaces the old canteen?", "other", True),
        ("What counts as overtime?", "other", True),
        ("How early can I check in?", "when", True),
        ("How warm is the cold room?", "size", True),
        ("Why did she resign?", "why", True),
        ("What caused the outage?", "why", True),
        ("What explains her departure?", "why", True),
        ("What led her to resign?", "why", True),
        ("What happens when the lease ends?", "other", True),
        ("What are we to use instead?", "other", True),
        ("What are the opening days?", "list", False),
        ("How do I reset my password?", "how", False),
        ("What does severity 1 mean?", "meaning", True),
        ("List the offices.", "list", False),
        ("Which countries joined?", "list", False),
        ("Give examples of fruit", "list", False),
        ("Who are the founders?", "list", False),
        ("What happens if it fails?", "other", True),
        ("What did she resign from?", "other", True),
        ("What is the fee and who pays it?", "how much", False),
        ("If I resign, how many weeks of notice must I give?", "how many", True),
    ],
)
def test_a_question_has_a_kind_and_presupposes_one_answer_or_not(question: str, kind: str, *, single: bool) -> None:
    read = question_type(question)
    assert (read.kind, read.single) == (QuestionKind(kind), single)
    assert read.yes_no == (kind == "yes/no")


def test_the_kind_says_which_values_answer() -> None:
    assert Kind.NUMBER in question_type("How many desks are there?").expects
    assert Kind.NAME in question_type("Who founded it?").expects


@pytest.mark.parametrize(
    ("question", "counted"),
    [
        ("How many desks are there?", "desks"),
        ("How many more paid days off do I get?", "days"),
        ("How many bank holidays are there?", "holidays"),
        ("How many parking spaces does it have?", "spaces"),
        ("How many API requests may one key send?", "requests"),
        ("How many full-time employees work on Sundays?", "employees"),
        ("How many people keep bees?", "people"),
        ("How many staff have keys?", "staff"),
        ("How many of the shops are open?", None),
        ("How many business trips are allowed?", "trips"),
        ("Which parking spaces are free?", "parking"),
        ("How many on-call nights are allowed?", "nights"),
        ("How many grown-ups must come along?", "grown-ups"),
    ],
)
def test_what_is_counted_is_the_plural_of_its_phrase(question: str, counted: str | None) -> None:
    assert question_type(question).counted == counted


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How often are bins collected?", "every Tuesday"),
        ("How often are bins collected?", "twice a week"),
        ("How big is the discount?", "10 %"),
        ("How high is the deposit?", "£200"),
        ("How high is the tower?", "200 m"),
        ("How long are you open?", "until 11 pm"),
        ("Within what time must incidents be reported?", "within 24 hours"),
        ("What time of year is the festival?", "in June"),
    ],
)
def test_a_value_is_of_a_kind_that_is_expected(question: str, answer: str) -> None:
    assert values_in(answer)[0].kind in question_type(question).expects


@pytest.mark.parametrize(
    ("question", "limit"),
    [
        ("What is the smallest order?", True),
        ("From what order value is delivery free?", True),
        ("Above what amount is approval needed?", True),
        ("From what date is it open?", False),
        ("What amount did it cost?", False),
    ],
)
def test_who_asks_for_a_threshold_asks_for_a_limit(question: str, *, limit: bool) -> None:
    assert question_type(question).limit is limit


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("How many desks does the Rotterdam office have?", ["Rotterdam"]),
        ("What does severity 4 mean?", ["severity 4"]),
        ("Which version of Java does the SDK need?", ["Java", "SDK"]),
        ("How long did the outage of 3 May 2024 last?", ["3 May 2024"]),
        ("What changed in version 3.10?", ["version 3.10"]),
        ('Who said "never again"?', ["never again"]),
        ("How many requests may one key send?", []),
        ("What's the wifi password if I've lost it?", []),
    ],
)
def test_names_and_numbers_of_a_question_must_stand_in_the_passage(question: str, named: list[str]) -> None:
    terms = question_terms(question)
    assert [term.text for term in terms if term.weight is not Weight.CONTENT] == named
    assert all(question[term.span.start : term.span.end] == term.text for term in terms)


def test_content_words_leave_out_what_every_question_has() -> None:
    assert [term.text for term in question_terms("What is the learning budget?")] == ["learning", "budget"]


@pytest.mark.parametrize(
    ("question", "weight"),
    [
        ("When did the station first go on air?", Weight.CONTENT),
        ("What must be done first?", Weight.CONTENT),
        ("Where was the station's first studio?", Weight.NUMBER),
        ("When is my first shift?", Weight.NUMBER),
    ],
)
def test_first_names_one_of_several_only_of_a_thing(question: str, weight: Weight) -> None:
    assert [term.weight for term in question_terms(question) if term.text == "first"] == [weight]


def test_a_day_is_no_time_of_day() -> None:
    assert Kind.TIME in question_type("When is the alarm tested?").expects
    assert Kind.TIME not in question_type("On which day of the week is the alarm tested?").expects
    assert Kind.TIME not in question_type("What date is the fair?").expects
