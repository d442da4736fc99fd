"""The answerer that surfaces hold, over an index on disk: what is looked for first, and what is let go of."""

import fcntl
from pathlib import Path

import pytest

from index.answering.live import LiveAnswerer
from index.build import build
from index.errors import IndexMissingError, ModelError
from index.settings import read_settings
from index.store import published_id
from index.store.generation import LOCK, generations_folder


def test_where_there_is_no_index_no_model_is_loaded(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError):
        LiveAnswerer(read_settings(data_dir=tmp_path, encoder="no-such-model"))


def test_an_index_that_cannot_be_served_is_let_go_of(tmp_path: Path) -> None:
    (tmp_path / "leave.txt").write_text("Leave\n\nLeave is 25 days a year.\n")
    settings = read_settings(data_dir=tmp_path / ".quoth", reader="no-such-model")
    build([tmp_path / "leave.txt"], settings)
    with pytest.raises(ModelError):
        LiveAnswerer(settings)
    generation = generations_folder(settings.data_dir) / str(published_id(settings.data_dir))
    with (generation / LOCK).open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # nobody holds it any more
