"""A folder of articles, settings for a data folder beside it, and the fake encoder."""

from pathlib import Path

import pytest

from index.settings import Settings, read_settings
from tests.build.corpora import write_articles
from tests.encoder.fake import HashedWords


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    return write_articles(tmp_path / "articles")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings(data_dir=tmp_path / "data", cache_dir=tmp_path / "cache")


@pytest.fixture
def encoder() -> HashedWords:
    return HashedWords()
