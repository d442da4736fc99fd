"""Judge pairs of evidence: same answer, compatible, in conflict, or about something else."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.answering.inputs import feed, judge_input
from index.onnx import Session


@dataclass(frozen=True, slots=True)
class Marked:
    """Evidence as the judge sees it: a text and its answering span, in offsets of that text."""

    text: str
    span: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """Probabilities of the four relations; they sum to 1."""

    same: float
    compatible: float
    conflict: float
    other: float


class Judge(Protocol):
    """Say how two pieces of evidence relate, given a question for each pair: the same one, in words that differ.

    Returns one Judgement a pair, in order, symmetric in the pair.
    """

    @property
    def hash(self) -> str: ...

    def judge(self, questions: Sequence[str], pairs: Sequence[tuple[Marked, Marked]]) -> list[Judgement]: ...


class OnnxJudge:
    """The judge that ships: a MiniLM cross-encoder over question and both texts; both orders are averaged."""

    def __init__(self, session: Session, tokenizer: Tokenizer, digest: str) -> None:
        self._session, self._tokenizer, self._hash = session, tokenizer, digest

    @property
    def hash(self) -> str:
        return self._hash

    def judge(self, questions: Sequence[str], pairs: Sequence[tuple[Marked, Marked]]) -> list[Judgement]:
        if not pairs:
            return []
        asked = zip(questions, pairs, strict=True)
        orders = [(question, *order) for question, (a, b) in asked for order in ((a, b), (b, a))]
        inputs = [judge_input(self._tokenizer, question, a.text, a.span, b.text, b.span) for question, a, b in orders]
        outputs = self._session.map(feed(one) for one in inputs)
        chances = np.array([_softmax(output[0][0]) for output in outputs]).reshape(len(pairs), 2, -1)
        return [Judgement(*(float(p) for p in both.mean(axis=0))) for both in chances]


def _softmax(logits: NDArray[np.float32]) -> NDArray[np.float64]:
    raised = np.exp(logits.astype(np.float64) - float(logits.max()))
    return np.asarray(raised / raised.sum())
