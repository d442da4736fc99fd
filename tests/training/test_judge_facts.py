from collections import Counter
from random import Random

from index.answering.values import Relation, compare, values_in
from index.training.judge_facts import fact_rows
from index.training.judge_row import Row, Side


def _rows(*, held_out: bool = False) -> list[Row]:
    return list(fact_rows(900, Random(5), held_out=held_out))


def marked(side: Side) -> str:
    return side.text[slice(*side.span)] if side.span else ""


def test_all_four_relations_are_made_and_conflicts_most_often() -> None:
    counts = Counter(row.relation for row in _rows())
    assert set(counts) == {"same", "compatible", "conflict", "other"}
    assert min(counts["conflict"], counts["other"]) > counts["same"] > counts["compatible"]


def test_every_span_stands_in_its_text_and_no_slot_is_open() -> None:
    for row in _rows():
        for side in (row.a, row.b):
            assert side.span is not None
            assert side.text[side.span[0] : side.span[1]].strip()
        assert "{" not in f"{row.question}{row.a.text}{row.b.text}"


def test_figures_that_contradict_exclude_each_other() -> None:
    told = [row for row in _rows() if row.made == "fact value"]
    pairs = [(values_in(marked(row.a)), values_in(marked(row.b))) for row in told]
    known = [(a[0], b[0]) for a, b in pairs if len(a) == len(b) == 1 and a[0].kind is b[0].kind]
    assert len(known) > 20
    assert sum(compare(a, b) is Relation.DISJOINT for a, b in known) / len(known) > 0.9


def test_things_that_are_held_out_are_not_trained_on() -> None:
    assert not {row.question for row in _rows()} & {row.question for row in _rows(held_out=True)}
