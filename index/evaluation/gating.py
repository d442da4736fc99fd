"""Make the gate of a build: the golden questions, asked with the models that answer."""

from collections.abc import Callable, Sequence
from pathlib import Path

from index.answering.loading import load_models
from index.build import BuildChanges, Gate, GateVerdict, build, corpus_paths
from index.encoder import load_encoder
from index.evaluation.asking import Asker
from index.evaluation.gate import GoldenGate
from index.evaluation.golden import GoldenQuestion, find_questions, read_questions
from index.settings import Settings
from index.store import Generation

OnProgress = Callable[[str, int, int], None]


def make_gate(paths: Sequence[Path], settings: Settings, questions: Path | None = None) -> Gate | None:
    """Return the gate for what will be built, or None where there are no golden questions to ask.

    Without paths that is what was built last; `questions` names a file instead of those in the folders.
    """
    files = [questions] if questions else find_questions(corpus_paths(paths, settings.data_dir))
    asked = [question for file in files for question in read_questions(file)]
    return _LoadingGate(asked, settings) if asked else None


class _LoadingGate:
    """Loads the models only when it is asked, as most builds find nothing to do."""

    def __init__(self, questions: Sequence[GoldenQuestion], settings: Settings) -> None:
        self._questions, self._settings = questions, settings

    def __call__(self, new: Generation, old: Generation | None, changes: BuildChanges) -> GateVerdict:
        encoder = load_encoder(self._settings)
        models = load_models(self._settings, encoder.hash)
        gate = GoldenGate(self._questions, lambda generation: Asker.over(generation, encoder, models))
        return gate(new, old, changes)


def rebuilding(settings: Settings) -> Callable[[OnProgress], str]:
    """Return the rebuild of what was built last, behind its golden questions; it returns the generation's id."""

    def rebuild(on_progress: OnProgress, /) -> str:
        report = build(
            (),
            settings,
            gate=make_gate((), settings),
            on_progress=lambda progress: on_progress(progress.step.value, progress.done, progress.total),
        )
        return report.generation

    return rebuild
