"""Export a sentence-transformers model to ONNX, int8 where that keeps its vectors; `python -m index.encoder.export`.

Runs as a process of its own, so that a process that answers never holds torch.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer

from index.encoder.fast import FastEncoder, Spec
from index.encoder.quantize import quantize_blocks

MIN_COSINE = 0.998  # below, the ten nearest of a question begin to differ in more than one of twenty
OPSET = 17
SAMPLES = (
    "How many days of paid leave does an employee get?",
    "When was the office in Rotterdam opened?",
    "Payments were down for 47 minutes.",
    "The minister resigned on Tuesday after survivors said that they had lost faith in the inquiry.",
    "Remote work: equipment › Requests are answered within two working days. A screen, a chair and a desk lamp are "
    "lent to everyone who works from home for three days a week or more, and are returned on leaving.",
    "Every key may send up to 300 requests a minute. Beyond that the server answers 429 and says in `Retry-After` "
    "how many seconds to wait; a client that goes on regardless is blocked for ten minutes. Limits are counted per "
    "key, not per address, and apply to reading and writing alike. Ask support for a higher limit before a launch.",
    "It was a bright cold day in April, and the clocks were striking thirteen.",
    "- Severity 1: page the on-call engineer at once\n- Severity 2: within 30 minutes\n- Severity 3: next working day",
    "Lunch is served from 12:00 to 13:30; dinner costs no more than 45 euros (60 in London).",
    "def retry(call, times=3): return next(answer for _ in range(times) if (answer := call()) is not None)",
    "Glucose enters the cell through a family of transporters, some of which respond to insulin.",
    "Backups are kept for 35 days and never leave the region.",
    "The river rises in the hills above the town, turns west at the old mill and reaches the sea after 83 kilometres.",
    "No.",
    "Who approves expenses above 5,000 euros when the head of finance is away?",
    "Passwords never expire. A password manager is compulsory, and the second factor is a hardware key; codes sent "
    "by text message were switched off in March 2025 after two accounts had been taken over.",
)


def export(model_dir: Path, out: Path) -> Spec:
    """Write model.onnx, tokenizer.json and spec.json; `Spec.why_not` says why a model cannot be exported."""
    model = SentenceTransformer(
        str(model_dir),
        device="cpu",
        local_files_only=True,
        model_kwargs={"attn_implementation": "eager", "use_safetensors": True},
    )
    spec = _spec(model)
    if spec.why_not is None:
        (out / "tokenizer.json").write_text(model.tokenizer.backend_tokenizer.to_str(), encoding="utf-8")
        full = out / "fp32.onnx"
        _trace(model, spec, full)
        reference = model.encode(list(SAMPLES), batch_size=1, normalize_embeddings=True)
        spec = _smallest_faithful(spec, out, full, reference)
    (out / "spec.json").write_text(spec.to_json(), encoding="utf-8")
    return spec


def _spec(model: SentenceTransformer) -> Spec:
    modules = list(model)
    pooling = str(modules[1].pooling_mode) if len(modules) > 1 and isinstance(modules[1], Pooling) else ""
    plain = isinstance(modules[0], Transformer) and all(isinstance(module, Normalize) for module in modules[2:])
    prompts = {kind: text for kind, text in (model.prompts or {}).items() if text}
    why_not = None
    if not plain or pooling not in ("mean", "cls"):
        why_not = "it is not a transformer with mean or cls pooling"
    elif prompts:
        why_not = "it puts a prompt before its texts"
    elif not getattr(model.tokenizer, "is_fast", False):
        why_not = "its tokenizer has no tokenizer.json"
    return Spec(
        dimension=int(model.get_embedding_dimension() or 0),
        max_tokens=int(model.max_seq_length or 512),
        pooling=pooling,
        why_not=why_not,
    )


class _Hidden(torch.nn.Module):
    """Takes ids and returns the last hidden state, so that the traced graph has one output."""

    def __init__(self, inner: torch.nn.Module) -> None:
        super().__init__()
        self.inner = inner

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        state: torch.Tensor = self.inner(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        return state


def _trace(model: SentenceTransformer, spec: Spec, path: Path) -> None:
    sample = model.tokenizer(SAMPLES[3], return_tensors="pt", truncation=True, max_length=spec.max_tokens)
    axes = {0: "batch", 1: "length"}
    transformer = model[0].model
    assert isinstance(transformer, torch.nn.Module)
    torch.onnx.export(
        _Hidden(transformer).eval(),
        (sample["input_ids"], sample["attention_mask"]),
        str(path),
        input_names=["input_ids", "attention_mask"],
        output_names=["last_hidden_state"],
        dynamic_axes={"input_ids": axes, "attention_mask": axes, "last_hidden_state": axes},
        opset_version=OPSET,
        dynamo=False,
    )


def _smallest_faithful(spec: Spec, out: Path, full: Path, reference: np.ndarray) -> Spec:
    """Keep int8 if its vectors stay within MIN_COSINE of torch's on average, else fp32."""
    final = out / "model.onnx"
    quantize_blocks(full, final)
    candidate = spec.with_precision("int8", _parity(spec, out, reference))
    if candidate.parity >= MIN_COSINE:
        full.unlink()
        return candidate
    full.replace(final)
    return spec.with_precision("fp32", _parity(spec, out, reference))


def _parity(spec: Spec, out: Path, reference: np.ndarray) -> float:
    vectors = FastEncoder("candidate", "", out, spec).encode_passages(SAMPLES)
    return round(float(np.sum(vectors * reference, axis=1).mean()), 6)


def main(arguments: Sequence[str]) -> int:
    spec = export(Path(arguments[0]), Path(arguments[1]))
    sys.stdout.write(json.dumps({"precision": spec.precision, "parity": spec.parity, "why_not": spec.why_not}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
