"""Turn texts into vectors that can be compared."""

from index.encoder.load import load_encoder
from index.encoder.protocol import Encoder, Vectors

__all__ = ["Encoder", "Vectors", "load_encoder"]
