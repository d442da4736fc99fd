"""Open Quoth in this process for the bot."""

from bot.local import LocalEngine
from index.answering.live import WARM_UP, LiveAnswerer
from index.answers import FILE, AnswerStore
from index.evaluation.gating import rebuilding
from index.settings import Settings


def open_local(settings: Settings) -> LocalEngine:
    """Load and warm the models and the published generation; raise IndexMissingError, IndexInvalidError, ModelError."""
    answerer = LiveAnswerer(settings)
    answerer.ask(WARM_UP)  # the first question pays for loading; nobody's first question should
    store = AnswerStore(
        settings.data_dir / FILE, retention_days=settings.retention_days, keep_questions=settings.keep_questions
    )
    return LocalEngine(answerer, store, rebuilding(settings), settings.data_dir)
