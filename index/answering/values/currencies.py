"""Read the currency that stands before or behind a number."""

from index.answering.values.tokens import Words
from index.answering.values.units import CENTS, CODES, CURRENCIES, NATIONS, SYMBOLS


def currency_before(words: Words, i: int) -> tuple[str | None, int]:
    """Return the currency at token i, and the token at which its number begins."""
    text = words[i].text
    if text in SYMBOLS:
        return SYMBOLS[text], i + 1
    if text in ("US", "CA", "A", "C", "AU", "NZ") and words[i + 1].text == "$" and words.glued(i + 1):
        return {"US": "USD", "AU": "AUD", "A": "AUD", "NZ": "NZD"}.get(text, "CAD"), i + 2
    if text in CODES and words[i + 1].numeric:
        return text, i + 1
    return None, i


def currency_after(words: Words, at: int) -> tuple[str | None, int, float]:
    """Return the currency at token `at` behind a number, the token after it, and its part of a whole: .01 of cents."""
    at += words.low(at) == "-" and (words.low(at + 1) in CURRENCIES)
    token = words[at]
    if token.text in SYMBOLS and not words[at + 1].numeric:
        return SYMBOLS[token.text], at + 1, 1.0
    if token.text in CODES:
        return token.text, at + 1, 1.0
    if token.low in NATIONS and words.low(at + 1) in CURRENCIES:
        return NATIONS[token.low], at + 2, 1.0
    if token.low in CURRENCIES:
        return CURRENCIES[token.low], at + 1, 1.0
    if token.low in CENTS or _is_pence(words, at):
        return CENTS.get(token.low, "GBP").split()[0], at + 1, 0.01
    return None, at, 1.0


def _is_pence(words: Words, at: int) -> bool:
    """Say whether token `at` is the p of 45p; 5p.m. is a time, and 720p a picture."""
    short = len(words[at - 1].text) <= 2
    return words[at].text == "p" and words.glued(at) and short and not words.follows(at + 1, ".", "m")
