"""Answer from the published generation, and move on to the next one without dropping a question."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from index.answering.answerer import Answerer, Models, OnStage
from index.answering.loading import load_models
from index.answering.verdict import Corpus
from index.encoder import load_encoder
from index.retrieval import Retriever
from index.settings import Settings
from index.store import Generation, open_generation, published_id
from index.types import Answer, Hit

WARM_UP = "Is everything loaded?"  # what a surface asks first, as the first question pays for loading


class _Serving:
    """One generation with everything that answers from it; closed when the last question on it is done."""

    def __init__(self, generation: Generation, retriever: Retriever, models: Models, public_url: str | None) -> None:
        self.generation, self.retriever = generation, retriever
        supersedes = {source.id: source.supersedes for source in generation.sources()}
        corpus = Corpus(supersedes, public_url=public_url)
        self.answerer = Answerer(self.retriever, models, corpus, generation.id)
        self._users, self._retired, self._lock = 0, False, threading.Lock()

    def enter(self) -> None:
        with self._lock:
            self._users += 1

    def leave(self) -> None:
        self._change(users=-1)

    def retire(self) -> None:
        self._change(retired=True)

    def _change(self, users: int = 0, *, retired: bool = False) -> None:
        with self._lock:
            self._users += users
            self._retired |= retired
            done = self._retired and self._users == 0
        if done:
            self.generation.close()


class LiveAnswerer:
    """The answering that surfaces hold: thread-safe, one a process."""

    def __init__(self, settings: Settings) -> None:
        """Open the published generation and load models; raise IndexMissingError, IndexInvalidError or ModelError."""
        self._settings = settings
        self._lock = threading.Lock()
        with _opened(settings) as generation:  # before the models, which take long and much memory
            self._encoder = load_encoder(settings)
            retriever = Retriever(generation, self._encoder)
            self._models = load_models(settings, self._encoder.hash)
            self._serving = _Serving(generation, retriever, self._models, settings.public_url)

    @property
    def generation(self) -> Generation:
        return self._serving.generation

    def ask(self, question: str, *, earlier: str | None = None, on_stage: OnStage | None = None) -> Answer:
        """Answer from the generation that is published when the question comes in; raise QuestionError."""
        with self._current() as serving:
            return serving.answerer.ask(question, earlier=earlier, on_stage=on_stage)

    def search(self, question: str, k: int = 10) -> Sequence[Hit]:
        with self._current() as serving:
            return serving.retriever.search(question, k)

    @contextmanager
    def reading(self) -> Iterator[Generation]:
        """Hold the generation that is served now open, whatever is published meanwhile."""
        with self._current() as serving:
            yield serving.generation

    def refresh(self) -> bool:
        """Move to a newly published generation; say whether there was one. A question under way finishes on its own."""
        if published_id(self._settings.data_dir) == self._serving.generation.id:
            return False
        with _opened(self._settings) as generation:
            retriever = Retriever(generation, self._encoder)
            fresh = _Serving(generation, retriever, self._models, self._settings.public_url)
        with self._lock:
            old, self._serving = self._serving, fresh
        old.retire()
        return True

    def close(self) -> None:
        self._serving.retire()

    @contextmanager
    def _current(self) -> Iterator[_Serving]:
        with self._lock:  # entering under the lock: a swap between reading and entering would close it under us
            serving = self._serving
            serving.enter()
        try:
            yield serving
        finally:
            serving.leave()


@contextmanager
def _opened(settings: Settings) -> Iterator[Generation]:
    """Open the published generation, and close it again if it cannot be served."""
    generation = open_generation(settings.data_dir, vectors=settings.vectors)
    try:
        yield generation
    except BaseException:
        generation.close()
        raise
