import pytest

from index.answering.values import Bound, Kind, Relation, Value, compare, values_in


def one(text: str) -> Value:
    found = values_in(text)
    assert len(found) == 1, [value.text for value in found]
    return found[0]


def relation(a: str, b: str) -> Relation:
    return compare(one(a), one(b))


SAME = [
    ("two weeks", "14 days"),
    ("It starts at 17:30.", "It starts at half past five."),
    ("It starts at 17:30.", "It starts at 5:30 pm."),
    ("It starts at 5.30pm", "from 17:30 on"),
    ("12 per cent", "12 %"),
    ("12 percent", "12%"),
    ("one year", "12 months"),
    ("half an hour", "30 minutes"),
    ("for an hour and a half", "90 minutes"),
    ("an hour and three quarters in all", "105 minutes"),
    ("two hours and a quarter", "135 minutes"),
    ("a year and a half", "18 months"),
    ("2 hours and 30 minutes", "150 minutes"),
    ("3,200 customers", "3 200 customers"),
    ("three thousand two hundred customers", "3,200 customers"),
    ("a dozen eggs", "12 eggs"),
    ("€45", "45 euros"),
    ("EUR 45", "45 €"),
    ("$5 million", "5 million US dollars"),
    ("twenty-five days", "25 days"),
    ("3 May 2024", "May 3, 2024"),
    ("3rd of May 2024", "2024-05-03"),
    ("Friday, 3 May 2024", "3 May 2024"),
    ("1 megabyte", "1 MB"),
    ("half of the staff", "50 % of the staff"),
    ("one in five people", "20 percent"),
    ("the 1990s", "in the 1990s"),
    ("every two weeks", "every 14 days"),
    ("monthly.", "every month"),
    ("twice a year", "every six months"),
    ("the 3rd floor", "the third floor"),
    ("at least 14 characters", "14 characters or more"),
    ("noon", "12:00"),
    ("1 km", "1,000 metres"),
    ("version 3.10", "Python 3.10"),
    ("2½ hours", "two and a half hours"),
    ("one hundred and forty-seven thousand", "147,000"),
    ("thrice", "three times"),
    ("10–12 people", "between 10 and 12 people"),
    ("from 3 to 5 May 2024", "3–5 May 2024"),
    ("between $3 and $5 million", "$3–5 million"),
    ("an hour", "60 minutes"),
    ("minus 5 °C", "-5 °C"),
    ("Files may be no larger than 10 MB", "Files may have up to 10 MB"),
    ("Bags can't weigh more than 20 kg", "Bags may weigh at most 20 kg"),
    ("It must never be below 5 kg", "It must be at least 5 kg"),
    ("every other week", "every two weeks"),
    ("every second week", "every two weeks"),
    ("every third month", "quarterly."),
    ("every half hour", "every 30 minutes"),
    ("every quarter.", "every three months"),
    ("twice weekly", "twice a week"),
    ("3x a day", "three times daily"),
    ("half-yearly.", "every six months"),
    ("fortnightly.", "every other week"),
    ("every other weekend", "every two weeks"),
    ("biweekly.", "bi-weekly."),
    ("on alternate Fridays", "every other Friday"),
    ("It takes 1h30.", "It takes 90 minutes."),
    ("It takes 1h30m.", "It takes 1h 30m."),
    ("1 hr 30 mins", "1 h 30 min"),
    ("1h05 to 2h", "65 minutes to 120 minutes"),
    ("at 12h30", "at 12:30"),
    ("open from 9 to 5", "9:00 to 17:00"),
    ("Open 9-5.", "open between 9 and 5"),
    ("Call between 9 and 5.", "9 am to 5 pm"),
    ("open 8.30 until 4.30", "8:30 to 16:30"),
    ("We are open 10–18.", "10:00 to 18:00"),
    ("from 9:00 to 5", "from 9 am to five o'clock"),
    ("closed from 12 to 2", "12:00–14:00"),
    ("at half eight", "at half past eight"),
    ("from half eight until half nine", "8:30 to 9:30"),
    ("by half eight in the evening", "20:30"),
    ("three quarters of an hour", "45 minutes"),
    ("It lasts quarter of an hour.", "It lasts 15 minutes."),
    ("one month's notice", "a month’s notice"),
    ("CHF 1'200", "CHF 1,200"),
    ("3m euros", "3 million euros"),
    ("€540 a year", "€540 per annum"),
    ("£30 a year", "£30 p.a."),
    ("£120 annually", "£120 yearly."),
    ("£900 a month", "£900 pcm"),
    ("£12.50 an hour", "£12.50/h"),
    ("$20 per user per month", "$20/user/month"),
    ("€8 per seat, per quarter", "€8 per seat a quarter"),
    ("It takes 3 mths.", "3 months"),
    ("3/4 of the staff", "75 percent"),
    ("from 9 to 5 pm", "9:00 to 17:00"),
    ("20 degrees Celsius", "20 °C"),
    ("120 m2", "120 square metres"),
    ("25/10/24", "25 October 2024"),
    ("Call +49 (0)30 1234567.", "+49 30 1234567"),
    ("(212) 555-1234", "212-555-1234"),
    ("2–4 pm", "14:00 to 16:00"),
    ("9–10:30", "from 9:00 to 10:30"),
    ("2 days a week", "2 days per week"),
    ("25 days per calendar year", "25 days a year"),
    ("v1.2", "version 1.2"),
    ("30 days to 60 days", "30–60 days"),
    ("between 10% and 20%", "10–20 %"),
    ("10 kg to 20 kg", "10–20 kg"),
    ("You must be 18 or over", "You must be at least 18"),
    ("£35 + VAT", "£35"),
    ("£35+VAT", "£35"),
    ("for ages 18+", "for ages 18 and over"),
    ("Orders over £50 ship free", "for orders over £50"),
    ("within 30 (thirty) days", "within thirty (30) days"),
    ("six (6) years", "6 years"),
    ("1/2 hour", "30 minutes"),
    ("a 1/2-day course", "half a day"),
    ("2 1/2 hours", "2.5 hours"),
    ("1 ½ hours", "90 minutes"),
    ("You get an hour for lunch.", "60 minutes"),
    ("You get a week off.", "7 days"),
    ("0–5 °C", "0 to 5 degrees Celsius"),
    ("Entry to all rooms is free.", "There is no charge."),
    ("Parking is free of charge.", "Parking costs £0."),
    ("50 km/h", "50 kph"),
    ("45p per mile", "£0.45 per mile"),
    ("half a litre of water", "500 ml"),
    ("once per quarter", "quarterly."),
    ("£30 per user, monthly", "£30 a month per user"),
    ("Salaries are paid on the 25th of each month.", "Salaries are paid on the 25th."),
    ("by the fifth of the following month", "by the 5th day of every month"),
    ("from the 1st to the 5th of the month", "the 1st–5th of each month"),
    ("Call 555.123.4567.", "(555) 123-4567"),
    ("Call 1-800-555-0199.", "1 (800) 555-0199"),
    ("Call 1.800.555.0199", "1 800 555 0199"),
    ("Doors open at 7.30.", "19:30"),
    ("The show is at 7.30 and lasts long.", "7:30 pm"),
    ("The gym opens at 6.", "6 am"),
    ("The meeting starts at 9, as ever.", "9:00"),
    ("The shop closes at 17.", "5 pm"),
    ("June 12-14", "12–14 June"),
    ("June 12–14, 2025", "from 12 to 14 June 2025"),
    ("December 24 through 26.", "24–26 December"),
    ("closed Dec. 24-26 inclusive", "closed 24 to 26 December"),
    ("12th-14th June", "from the 12th to the 14th of June"),
    ("June 12th to the 14th", "June 12 to June 14"),
    ("between the 12th and the 14th of June", "June 12-14"),
]


