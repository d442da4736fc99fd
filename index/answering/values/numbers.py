"""Read numbers: digits with their separators and scales, number words, fractions and ordinals."""

import re
from typing import NamedTuple

from index.answering.values.tokens import Words
from index.answering.values.units import unit_named

ONES = {
    word: n
    for n, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
TENS = {word: 10 * n for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)}
SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_DIGIT_SCALES = SCALES | {"hundred": 1e2, "mn": 1e6, "mln": 1e6, "bn": 1e9, "tn": 1e12, "dozen": 12.0}
_GLUED_SCALES = {"k": 1e3}
_MONEY_SCALES = {"k": 1e3, "m": 1e6, "b": 1e9, "t": 1e12}
SIGNS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
_SLASHED = {("1", "2"): 0.5, ("1", "4"): 0.25, ("3", "4"): 0.75}
_SUFFIXES = frozenset(("st", "nd", "rd", "th"))
_ORDINALS = {
    word: n
    for n, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        start=1,
    )
} | {"thirtieth": 30, "fortieth": 40, "fiftieth": 50, "hundredth": 100}
PARTS = {"third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5, "sixth": 6, "tenth": 10}
PARTS |= {"sixths": 6, "tenths": 10, "eighth": 8, "eighths": 8, "half": 2, "halves": 2}
STARTS = frozenset((*ONES, *TENS, *_ORDINALS, "a", "an", "half"))
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_LAKHS = re.compile(r"\d{1,3}(?:,\d{2})*,\d{3}(?:\.\d+)?")
_GAPS = frozenset((" ", "\u00a0", "\u202f", "\u2009"))
# "one of them", "one may": a pronoun
_PRONOUN_AFTER = frozenset("of another may must should can could will would who that which is was has".split())
_PRONOUN_BEFORE = frozenset("no this that any each every which another the".split())


class Number(NamedTuple):
    """`half` is half the unit of the last digit shown when a scale was written (3.1 million: 50,000), else 0."""

    value: float
    end: int
    half: float = 0.0
    other: float | None = None
    scaled: bool = False


def read_number(words: Words, i: int, *, money: bool = False) -> Number | None:
    """Read the number that begins at token i; `money` lets m and b be scales."""
    token = words[i]
    if token.numeric:
        return _told_again(words, _slashed(words, i) or _digits(words, i, money=money))
    if token.text in SIGNS:
        return Number(SIGNS[token.text], i + 1)
    return _told_again(words, _worded(words, i))


def _told_again(words: Words, number: Number | None) -> Number | None:
    """Skip what says the number again: six (6) years, 30 (thirty) days."""
    if not number or words.low(number.end) != "(":
        return number
    at = number.end + 1
    again = _digits(words, at, money=False) if words[at].numeric else _worded(words, at)
    same = again and again.value == number.value and words.low(again.end) == ")"
    return number._replace(end=again.end + 1) if again and same else number


def _slashed(words: Words, i: int) -> Number | None:
    """Read 1/2 before a unit (page 1/2 is none), and 2 1/2 before any word but `of`."""
    whole = words[i].text.isdecimal() and words[i + 1].numeric and not words.glued(i + 1)
    at = i + whole
    part = _SLASHED.get((words.low(at), words.low(at + 2))) if words.low(at + 1) == "/" else None
    if not part or not (words.glued(at + 1) and words.glued(at + 2)):
        return None
    behind = at + 3 + (words.low(at + 3) == "-")
    measured = unit_named(words[behind].text, words.low(behind), glued=False)
    if not measured and not (whole and words[behind].text.islower() and words.low(behind) != "of"):
        return None
    return Number(part + (float(words[i].text) if whole else 0.0), at + 3)


def _digits(words: Words, i: int, *, money: bool) -> Number | None:
    read = parse_digits(words[i].text)
    if read is None:
        return None
    value, other, decimals = read
    end = i + 1
    if words[i].text.isdecimal() and len(words[i].text) <= 3:
        digits = words[i].text
        while len(words[end].text) == 3 and words[end].text.isdecimal() and words.gap(end) in _GAPS:
            digits, end = digits + words[end].text, end + 1
        value = float(digits)
    if words[end].text in SIGNS:
        return Number(value + SIGNS[words[end].text], end + 1)
    if words.follows(end, "and", "a", "half"):
        return Number(value + 0.5, end + 3)
    return _scaled(words, Number(value, end, 0.5 * 10.0**-decimals, other), money=money)


def _scaled(words: Words, number: Number, *, money: bool) -> Number:
    word, glued = words.low(number.end), words.glued(number.end)
    if words.low(number.end) in ("-",) and words.low(number.end + 1) in SCALES:
        word, glued, number = words.low(number.end + 1), False, number._replace(end=number.end + 1)
    factor = (
        _DIGIT_SCALES.get(word) or (glued and _GLUED_SCALES.get(word)) or (money and glued and _MONEY_SCALES.get(word))
    )
    if not factor:
        return number._replace(half=0.0)
    return Number(number.value * factor, number.end + 1, number.half * factor, None, scaled=True)


def parse_digits(text: str) -> tuple[float, float | None, int] | None:
    """Return value, second reading and decimals shown; None for 1.2.3 and 10.12.2024."""
    if text.isdecimal():
        return float(text), None, 0
    text = re.sub(r"['’]", ",", text)  # 1'200, as the Swiss write it
    if _GROUPED.fullmatch(text) or _LAKHS.fullmatch(text):
        plain = text.replace(",", "")
        return float(plain), None, len(plain.partition(".")[2])
    if re.fullmatch(r"\d+\.\d+", text):
        whole, _, rest = text.partition(".")
        # 3.200 is a decimal here and three thousand two hundred elsewhere
        thousands = float(whole + rest) if len(rest) == 3 and len(whole) <= 3 and whole != "0" else None
        return float(text), thousands, len(rest)
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", text):
        plain = text.replace(".", "").replace(",", ".")
        return float(plain), None, len(plain.partition(".")[2])
    if re.fullmatch(r"\d+,\d{1,2}", text):
        return float(text.replace(",", ".")), None, len(text.partition(",")[2])
    return None


def _worded(words: Words, i: int) -> Number | None:
    low = words.low(i)
    if low == "half" and words.low(i + 1) in ("a", "an"):
        scale = SCALES.get(words.low(i + 2)) or {"dozen": 12.0}.get(words.low(i + 2))
        return Number(scale / 2, i + 3) if scale else None
    if low in ("a", "an", "one") and words.low(i + 1) in (*SCALES, "hundred", "dozen"):
        return _compound(words, i + 1, 1.0)
    if low == "a" and words.follows(i + 1, "couple", "of"):
        return Number(2.0, i + 3)
    if low == "one" and (words.low(i + 1) in _PRONOUN_AFTER or words.low(i - 1) in _PRONOUN_BEFORE):
        return None
    return _compound(words, i, 0.0) if low in ONES or low in TENS else None


def _compound(words: Words, i: int, current: float) -> Number:
    """Read `one hundred and forty-seven thousand two hundred`; stops at the first word that cannot go on."""
    total, end = 0.0, i
    while True:
        at = end + 1 if end > i and (_joins(words, end)) else end
        word = words.low(at)
        if word in TENS and current % 100 == 0:
            current += TENS[word]
        elif word in ONES and (current % 100 == 0 or (current % 10 == 0 and ONES[word] < 10 and current % 100 >= 20)):
            current += ONES[word]
        elif word in ("hundred", "dozen") and 0 < current < 100:
            current *= 100 if word == "hundred" else 12
        elif word in SCALES and current:
            total, current = total + current * SCALES[word], 0.0
        else:
            break
        end = at + 1
        if words.low(at) in ONES and words.low(end) in ONES:
            break
    if words.follows(end, "and", "a", "half"):
        return Number(total + current + 0.5, end + 3)
    return Number(total + current, end)


def _joins(words: Words, i: int) -> bool:
    """Say whether token i is the hyphen of twenty-five or the `and` of a hundred and five."""
    following = words.low(i + 1)
    if words.low(i) == "-":
        return following in ONES or following in TENS or following in SCALES
    return (
        words.low(i) == "and" and words.low(i - 1) in (*SCALES, "hundred") and (following in ONES or following in TENS)
    )


def read_ordinal(words: Words, i: int) -> Number | None:
    """Read 15th, third or twenty-first."""
    token = words[i]
    if token.numeric and token.text.isdecimal() and words.low(i + 1) in _SUFFIXES and words.glued(i + 1):
        return Number(float(token.text), i + 2)
    if token.low in _ORDINALS:
        return Number(_ORDINALS[token.low], i + 1)
    if token.low in TENS and words.low(i + 1) == "-" and words.low(i + 2) in _ORDINALS:
        return Number(TENS[token.low] + _ORDINALS[words.low(i + 2)], i + 3)
    return None


def read_share(words: Words, i: int) -> Number | None:
    """Read a share of a whole, in percent: half of, two thirds, one in five, 3/4 of."""
    low = words.low(i)
    if low in ("half", "halves") and words.low(i + 1) in ("of", "the", "all", "its", "their"):
        return Number(50.0, i + 1)
    many = read_number(words, i) if low not in ("a", "an") else Number(1.0, i + 1)
    if not many or not many.value:
        return None
    at = many.end + (words.low(many.end) == "-")
    part = PARTS.get(words.low(at))
    if part and (many.value > 1 or words.low(at + 1) == "of") and many.value <= part:
        return Number(100 * many.value / part, at + 1, 0.7 if part in (3, 6) else 0.0)
    whole = read_number(words, at + 1) if words.low(at) in ("in", "/") and many.end == at else None
    if whole and words.low(at) == "/" and words.low(whole.end) not in ("of", "th"):
        return None
    slashed = words.low(at) == "/"
    if (
        whole
        and many.value < whole.value <= 10_000
        and whole.value.is_integer()
        and (slashed or low in ONES | {"1": 1})
    ):
        return Number(100 * many.value / whole.value, whole.end)
    return None
