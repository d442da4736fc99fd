"""README names every setting and every command, and nothing in it is left open."""

import tomllib
from pathlib import Path

from index.cli.app import COMMANDS
from index.settings import PREFIX, Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_setting_is_named() -> None:
    assert [name for name in Settings.model_fields if f"`{PREFIX}{name.upper()}`" not in README] == []


def test_every_command_is_named() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    installed = project["project"]["entry-points"]["quoth.commands"]
    assert [name for name in (*COMMANDS, *installed) if f"quoth {name}" not in README] == []


def test_every_picture_exists() -> None:
    pictures = [part.split(")")[0] for part in README.split("](")[1:] if part.split(")")[0].endswith(".png")]
    assert pictures
    assert [picture for picture in pictures if not (ROOT / picture).exists()] == []
    assert "@@" not in README
