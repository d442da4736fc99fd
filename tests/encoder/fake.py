"""The one fake of the index: an encoder whose vectors say which words two texts share."""

import hashlib
import re
from collections.abc import Sequence

import numpy as np

from index.encoder.protocol import OnBatch, Vectors

DIMENSION = 256


class HashedWords:
    """A hashed bag of words, unit length: same text, same vector; more words shared, higher cosine."""

    name = "hashed-words"
    dimension = DIMENSION

    def __init__(self, hash_: str = "hashed-words-1") -> None:
        self.hash = hash_
        self.encoded: list[str] = []

    def encode_passages(self, texts: Sequence[str], *, on_batch: OnBatch | None = None) -> Vectors:
        self.encoded += texts
        if on_batch and texts:
            on_batch(len(texts))
        return self.encode_queries(texts)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), DIMENSION), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in re.findall(r"\w+", text.lower()) or [text]:
                row[int.from_bytes(hashlib.blake2b(word.encode(), digest_size=2).digest()) % DIMENSION] += 1
        unit: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit
