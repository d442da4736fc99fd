"""The contract of vector indexes, held by every backend."""

import sys
from pathlib import Path

import numpy as np
import pytest

from index.errors import IndexInvalidError, SettingsError, StorageError
from index.vectors import FlatBackend, VectorBackend, Vectors, choose_backend
from index.vectors.milvus import MilvusBackend


@pytest.fixture(params=["faiss", "milvus"])
def backend(request: pytest.FixtureRequest) -> VectorBackend:
    return choose_backend("faiss" if request.param == "faiss" else request.getfixturevalue("milvus_uri"))


@pytest.fixture
def vectors() -> Vectors:
    rows = np.random.default_rng(7).standard_normal((40, 32)).astype(np.float32)
    unit: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


IDS = [id_ * 3 for id_ in range(40)]


def test_a_vector_finds_itself_first(backend: VectorBackend, vectors: Vectors, tmp_path: Path) -> None:
    backend.write(tmp_path, "g1", IDS, vectors)
    index = backend.open(tmp_path, "g1")
    ids, scores = index.search(vectors[5], 3)
    assert ids[0] == IDS[5]
    assert scores[0] == pytest.approx(1, abs=1e-5)
    assert list(scores) == sorted(scores, reverse=True)
    index.close()


def test_scores_are_inner_products(backend: VectorBackend, vectors: Vectors, tmp_path: Path) -> None:
    backend.write(tmp_path, "g1", IDS, vectors)
    index = backend.open(tmp_path, "g1")
    ids, scores = index.search(vectors[0], 40)
    rows = [IDS.index(int(id_)) for id_ in ids]
    np.testing.assert_allclose(scores, vectors[rows] @ vectors[0], atol=1e-5)
    index.close()


def test_more_than_there_are_gives_all(backend: VectorBackend, vectors: Vectors, tmp_path: Path) -> None:
    backend.write(tmp_path, "g1", IDS, vectors)
    index = backend.open(tmp_path, "g1")
    assert sorted(map(int, index.search(vectors[0], 1000)[0])) == IDS
    assert index.count() == 40
    index.close()


def test_fetch_returns_what_was_stored_in_the_order_asked(
    backend: VectorBackend, vectors: Vectors, tmp_path: Path
) -> None:
    backend.write(tmp_path, "g1", IDS, vectors)
    index = backend.open(tmp_path, "g1")
    np.testing.assert_array_equal(index.fetch([9, 3, 117]), vectors[[3, 1, 39]])
    assert index.fetch([]).shape == (0, 32)
    with pytest.raises(KeyError):
        index.fetch([3, 4])
    index.close()


def test_generations_do_not_see_each_other(backend: VectorBackend, vectors: Vectors, tmp_path: Path) -> None:
    for name, rows in (("g1", vectors[:4]), ("g2", vectors[4:9])):
        (tmp_path / name).mkdir()
        backend.write(tmp_path / name, name, list(range(len(rows))), rows)
    one, two = backend.open(tmp_path / "g1", "g1"), backend.open(tmp_path / "g2", "g2")
    assert (one.count(), two.count()) == (4, 5)
    one.close()
    backend.delete(tmp_path / "g1", "g1")
    backend.delete(tmp_path / "g1", "g1")
    assert two.search(vectors[4], 1)[0][0] == 0
    two.close()
    with pytest.raises(IndexInvalidError):
        backend.open(tmp_path / "g1", "g1")


def test_a_leftover_of_the_same_name_is_replaced(backend: VectorBackend, vectors: Vectors, tmp_path: Path) -> None:
    backend.write(tmp_path, "g1", IDS, vectors)
    backend.write(tmp_path, "g1", [1, 2], vectors[:2])
    index = backend.open(tmp_path, "g1")
    assert index.count() == 2
    index.close()


def test_a_torn_faiss_file_is_named(vectors: Vectors, tmp_path: Path) -> None:
    FlatBackend().write(tmp_path, "g1", IDS, vectors)
    path = tmp_path / "vectors.faiss"
    path.write_bytes(path.read_bytes()[:500])
    with pytest.raises(IndexInvalidError, match=r"vectors\.faiss"):
        FlatBackend().open(tmp_path, "g1")


def test_a_server_that_does_not_answer_is_named_without_its_password() -> None:
    with pytest.raises(StorageError, match=r"127\.0\.0\.1:1'") as raised:
        MilvusBackend("http://someone:secret@127.0.0.1:1").open(Path(), "g1")
    assert "secret" not in str(raised.value)


def test_without_the_client_the_package_to_install_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pymilvus", None)
    with pytest.raises(SettingsError, match="pip install"):
        MilvusBackend("http://127.0.0.1:1").open(Path(), "g1")


def test_a_name_that_is_no_backend_is_refused() -> None:
    with pytest.raises(SettingsError, match="neither"):
        choose_backend("qdrant")
