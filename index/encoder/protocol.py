"""State what an encoder is."""

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
OnBatch = Callable[[int], None]


class Encoder(Protocol):
    """Turns texts into vectors, thread-safe.

    Both methods return one unit row a text, float32, shape (len(texts), dimension), in the order of the texts; a row
    does not depend on the texts beside it. No texts give shape (0, dimension). The two differ because some models
    want a prompt before a query or a passage. `hash` changes whenever the vectors may: other weights, tokenizer,
    pooling or precision. Vectors of different hashes must never be compared.
    """

    @property
    def name(self) -> str: ...
    @property
    def hash(self) -> str: ...
    @property
    def dimension(self) -> int: ...

    def encode_passages(self, texts: Sequence[str], *, on_batch: OnBatch | None = None) -> Vectors:
        """Encode texts to be found; `on_batch` is told how many were encoded since it was last called."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Encode questions to search with."""
        ...
