"""Generate any answer: nasty texts, long quotes, many sides."""

import datetime as dt

from hypothesis import strategies as st

from index.types import (
    Answer,
    Citation,
    Conflicting,
    Decision,
    Difference,
    Evidence,
    Quote,
    ReasonCode,
    Side,
    Silent,
    Span,
    Supported,
)

MARKS = st.sampled_from(
    ["**", "*", "_", "~~", "||", "`", "```", "> ", ">>> ", "# ", "-# ", "- ", "1. ", "12) ", "\n", "\\", "\\*", "<@1>",
     "<@&1>", "<#1>", "<t:1:R>", "</a:1>", "<:a:1>", "@everyone",
     "@here", "[a](b)", "https://a.b/c_d", ":x:", "é", "😀"]
)  # fmt: skip
TEXTS = st.lists(MARKS | st.text(max_size=12), max_size=40).map("".join)
QUOTED = st.one_of(
    TEXTS.filter(bool),
    st.integers(1, 5000).map(lambda n: "x" * n),
    st.integers(1, 900).map(lambda n: "Wörter und 😀 * _ " * (n // 4 + 1)),
    st.integers(1, 2500).map(lambda n: "*" * n),
    st.integers(1, 2000).map(lambda n: "a\n" * n),
)
DATES = st.none() | st.dates(dt.date(1990, 1, 1), dt.date(2030, 1, 1))
URLS = st.none() | st.sampled_from(
    [
        "https://a.example/p?q=1#:~:text=x",
        "http://b.example/" + "y" * 3000,
        "javascript:alert(1)",
        "https://c.example/>) x",
    ]
)


@st.composite
def quotes(draw: st.DrawFn) -> Quote:
    text = draw(QUOTED)
    start = draw(st.integers(0, 10_000))
    highlight = None
    if draw(st.booleans()):
        first = draw(st.integers(0, len(text) - 1))
        last = draw(st.integers(first + 1, len(text)))
        highlight = Span(start + first, start + last)
    cited = Citation(
        id=draw(TEXTS),
        title=draw(TEXTS),
        path="a.md",
        url=draw(URLS),
        date=draw(DATES),
        section=draw(st.none() | TEXTS),
        page=draw(st.none() | st.integers(1, 99999)),
    )
    return Quote(text, start, start + len(text), cited, 0.5, highlight, draw(URLS))


@st.composite
def pieces(draw: st.DrawFn) -> Evidence:
    quote = draw(quotes())
    return Evidence(quote, draw(TEXTS), 0.5, scope=draw(st.none() | TEXTS))


def _some(least: int, most: int) -> st.SearchStrategy[tuple[Evidence, ...]]:
    return st.lists(pieces(), min_size=least, max_size=most).map(tuple)


SUPPORTED = st.builds(
    Supported,
    TEXTS,
    _some(1, 5),
    st.sampled_from([None, "yes", "no"]),
    st.none() | TEXTS,
    st.none() | st.builds(Decision, st.just("supersedes"), TEXTS, st.lists(TEXTS, max_size=9).map(tuple)),
)
SIDES = st.lists(st.builds(Side, TEXTS, _some(1, 3)), min_size=2, max_size=5).map(tuple)
CONFLICTING = st.builds(Conflicting, SIDES, st.sampled_from(Difference), st.none() | TEXTS)
SILENT = st.builds(Silent, st.sampled_from(ReasonCode), st.lists(quotes(), max_size=3).map(tuple))
ANSWERS = st.builds(
    Answer,
    id=st.just("0" * 32),
    question=TEXTS,
    verdict=SUPPORTED | CONFLICTING | SILENT,
    confidence=st.none() | st.floats(0, 1),
    generation=st.just("g1"),
    elapsed_ms=st.just(1),
    reason=st.none() | TEXTS,
)
