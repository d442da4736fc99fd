"""Articles alike but for a number: the one that was asked for answers, its neighbours are no other side."""

import pytest

from index.answering.documents import ask_documents
from index.answering.loading import load_models
from index.encoder import load_encoder
from index.settings import Settings
from index.types import Source, Supported

LIMITS = {1: 20, 2: 35, 3: 50, 4: 65, 5: 80}


@pytest.mark.parametrize("tier", LIMITS)
def test_a_rule_with_another_number_does_not_contradict(tier: int) -> None:
    settings = Settings()
    encoder = load_encoder(settings)
    sources = [
        Source(
            f"t{n}",
            f"Tier {n}",
            f"Tier {n} customers may open {limit} tickets a month.",
            f"t{n}.md",
            "md",
            "md",
            str(n),
        )
        for n, limit in LIMITS.items()
    ]
    question = f"How many tickets may tier {tier} customers open a month?"
    verdict = ask_documents(question, sources, encoder, load_models(settings, encoder.hash)).verdict
    assert isinstance(verdict, Supported)
    assert verdict.evidence[0].quote.source.id == f"t{tier}"
