"""Choose where vectors are kept, by the name that settings and manifests use."""

from index.errors import SettingsError
from index.vectors.flat import FlatBackend
from index.vectors.milvus import MilvusBackend
from index.vectors.protocol import VectorBackend


def choose_backend(name: str) -> VectorBackend:
    """Return the backend of a name: 'faiss', or the URI of a Milvus server."""
    if name == "faiss":
        return FlatBackend()
    if name.startswith(("http://", "https://", "tcp://")):
        return MilvusBackend(name)
    raise SettingsError(f"setting 'vectors' has the value {name!r}: it is neither 'faiss' nor a Milvus URI.")