@pytest.mark.parametrize(("a", "b"), SAME)
def test_the_same_value_written_otherwise_is_the_same(a: str, b: str) -> None:
    assert relation(a, b) is Relation.SAME


CONTAINS = [
    ("March 2022", "3 March 2022"),
    ("spring 2022", "March 2022"),
    ("in 2022", "3 March 2022"),
    ("14 October 2025", "14 October"),
    ("the end of March", "until 31 March"),
    ("Q1 2022", "February 2022"),
    ("the 19th century", "in 1850"),
    ("early 2022", "February 2022"),
    ("€3.1 million", "3,140,000 euros"),
    ("about 3,200 customers", "3,214 customers"),
    ("the fourth Friday of the month", "the last Friday of the month"),
    ("the first Friday of the month", "on a Friday"),
    ("every other Friday", "on Fridays"),
    ("open from 9 to 5", "at 10:00"),
    ("Call +44 20 7946 0018.", "020 7946 0018"),
    ("nearly 50 people", "48 people"),
    ("3,200 customers", "3,214 customers"),
    ("up to 160 euros", "160 euros"),
    ("up to five days", "5 days"),
    ("for a month", "30 days"),
    ("a third of the staff", "33 percent"),
    ("10–12 people", "11 people"),
    ("at least 30 days", "45 days"),
    ("under three minutes", "2 minutes"),
    ("1 MB", "1024 KB"),
    ("5 miles", "8 km"),
    ("3.14 metres", "3.1 metres"),
    ("3.200 customers", "3,200 customers"),
    ("03/05/2024", "5 March 2024"),
    ("version 3", "Python 3.10"),
    ("1.5k users", "1,500 users"),
    ("from 8:00 to 18:00", "at 9:00"),
    ("at least 30 days", "never deleted"),
    ("2014–2019", "in 2016"),
    ("over 3,000 customers", "3,100 customers"),
    ("The firm employs over 300 people.", "The firm has 280 people."),
    ("You can choose from over 3,000 titles", "You can choose from 3,200 titles"),
    ("They play at least 30 games in the May cup", "They may play 40 games"),
    ("Hotels: max. £120", "Hotels may cost £120"),
    ("Rooms cost from £50 per night.", "A room costs £65 per night."),
    ("Plans start at $9 a month.", "The plan costs $29 a month."),
    ("between the 1st and the 5th of each month", "on the 3rd of each month"),
    ("Call 1-800-555-0199.", "800-555-0199"),
    ("52 weeks", "one year"),
    ("half a year", "26 weeks"),
    ("half a year", "180 days"),
    ("by 31 March", "before 1 April"),
    ("after 31 March", "from 1 April on"),
]


