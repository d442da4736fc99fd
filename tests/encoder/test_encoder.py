"""The encoder that ships, exported and quantized."""

import dataclasses
import gc
import json
import subprocess
import sys
import weakref
from pathlib import Path

import numpy as np
import pytest

from index.encoder import Encoder, load_encoder
from index.encoder.export import MIN_COSINE, SAMPLES
from index.encoder.fast import FastEncoder, Spec
from index.encoder.find import find_model, model_hash
from index.encoder.load import export_folder
from index.encoder.quantize import BLOCK, blocks
from index.errors import ModelError
from index.settings import read_settings
from tests.hub import run_online


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder(read_settings(threads=2))


def test_rows_are_unit_vectors_in_the_order_of_the_texts(encoder: Encoder) -> None:
    rows = encoder.encode_passages(SAMPLES)
    assert rows.shape == (len(SAMPLES), encoder.dimension)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, rtol=1e-5)
    np.testing.assert_array_equal(rows[3], encoder.encode_passages(SAMPLES[3:4])[0])


def test_no_texts_give_no_rows(encoder: Encoder) -> None:
    assert encoder.encode_passages([]).shape == (0, encoder.dimension)
    assert encoder.encode_queries([]).shape == (0, encoder.dimension)


def test_a_vector_is_the_same_alone_and_in_any_batch(encoder: Encoder) -> None:
    alone = np.concatenate([encoder.encode_passages([text]) for text in SAMPLES])
    np.testing.assert_array_equal(encoder.encode_passages(SAMPLES), alone)
    np.testing.assert_array_equal(encoder.encode_passages(SAMPLES[::-1] * 5)[: len(SAMPLES)], alone[::-1])
    np.testing.assert_array_equal(encoder.encode_queries(SAMPLES[:4]), alone[:4])


def test_progress_counts_every_text_once(encoder: Encoder) -> None:
    told: list[int] = []
    encoder.encode_passages(["one text"] * 100, on_batch=told.append)
    assert sum(told) == 100
    assert len(told) > 1


def test_an_encoder_that_nobody_holds_leaves_memory_at_once() -> None:
    encoder = load_encoder(read_settings(threads=2))
    assert isinstance(encoder, FastEncoder)
    encoder.encode_queries(SAMPLES[:1])
    session = weakref.ref(encoder._session)
    gc.disable()  # what only the collector would find holds a model's memory until it happens to run
    try:
        del encoder
        assert session() is None
    finally:
        gc.enable()


def test_a_text_longer_than_the_model_reads_is_cut_not_refused(encoder: Encoder) -> None:
    first = "The river rises in the hills. " * 60
    np.testing.assert_allclose(encoder.encode_passages([first]), encoder.encode_passages([first * 3]), atol=1e-6)


@pytest.mark.parametrize("text", ["", " ", "🦊🦊", "\x00\x07", "\ud800"])
def test_odd_texts_have_a_vector(encoder: Encoder, text: str) -> None:
    assert np.isfinite(encoder.encode_queries([text])).all()


def test_blocks_come_back_within_half_a_step_of_what_they_were() -> None:
    matrix = np.random.default_rng(3).standard_normal((2 * BLOCK, 5)).astype(np.float32)
    matrix[:BLOCK, 0] = 0
    steps, scales = blocks(matrix)
    restored = ((steps.astype(np.float32) - 128) * scales[:, :, None]).reshape(5, 2 * BLOCK).T
    assert np.abs(restored - matrix).max() <= scales.max() / 2 + 1e-6


def test_the_export_stays_close_to_torch() -> None:
    settings = read_settings()
    load_encoder(settings)
    weights = model_hash(find_model(settings.encoder), settings.cache_dir)
    assert Spec.read(export_folder(settings.cache_dir, weights) / "spec.json").parity >= MIN_COSINE


def test_the_default_path_never_imports_torch() -> None:
    code = (
        "import sys; from index.settings import read_settings; from index.encoder import load_encoder;"
        "import index.build, index.retrieval; load_encoder(read_settings()).encode_queries(['hello']);"
        "print(sorted({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    load_encoder(read_settings())
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    assert ran.stdout.strip() == "[]"


def test_a_second_load_exports_nothing() -> None:
    load_encoder(read_settings())
    notices: list[str] = []
    load_encoder(read_settings(), on_notice=notices.append)
    assert notices == []


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"modules\.json"):
        load_encoder(read_settings(encoder=str(tmp_path)))


def test_a_name_that_nobody_knows_names_the_fix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(ModelError, match="QUOTH_ENCODER"):
        find_model("no-such/model-at-all")


def test_a_name_is_never_fetched(tmp_path: Path) -> None:
    code = (
        "from index.encoder.find import find_model; from index.errors import ModelError\n"
        "try: find_model('some-one/model')\n"
        "except ModelError as error: print(error)"
    )
    said, asked = run_online(code, tmp_path)
    assert asked == []
    assert "hf download some-one/model" in said


def test_an_export_runs_no_file_of_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = tmp_path / "model"
    model.mkdir()
    (model / "modules.json").write_text("[]")
    (model / "model.safetensors").write_bytes(b"no weights")
    (tmp_path / "sentence_transformers.py").write_text("raise SystemExit('a file of the working folder was run')")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ModelError, match="exporting the encoder failed") as caught:
        load_encoder(read_settings(encoder=str(model), cache_dir=tmp_path / "cache"))
    assert "working folder" not in str(caught.value)


def test_a_damaged_export_names_the_fix(tmp_path: Path) -> None:
    settings = read_settings(cache_dir=tmp_path)
    folder = export_folder(tmp_path, model_hash(find_model(settings.encoder), tmp_path))
    folder.mkdir(parents=True)
    (folder / "spec.json").write_text(json.dumps({"dimension": 3}))
    with pytest.raises(ModelError, match="Delete its folder"):
        load_encoder(settings)


def test_a_torn_model_file_names_the_fix(tmp_path: Path, encoder: Encoder) -> None:
    settings = read_settings()
    made = export_folder(settings.cache_dir, model_hash(find_model(settings.encoder), settings.cache_dir))
    (tmp_path / "tokenizer.json").write_bytes((made / "tokenizer.json").read_bytes())
    (tmp_path / "model.onnx").write_bytes((made / "model.onnx").read_bytes()[:1000])
    with pytest.raises(ModelError, match="doctor"):
        FastEncoder("torn", "", tmp_path, Spec.read(made / "spec.json"))


def test_a_model_that_cannot_be_exported_runs_with_sentence_transformers(tmp_path: Path) -> None:
    settings = read_settings(cache_dir=tmp_path)
    folder = export_folder(tmp_path, model_hash(find_model(settings.encoder), tmp_path))
    folder.mkdir(parents=True)
    spec = Spec(dimension=384, max_tokens=256, pooling="max", why_not="it is pooled in another way")
    (folder / "spec.json").write_text(json.dumps(dataclasses.asdict(spec)))
    reference = load_encoder(settings)
    assert reference.hash.endswith("-torch")
    fast = load_encoder(read_settings())
    cosines = np.sum(reference.encode_passages(SAMPLES) * fast.encode_passages(SAMPLES), axis=1)
    assert cosines.mean() >= MIN_COSINE
    assert reference.encode_queries([]).shape == (0, 384)
