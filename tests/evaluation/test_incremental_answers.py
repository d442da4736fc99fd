"""An index that grew article by article answers every golden question as one built at once."""

import shutil
from pathlib import Path

from index.answering.loading import load_models
from index.build import build
from index.encoder import load_encoder
from index.evaluation.asking import Asker
from index.evaluation.golden import ask_golden, read_questions
from index.evaluation.report import Item
from index.settings import Settings
from index.store import open_generation

ROOT = Path(__file__).parent.parent
ARTICLES, QUESTIONS = ROOT / "handbook" / "articles", ROOT / "handbook" / "questions.jsonl"


def asked(data_dir: Path) -> list[tuple[str, str, str | None, tuple[tuple[str, str], ...]]]:
    settings = Settings(data_dir=data_dir)
    encoder = load_encoder(settings)
    generation = open_generation(data_dir)
    try:
        asker = Asker.over(generation, encoder, load_models(settings, encoder.hash))
        items = ask_golden(read_questions(QUESTIONS), asker.ask, asker.text_of)
    finally:
        generation.close()
    return [told(item) for item in items]


def told(item: Item) -> tuple[str, str, str | None, tuple[tuple[str, str], ...]]:
    return item.id, item.status, item.answer, tuple((quote.source, quote.text) for quote in item.quotes)


def test_incremental_and_full_builds_give_the_same_verdicts_quotes_and_sides(tmp_path: Path) -> None:
    growing = tmp_path / "articles"
    growing.mkdir()
    articles = sorted(ARTICLES.iterdir())
    for part in (articles[:6], articles[6:12], articles[12:]):
        for article in part:
            shutil.copy(article, growing)
        report = build([growing], Settings(data_dir=tmp_path / "grown"))
    assert report.encoded < report.passages
    build([ARTICLES], Settings(data_dir=tmp_path / "whole"))
    assert asked(tmp_path / "grown") == asked(tmp_path / "whole")