@pytest.mark.parametrize(("a", "b"), CONTAINS)
def test_coarser_rounded_and_widened_values_are_no_conflict(a: str, b: str) -> None:
    assert relation(a, b) in (Relation.CONTAINS, Relation.SAME)


DISJOINT = [
    ("25 days", "28 days"),
    ("30 days", "270 days"),
    ("12 months", "13 months"),
    ("600 requests per minute", "at most 300 requests a minute"),
    ("up to 45 euros a day", "60 euros"),
    ("Meals are reimbursed up to 60 euros", "the allowance is 45 euros"),
    ("an order has to come to £40 or more", "orders have to reach £55"),
    ("paid within 14 days", "paid within 30 days"),
    ("never expire", "every 90 days"),
    ("March 2022", "April 2022"),
    ("14 October 2025", "15 October"),
    ("in 2014", "in 2015"),
    ("17:30", "half past six"),
    ("9:00", "21:00"),
    ("from 8:00 to 18:00", "from 9:00 to 17:00"),
    ("every Friday", "every Monday"),
    ("every other Friday", "every Friday"),
    ("every second Friday", "each Friday"),
    ("every other Friday", "the last Friday of the month"),
    ("open from 9 to 5", "open from 10 to 5"),
    ("open 9-5", "9:00 to 18:00"),
    ("1h30", "1h45"),
    ("at half eight", "8:00"),
    ("99.9 %", "99.5 %"),
    ("99.9 %", "99.95 %"),
    ("€7.30", "€7"),
    ("Parking is free.", "Parking costs £2 an hour."),
    ("Entry is free.", "€5"),
    ("There is no fee.", "a fee of £10"),
    ("Rooms cost from £50 per night.", "A room costs £45 per night."),
    ("They cut the price from £50", "£65"),
    ("50 km/h", "30 km/h"),
    ("45p per mile", "£0.40 per mile"),
    ("half a mile", "2 miles"),
    ("Salaries are paid on the 25th of each month.", "Salaries are paid on the 28th."),
    ("by the fifth of the following month", "by the tenth of the month"),
    ("Call 1-800-555-0199.", "Call 1-800-555-0100."),
    ("Call 555.123.4567.", "Call 555.123.4568."),
    ("Doors open at 7.30.", "8 pm"),
    ("The gym opens at 6.", "The gym opens at 7."),
    ("The office closes at 5.", "18:00"),
    ("before 1 April", "before 15 April"),
    ("50 weeks", "one year"),
    ("June 12-14", "June 12-15"),
    ("Dec. 24-26", "Dec. 24-27"),
    ("December 24 through 26", "December 24 through 27"),
    ("12th-14th June", "12th-15th June"),
    ("from the 12th to the 14th of June", "12–15 June"),
    ("six (6) years", "seven (7) years"),
    ("0–5 °C", "8 °C"),
    ("You get an hour for lunch.", "You get 30 minutes for lunch."),
    ("$20 per user per month", "$25 a month per user"),
    ("£12.50 per hour", "£13/h"),
    ("$15.25 an hour", "$15 an hour"),
    ("£995", "£1,000"),
    ("a fine of £101", "a fine of £100"),
    ("a budget of £12,450", "a budget of £12,500"),
    ("Codes must have 1,024 characters", "Codes must have 1,000 characters"),
    ("between 1.5 and 3.8%", "0.2-0.3%"),
    ("three times", "twice"),
    ("€3.1 million", "€3.2 million"),
    ("version 3.9", "version 3.10"),
    ("about 3,200 customers", "5,000 customers"),
    ("2014–2019", "2014–2018"),
    ("the second floor", "the third floor"),
    ("1 MB", "2 MB"),
    ("half of the staff", "a third of the staff"),
    ("10–12 people", "14 people"),
    ("$45", "$60"),
    ("-5 °C", "5 °C"),
    ("two or three days", "four days"),
    ("3–5 May", "3–6 May"),
    ("Files may be no larger than 10 MB", "Files may have up to 20 MB"),
    ("1 month's notice", "1 week's notice"),
    ("version 1.2.3", "version 1.2.4"),
    ("v2.3", "v2.4"),
    ("20 degrees", "25 degrees Celsius"),
    ("the first Friday of the month", "the last Friday of each month"),
    ("the second Monday in the month", "the third Monday of the month"),
    ("+44 20 7946 0018", "+44 20 7946 0019"),
    ("0800 123 4567", "0800 123 4568"),
    ("9 to 5 pm", "8 to 5 pm"),
    ("order 100000000001", "order 100000000002"),
    ("Receipts are required for expenses over £25", "Receipts are required for expenses over £30"),
    ("Purchases over $5,000 require approval", "Purchases over $5,500 require approval"),
    ("You must be over 18", "You must be over 21"),
    ("Orders over £50 ship free", "Orders over £55 ship free"),
    ("Groups over 10 people must book", "Groups over 12 people must book"),
    ("People over 60 travel free", "It is free for people over 65"),
    ("Anyone aged over 60 travels free", "It is free for those over 65"),
    ("Hotels: max. £120", "Hotels: up to £150"),
    ("capped at £120", "up to £150"),
    ("min. 3 guests are required", "at least 4 guests are required"),
    ("Please give at least two weeks' notice", "Please give four weeks' notice"),
    ("Please cancel at least 24 hours in advance", "We need 48 hours' notice"),
]


