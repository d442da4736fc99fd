"""Name what a number counts: the employees of `45 full-time employees`."""

from index.answering.values.tokens import Words

NOT_COUNTED = frozenset(
    "and or of in on at to the a an is are was were be per by for from with than that which who as if when while but "
    "not no may must can will would should have has had do does did each every before after since until this these "
    "those whose it its he she they we you i more less fewer newer later older most minimum maximum so only "
    "then there means mean ago plus via into under over within without during between through across inside "
    "outside against about".split()
)
# Two more marshals; but: two more are wanted.
_QUALIFIERS = frozenset("more less fewer newer later older".split())
_PLURALS = frozenset("people staff children men women".split())
_NO_PLURALS = ("ss", "us", "is")  # access, bus, basis


def noun_at(words: Words, at: int) -> tuple[str | None, int]:
    """Name what is counted from token `at` on: the first plural of four words, else the first word, and its end."""
    if words.low(at) == "-":  # a 5-star hotel; 4-doors
        return (words.low(at + 1), at + 2) if _is_plural(words, at + 1) else (None, at)
    first, behind = (words.low(at), at + 1) if _is_plain(words, at) and words.low(at + 1) != "-" else (None, at)
    for _ in range(4):
        at += 2 * (words.low(at + 1) == "-" and words.glued(at + 1))  # full-time employees
        at += words.low(at) in _QUALIFIERS or (len(words[at].text) > 1 and words[at].text[0].isupper())  # HR managers
        if _is_plural(words, at):
            return words.low(at), at + 1
        if not _is_plain(words, at):
            break
        at += 1
    return first, behind


def _is_plain(words: Words, at: int) -> bool:
    text = words[at].text
    return text.isalpha() and text.islower() and text not in NOT_COUNTED


def _is_plural(words: Words, at: int) -> bool:
    low = words.low(at)
    return _is_plain(words, at) and (low in _PLURALS or (low.endswith("s") and not low.endswith(_NO_PLURALS)))
