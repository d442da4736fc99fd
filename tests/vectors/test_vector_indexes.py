"""The contract of vector indexes, held by every backend."""

import sys
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from index.build import build
from index.errors import IndexInvalidError, SettingsError, StorageError
from index.settings import read_settings
from index.store import open_generation
from index.vectors import FlatBackend, VectorBackend, Vectors, choose_backend
from index.vectors.milvus import MilvusBackend
from tests.build.corpora import write_articles
from tests.encoder.fake import HashedWords


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


@pytest.mark.parametrize("place", ["milvus", "milvus:19530", "[::1]:19530/articles"])
def test_a_server_s_name_has_no_password_and_is_else_as_it_was_set(place: str) -> None:
    assert choose_backend(f"https://someone:p@ss/word@{place}").name == f"https://{place}"


class Client:
    """Takes the place of the client at the edge, and keeps which servers it was sent to."""

    opened: ClassVar[list[str]] = []

    def __init__(self, uri: str, timeout: float) -> None:
        self.opened.append(uri)

    def drop_collection(self, name: str, timeout: float) -> None:
        """Drop nothing."""

    def close(self) -> None:
        """Nothing is open."""


@pytest.mark.parametrize(
    ("manifest", "setting", "opened"),
    [
        ("http://one:1", "http://someone:new@one:1", "http://someone:new@one:1"),
        ("http://someone:old@one:1", "http://someone:new@one:1", "http://someone:new@one:1"),
        ("http://someone:old@one:1", "http://one:1", "http://someone:old@one:1"),
        ("http://one:1", "http://someone:new@two:1", "http://one:1"),
        ("http://one:1", "faiss", "http://one:1"),
    ],
)
def test_a_password_comes_from_the_setting_for_the_server_that_it_names(
    manifest: str, setting: str, opened: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pymilvus.MilvusClient", Client)
    choose_backend(manifest, setting).delete(Path(), "g1")
    assert Client.opened.pop() == opened


def test_a_password_is_in_no_manifest_and_one_of_before_still_opens(milvus_uri: str, tmp_path: Path) -> None:
    articles, encoder = write_articles(tmp_path / "articles"), HashedWords()
    server = milvus_uri.replace("://", "://someone:secret@")
    settings = read_settings(data_dir=tmp_path / "data", vectors=server, keep_generations=1)
    built = build([articles], settings, encoder=encoder)
    manifest = settings.data_dir / "generations" / built.generation / "manifest.json"
    assert "secret" not in manifest.read_text()
    manifest.write_text(manifest.read_text().replace(milvus_uri, server))
    open_generation(settings.data_dir).close()
    again = build([], settings, encoder=encoder)
    assert (again.encoded, again.pruned) == (0, (built.generation,))
    assert "secret" not in manifest.parent.with_name(again.generation).joinpath("manifest.json").read_text()


def test_without_the_client_the_package_to_install_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pymilvus", None)
    with pytest.raises(SettingsError, match="pip install"):
        MilvusBackend("http://127.0.0.1:1").open(Path(), "g1")


def test_a_name_that_is_no_backend_is_refused() -> None:
    with pytest.raises(SettingsError, match="neither"):
        choose_backend("qdrant")
    with pytest.raises(SettingsError) as raised:
        choose_backend("qdrant://someone:secret@one:1")
    assert "secret" not in str(raised.value)
