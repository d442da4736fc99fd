"""Encode with sentence-transformers: the reference, and the way for models that cannot be exported."""

from collections.abc import Sequence
from pathlib import Path
from threading import Lock

import numpy as np

from index.encoder.protocol import OnBatch, Vectors

_SLICE = 64


class ReferenceEncoder:
    """A sentence-transformers model on the CPU, with torch. See `Encoder` for the contract.

    In float32 a row moves by about 1e-7 with the texts beside it, from the padding; nothing here can see that.
    """

    def __init__(self, name: str, hash_: str, folder: Path) -> None:
        # Deferred: torch takes seconds to import, and the default path never does.
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415

        self.name, self.hash = name, hash_
        self._model = SentenceTransformer(
            str(folder), device="cpu", local_files_only=True, model_kwargs={"use_safetensors": True}
        )
        self._lock = Lock()
        self.dimension = int(self._model.get_embedding_dimension() or 0)

    def encode_passages(self, texts: Sequence[str], *, on_batch: OnBatch | None = None) -> Vectors:
        rows = np.empty((len(texts), self.dimension), dtype=np.float32)
        for first in range(0, len(texts), _SLICE):
            batch = list(texts[first : first + _SLICE])
            with self._lock:
                rows[first : first + len(batch)] = self._model.encode_document(
                    batch, normalize_embeddings=True, show_progress_bar=False
                )
            if on_batch:
                on_batch(len(batch))
        return rows

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        with self._lock:
            rows = self._model.encode_query(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(rows, dtype=np.float32)
