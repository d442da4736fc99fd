"""What `quoth bot` says when it can't start, and how its settings are read."""

from pathlib import Path

import pytest
import typer
from discord.http import Route
from typer.testing import CliRunner

from bot.cli import bot
from index.errors import SettingsError
from index.settings import Settings, read_settings

NOWHERE = "http://127.0.0.1:9"


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({}, "QUOTH_BOT_TOKEN is not set"),
        ({"BOT_TOKEN": ""}, "QUOTH_BOT_TOKEN is not set"),
        ({"BOT_TOKEN": "t", "BOT_GUILDS": "my server"}, "my server"),
        ({"BOT_TOKEN": "t", "BOT_GUILD": "1"}, "QUOTH_BOT_GUILD"),
        ({"BOT_TOKEN": "t", "BOT_DISCORD_API": NOWHERE, "BOT_API_URL": NOWHERE}, "Discord cannot be reached"),
    ],
)
def test_a_failed_start_is_one_sentence_and_not_0(
    settings: dict[str, str], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"DATA_DIR": str(tmp_path), **settings}.items():
        monkeypatch.setenv(f"QUOTH_{name}", value)
    monkeypatch.setattr(Route, "BASE", Route.BASE)
    monkeypatch.setattr(
        "bot.cli.configure_logs", lambda: None
    )  # the log of the process that runs the tests is not ours
    app = typer.Typer()
    app.command()(bot)
    result = CliRunner().invoke(app)
    assert result.exit_code == 1
    (line,) = result.stderr.splitlines()
    assert line.startswith("quoth: ")
    assert words in line


def test_guilds_are_ids_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTH_BOT_GUILDS", "123456789012345678, 223456789012345678")
    assert read_settings().bot_guilds == ("123456789012345678", "223456789012345678")
    monkeypatch.setenv("QUOTH_BOT_GUILDS", "")
    assert read_settings().bot_guilds == ()


def test_the_token_is_never_printed_with_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTH_BOT_TOKEN", "very-secret")
    monkeypatch.setenv("QUOTH_BOT_API_KEY", "very-secret")
    assert "very-secret" not in repr(read_settings())


def test_a_guild_that_is_no_id_is_refused_by_name() -> None:
    with pytest.raises((SettingsError, ValueError), match="team"):
        Settings(bot_guilds=("team",))
