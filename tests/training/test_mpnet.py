"""MPNet takes the ids of BERT's tokenizer, and is exported and taken up again as BERT is."""

import json
from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer
from transformers import MPNetConfig, MPNetModel

from index.answering.loading import SHIPPED
from index.training.export import export, quantize
from index.training.mpnet import MARKS
from index.training.reader import OUTPUTS
from index.training.reader_model import Reader
from index.training.warm_start import encoder_config, tokenizer_file, warm_start

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # the tracing exporter announces its successor
    pytest.mark.filterwarnings("ignore::UserWarning"),
    pytest.mark.filterwarnings("ignore::torch.jit.TracerWarning"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small MPNet whose own vocabulary holds BERT's pieces of words in another order."""
    folder = tmp_path_factory.mktemp("mpnet")
    bert = Tokenizer.from_file(str(SHIPPED / "reader" / "tokenizer.json"))
    pieces = sorted(bert.get_vocab(), reverse=True)
    vocabulary = {piece: place for place, piece in enumerate([*MARKS.values(), *pieces])}
    model = {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "vocab": vocabulary}
    tokenizer = {"version": "1.0", "model": model | {"max_input_chars_per_word": 100}}
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer), encoding="utf-8")
    torch.manual_seed(0)
    config = MPNetConfig(
        vocab_size=len(vocabulary), hidden_size=24, num_hidden_layers=3, num_attention_heads=2, intermediate_size=48
    )
    MPNetModel(config, add_pooling_layer=False).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def reader(folder: Path) -> Reader:
    torch.manual_seed(1)
    reader = Reader(encoder_config(folder, layers=2))
    fresh = warm_start(reader, folder, folder)
    assert not [name for name in fresh if name.startswith("bert.")]
    for weight in reader.parameters():
        weight.data += 0.02 * torch.randn_like(weight)
    return reader.eval()


def test_words_have_the_ids_of_the_readers_tokenizer(folder: Path) -> None:
    plain = Reader(encoder_config(folder))
    warm_start(plain, folder, folder)
    own = Tokenizer.from_file(str(folder / "tokenizer.json")).get_vocab()
    bert = Tokenizer.from_file(str(tokenizer_file(folder))).get_vocab()
    before = MPNetModel.from_pretrained(folder, add_pooling_layer=False).get_parameter(
        "embeddings.word_embeddings.weight"
    )
    words = plain.get_parameter("bert.embeddings.word_embeddings.weight")
    assert not words.requires_grad
    for piece in ("depot", "##s", "[CLS]", "[SEP]", "[UNK]"):
        assert torch.equal(words[bert[piece]], before[own[MARKS.get(piece, piece)]])


def test_only_the_lowest_layers_are_taken(reader: Reader) -> None:
    layers = {name.split(".")[3] for name in reader.state_dict() if name.startswith("bert.encoder.layer.")}
    assert layers == {"0", "1"}


def test_padding_changes_nothing(reader: Reader) -> None:
    ids = torch.randint(1000, 2000, (1, 12))
    padded, mask = torch.nn.functional.pad(ids, (0, 5)), torch.tensor([[1] * 12 + [0] * 5])
    with torch.no_grad():
        alone = reader(ids, torch.ones_like(ids), torch.zeros_like(ids))
        beside = reader(padded, mask, torch.zeros_like(padded))
    assert torch.allclose(alone[0], beside[0][:, :12], atol=1e-5)
    assert torch.allclose(alone[2], beside[2], atol=1e-5)


def test_an_export_is_taken_up_again(folder: Path, reader: Reader, tmp_path: Path) -> None:
    export(reader, OUTPUTS, tmp_path / "fp32.onnx")
    quantize(tmp_path / "fp32.onnx", tmp_path / "int8.onnx")
    again = Reader(encoder_config(folder, layers=2))
    assert warm_start(again, folder, tmp_path / "int8.onnx") == []
    own = {name: value for name, value in reader.state_dict().items() if "word_embeddings" not in name}
    found = again.state_dict()
    assert all(float((found[name] - value).abs().max()) <= 5e-3 for name, value in own.items())
