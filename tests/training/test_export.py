from pathlib import Path

import numpy as np
import pytest
import torch
import typer
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from index.answering.inputs import ModelInput
from index.training.export import Session, export, parity, quantize
from index.training.reader import OUTPUTS, train
from index.training.reader_model import Reader, reader_loss
from index.training.warm_start import onnx_weights, warm_start

CONFIG = BertConfig(
    vocab_size=200, hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64
)  # fmt: skip
CONFIG._attn_implementation = "eager"  # what the tracing exporter can follow
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # the tracing exporter announces its successor
    pytest.mark.filterwarnings("ignore::UserWarning"),
    pytest.mark.filterwarnings("ignore::torch.jit.TracerWarning"),
]


class _Hidden(nn.Module):
    """An encoder as it is exported: nothing but its last hidden state."""

    def __init__(self) -> None:
        super().__init__()
        self.model = BertModel(CONFIG, add_pooling_layer=False)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        hidden: Tensor = self.model(input_ids, attention_mask, token_type_ids, return_dict=False)[0]
        return hidden


def _read(length: int) -> ModelInput:
    ids = tuple(int(x) for x in np.random.default_rng(length).integers(5, 200, length))
    return ModelInput(ids, (0,) * 4 + (1,) * (length - 4), (None,) * length)


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Reader, Path]:
    torch.manual_seed(0)
    model, out = Reader(CONFIG), tmp_path_factory.mktemp("export")
    # Untrained norms and biases are all alike, and the exporter would store one for all.
    for weight in model.parameters():
        weight.data += 0.02 * torch.randn_like(weight)
    export(model, OUTPUTS, out / "fp32.onnx")
    quantize(out / "fp32.onnx", out / "int8.onnx")
    return model, out


def test_the_export_gives_the_logits_of_the_network(exported: tuple[Reader, Path]) -> None:
    model, out = exported
    read = _read(23)
    with torch.no_grad():
        expected = model(torch.tensor([read.ids]), torch.ones(1, 23, dtype=torch.int64), torch.tensor([read.types]))
    for own, theirs in zip(Session(out / "fp32.onnx").run(read), expected, strict=True):
        assert np.allclose(own, theirs[0].numpy(), atol=1e-5)


def test_quantization_keeps_every_output_close(exported: tuple[Reader, Path]) -> None:
    _, out = exported
    found = parity(Session(out / "fp32.onnx"), Session(out / "int8.onnx"), [_read(n) for n in range(8, 40)])
    assert len(found) == len(OUTPUTS)
    assert min(found) > 0.95


@pytest.mark.parametrize(("name", "apart"), [("fp32.onnx", 1e-6), ("int8.onnx", 5e-3)])
def test_an_export_can_be_taken_up_again(exported: tuple[Reader, Path], name: str, apart: float) -> None:
    model, out = exported
    found, own = onnx_weights(out / name), model.state_dict()
    assert set(own) - {"bert.embeddings.position_ids"} <= set(found)
    assert all(float((found[key] - value).abs().max()) <= apart for key, value in own.items())


def test_an_encoder_may_come_as_a_quantized_export_alone(tmp_path: Path) -> None:
    torch.manual_seed(2)
    encoder = _Hidden()
    for weight in encoder.parameters():
        weight.data += 0.02 * torch.randn_like(weight)
    export(encoder, {"last_hidden_state": {0: "batch", 1: "tokens"}}, tmp_path / "fp32.onnx")
    quantize(tmp_path / "fp32.onnx", tmp_path / "model.onnx")
    reader = Reader(CONFIG)
    fresh = warm_start(reader, tmp_path, tmp_path)
    assert not [name for name in fresh if name.startswith("bert.")]
    own = encoder.model.state_dict()
    assert all(float((value - own[name]).abs().max()) <= 5e-3 for name, value in reader.bert.state_dict().items())
    assert not reader.bert.embeddings.word_embeddings.weight.requires_grad


def test_an_encoder_given_as_an_earlier_reader_is_refused(tmp_path: Path) -> None:
    with pytest.raises(typer.BadParameter, match="--encoder"):
        train(squad=tmp_path, boolq=tmp_path, out=tmp_path, init=tmp_path)


def test_the_loss_ignores_polarity_where_the_question_is_not_yes_or_no() -> None:
    torch.manual_seed(1)
    model = Reader(CONFIG).eval()
    ids = torch.randint(5, 200, (2, 10))
    ones = torch.ones_like(ids)
    targets = torch.zeros(2, 10)
    targets[:, 0] = 1
    batch = {
        "input_ids": ids, "attention_mask": ones, "token_type_ids": torch.zeros_like(ids), "spannable": ones,
        "starts": targets, "ends": targets, "answerable": torch.zeros(2), "polarity": torch.tensor([-1, -1]),
    }  # fmt: skip
    without = float(reader_loss(model, batch))
    model.polarity.bias.data += 5
    assert float(reader_loss(model, batch)) == pytest.approx(without)
