"""Keep generations: each immutable, one of them published."""

from index.store.corpus import SourceEntry
from index.store.generation import Generation, open_generation, published_id
from index.store.manifest import Manifest

__all__ = ["Generation", "Manifest", "SourceEntry", "open_generation", "published_id"]
