"""Fill a network's weights from an encoder folder or from a quantized ONNX export of an earlier model."""

from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor, nn
from transformers import AutoConfig, BertConfig, BertModel

Weights = dict[str, Tensor]

EXPORT = "model.onnx"


def encoder_config(folder: Path) -> BertConfig:
    """Read the encoder's shape. Attention is eager because that is what the exporter can trace.

    Attention has no dropout: drawing its masks takes a third of a step on a processor.
    """
    config = AutoConfig.from_pretrained(folder, attn_implementation="eager", attention_probs_dropout_prob=0.0)
    if not isinstance(config, BertConfig):
        raise TypeError(f"{str(folder)!r} holds no BERT encoder; give the folder of one, such as all-MiniLM-L6-v2")
    return config


def warm_start(model: nn.Module, encoder: Path, start: Path) -> list[str]:
    """Load the encoder into `model.bert`, then `start` over it if that is an ONNX file; freeze the word embeddings.

    Word embeddings always come from the encoder: they are never trained, and an export holds them in 8 bits for the
    whole table. Returns the names of the weights that stay as initialised.
    """
    weights = {f"bert.{name}": value for name, value in _encoder_weights(encoder).items()}
    if start.suffix == ".onnx":
        weights |= {name: value for name, value in onnx_weights(start).items() if "word_embeddings" not in name}
    own = model.state_dict()
    fitting = {name: value for name, value in weights.items() if name in own and own[name].shape == value.shape}
    model.load_state_dict(fitting, strict=False)
    model.get_submodule("bert.embeddings.word_embeddings").requires_grad_(requires_grad=False)
    return sorted(set(own) - set(fitting))


def _encoder_weights(folder: Path) -> Weights:
    """Weights of an encoder's folder, which may hold nothing but a quantized export (`model.onnx`)."""
    if (folder / EXPORT).exists() and not any(folder.glob("*.safetensors")):
        return onnx_weights(folder / EXPORT)
    bert = BertModel.from_pretrained(folder, attn_implementation="eager", add_pooling_layer=False)
    return dict(bert.state_dict())


def onnx_weights(path: Path) -> Weights:
    """Recover torch weights by module name from a dynamically quantized export.

    The exporter renames the matrices of linear layers (`onnx::MatMul_675`), so these are named after the node that
    multiplies with them; they are stored transposed. Everything else keeps its name.
    """
    graph = onnx.load(str(path)).graph
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    weights = {_from_bert(name): _plain(stored, name) for name in stored if not name.startswith("onnx::")}
    for node in graph.node:
        if node.op_type in ("MatMulInteger", "MatMul") and node.input[1] in stored:
            module = node.name.strip("/").rpartition("/")[0].replace("/", ".")
            weights[f"{_from_bert(module)}.weight"] = _plain(stored, node.input[1]).T
    return {
        name.removesuffix("_quantized"): torch.tensor(np.asarray(value, dtype=np.float32))
        for name, value in weights.items()
        if not name.endswith(("_scale", "_zero_point"))
    }


def _plain(stored: dict[str, NDArray[np.generic]], name: str) -> NDArray[np.float32]:
    """One initializer as floats: (quantized - zero point) x scale, per column where there are several scales."""
    base = name.removesuffix("_quantized")
    if base == name:
        return np.asarray(stored[name], dtype=np.float32)
    shift, scale = (stored[f"{base}_{part}"].astype(np.float32) for part in ("zero_point", "scale"))
    return (stored[name].astype(np.float32) - shift) * scale


def _from_bert(name: str) -> str:
    """Drop the exporting wrapper's prefix, so that `m.bert.encoder` and `bert.encoder` are one name."""
    return name.partition(".")[2] if name.startswith(("m.", "model.")) else name
