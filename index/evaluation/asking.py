"""Ask one particular generation, published or not."""

from collections.abc import Callable
from dataclasses import dataclass

from index.answering.answerer import Answerer, Models
from index.answering.verdict import Corpus
from index.encoder import Encoder
from index.retrieval import Retriever
from index.store import Generation
from index.types import Answer


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks a generation that is kept open by the caller."""

    generation: Generation
    ask: Callable[[str], Answer]

    @classmethod
    def over(cls, generation: Generation, encoder: Encoder, models: Models) -> "Asker":
        """Answer from this generation with these models; raise IndexInvalidError if another encoder built it."""
        corpus = Corpus({source.id: source.supersedes for source in generation.sources()})
        return cls(generation, Answerer(Retriever(generation, encoder), models, corpus, generation.id).ask)

    def text_of(self, source_id: str) -> str:
        return self.generation.source(source_id).text
