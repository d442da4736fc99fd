"""Keep vectors, and find the nearest."""

from index.vectors.choose import choose_backend
from index.vectors.flat import FlatBackend
from index.vectors.milvus import without_user
from index.vectors.protocol import Ids, VectorBackend, VectorIndex, Vectors

__all__ = ["FlatBackend", "Ids", "VectorBackend", "VectorIndex", "Vectors", "choose_backend", "without_user"]