@pytest.mark.parametrize(("a", "b"), DISJOINT)
def test_disjoint_intervals_conflict_whatever_their_ratio(a: str, b: str) -> None:
    assert relation(a, b) is Relation.DISJOINT


INCOMPARABLE = [
    ("25 days", "25 people"),
    ("three working days", "three days"),
    ("45 euros", "45 dollars"),
    ("45 euros a day", "45 euros a week"),
    ("in 2014", "2,014 people"),
    ("every Friday", "3 May 2024"),
    ("5 kg", "5 km"),
    ("on the 3rd of each month", "3 May 2024"),
    ("the third floor", "3 floors"),
    ("2 days a week", "2 days a month"),
    ("$9.99/mo", "$99.99/yr"),
    ("€8 per user per month", "€96 per user per year"),
    ("£120 annually", "£10 a month"),
    ("£900 pcm", "£10,800 a year"),
    ("€5 per user", "€10 per seat"),
    ("8 hours a day", "40 hours a week"),
    ("14:00 UTC", "15:00 CET"),
    ("biweekly.", "twice a week"),
    ("bi-weekly.", "every two weeks"),
    ("bimonthly.", "every two months"),
    ("bi-monthly.", "biweekly."),
]


@pytest.mark.parametrize(("a", "b"), INCOMPARABLE)
def test_values_of_other_kinds_or_units_do_not_compare(a: str, b: str) -> None:
    assert relation(a, b) is Relation.INCOMPARABLE


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("On 14 October 2025 payments failed for 47 minutes, from 09:12 to 09:59.", "date duration time"),
        ("On-call work is compensated with 400 euros a week.", "amount"),
        ("Every employee has 25 days of paid leave a year.", "duration"),
        ("A deploy takes about twelve minutes and is rolled out to 10 percent of traffic.", "duration percent"),
        ("You may go in May, or march on.", "date"),
        ("No one knows; the one who may know is away.", ""),
        ("Two-factor authentication is required.", ""),
        ("Support is there 24/7.", ""),
        ("See H01, MP3 and COVID-19, or 192.168.1.1 and mail@2x.", ""),
        ("The first customer came first.", "number"),
        ("It costs 3 million.", "number"),
        ("Leave was raised from 25 days to 28 days.", "duration duration"),
        ("The shift was moved from 9:00 to 10:00, from Monday to Friday.", "time time date"),
        ("It fell from 110–120 people to 0.99 55-64.", "number number number"),
        ("Every second customer comes on every second Friday.", "number date"),
        ("Bi-monthly is read by nobody.", ""),
        ("You get a day ticket and need a month pass.", ""),
        ("See page 1/2 and 3/4 people (3) of rule 3 (4).", "number number number number number number number"),
        ("On May 3 to 5 people spoke, on June 2-5:30 one.", "date number date time"),
        ("It was moved from June 12 to 14.", "date number"),
        ("On June 12-31 we are closed.", "date number"),
        ("Prices start at 9, shares closed at 4.25, children start at 5.", "number number number"),
        ("The ticket office opens at 9, the market closes at 5.", "time time"),
        ("Bell joined the department at 19.", "number"),
        ("Go to whoever is free. Under-threes are free. Sundays are free.", "date"),
        ("We met at 5 sites at 7.30 metres.", "number number"),
        ("Call 1-800-555-0199 24 hours a day, or +353 121 4567 89.", "number duration number"),
        ("It is on the 2nd, 3rd and 4th floor, by the 5th door.", "number number number number"),
        ("He came on the third of all months, in the first month.", "number"),
        ("It shows 1080p from 5p.m., and runs 5 km a day.", "number time number"),
        ("Feel free to take what is sugar-free, free to all and is free for us. We are free. Children are free.", ""),
        ("The first hour is free; twenty minutes are free. If you are 12, entry is free.", "number duration number"),
        ("A £5 daily ticket is for 3 weekly visits.", "amount number"),
        ("It takes 9 to 5 people; from 9 to 5 people came.", "number number number number"),
        ("It is open between 9 and 5 days, or open to children from 5 to 9.", "number duration number"),
        ("They won on Saturday 3-1.", "date number number"),
        ("Monday to Friday, 9-5; Sat: 10-4", "date time date time"),
        ("Half eight people came by half one day.", "number duration"),
        ("The path climbs for 1 h, 30 m above the sea.", "duration number"),
        ("", ""),
    ],
)
def test_a_sentence_holds_these_kinds(text: str, kinds: str) -> None:
    found = values_in(text)
    assert " ".join(value.kind for value in found) == kinds


