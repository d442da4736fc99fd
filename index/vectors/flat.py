"""Keep vectors in a FAISS file: exact inner product, in memory. The default."""

from collections.abc import Sequence
from pathlib import Path

import faiss
import numpy as np

from index.errors import IndexInvalidError
from index.vectors.protocol import Ids, VectorIndex, Vectors

FILE = "vectors.faiss"


class FlatBackend:
    """One file in the generation's folder. See `VectorBackend` for the contract."""

    name = "faiss"

    def write(self, folder: Path, generation: str, ids: Sequence[int], vectors: Vectors) -> None:
        index = faiss.index_factory(vectors.shape[1], "IDMap2,Flat", faiss.METRIC_INNER_PRODUCT)
        index.add_with_ids(np.ascontiguousarray(vectors), np.asarray(ids, dtype=np.int64))
        # Written by Python, so that a full disk is an OSError here as everywhere else.
        (folder / FILE).write_bytes(faiss.serialize_index(index).tobytes())

    def open(self, folder: Path, generation: str) -> VectorIndex:
        path = folder / FILE
        try:
            index = faiss.deserialize_index(np.frombuffer(path.read_bytes(), dtype=np.uint8))
        except (OSError, RuntimeError) as error:
            raise IndexInvalidError(f"{str(path)!r} cannot be read. Run `quoth build`.") from error
        return FlatIndex(index)

    def delete(self, folder: Path, generation: str) -> None:
        (folder / FILE).unlink(missing_ok=True)


class FlatIndex:
    """A FAISS `IDMap2,Flat` index. See `VectorIndex` for the contract."""

    def __init__(self, index: "faiss.Index") -> None:
        self._index = index

    def search(self, query: Vectors, k: int) -> tuple[Ids, Vectors]:
        k = min(k, self.count())
        if k < 1:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
        scores, ids = self._index.search(query.reshape(1, -1), k)
        return ids[0], scores[0]

    def fetch(self, ids: Sequence[int]) -> Vectors:
        if not ids:
            return np.empty((0, self._index.d), dtype=np.float32)
        try:
            rows: Vectors = self._index.reconstruct_batch(np.asarray(ids, dtype=np.int64))
        except RuntimeError as error:
            raise KeyError(f"one of the passages {list(ids[:3])!r}… has no vector") from error
        return rows

    def count(self) -> int:
        return int(self._index.ntotal)

    def close(self) -> None:
        """Nothing is open: the file was read at once."""
