import pytest
import typer

from index.training.counts import with_counts
from index.training.judge_rows import Sizes
from index.training.reader_mix import Mix


def test_counts_are_put_into_a_mixture_and_the_rest_stays() -> None:
    assert with_counts(Mix(), ["yes-no=7", "news=0"]) == Mix(yes_no=7, news=0)
    assert with_counts(Sizes(), []) == Sizes()


@pytest.mark.parametrize("option", ["weather=3", "squad", "squad=many", "squad=-1"])
def test_an_option_that_names_no_kind_or_no_number_is_refused_with_the_kinds(option: str) -> None:
    with pytest.raises(typer.BadParameter, match="squad, pairs"):
        with_counts(Sizes(), [option])
