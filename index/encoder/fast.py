"""Encode with ONNX: no torch, one sequence a call, pooled and normalised in numpy."""

import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Literal

import numpy as np
from tokenizers import Encoding, Tokenizer

from index.encoder.protocol import OnBatch, Vectors
from index.errors import ModelError
from index.onnx import Feed, Session

_SLICE = 64  # texts between two calls of on_batch
_REMEMBERED = 1024  # queries whose vectors are kept: people ask the same thing twice


@dataclass(frozen=True, slots=True)
class Spec:
    """What was exported. `parity` is the mean cosine against torch; `why_not` names why there is no export."""

    dimension: int
    max_tokens: int
    pooling: str
    precision: Literal["int8", "fp32", "none"] = "none"
    parity: float = 0.0
    why_not: str | None = None

    def with_precision(self, precision: Literal["int8", "fp32"], parity: float) -> "Spec":
        return dataclasses.replace(self, precision=precision, parity=parity)

    def to_json(self) -> str:
        return json.dumps(dataclasses.asdict(self), indent=1)

    @classmethod
    def read(cls, path: Path) -> "Spec":
        """Read spec.json; raise ModelError if it is not one."""
        try:
            return cls(**json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise ModelError(f"{str(path)!r} is damaged. Delete its folder; it is made again.") from error


class FastEncoder:
    """An exported encoder. See `Encoder` for the contract."""

    def __init__(self, name: str, hash_: str, folder: Path, spec: Spec, *, threads: int = 1) -> None:
        self.name, self.hash, self.dimension = name, hash_, spec.dimension
        self._pooling = spec.pooling
        self._tokenizer = _tokenizer(folder / "tokenizer.json", spec.max_tokens)
        self._session = Session(folder / "model.onnx", threads=threads)
        # of a function, not of a method: a cache that held its encoder would keep the model in memory
        self._query = lru_cache(_REMEMBERED)(partial(_encode_one, self._tokenizer, self._session, self._pooling))

    def encode_passages(self, texts: Sequence[str], *, on_batch: OnBatch | None = None) -> Vectors:
        rows = np.empty((len(texts), self.dimension), dtype=np.float32)
        for first in range(0, len(texts), _SLICE):
            batch = texts[first : first + _SLICE]
            encodings = self._tokenizer.encode_batch_fast([_valid(text) for text in batch])
            feeds = [_feed(encoding) for encoding in encodings]
            for row, outputs in enumerate(self._session.map(feeds), first):
                rows[row] = _pool(outputs[0][0], self._pooling)
            if on_batch:
                on_batch(len(batch))
        return rows

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        rows = np.empty((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            rows[row] = self._query(text)
        return rows


def _encode_one(tokenizer: Tokenizer, session: Session, pooling: str, text: str) -> Vectors:
    return _pool(session.run(_feed(tokenizer.encode(_valid(text))))[0][0], pooling)


def _pool(states: Vectors, pooling: str) -> Vectors:
    """Pool the states of one sequence, shape (length, dimension), into a unit vector."""
    pooled = states[0] if pooling == "cls" else states.mean(axis=0)
    unit: Vectors = pooled / max(float(np.linalg.norm(pooled)), 1e-12)
    return unit


def _tokenizer(path: Path, max_tokens: int) -> Tokenizer:
    tokenizer: Tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()  # the file may ask for padding, which a single sequence has no use for
    tokenizer.enable_truncation(max_tokens)
    return tokenizer


def _valid(text: str) -> str:
    """Replace lone surrogates, which JSON can carry and UTF-8 cannot."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _feed(encoding: Encoding) -> Feed:
    ids = np.asarray([encoding.ids], dtype=np.int64)
    return {"input_ids": ids, "attention_mask": np.ones_like(ids)}
