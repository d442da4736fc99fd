"""The thesaurus is made of WordNet's files, by form."""

from pathlib import Path

import typer
from typer.testing import CliRunner

from index.training import thesaurus
from index.training.synonyms import Synonyms


def test_each_form_has_the_synonyms_in_that_form(wordnet: Synonyms) -> None:
    made = thesaurus.thesaurus(wordnet)
    assert made["resigned"] == ["quit", "stepped down"]
    assert made["steps down"] == ["quits", "resigns"]
    assert made["purchase"] == ["buy"]
    assert "yard" not in made  # its synonym is never met in texts


def test_the_command_writes_a_line_for_each_form(wordnet_folder: Path, tmp_path: Path) -> None:
    app = typer.Typer()
    app.command()(thesaurus.main)
    out = tmp_path / "synonyms.tsv"
    done = CliRunner().invoke(app, ["--wordnet", str(wordnet_folder), "--out", str(out)])
    assert done.exit_code == 0, done.output
    lines = out.read_text(encoding="utf-8").splitlines()
    assert lines == sorted(lines)
    assert "resigned\tquit;stepped down" in lines
