"""Settings as they are written: in the environment and in quoth.toml."""

from pathlib import Path

import pytest

from index.errors import SettingsError
from index.settings import FILE, read_settings


def test_answers_are_kept_for_ever_where_the_environment_says_null(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTH_RETENTION_DAYS", "null")
    assert read_settings().retention_days is None


def test_answers_are_kept_for_ever_where_the_file_says_null(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / FILE).write_text('retention_days = "null"\n')
    assert read_settings().retention_days is None


@pytest.mark.parametrize("days", ["0", "None", ""])
def test_no_other_word_keeps_answers_for_ever(monkeypatch: pytest.MonkeyPatch, days: str) -> None:
    monkeypatch.setenv("QUOTH_RETENTION_DAYS", days)
    with pytest.raises(SettingsError, match="retention_days"):
        read_settings()
