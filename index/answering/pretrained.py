"""Read and judge with a Hugging Face model by path or cached name: safetensors only, no remote code. Imports torch."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import AutoModelForQuestionAnswering, AutoModelForSequenceClassification, AutoTokenizer

from index.answering.inputs import READER_TOKENS
from index.answering.judge import Judgement, Marked
from index.answering.reader import Reading, best_span
from index.encoder.find import cached_model
from index.errors import ModelError
from index.types import Hit, Span

_SAFE = {"trust_remote_code": False, "local_files_only": True}
# Only the question and its window: a longer one is cut at its end.
_LONGEST = 2 * READER_TOKENS
_ROLES = ("entailment", "neutral", "contradiction")


class PretrainedReader:
    """An extractive-QA model trained on unanswerable questions too (SQuAD 2.0 style): its null span is its silence."""

    def __init__(self, name: str) -> None:
        self._tokenizer, self._model = _load(name, "QUOTH_READER", AutoModelForQuestionAnswering)
        self.hash = _hash(self._model)

    def read(self, questions: Sequence[str], hits: Sequence[Hit], *, closely: bool = False) -> list[Reading]:
        """Read each hit once; `closely` changes nothing, as there is no second model."""
        return [self._read(question, hit) for question, hit in zip(questions, hits, strict=True)]

    def _read(self, question: str, hit: Hit) -> Reading:
        encoded = self._tokenizer(
            question, hit.passage.text, truncation="only_second", max_length=_LONGEST, return_offsets_mapping=True,
            return_tensors="pt",
        )  # fmt: skip
        offsets = encoded.pop("offset_mapping")[0].tolist()
        inside = [tuple(pair) if of == 1 else None for pair, of in zip(offsets, encoded.sequence_ids(0), strict=True)]
        with torch.inference_mode():
            output = self._model(**encoded)
        start, end = output.start_logits[0].numpy(), output.end_logits[0].numpy()
        best, span = best_span(start, end, inside)
        margin = best - float(start[0] + end[0])
        shift = hit.passage.start
        moved = Span(span.start + shift, span.end + shift) if span else None
        return Reading(answerable=margin, margin=margin, polarity=0.0, span=moved)


class PretrainedJudge:
    """An NLI cross-encoder. Entailment counts half as `same` and half as `compatible`, neutral as `other`."""

    def __init__(self, name: str) -> None:
        self._tokenizer, self._model = _load(name, "QUOTH_JUDGE", AutoModelForSequenceClassification)
        labels = {str(label).casefold(): place for place, label in self._model.config.id2label.items()}
        if not labels.keys() >= set(_ROLES):
            raise ModelError(
                f"the judge {name!r} has the labels {sorted(labels)}, not entailment, neutral, contradiction."
            )
        self._places = [labels[role] for role in _ROLES]
        self.hash = _hash(self._model)

    def judge(self, questions: Sequence[str], pairs: Sequence[tuple[Marked, Marked]]) -> list[Judgement]:
        return [self._judge(a.text, b.text) for a, b in pairs]

    def _judge(self, a: str, b: str) -> Judgement:
        entailed, neutral, contradicted = (self._chances(a, b) + self._chances(b, a)) / 2
        return Judgement(float(entailed / 2), float(entailed / 2), float(contradicted), float(neutral))

    def _chances(self, premise: str, hypothesis: str) -> NDArray[np.float64]:
        encoded = self._tokenizer(premise, hypothesis, truncation=True, max_length=_LONGEST, return_tensors="pt")
        with torch.inference_mode():
            logits = self._model(**encoded).logits[0]
        return np.asarray(torch.softmax(logits.double(), dim=-1).numpy()[self._places])


def _load(name: str, setting: str, kind: Any) -> tuple[Any, Any]:
    # A folder, not the name: of a cached model without safetensors, transformers asks the hub for a conversion.
    folder = Path(name) if Path(name).is_dir() else cached_model(name, setting)
    try:
        tokenizer = AutoTokenizer.from_pretrained(folder, **_SAFE)
        model = kind.from_pretrained(folder, use_safetensors=True, **_SAFE).eval()
    except (OSError, ValueError) as error:
        raise ModelError(
            f"the model {name!r} cannot be loaded: {error}. Name a folder or a cached model with safetensors weights."
        ) from error
    return tokenizer, model


def _hash(model: Any) -> str:
    """Hash the weights themselves: a calibration belongs to them, not to a name."""
    digest = hashlib.blake2b(digest_size=16)
    for name, weight in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(weight.contiguous().numpy().tobytes())
    return digest.hexdigest()
