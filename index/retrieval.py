"""Find the passages that may answer: by meaning and by words, fused by reciprocal rank."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from index.encoder import Encoder
from index.errors import IndexInvalidError
from index.store import Generation
from index.types import Hit
from index.vectors import Vectors

DEPTH = 50  # passages taken from each way of searching
# Cormack, Clarke and Büttcher 2009; ranks matter less the larger it is. Of 505 passages that the questions of twelve
# corpora ask for, their 60 with equal weights left 16 out of the first twelve, 5 with half the weight for words 7.
K_RRF = 5
# The share of words against meaning: people ask in other words than the articles', and chat around their question.
LEXICAL = 0.5


class Retriever:
    """Searches one generation, from any thread. Raises IndexInvalidError if another encoder built it."""

    def __init__(self, generation: Generation, encoder: Encoder) -> None:
        built = generation.manifest.encoder
        if built.hash != encoder.hash:
            raise IndexInvalidError(
                f"the generation {generation.id!r} was built with the encoder {built.name!r} ({built.hash}), "
                f"but {encoder.name!r} ({encoder.hash}) is loaded. Run `quoth build`, or set QUOTH_ENCODER back."
            )
        self._generation, self._encoder = generation, encoder

    def search(self, question: str, k: int = 20) -> list[Hit]:
        """Return at most k passages, best first, each with its cosine, whichever way it was found.

        Passages of one source with the same text count once. Nothing else is dropped as alike: two texts that differ
        in one number are what a conflict is made of. No source takes more than half of the places while others have
        passages to offer, so that a long article does not crowd out the one that contradicts it.
        """
        depth = max(DEPTH, k)
        vector = self._encoder.encode_queries([question])[0]
        dense = _scores(*self._generation.vectors.search(vector, depth))
        lexical = _scores(*self._generation.lexical.search(question, depth))
        fused = fuse([(list(dense), 1.0), (list(lexical), LEXICAL)])
        found = self._generation.passages_with_sources(list(fused))
        hits = [
            Hit(passage, source, fused[passage.id], dense.get(passage.id), lexical.get(passage.id))
            for passage, source in found
        ]
        return self._with_cosines(_spread(_distinct(hits), k), vector)

    def _with_cosines(self, hits: Sequence[Hit], vector: Vectors) -> list[Hit]:
        """Give what only its words found its cosine, too: hits are weighed by it."""
        lacking = [hit.passage.id for hit in hits if hit.dense is None]
        if not lacking:
            return list(hits)
        cosines = self._generation.vectors.fetch(lacking) @ vector
        known = dict(zip(lacking, map(float, cosines), strict=True))
        return [replace(hit, dense=known.get(hit.passage.id, hit.dense)) for hit in hits]


def _scores(ids: Iterable[int], scores: Iterable[float]) -> dict[int, float]:
    return {int(id_): float(score) for id_, score in zip(ids, scores, strict=True)}


def fuse(rankings: Sequence[tuple[Sequence[int], float]]) -> dict[int, float]:
    """Fuse weighted rankings of passage ids by reciprocal rank; best first, ties in the order of the corpus."""
    fused: dict[int, float] = {}
    for ranking, weight in rankings:
        for rank, id_ in enumerate(ranking, 1):
            fused[id_] = fused.get(id_, 0.0) + weight / (K_RRF + rank)
    return dict(sorted(fused.items(), key=lambda entry: (-entry[1], entry[0])))


def _distinct(hits: Iterable[Hit]) -> list[Hit]:
    """Keep the best of the passages of one source that say the same under the same headings."""
    first: dict[tuple[str, tuple[str, ...], str], Hit] = {}
    for hit in hits:
        first.setdefault((hit.source.id, hit.passage.headings, hit.passage.text), hit)
    return list(first.values())


def _spread(hits: Sequence[Hit], k: int) -> list[Hit]:
    """Take k hits, of each source no more than half, and fill up with those passed over."""
    taken: list[Hit] = []
    passed: list[Hit] = []
    counts: dict[str, int] = {}
    for hit in hits:
        count = counts.get(hit.source.id, 0)
        counts[hit.source.id] = count + 1
        (taken if count < (k + 1) // 2 else passed).append(hit)
    chosen = taken[:k] + passed[: max(0, k - len(taken))]
    return sorted(chosen, key=lambda hit: (-hit.score, hit.passage.id))
