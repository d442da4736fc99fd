"""A conflict that an article settles, as Quoth advises, is answered: from front matter on, with the shipped models."""

import shutil
from pathlib import Path

import pytest

from index.answering.loading import load_models
from index.build import build
from index.encoder import load_encoder
from index.evaluation.asking import Asker
from index.settings import Settings
from index.store import open_generation
from index.types import Answer, Supported

ARTICLES = Path(__file__).parent.parent / "handbook" / "articles"
# The articles on each side of a conflict; the first of a side declares that it supersedes all of the other.
ASKED = {
    "How many days of paid leave do employees get per year?": (
        ["02-people-handbook-2026", "18-recruiting-page"],
        ["01-leave-policy-2024"],
    ),
    "Is there a deploy freeze on Fridays?": (["05-release-process"], ["04-deploy-runbook"]),
    "What caused the payments outage of 14 October 2025?": (["07-incident-2025-10-14"], ["08-status-page-2025-10-14"]),
    "How many requests per minute may one API key send?": (["09-api-docs-limits"], ["10-sdk-readme"]),
    "Do passwords expire?": (["11-security-policy"], ["12-it-welcome-mail"]),
    "How much can I spend on meals per day when travelling?": (["15-office-and-travel"], ["16-finance-faq"]),
}


@pytest.fixture(scope="module", params=[0, 1], ids=["the first declares", "the second declares"])
def answers(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, Answer]]:
    """Return the declaring source and the answer for each question, after one of each two sides was declared to win."""
    folder = tmp_path_factory.mktemp("declared")
    shutil.copytree(ARTICLES, folder / "articles")
    pairs = {question: (sides[request.param][0], sides[1 - request.param]) for question, sides in ASKED.items()}
    for winner, losers in pairs.values():
        article, declared = folder / "articles" / f"{winner}.md", f"---\nsupersedes: [{', '.join(losers)}]\n"
        article.write_text(article.read_text("utf-8").replace("---\n", declared, 1), "utf-8")
    settings = Settings(data_dir=folder / "data")
    encoder = load_encoder(settings)
    build([folder / "articles"], settings)
    generation = open_generation(settings.data_dir)
    try:
        ask = Asker.over(generation, encoder, load_models(settings, encoder.hash)).ask
        return {question: (winner, ask(question)) for question, (winner, _) in pairs.items()}
    finally:
        generation.close()


@pytest.mark.parametrize("question", ASKED)
def test_a_conflict_that_an_article_settles_is_answered_from_it(
    question: str, answers: dict[str, tuple[str, Answer]]
) -> None:
    winner, answer = answers[question]
    assert isinstance(answer.verdict, Supported), answer.reason
    assert answer.verdict.decided_by
    assert (answer.verdict.decided_by.rule, answer.verdict.decided_by.source) == ("supersedes", winner)
    assert answer.verdict.evidence[0].quote.source.id == winner
