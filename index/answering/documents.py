"""Answer over documents that come with the question, without an index: every passage is searched exactly."""

from collections.abc import Sequence

import numpy as np

from index.answering.answerer import Answerer, Models
from index.answering.verdict import Corpus
from index.build.texts import embedded_text
from index.chunking import chunk
from index.encoder import Encoder
from index.types import Answer, Hit, Passage, Source


class DocumentSearch:
    """Search over a few sources in memory, by cosine alone; best first, ties in the order of the documents."""

    def __init__(self, sources: Sequence[Source], encoder: Encoder) -> None:
        self._encoder = encoder
        self._passages: list[tuple[Source, Passage]] = []
        for source in sources:
            self._passages += [(source, passage) for passage in chunk(source, first_id=len(self._passages))]
        texts = [embedded_text(source, passage) for source, passage in self._passages]
        self._vectors = encoder.encode_passages(texts) if texts else np.empty((0, encoder.dimension), dtype=np.float32)

    def search(self, question: str, k: int) -> Sequence[Hit]:
        if not self._passages:
            return []
        cosines = self._vectors @ self._encoder.encode_queries([question])[0]
        best = np.argsort(-cosines, kind="stable")[:k]
        return [
            Hit(self._passages[i][1], self._passages[i][0], score=float(cosines[i]), dense=float(cosines[i]))
            for i in best
        ]


def ask_documents(question: str, sources: Sequence[Source], encoder: Encoder, models: Models) -> Answer:
    """Answer a question over these sources alone; declared precedence among them counts."""
    corpus = Corpus({source.id: source.supersedes for source in sources})
    return Answerer(DocumentSearch(sources, encoder), models, corpus, "documents").ask(question)
