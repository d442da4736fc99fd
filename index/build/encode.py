"""Give every passage its vector: copied where the published generation has it, else encoded."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.build.plan import OnProgress, Progress, Step
from index.encoder import Encoder, Vectors
from index.store import Generation


@dataclass(frozen=True, slots=True)
class Embedded:
    """Unit rows in the order of the passages, and how many texts had to be encoded for them."""

    vectors: Vectors
    encoded: int


def embed(
    texts: Sequence[str], keys: Sequence[bytes], encoder: Encoder, old: Generation | None, on_progress: OnProgress
) -> Embedded:
    """Encode each text whose key the old generation does not know, once."""
    vectors = np.empty((len(texts), encoder.dimension), dtype=np.float32)
    known = old.corpus.keys() if old and old.manifest.encoder.hash == encoder.hash else {}
    copied = [row for row, key in enumerate(keys) if key in known]
    if old and copied:
        vectors[copied] = old.vectors.fetch([known[keys[row]] for row in copied])
    first = {keys[row]: row for row in reversed(range(len(keys))) if keys[row] not in known}
    fresh = sorted(first.values())
    done = 0

    def count(encoded: int) -> None:
        nonlocal done
        done += encoded
        on_progress(Progress(Step.ENCODE, done, len(fresh)))

    on_progress(Progress(Step.ENCODE, 0, len(fresh)))
    vectors[fresh] = encoder.encode_passages([texts[row] for row in fresh], on_batch=count)
    for row, key in enumerate(keys):
        if key in first:
            vectors[row] = vectors[first[key]]
    return Embedded(vectors, len(fresh))
