"""Choose where vectors are kept, by the name that settings and manifests use."""

from index.errors import SettingsError
from index.vectors.flat import FlatBackend
from index.vectors.milvus import MilvusBackend, without_user
from index.vectors.protocol import VectorBackend


def choose_backend(name: str, setting: str = "") -> VectorBackend:
    """Return the backend of a name: 'faiss', or the URI of a Milvus server.

    A manifest's URI lacks user and password: they come from the setting `vectors`, where it names the same server.
    """
    if name == "faiss":
        return FlatBackend()
    if name.startswith(("http://", "https://", "tcp://")):
        knows = "@" in setting and without_user(setting) == without_user(name)
        return MilvusBackend(setting if knows else name)
    shown = without_user(name)
    raise SettingsError(f"setting 'vectors' has the value {shown!r}: it is neither 'faiss' nor a Milvus URI.")
