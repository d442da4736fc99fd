"""The commands around building, as typed: their output, their exit codes, and no traceback."""

import json
import sys
from importlib.metadata import version
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from index.answering.calibration import SHIPPED
from index.build import build as run_build
from index.cli import app
from index.cli.evaluation import show_report
from index.encoder import load_encoder
from index.evaluation.report import Cited, Item, make_report
from index.settings import Settings, read_settings
from tests.build.corpora import write_articles
from tests.encoder.fake import HashedWords

Run = tuple[int, str, str]


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    return write_articles(tmp_path / "articles")


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("QUOTH_DATA_DIR", str(tmp_path / "data"))
    return read_settings()


class Quoth:
    """Types a command and returns exit code, standard output and standard error."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def __call__(self, *words: str) -> Run:
        self._monkeypatch.setattr(sys, "argv", ["quoth", *words])
        with pytest.raises(SystemExit) as ended:
            app.main()
        written = self._capsys.readouterr()
        return int(ended.value.code or 0), written.out, written.err


@pytest.fixture
def quoth(settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Quoth:
    return Quoth(monkeypatch, capsys)


def test_build_reports_what_changed(quoth: Quoth, articles: Path) -> None:
    code, out, err = quoth("build", str(articles))
    assert code == 0
    assert "4 added, 0 changed, 0 removed, 0 unchanged, 0 refused" in out
    assert "Encoding passages" in err
    assert "Nothing has changed" in quoth("build")[1]


def test_build_prints_json_for_machines_and_nothing_else(quoth: Quoth, articles: Path) -> None:
    code, out, err = quoth("build", str(articles), "--json")
    body = json.loads(out)
    assert (code, err) == (0, "")
    assert body["published"] is True
    assert len(body["changes"]["added"]) == 4


def test_an_unreadable_article_is_one_sentence_and_exit_code_1(quoth: Quoth, articles: Path) -> None:
    (articles / "broken.txt").write_bytes(b"\x00\x01\x02\x03" * 50)
    code, _, err = quoth("build", str(articles))
    assert code == 1
    assert "broken.txt" in err
    assert "Traceback" not in err


def test_nothing_to_build_is_wrong_use(quoth: Quoth, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert quoth("build")[0] == app.WRONG_USE


@pytest.mark.parametrize("words", [["nonsense"], ["build", "--nonsense"], ["sources", "one-too-many"]])
def test_wrong_use_exits_with_2(quoth: Quoth, words: list[str]) -> None:
    assert quoth(*words)[0] == app.WRONG_USE


@pytest.mark.parametrize("question", ["", " \n", "x" * 501])
def test_a_question_that_cannot_be_taken_is_wrong_use_with_or_without_an_index(quoth: Quoth, question: str) -> None:
    code, out, err = quoth("ask", question)
    assert (code, out) == (app.WRONG_USE, "")
    assert "500 characters" in err or "at most 500" in err


def test_a_backup_that_fails_is_one_sentence_and_leaves_no_half(
    quoth: Quoth, settings: Settings, tmp_path: Path
) -> None:
    settings.data_dir.mkdir()
    for name in ("a", "b"):
        (settings.data_dir / f"{name}.sqlite3").write_bytes(b"" if name == "a" else b"no database" * 1000)
    code, _, err = quoth("backup", str(tmp_path / "copy"))
    assert (code, "b.sqlite3" in err, "Traceback" in err) == (app.FAILURE, True, False)
    assert not (tmp_path / "copy").exists()


def test_a_folder_that_cannot_be_written_is_one_sentence(quoth: Quoth, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    code, _, err = quoth("backup", str(tmp_path / "file" / "copy"))
    assert code == app.FAILURE
    assert err.startswith(f"quoth: '{tmp_path}/file")


def test_accepting_keeps_the_line_endings_of_the_file(
    quoth: Quoth, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    met = '{"id": "a", "question": "How much?", "expect": "answered", "any": ["25 days"]}\r\n'
    missed = '{"id": "b", "question": "Who?", "expect": "silent"}\r\n'
    (tmp_path / "q.jsonl").write_text(met + missed, encoding="utf-8", newline="")
    items = [
        Item(id=id_, question="?", expect="answered", status="answered", right=id_ == "a", wanted="", answer="Ines")
        for id_ in "ab"
    ]
    report = make_report(items, name="q", kind="golden", generation="g")
    monkeypatch.setattr("index.cli.eval._golden", lambda *_: (report, None))
    assert quoth("eval", str(tmp_path / "q.jsonl"), "--accept", "--yes")[0] == 0
    after = (tmp_path / "q.jsonl").read_bytes().decode()
    assert after.startswith(met)
    assert after.count("\r\n") == after.count("\n") == 2


def test_a_suite_says_which_predictions_it_takes_from_an_earlier_run(quoth: Quoth, tmp_path: Path) -> None:
    document = {"id": "d", "title": "Hall", "text": "The hall opened in 1905."}
    rows = [
        {"id": id_, "question": "When did the hall open?", "documents": [document], "expect": "answer"}
        for id_ in ("one", "two")
    ]
    suite, out = tmp_path / "suite.jsonl", tmp_path / "out.jsonl"
    suite.write_text("".join(json.dumps(row | {"gold_answers": ["1905"]}) + "\n" for row in rows), encoding="utf-8")
    kept = {"id": "one", "action": "decline_silent", "answer": ""}
    out.write_text(json.dumps(kept) + "\n", encoding="utf-8")
    code, _, err = quoth("eval", "--suite", str(suite), "--out", str(out))
    assert code == 0
    assert f"1 of 2 predictions stand in {str(out)!r} already" in err
    assert [json.loads(line)["action"] for line in out.read_text().splitlines()] == ["decline_silent", "answer"]


def test_without_an_index_the_fix_is_named(quoth: Quoth) -> None:
    code, _, err = quoth("sources")
    assert code == app.FAILURE
    assert "quoth build" in err


def test_sources_lists_titles_and_files(quoth: Quoth, articles: Path, settings: Settings) -> None:
    run_build([articles], settings, encoder=HashedWords())
    assert "Leave policy\t\tleave.md\t1" in quoth("sources")[1]
    assert json.loads(quoth("sources", "--json")[1])[0]["id"] == "deploys"


def test_sources_shows_brackets_and_colons_in_a_terminal_as_they_are(
    quoth: Quoth, articles: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    (articles / "leave.md").write_text("# Leave [draft] [/old] :key:\n\nAsk your manager.\n")
    run_build([articles], settings, encoder=HashedWords())
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "200")
    code, out, _ = quoth("sources")
    assert code == 0
    assert "Leave [draft] [/old] :key:" in out


def test_a_backup_names_its_folder_as_it_is(quoth: Quoth, tmp_path: Path) -> None:
    target = tmp_path / ("long" * 30) / "copy [draft]"
    assert quoth("backup", str(target)) == (0, f"Copied nothing to {target}.\n", "")


def test_a_report_shows_names_and_quotes_as_they_are() -> None:
    quote = Cited(source="a", title="A [/b]", text="Press :key: [draft].", place="a.md:1")
    item = Item(id="[i]", question="?", expect="silent", status="answered", right=False, wanted="", quotes=(quote,))
    report = make_report([item], name="q [/v2]", kind="golden", generation="g")
    written = StringIO()
    show_report(Console(file=written, width=200), report)
    assert "q [/v2]: 1 questions" in written.getvalue()
    assert "“Press :key: [draft].” — A [/b], a.md:1" in written.getvalue()


def test_rollback_publishes_the_generation_before(quoth: Quoth, articles: Path, settings: Settings) -> None:
    first = run_build([articles], settings, encoder=HashedWords()).generation
    (articles / "leave.md").write_text("# Leave\n\nAsk your manager.\n")
    second = run_build([articles], settings, encoder=HashedWords()).generation
    assert f"* {second}" in quoth("generations")[1]
    assert quoth("rollback") == (0, f"Published {first}.\n", "")
    assert f"* {first}" in quoth("generations")[1]
    assert quoth("rollback", second)[0] == 0
    assert quoth("rollback", "20000101T000000000Z-000000")[0] == app.FAILURE


def test_rollback_passes_over_what_was_rolled_back_before(quoth: Quoth, articles: Path, settings: Settings) -> None:
    built = []
    for words in ("Ask your manager.", "Ask nobody.", "Ask the team."):
        (articles / "leave.md").write_text(f"# Leave\n\n{words}\n")
        built.append(run_build([articles], settings, encoder=HashedWords()).generation)
        if words == "Ask nobody.":
            quoth("rollback")
    assert quoth("rollback") == (0, f"Published {built[0]}.\n", "")


@pytest.fixture
def three(articles: Path, settings: Settings) -> list[str]:
    """Build three generations and damage the second, of which the manifest stays whole; return their ids."""
    built = []
    for words in ("Ask your manager.", "Ask nobody.", "Ask the team."):
        (articles / "leave.md").write_text(f"# Leave\n\n{words}\n")
        built.append(run_build([articles], settings, encoder=HashedWords()).generation)
    with (settings.data_dir / "generations" / built[1] / "corpus.sqlite").open("ab") as corpus:
        corpus.write(b"torn")
    return built


def test_rollback_passes_over_a_damaged_generation(
    quoth: Quoth, three: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    assert quoth("rollback")[:2] == (0, f"Published {three[0]}.\n")
    assert f"{three[1]} is passed over" in caplog.text


def test_rollback_to_a_damaged_generation_is_refused_by_name(quoth: Quoth, three: list[str]) -> None:
    code, _, err = quoth("rollback", three[1])
    assert code == app.FAILURE
    assert f"{three[1]}/corpus.sqlite" in err
    assert f"* {three[2]}" in quoth("generations")[1]


def test_rollback_without_a_whole_generation_before_changes_nothing(
    quoth: Quoth, three: list[str], settings: Settings
) -> None:
    (settings.data_dir / "generations" / three[0] / "manifest.json").write_text("torn")
    code, _, err = quoth("rollback")
    assert (code, "no whole generation" in err) == (app.FAILURE, True)
    assert f"* {three[2]}" in quoth("generations")[1]


def test_doctor_finds_a_damaged_generation_that_is_not_the_published(quoth: Quoth, three: list[str]) -> None:
    found = _findings(quoth)["generations"]
    assert (found["state"], found["found"]) == ("warning", f"damaged: {three[1]}")


def test_doctor_finds_a_damaged_index_and_names_the_fix(quoth: Quoth, articles: Path, settings: Settings) -> None:
    generation = run_build([articles], settings, encoder=HashedWords()).generation
    (settings.data_dir / "generations" / generation / "corpus.sqlite").write_text("torn")
    code, out, _ = quoth("doctor", "--json")
    findings = {finding["check"]: finding for finding in json.loads(out)}
    assert code == app.FAILURE
    assert findings["index"]["state"] == "bad"
    assert "quoth build" in findings["index"]["fix"]
    assert findings["python"]["state"] == "ok"


def test_a_vector_server_s_password_is_not_printed(
    quoth: Quoth, articles: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    generation = run_build([articles], settings, encoder=HashedWords()).generation
    manifest = settings.data_dir / "generations" / generation / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"faiss"', '"http://someone:secret@127.0.0.1:1"'))
    monkeypatch.setenv("QUOTH_VECTORS", "http://someone:secret@127.0.0.1:1")
    for words in (("doctor",), ("generations", "--json")):
        _, out, err = quoth(*words)
        assert "http://127.0.0.1:1" in out
        assert "secret" not in out + err


def test_the_version_is_told(quoth: Quoth) -> None:
    told = version("quoth")
    assert quoth("--version") == (0, f"quoth {told}\n", "")
    assert _findings(quoth)["quoth"]["found"] == told


def test_doctor_names_an_unknown_setting(quoth: Quoth, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTH_COLOUR", "blue")
    code, out, _ = quoth("doctor")
    assert code == app.FAILURE
    assert "QUOTH_COLOUR" in out


@pytest.fixture
def calibration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A calibration that was fitted for another reader, and is set."""
    known = json.loads(SHIPPED.read_text())
    known["models"]["reader"] = "0" * 32
    file = tmp_path / "calibration.json"
    file.write_text(json.dumps(known))
    monkeypatch.setenv("QUOTH_CALIBRATION", str(file))
    return file


