"""Compose the gate of a build: the golden questions beside the articles, asked with the models that answer."""

from collections.abc import Sequence
from pathlib import Path

from index.answering.loading import load_models
from index.build import BuildChanges, GateVerdict
from index.encoder import load_encoder
from index.evaluation.asking import Asker
from index.evaluation.gate import GoldenGate
from index.evaluation.golden import FILE, read_questions
from index.settings import Settings
from index.store import Generation


def find_questions(paths: Sequence[Path]) -> Path | None:
    """Return the first `questions.jsonl` at the top of a folder that is built."""
    return next((path / FILE for path in paths if (path / FILE).is_file()), None)


class LazyGate:
    """Reads the questions and loads the models when it is asked: most builds find nothing changed."""

    def __init__(self, settings: Settings, questions: Path) -> None:
        self._settings, self._questions = settings, questions

    def __call__(self, new: Generation, old: Generation | None, changes: BuildChanges) -> GateVerdict:
        encoder = load_encoder(self._settings)
        models = load_models(self._settings, encoder.hash)
        gate = GoldenGate(read_questions(self._questions), lambda generation: Asker.over(generation, encoder, models))
        return gate(new, old, changes)
