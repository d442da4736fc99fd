"""Escaping is reversible, leaves nothing alive, and adds nothing that an eye would see."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from bot.escape import block_quote, escape, link, shorten, unescape, units
from tests.bot.fakes import NASTY
from tests.bot.reading import seen
from tests.bot.strategies import TEXTS

ALIVE = (
    r"<(@[!&]?|#|a?:\w+:|/|t:|id:)",  # mentions, emoji, commands, timestamps
    r"[*_~|`\[\]]",  # bold, italics, strikes, spoilers, code, links
    r"https?://",
    r"@(everyone|here)",
    r"^[ \t]*(>|#|-|\+|\d+[.)])",  # quotes, headings, lists
)


def alive(escaped: str) -> list[str]:
    """What Discord would still give a meaning to, once every backslash and its character are out."""
    bare = re.sub(r"\\[^0-9A-Za-z\s]", "\N{MIDDLE DOT}", escaped)
    return [pattern for pattern in ALIVE if re.search(pattern, bare, re.MULTILINE)]


@given(TEXTS | st.text())
@example(NASTY)
def test_escaping_is_undone_exactly(text: str) -> None:
    assert unescape(escape(text)) == text


@given(TEXTS | st.text())
@example(NASTY)
def test_nothing_escaped_is_alive(text: str) -> None:
    assert alive(escape(text)) == []


@given(TEXTS.filter(bool), st.data())
def test_a_block_quote_shows_the_text_letter_for_letter(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    quoted = block_quote(text, (start, end))
    assert seen(quoted) == text
    assert all(line.startswith("> ") for line in quoted.split("\n"))


def test_the_answering_part_is_bold_and_a_part_over_two_lines_is_not() -> None:
    assert block_quote("It is 28 days.", (6, 13)) == "> It is **28 days**."
    assert block_quote("one\ntwo", (0, 7)) == "> one\n> two"


@given(TEXTS, st.text())
def test_a_link_ends_where_it_should(label: str, rest: str) -> None:
    written = link(label, f"https://example.com/{rest}")
    assert re.fullmatch(r"\[(\\.|[^\[\]\\\n])*\]\(<https://[^\s<>]*>\)", written)


def test_only_web_addresses_become_links() -> None:
    assert link("A", "javascript:alert(1)") == "A"
    assert link("A", None) == "A"


def test_units_are_never_less_than_code_points() -> None:
    assert units("a😀") == 3
    assert shorten("a  b\nc", 5) == "a b c"
    assert shorten("abcdef", 4) == "abc…"
