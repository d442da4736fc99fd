"""Watching: a change is built, a broken article is reported, and watching goes on."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.build import BuildReport, build
from index.errors import SourceError
from index.settings import Settings
from index.watch import Outcome, rebuilding
from tests.encoder.fake import HashedWords


@pytest.fixture
def outcomes(articles: Path, settings: Settings, encoder: HashedWords) -> Iterator[Iterator[Outcome]]:
    stop = threading.Event()
    yield rebuilding(
        [articles],
        settings.data_dir,
        lambda: build([articles], settings, encoder=encoder),
        stop=stop,
        quiet_ms=50,
    )
    stop.set()


def test_a_change_is_built_and_an_unreadable_article_does_not_end_the_watching(
    articles: Path, outcomes: Iterator[Outcome]
) -> None:
    first = next(outcomes)
    assert isinstance(first, BuildReport)
    assert first.published
    (articles / "leave.md").write_text("# Leave policy\n\nEvery employee has 31 days of paid leave.\n")
    second = next(outcomes)
    assert isinstance(second, BuildReport)
    assert second.changes.changed == ("leave",)
    (articles / "broken.txt").write_bytes(b"\x00\x01\x02\x03" * 50)
    assert isinstance(next(outcomes), SourceError)
    (articles / "broken.txt").unlink()
    mended = next(outcomes)
    assert isinstance(mended, BuildReport)
    assert not mended.published
