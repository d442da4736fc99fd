"""Find passages by their words: BM25 over stems."""

import re
from collections.abc import Sequence
from pathlib import Path
from threading import local

import bm25s
import numpy as np
import Stemmer

from index.errors import IndexInvalidError
from index.vectors import Ids, Vectors

NAME = "bm25-english-1"  # raise when words() changes: questions and passages must be split alike
FOLDER = "lexical"
_WORD = re.compile(r"\w+(?:[.,:]\d+)*")  # 99.9, 3,200 and 17:30 stay whole
# Light on purpose: "not" and "no" turn an answer round, and question words say what is asked for.
_FUNCTION_WORDS = (
    "a an the of to in on at by for from with and or as is are was were be been being do does did has have had it its "
    "this that these those i you we they he she his her their our your my me us them there"
)
_STOP = frozenset(_FUNCTION_WORDS.split())
_stemmers = local()


def words(text: str) -> list[str]:
    """Split a text into stems, without the commonest function words; never empty if the text has a word."""
    found = _WORD.findall(text.lower().replace("’", "'"))
    kept = [word for word in found if word not in _STOP] or found
    stems: list[str] = _stemmer().stemWords(kept)
    return stems


def _stemmer() -> Stemmer.Stemmer:
    # A Snowball stemmer must not be shared between threads.
    if not hasattr(_stemmers, "english"):
        _stemmers.english = Stemmer.Stemmer("english")
    stemmer: Stemmer.Stemmer = _stemmers.english
    return stemmer


class LexicalIndex:
    """BM25 scores for the passages of one generation; positions are turned into passage ids here."""

    def __init__(self, bm25: bm25s.BM25, ids: Ids) -> None:
        self._bm25, self._ids = bm25, ids
        self._vocabulary = bm25.vocab_dict

    def search(self, question: str, k: int) -> tuple[Ids, Vectors]:
        """Return ids and scores of the passages that share a word with the question, best first, at most k."""
        known = [word for word in words(question) if word in self._vocabulary]
        if not known:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
        scores = self._bm25.get_scores(known)
        best = np.argsort(-scores, kind="stable")[:k]  # stable: ties keep the order of the corpus
        best = best[scores[best] > 0]
        return self._ids[best], scores[best]


def write(folder: Path, ids: Sequence[int], texts: Sequence[str]) -> None:
    """Index the texts and save them below the folder."""
    bm25 = bm25s.BM25(method="lucene")
    # A passage without a word, such as a row of dashes, still needs a place.
    bm25.index([words(text) or [""] for text in texts], create_empty_token=False, show_progress=False)
    bm25.save(folder / FOLDER, show_progress=False)
    np.save(folder / FOLDER / "ids.npy", np.asarray(ids, dtype=np.int64))


def read(folder: Path) -> LexicalIndex:
    """Load what `write` saved; raise IndexInvalidError if it is damaged."""
    try:
        bm25 = bm25s.BM25.load(folder / FOLDER, show_progress=False)
        return LexicalIndex(bm25, np.load(folder / FOLDER / "ids.npy"))
    except (OSError, ValueError, KeyError, EOFError) as error:
        raise IndexInvalidError(f"{str(folder / FOLDER)!r} cannot be read. Run `quoth build`.") from error