def test_hedges_widen_or_bound_and_belong_to_the_text() -> None:
    value = one("It needs at least 14 characters.")
    assert (value.text, value.low, value.bound) == ("at least 14", 14.0, Bound.AT_LEAST)
    about = one("It took about twelve minutes")
    assert about.low < one("twelve minutes").low < about.high


def test_a_rate_is_not_a_duration_of_its_own() -> None:
    value = one("400 euros a week")
    assert (value.kind, value.per) == (Kind.AMOUNT, "week")


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("at most 300 requests a minute", "requests"),
        ("5 unused days carry over", "days"),
        ("45 full-time employees", "employees"),
        ("8 paid bank holidays", "holidays"),
        ("12 state-of-the-art rooms", None),
        ("20 staff members", "staff"),
        ("It seats 12 in rows", None),
        ("2 cats and dogs", "cats"),
        ("3 business trips", "trips"),
        ("7 sheep graze in the meadows", "sheep"),
        ("5 USB ports", "ports"),
        ("two Olympic finals", "finals"),
        ("eleven older systems", "systems"),
        ("two more are wanted", None),
        ("a 5-star hotel with rooms", None),
        ("a 4-doors car", "doors"),
    ],
)
def test_what_is_counted_is_named(text: str, counted: str | None) -> None:
    assert one(text).counted == counted


def test_what_is_counted_stands_before_its_rate() -> None:
    assert one("100 API requests per minute").per == "minute"
    assert one("100 requests from abroad per minute").per is None
    assert one("100/min").per == "minute"
    assert one("2/news").per is None


@pytest.mark.parametrize(
    ("text", "low"), [("It goes off at -70 °C.", -70.0), ("a -70 °C freezer", -70.0), ("It is COVID-19.", None)]
)
def test_a_minus_behind_a_word_makes_no_label(text: str, low: float | None) -> None:
    assert [value.low for value in values_in(text)] == ([] if low is None else [low])
