"""Serve before there is anything to answer from: say what is missing, and begin once it is there."""

import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from api.answerer import Answerer, Corpus
from index.answering.live import WARM_UP
from index.errors import OperatorError, QuothError, UnavailableError
from index.types import Answer, Hit


class LateAnswerer:
    """An answerer that `refresh` opens, and warms, when it can. Until then each call raises what is missing."""

    def __init__(self, open_answerer: Callable[[], Answerer]) -> None:
        self._open = open_answerer
        self._answerer: Answerer | None = None
        self._missing: QuothError = UnavailableError("the models are being loaded. Try again in a moment.")
        self._lock = threading.Lock()

    def ask(
        self, question: str, *, earlier: str | None = None, on_stage: Callable[[str], None] | None = None
    ) -> Answer:
        return self._opened().ask(question, earlier=earlier, on_stage=on_stage)

    def search(self, question: str, k: int = 10) -> Sequence[Hit]:
        return self._opened().search(question, k)

    def reading(self) -> AbstractContextManager[Corpus]:
        return self._opened().reading()

    def refresh(self) -> bool:
        with self._lock:
            if self._answerer is not None:
                return self._answerer.refresh()
            try:
                self._answerer = _warmed(self._open())
            except OperatorError as error:
                self._missing = _bare(error)
                raise self._missing from None
            return True

    def close(self) -> None:
        if self._answerer is not None:
            self._answerer.close()

    def _opened(self) -> Answerer:
        if self._answerer is None:
            raise self._missing.with_traceback(None)  # else each call would lengthen the one before it
        return self._answerer


def _warmed(answerer: Answerer) -> Answerer:
    try:
        answerer.ask(WARM_UP)  # the first question pays for loading; nobody's first question should
    except BaseException:
        answerer.close()
        raise
    return answerer


def _bare(error: OperatorError) -> OperatorError:
    """Strip an error that is kept of its frames: they would keep the models that were loaded in memory."""
    error.__cause__ = error.__context__ = None
    return error.with_traceback(None)
