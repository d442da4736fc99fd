"""Open Quoth in this process for the bot."""

from bot.local import LocalEngine, OnProgress, Rebuild
from index.answering.live import LiveAnswerer
from index.answers import FILE, AnswerStore
from index.build import Gate, build
from index.settings import Settings

WARM_UP = "Is everything loaded?"


def open_local(settings: Settings, gate: Gate | None = None) -> LocalEngine:
    """Load and warm the models and the published generation; raise IndexMissingError, IndexInvalidError, ModelError."""
    answerer = LiveAnswerer.open(settings)
    answerer.ask(WARM_UP)  # the first question pays for loading; nobody's first question should
    store = AnswerStore(
        settings.data_dir / FILE, retention_days=settings.retention_days, keep_questions=settings.keep_questions
    )
    return LocalEngine(answerer, store, rebuilding(settings, gate), settings.data_dir)


def rebuilding(settings: Settings, gate: Gate | None = None) -> Rebuild:
    """Return the rebuild of what was built last; `gate` may refuse to publish what does worse."""

    def rebuild(on_progress: OnProgress, /) -> str:
        report = build(
            (),
            settings,
            gate=gate,
            on_progress=lambda progress: on_progress(progress.step.value, progress.done, progress.total),
        )
        return report.generation

    return rebuild
