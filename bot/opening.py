"""Open Quoth in this process for the bot."""

from bot.local import LocalEngine, OnProgress
from index.answering.live import LiveAnswerer
from index.answers import FILE, AnswerStore
from index.settings import Settings


def open_local(settings: Settings) -> LocalEngine:
    """Load the models and the published generation; raise IndexMissingError, IndexInvalidError or ModelError."""
    answerer = LiveAnswerer.open(settings)
    store = AnswerStore(
        settings.data_dir / FILE, retention_days=settings.retention_days, keep_questions=settings.keep_questions
    )

    def rebuild(on_progress: OnProgress, /) -> str:
        raise NotImplementedError

    return LocalEngine(answerer, store, rebuild, settings.data_dir)
