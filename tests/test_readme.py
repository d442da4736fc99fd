"""README names every setting and every command, and nothing in it is left open."""

import re
import tomllib
from pathlib import Path

from index.cli.app import COMMANDS
from index.settings import PREFIX, Settings
from tests.evaluation.test_golden_figures import RECORDED

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


def test_the_table_of_golden_questions_shows_what_is_recorded() -> None:
    """Right and wrong, in the order of the record: what the tests hold is what README says."""
    table = README.split("| corpus | right verdict and quote |")[1].split("\n\n")[0]
    rows = re.findall(r"^\|[^|]+\| (\d+)[^|]* \| (\d+) \|", table, re.M)
    assert [(int(right), int(wrong)) for right, wrong in rows] == [(right, wrong) for *_, right, wrong in RECORDED]
