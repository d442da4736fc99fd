"""Keep vectors in a Milvus server: for corpora that outgrow one machine. Needs the extra `milvus`."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from index.errors import IndexInvalidError, SettingsError, StorageError
from index.vectors.protocol import Ids, VectorIndex, Vectors

_BATCH = 1_000  # rows a call: Milvus takes 64 MB a message
_SECONDS = 30.0
_FIELD = "vector"


def without_user(uri: str) -> str:
    """Return a URI without the user and password in it: what manifests and messages may hold."""
    scheme, sign, rest = uri.partition("://")
    return f"{scheme}{sign}{rest.rpartition('@')[2]}"


class MilvusBackend:
    """One collection for each generation, named after it. See `VectorBackend` for the contract.

    Readers on other machines hold no lock that pruning sees: keep enough generations for the slowest to move on.
    """

    def __init__(self, uri: str) -> None:
        self._uri, self.name = uri, without_user(uri)

    def write(self, folder: Path, generation: str, ids: Sequence[int], vectors: Vectors) -> None:
        collection, dimension = _collection(generation), vectors.shape[1]
        with self._connected() as client:
            client.drop_collection(collection, timeout=_SECONDS)
            # Strong: a reader may open the generation on another node the moment it is published.
            client.create_collection(
                collection, dimension, vector_field_name=_FIELD, metric_type="IP", consistency_level="Strong"
            )
            for first in range(0, len(ids), _BATCH):
                rows = zip(ids[first : first + _BATCH], vectors[first : first + _BATCH], strict=True)
                client.insert(collection, [{"id": int(id_), _FIELD: row.tolist()} for id_, row in rows])
            client.flush(collection, timeout=_SECONDS)

    def open(self, folder: Path, generation: str) -> VectorIndex:
        collection = _collection(generation)
        client = self._connect()
        with self.answering():
            known = client.has_collection(collection, timeout=_SECONDS)
            if known:
                client.load_collection(collection, timeout=_SECONDS)
                return MilvusIndex(client, collection, self)
        client.close()
        raise IndexInvalidError(f"{self.name!r} has no collection {collection!r}. Run `quoth build`.")

    def delete(self, folder: Path, generation: str) -> None:
        with self._connected() as client:
            client.drop_collection(_collection(generation), timeout=_SECONDS)

    @contextmanager
    def _connected(self) -> Iterator[Any]:
        client = self._connect()
        try:
            with self.answering():
                yield client
        finally:
            client.close()

    def _connect(self) -> Any:
        client_class = _client_class()
        with self.answering():
            return client_class(self._uri, timeout=_SECONDS)

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Turn what the client says into a sentence with the fix."""
        from pymilvus.exceptions import MilvusException  # noqa: PLC0415 - an optional package

        try:
            yield
        except MilvusException as error:
            raise StorageError(
                f"the Milvus server {self.name!r} failed: {error.message} Check that it runs, or set QUOTH_VECTORS."
            ) from error


def _client_class() -> Any:
    try:
        from pymilvus import MilvusClient  # noqa: PLC0415 - an optional package
    except ImportError as error:
        raise SettingsError(
            "setting 'vectors' names a Milvus server. Run `pip install 'pymilvus>=3.0.2,<4'`."
        ) from error
    return MilvusClient


def _collection(generation: str) -> str:
    return "quoth_" + re.sub(r"\W", "_", generation)


class MilvusIndex:
    """A loaded collection. See `VectorIndex` for the contract."""

    def __init__(self, client: Any, collection: str, backend: MilvusBackend) -> None:
        self._client, self._collection, self._backend = client, collection, backend
        with backend.answering():
            counted = client.query(collection, filter="", output_fields=["count(*)"], timeout=_SECONDS)
            field = next(f for f in client.describe_collection(collection)["fields"] if f["name"] == _FIELD)
        self._count, self._dimension = int(counted[0]["count(*)"]), int(field["params"]["dim"])

    def search(self, query: Vectors, k: int) -> tuple[Ids, Vectors]:
        if (k := min(k, self._count)) < 1:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
        with self._backend.answering():
            found = self._client.search(self._collection, data=[query.tolist()], limit=k, timeout=_SECONDS)[0]
        ids = np.asarray([row["id"] for row in found], dtype=np.int64)
        return ids, np.asarray([row["distance"] for row in found], dtype=np.float32)

    def fetch(self, ids: Sequence[int]) -> Vectors:
        rows: dict[int, list[float]] = {}
        for first in range(0, len(ids), _BATCH):
            asked = [int(id_) for id_ in ids[first : first + _BATCH]]
            with self._backend.answering():
                found = self._client.get(self._collection, asked, output_fields=[_FIELD], timeout=_SECONDS)
            rows |= {row["id"]: row[_FIELD] for row in found}
        return np.asarray([rows[id_] for id_ in ids], dtype=np.float32).reshape(-1, self._dimension)

    def count(self) -> int:
        return self._count

    def close(self) -> None:
        self._client.close()