def test_doctor_says_that_the_calibration_fits_the_models_that_ship(quoth: Quoth, settings: Settings) -> None:
    load_encoder(settings)  # exported once, as by any build
    assert "ok    calibration: fitted for this encoder, reader and judge" in quoth("doctor")[1]


def test_doctor_warns_when_the_calibration_does_not_fit_the_models(
    quoth: Quoth, settings: Settings, calibration: Path
) -> None:
    load_encoder(settings)
    found = _findings(quoth)["calibration"]
    assert found["state"] == "warning"
    assert "quoth calibrate" in found["fix"]


def test_doctor_names_a_calibration_that_cannot_be_read(quoth: Quoth, settings: Settings, calibration: Path) -> None:
    load_encoder(settings)
    calibration.unlink()
    found = _findings(quoth)["calibration"]
    assert found["state"] == "bad"
    assert str(calibration) in found["found"]


def test_doctor_exports_no_encoder(quoth: Quoth, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTH_CACHE_DIR", str(tmp_path / "cache"))
    assert _findings(quoth)["calibration"]["state"] == "warning"
    assert not (tmp_path / "cache" / "encoders").exists()


def _findings(quoth: Quoth) -> dict[str, dict[str, str]]:
    return {finding["check"]: finding for finding in json.loads(quoth("doctor", "--json")[1])}


def test_every_command_has_help_of_one_sentence(quoth: Quoth) -> None:
    code, out, _ = quoth("--help")
    assert code == 0
    assert all(name in out for name in app.COMMANDS)
