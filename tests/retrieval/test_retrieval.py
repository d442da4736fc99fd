"""Retrieval: both ways of searching, fused, and no disagreement lost."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index.answering.answerer import READ_AT_MOST
from index.build import build
from index.errors import IndexInvalidError
from index.retrieval import K_RRF, LEXICAL, Retriever, fuse
from index.settings import read_settings
from index.store import Generation, open_generation
from tests.build.corpora import write_articles
from tests.encoder.fake import HashedWords

ARTICLES = {
    "uptime-a.md": "# Uptime\n\nWe promise 99.9 % uptime a month.\n",
    "uptime-b.md": "# Uptime\n\nWe promise 99.5 % uptime a month.\n",
    "uptime-c.md": "# Uptime\n\nWe do not promise 99.5 % uptime a month.\n",
    "long.md": "# Payments\n\n" + "".join(f"## {n}\n\nRule {n} says that payments are paid.\n\n" for n in range(40)),
    "short.md": "# Refunds\n\nNo payment is paid on Sundays.\n",
    "twice.md": "# Parking\n\n## Cars\n\nParking is free.\n\n## Bikes\n\nBelow.\n\n## Cars\n\nParking is free.\n",
}


@pytest.fixture
def generation(tmp_path: Path) -> Iterator[Generation]:
    settings = read_settings(data_dir=tmp_path / "data")
    build([write_articles(tmp_path / "articles", ARTICLES)], settings, encoder=HashedWords())
    opened = open_generation(settings.data_dir)
    yield opened
    opened.close()


def test_near_duplicates_that_differ_in_a_number_or_a_negation_all_survive(generation: Generation) -> None:
    hits = Retriever(generation, HashedWords()).search("How much uptime is promised a month?", 10)
    assert {"uptime-a", "uptime-b", "uptime-c"} <= {hit.source.id for hit in hits[:4]}


def test_a_long_article_does_not_crowd_out_another(generation: Generation) -> None:
    hits = Retriever(generation, HashedWords()).search("rule: payments are paid", 10)
    assert len(hits) == 10
    assert "short" in {hit.source.id for hit in hits}


def test_a_sentence_that_an_article_repeats_is_one_hit(generation: Generation) -> None:
    hits = Retriever(generation, HashedWords()).search("Is parking free?", 20)
    assert len([hit for hit in hits if hit.passage.text == "Parking is free."]) == 1


def test_hits_come_best_first_and_tell_how_they_were_found(generation: Generation) -> None:
    hits = Retriever(generation, HashedWords()).search("99.9 % uptime", 5)
    assert hits[0].source.id == "uptime-a"
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert hits[0].dense is not None
    assert hits[0].lexical is not None


def test_what_only_its_words_found_has_its_cosine_too(generation: Generation, monkeypatch: pytest.MonkeyPatch) -> None:
    retriever = Retriever(generation, HashedWords())
    exact = {hit.passage.id: hit.dense for hit in retriever.search("rule: payments are paid", 50)}
    nothing = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
    monkeypatch.setattr(generation.vectors, "search", lambda *_: nothing)
    hits = retriever.search("rule: payments are paid", 3)
    assert len(hits) == 3
    assert [hit.dense for hit in hits] == [pytest.approx(exact[hit.passage.id], abs=1e-5) for hit in hits]


@pytest.mark.parametrize("question", ["", "?", "🦊", "x" * 500])
def test_any_question_can_be_searched(generation: Generation, question: str) -> None:
    assert len(Retriever(generation, HashedWords()).search(question, 3)) <= 3


def test_another_encoder_is_refused_by_name(generation: Generation) -> None:
    with pytest.raises(IndexInvalidError, match="hashed-words-2"):
        Retriever(generation, HashedWords("hashed-words-2"))


def test_fusion_adds_weighted_reciprocal_ranks_and_breaks_ties_by_id() -> None:
    fused = fuse([([7, 3], 1.0), ([3, 5], 0.5)])
    assert list(fused) == [3, 7, 5]
    assert fused[3] == pytest.approx(1 / (K_RRF + 2) + 0.5 / (K_RRF + 1))
    assert list(fuse([([9], 1.0), ([4], 1.0)])) == [4, 9]


def test_the_first_by_words_alone_is_among_the_first_twelve() -> None:
    by_meaning, by_words = list(range(100, 150)), [7, *range(200, 249)]
    assert list(fuse([(by_meaning, 1.0), (by_words, LEXICAL)])).index(7) < READ_AT_MOST
