"""Watching: a change is built, a broken article is reported, and watching goes on."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.build import BuildReport, build
from index.errors import BuildRefusedError, SourceError, UsageError
from index.evaluation.gating import make_gate
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


def test_golden_questions_that_are_saved_half_written_do_not_end_the_watching(
    articles: Path, settings: Settings, encoder: HashedWords
) -> None:
    def building() -> BuildReport:
        make_gate([articles], settings)
        return build([articles], settings, encoder=encoder)

    stop = threading.Event()
    outcomes = rebuilding([articles], settings.data_dir, building, stop=stop, quiet_ms=50)
    next(outcomes)
    (articles / "questions.jsonl").write_text('{"id": "1", "quest')
    assert isinstance(next(outcomes), UsageError)
    (articles / "questions.jsonl").write_text('{"id": "1", "question": "?", "expect": "silent"}\n')
    assert isinstance(next(outcomes), BuildReport)
    stop.set()


def refused() -> BuildReport:
    raise BuildRefusedError("no report is needed")


@pytest.mark.parametrize("watched", [".", "link", "whole"])
def test_what_a_build_writes_below_the_watched_folder_starts_no_other(
    watched: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "home" / "data").mkdir(parents=True)
    (tmp_path / "home" / "link").symlink_to(tmp_path / "home")
    monkeypatch.chdir(tmp_path / "home")
    folder = tmp_path / "home" if watched == "whole" else Path(watched)
    builds: list[int] = []

    def writing() -> BuildReport:
        builds.append(len(builds))
        Path("data", f"{len(builds)}.md").write_text("ours")
        return refused()

    stop = threading.Event()
    threading.Timer(0.5, stop.set).start()
    list(rebuilding([folder], Path("data"), writing, stop=stop, quiet_ms=50))
    assert builds == [0]


def test_a_folder_whose_name_begins_like_the_data_folder_is_watched(tmp_path: Path) -> None:
    (tmp_path / "data-sheets").mkdir()
    stop = threading.Event()
    outcomes = rebuilding([tmp_path], tmp_path / "data", refused, stop=stop, quiet_ms=50)
    next(outcomes)
    (tmp_path / "data-sheets" / "a.md").write_text("Text.")
    timer = threading.Timer(5, stop.set)
    timer.start()
    assert isinstance(next(outcomes, None), BuildRefusedError)
    timer.cancel()
    stop.set()


def test_a_folder_that_does_not_exist_cannot_be_watched(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="does not exist"):
        next(rebuilding([tmp_path / "nowhere" / "articles"], tmp_path / "data", refused))
