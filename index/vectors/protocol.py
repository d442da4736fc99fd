"""State what a vector index is."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Ids = NDArray[np.int64]


class VectorIndex(Protocol):
    """The vectors of one generation, never changed once written; safe to read from several threads."""

    def search(self, query: Vectors, k: int) -> tuple[Ids, Vectors]:
        """Return the passage ids and inner products nearest to one unit vector, best first, at most k."""
        ...

    def fetch(self, ids: Sequence[int]) -> Vectors:
        """Return the stored vectors of these passages, one row each, in this order; an unknown id is a KeyError."""
        ...

    def count(self) -> int:
        """Return how many vectors there are."""
        ...

    def close(self) -> None: ...


class VectorBackend(Protocol):
    """Where generations keep their vectors. `folder` is the generation's own; a backend may keep them elsewhere.

    `name` goes into the manifest, and so holds no password; a generation is opened only with the backend that wrote it.
    """

    @property
    def name(self) -> str: ...

    def write(self, folder: Path, generation: str, ids: Sequence[int], vectors: Vectors) -> None:
        """Store unit rows under their passage ids; a left-over of a failed build with this name is replaced."""
        ...

    def open(self, folder: Path, generation: str) -> VectorIndex:
        """Open what was written; raise IndexInvalidError if it is not there."""
        ...

    def delete(self, folder: Path, generation: str) -> None:
        """Forget a generation; one that is not there is no error."""
        ...
