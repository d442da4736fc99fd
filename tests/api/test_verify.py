"""A lost quote is looked for quickly, and nothing is found otherwise than by comparing everything."""

from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.verify import CLOSE, _closest, _Common, _runs
from tests.api.fakes import INQUIRY, QUOTED, read_corpus

LETTERS = st.text("ab c", max_size=40)


def matched(one: str, other: str) -> int:
    return sum(block.size for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks())


@given(LETTERS, LETTERS)
def test_no_more_is_matched_than_the_longest_common_subsequence(one: str, other: str) -> None:
    assert matched(one, other) <= _Common(one).length(other) <= min(len(one), len(other))


def test_a_common_subsequence_is_counted() -> None:
    assert _Common("the lead approves").length("a lead approved") == len(" lead approve")
    assert _Common("").length("lead") == _Common("lead").length("") == 0


@pytest.mark.parametrize("changed", [QUOTED, QUOTED[::-1], QUOTED.replace("her", "their"), QUOTED[: len(QUOTED) // 2]])
def test_the_closest_run_is_that_of_comparing_all(changed: str) -> None:
    source = read_corpus().source(INQUIRY)
    runs = [source.text[span.start : span.end] for span in _runs(source, len(changed))]
    ratios = [SequenceMatcher(None, changed, run, autojunk=False).ratio() for run in runs]
    best = max(range(len(runs)), key=ratios.__getitem__)
    found = _closest(changed, source)
    assert found.text == (runs[best] if ratios[best] >= CLOSE else "")
