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


@pytest.mark.parametrize("name", ["QUOTH_PUBLIC_URL", "QUOTH_BOT_API_URL"])
@pytest.mark.parametrize(
    "url",
    ["quoth.example.org", "quoth.example.org:8000/kb", "https://", "https:///kb", "ftp://quoth", "https://a b", "//a"],
)
def test_an_address_without_its_scheme_or_host_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, url: str) -> None:
    monkeypatch.setenv(name, url)
    with pytest.raises(SettingsError, match=r"https://quoth\.example\.org"):
        read_settings()


@pytest.mark.parametrize(
    "url", ["https://quoth.example.org", "http://intranet:8000/kb/", "HTTP://127.0.0.1", "http://[::1]:1"]
)
def test_an_address_is_taken_as_it_is_written(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("QUOTH_PUBLIC_URL", url)
    assert read_settings().public_url == url


def test_an_address_that_is_empty_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTH_PUBLIC_URL", "")
    assert read_settings().public_url is None
