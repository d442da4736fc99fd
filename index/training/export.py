"""Export a trained network to ONNX, quantize it to int8, and measure what quantization moved."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

from index import onnx
from index.answering.inputs import ModelInput, feed
from index.onnx import Outputs

INPUTS = ("input_ids", "attention_mask", "token_type_ids")
OPSET = 17


def export(model: nn.Module, outputs: Mapping[str, Mapping[int, str]], path: Path) -> None:
    """Write `model` as fp32 ONNX. `outputs` maps each output's name to its dynamic axes.

    The tracing exporter is used because dynamic quantization matches the plain MatMul nodes that it writes.
    """
    model.eval()
    example = torch.ones((2, 16), dtype=torch.int64)
    axes = {name: {0: "batch", 1: "tokens"} for name in INPUTS} | {name: dict(at) for name, at in outputs.items()}
    beside = path.with_suffix(".tmp")
    torch.onnx.export(
        model,
        (example, example, torch.zeros_like(example)),
        str(beside),
        input_names=list(INPUTS),
        output_names=list(outputs),
        dynamic_axes=axes,
        opset_version=OPSET,
        dynamo=False,
    )
    beside.replace(path)


def quantize(source: Path, target: Path, keep: Sequence[str] = ()) -> None:
    """Quantize weights to int8 per channel and activations dynamically; nodes named in `keep` stay fp32."""
    beside = target.with_suffix(f".{os.getpid()}.tmp")
    quantize_dynamic(
        str(source), str(beside), per_channel=True, weight_type=QuantType.QInt8, nodes_to_exclude=list(keep)
    )
    beside.replace(target)


class Session:
    """An exported model as it runs when it answers: one sequence a call."""

    def __init__(self, path: Path) -> None:
        self._session = onnx.Session(path)

    def run(self, read: ModelInput) -> Outputs:
        """All outputs, in order, without their batch axis."""
        return [output[0] for output in self._session.run(feed(read))]


def parity(one: Session, other: Session, reads: Sequence[ModelInput]) -> list[float]:
    """Correlation of each output between two exports over the same sequences; 1 is the same up to scale."""
    pairs = [(one.run(read), other.run(read)) for read in reads]
    outputs = range(len(pairs[0][0]))
    flat = [[np.concatenate([np.ravel(pair[side][i]) for pair in pairs]) for side in (0, 1)] for i in outputs]
    return [float(np.corrcoef(left, right)[0, 1]) for left, right in flat]
