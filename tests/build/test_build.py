"""Building: what is new is encoded, what is gone is gone, and nothing is published by halves."""

import fcntl
import shutil
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pytest

from index.build import BuildChanges, GateVerdict, Progress, Step, build, corpus_paths
from index.errors import BuildLockedError, BuildRefusedError, SettingsError, SourceError, StorageError, UsageError
from index.evaluation.gating import make_gate
from index.retrieval import Retriever
from index.settings import Settings
from index.store import Generation, open_generation, published_id
from index.store.locking import writing
from index.store.publishing import rollback
from index.vectors import FlatBackend
from tests.build.corpora import write_articles
from tests.encoder.fake import HashedWords


def contents(generation: Generation) -> list[tuple[object, ...]]:
    """Return all that a reader can see of a generation, but for its name and time."""
    ids = range(generation.counts.passages)
    pairs = generation.passages_with_sources(list(ids))
    vectors = generation.vectors.fetch(list(ids))
    return [(passage, source, row.tobytes()) for (passage, source), row in zip(pairs, vectors, strict=True)]


def test_every_passage_is_a_slice_of_its_source(articles: Path, settings: Settings, encoder: HashedWords) -> None:
    build([articles], settings, encoder=encoder)
    generation = open_generation(settings.data_dir)
    pairs = generation.passages_with_sources(list(range(generation.counts.passages)))
    assert len(pairs) >= 4
    assert all(source.text[passage.start : passage.end] == passage.text for passage, source in pairs)
    generation.close()


def test_what_is_embedded_carries_title_and_headings_and_what_is_quoted_does_not(
    articles: Path, settings: Settings, encoder: HashedWords
) -> None:
    build([articles], settings, encoder=encoder)
    embedded = next(text for text in encoder.encoded if "28 days" in text)
    assert embedded.startswith("People handbook › Leave\n")
    generation = open_generation(settings.data_dir)
    hit = Retriever(generation, encoder).search("28 days of paid leave")[0]
    assert hit.passage.text == "Every employee has 28 days of paid leave a year."
    generation.close()


def test_a_build_without_changes_publishes_nothing_new(
    articles: Path, settings: Settings, encoder: HashedWords
) -> None:
    first = build([articles], settings, encoder=encoder)
    again = build([], settings, encoder=encoder)
    assert not again.published
    assert again.generation == first.generation
    assert len(again.changes.unchanged) == 4


def test_only_what_is_new_or_changed_is_encoded(articles: Path, settings: Settings, encoder: HashedWords) -> None:
    build([articles], settings, encoder=encoder)
    encoder.encoded.clear()
    write_articles(articles, {"new.md": "# Meals\n\nDinner costs at most 45 euros.\n"})
    (articles / "deploys.md").write_text("# Deploy runbook\n\nThere is no deploy freeze.\n")
    (articles / "people.md").unlink()
    report = build([], settings, encoder=encoder)
    assert report.changes.added == ("new",)
    assert report.changes.changed == ("deploys",)
    assert report.changes.removed == ("people",)
    assert len(encoder.encoded) == report.encoded == 2


def test_a_deleted_article_no_longer_answers(articles: Path, settings: Settings, encoder: HashedWords) -> None:
    build([articles], settings, encoder=encoder)
    (articles / "people.md").unlink()
    build([], settings, encoder=encoder)
    generation = open_generation(settings.data_dir)
    assert not [hit for hit in Retriever(generation, encoder).search("28 days") if "28 days" in hit.passage.text]
    generation.close()


def test_a_renamed_article_costs_no_encoding(articles: Path, settings: Settings, encoder: HashedWords) -> None:
    build([articles], settings, encoder=encoder)
    encoder.encoded.clear()
    (articles / "leave.md").rename(articles / "holidays.md")
    report = build([], settings, encoder=encoder)
    assert report.changes.renamed == (("leave", "holidays"),)
    assert encoder.encoded == []


def test_an_incremental_build_equals_a_full_one(articles: Path, settings: Settings, encoder: HashedWords) -> None:
    build([articles], settings, encoder=encoder)
    write_articles(articles, {"a-new.md": "# Meals\n\nDinner is 45 euros.\n", "leave.md": "# Leave\n\nAsk us.\n"})
    build([], settings, encoder=encoder)
    full = settings.model_copy(update={"data_dir": settings.data_dir.with_name("full")})
    build([articles], full, encoder=HashedWords())
    one, other = open_generation(settings.data_dir), open_generation(full.data_dir)
    assert contents(one) == contents(other)
    for question in ("paid leave", "dinner", "office in Porto"):
        found = [[(hit.passage, hit.score) for hit in Retriever(g, encoder).search(question)] for g in (one, other)]
        assert found[0] == found[1]
    one.close()
    other.close()


def test_another_encoder_encodes_all_again(articles: Path, settings: Settings, encoder: HashedWords) -> None:
    build([articles], settings, encoder=encoder)
    other = HashedWords("another")
    report = build([], settings, encoder=other)
    assert report.published
    assert len(other.encoded) == report.passages


def test_the_same_text_twice_is_encoded_once(tmp_path: Path, settings: Settings, encoder: HashedWords) -> None:
    rule = "# T\n\n## Rules\n\nThere is one rule.\n"
    write_articles(tmp_path / "a", {"x.md": rule, "y.md": f"{rule}\n## More\n\nThere is another.\n"})
    report = build([tmp_path / "a"], settings, encoder=encoder)
    assert (report.passages, report.encoded) == (3, 2)
    generation = open_generation(settings.data_dir)
    np.testing.assert_array_equal(*generation.vectors.fetch([0, 1]))
    generation.close()


def test_the_paths_are_remembered_when_the_folder_moves(
    tmp_path: Path, settings: Settings, encoder: HashedWords
) -> None:
    home = tmp_path / "home"
    write_articles(home / "articles")
    build([home / "articles"], settings.model_copy(update={"data_dir": home / ".quoth"}), encoder=encoder)
    home.rename(tmp_path / "moved")
    report = build([], settings.model_copy(update={"data_dir": tmp_path / "moved" / ".quoth"}), encoder=encoder)
    assert not report.published
    assert report.sources == 4


def test_without_paths_and_without_seeds_the_fix_is_named(
    tmp_path: Path, settings: Settings, encoder: HashedWords, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="quoth build FOLDER"):
        build([], settings, encoder=encoder)


def test_an_empty_corpus_is_refused_and_what_was_published_stays(
    articles: Path, settings: Settings, encoder: HashedWords, tmp_path: Path
) -> None:
    first = build([articles], settings, encoder=encoder)
    (tmp_path / "empty").mkdir()
    with pytest.raises(BuildRefusedError, match="no article"):
        build([tmp_path / "empty"], settings, encoder=encoder, force=True)
    assert published_id(settings.data_dir) == first.generation


def test_losing_more_than_half_needs_force(articles: Path, settings: Settings, encoder: HashedWords) -> None:
    first = build([articles], settings, encoder=encoder)
    for name in ("leave.md", "people.md", "deploys.md"):
        (articles / name).unlink()
    with pytest.raises(BuildRefusedError, match="3 of 4"):
        build([], settings, encoder=encoder)
    assert published_id(settings.data_dir) == first.generation
    assert build([], settings, encoder=encoder, force=True).sources == 1


def test_moving_all_articles_is_no_loss(articles: Path, settings: Settings, encoder: HashedWords) -> None:
    build([articles], settings, encoder=encoder)
    write_articles(articles / "moved")
    for name in ("leave.md", "people.md", "deploys.md", "offices/porto.txt"):
        (articles / name).unlink()
    report = build([], settings, encoder=encoder)
    assert len(report.changes.renamed) == 4


def test_an_unreadable_source_fails_the_build_by_name(articles: Path, settings: Settings, encoder: HashedWords) -> None:
    first = build([articles], settings, encoder=encoder)
    (articles / "broken.txt").write_bytes(b"\x00\x01\x02\x03" * 50)
    with pytest.raises(SourceError, match=r"broken\.txt"):
        build([], settings, encoder=encoder)
    assert published_id(settings.data_dir) == first.generation
    report = build([], settings, encoder=encoder, skip_unreadable=True)
    assert [error.path for error in report.refused] == [str(articles / "broken.txt")]


def test_an_index_that_was_built_without_what_cannot_be_read_is_rebuilt_so(
    articles: Path, settings: Settings, encoder: HashedWords
) -> None:
    (articles / "broken.txt").write_bytes(b"\x00\x01\x02\x03" * 50)
    build([articles], settings, encoder=encoder, skip_unreadable=True)
    (articles / "leave.md").write_text("# Leave\n\nAsk your manager.\n")
    report = build([], settings, encoder=encoder)
    assert report.changes.changed == ("leave",)
    assert [error.path for error in report.refused] == [str(articles / "broken.txt")]
    with pytest.raises(SourceError, match=r"broken\.txt"):
        build([articles], settings, encoder=encoder)


def test_a_strict_build_of_the_same_articles_makes_those_after_it_strict(
    articles: Path, settings: Settings, encoder: HashedWords
) -> None:
    build([articles], settings, encoder=encoder, skip_unreadable=True)
    assert build([articles], settings, encoder=encoder).published
    (articles / "broken.txt").write_bytes(b"\x00\x01\x02\x03" * 50)
    with pytest.raises(SourceError, match=r"broken\.txt"):
        build([], settings, encoder=encoder)


def test_an_older_manifest_tells_by_what_was_refused_that_a_build_went_on(
    articles: Path, settings: Settings, encoder: HashedWords
) -> None:
    (articles / "broken.txt").write_bytes(b"\x00\x01\x02\x03" * 50)
    first = build([articles], settings, encoder=encoder, skip_unreadable=True)
    manifest = settings.data_dir / "generations" / first.generation / "manifest.json"
    manifest.write_text(manifest.read_text().replace(' "skip_unreadable": true,\n', ""))
    assert len(build([], settings, encoder=encoder).refused) == 1


def test_a_gate_that_says_no_keeps_the_old_generation(articles: Path, settings: Settings, encoder: HashedWords) -> None:
    first = build([articles], settings, encoder=encoder)
    seen: list[tuple[str, str | None, BuildChanges]] = []

    def gate(new: Generation, old: Generation | None, changes: BuildChanges) -> GateVerdict:
        seen.append((new.id, old.id if old else None, changes))
        return GateVerdict(asked=7, unexplained=("'How many days?' was answered and is silent.",))

    (articles / "leave.md").write_text("# Leave\n\nAsk your manager.\n")
    with pytest.raises(BuildRefusedError, match=r"1 of 7[\s\S]*How many days"):
        build([], settings, encoder=encoder, gate=gate)
    assert published_id(settings.data_dir) == first.generation
    assert seen[0][1] == first.generation
    assert seen[0][2].changed == ("leave",)
    forced = build([], settings, encoder=encoder, gate=gate, force=True)
    assert forced.gate is not None
    assert forced.gate.forced
    generation = open_generation(settings.data_dir)
    assert generation.manifest.gate == forced.gate
    generation.close()


def test_steps_come_in_their_order(articles: Path, settings: Settings, encoder: HashedWords) -> None:
    told: list[Progress] = []
    verdict = GateVerdict(asked=0)
    build([articles], settings, encoder=encoder, gate=lambda *_, **__: verdict, on_progress=told.append)
    steps = list(dict.fromkeys(progress.step for progress in told))
    assert steps == [step for step in Step if step is not Step.PREPARE]  # the encoder was given
    assert all(progress.done <= progress.total for progress in told)


def test_a_second_writer_is_told_who_is_at_work(articles: Path, settings: Settings, encoder: HashedWords) -> None:
    with writing(settings.data_dir), pytest.raises(BuildLockedError, match=r"process \d+ on "):
        build([articles], settings, encoder=encoder)


def test_a_data_folder_that_is_a_file_is_named(articles: Path, settings: Settings, encoder: HashedWords) -> None:
    settings.data_dir.write_text("not a folder")
    with pytest.raises(StorageError, match="QUOTH_DATA_DIR"):
        build([articles], settings, encoder=encoder)


def test_old_generations_are_pruned_but_not_under_a_reader(
    articles: Path, settings: Settings, encoder: HashedWords
) -> None:
    few = settings.model_copy(update={"keep_generations": 1})
    first = build([articles], few, encoder=encoder)
    reader = open_generation(few.data_dir)
    for number in range(2):
        (articles / "leave.md").write_text(f"# Leave\n\nThere are {number} days.\n")
        report = build([], few, encoder=encoder)
    folders = {path.name for path in (few.data_dir / "generations").iterdir()}
    assert folders == {first.generation, report.generation}
    assert "25 days" in reader.source("leave").text
    reader.close()
    (articles / "leave.md").write_text("# Leave\n\nThere are many days.\n")
    assert first.generation in build([], few, encoder=encoder).pruned


def test_what_a_rollback_would_go_back_to_is_kept_before_newer_ones(
    articles: Path, settings: Settings, encoder: HashedWords
) -> None:
    few = settings.model_copy(update={"keep_generations": 2})
    good = build([articles], few, encoder=encoder).generation
    (articles / "leave.md").write_text("# Leave\n\nThere are 20 days.\n")
    build([], few, encoder=encoder)
    assert rollback(few.data_dir) == good
    (articles / "leave.md").write_text("# Leave\n\nThere are 30 days.\n")
    build([], few, encoder=encoder)
    assert rollback(few.data_dir) == good


def test_a_reader_that_comes_as_its_generation_is_pruned_opens_the_next(
    articles: Path, settings: Settings, encoder: HashedWords, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = settings.model_copy(update={"keep_generations": 1})
    build([articles], few, encoder=encoder)
    lock, published = fcntl.flock, list[str]()

    def publish_first(opened: BinaryIO, how: int) -> None:
        if not published:
            published.append("")
            (articles / "leave.md").write_text("# Leave\n\nThere are many days.\n")
            published[0] = build([], few, encoder=encoder).generation
        lock(opened, how)

    monkeypatch.setattr("index.store.generation.fcntl.flock", publish_first)
    with closing(open_generation(few.data_dir)) as reader:
        assert [reader.id] == published


def test_a_refused_draft_leaves_no_vectors_behind(
    articles: Path, settings: Settings, encoder: HashedWords, monkeypatch: pytest.MonkeyPatch
) -> None:
    deleted: list[str] = []
    monkeypatch.setattr(FlatBackend, "delete", lambda _, folder, generation: deleted.append(generation))
    seen: list[str] = []

    def gate(new: Generation, old: Generation | None, changes: BuildChanges) -> GateVerdict:
        seen.append(new.id)
        return GateVerdict(asked=1, unexplained=("worse",))

    with pytest.raises(BuildRefusedError):
        build([articles], settings, encoder=encoder, gate=gate)
    assert deleted == seen
    assert not list((settings.data_dir / "generations").iterdir())


def test_a_vector_server_that_is_off_stops_no_pruning(
    articles: Path,
    settings: Settings,
    encoder: HashedWords,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    few = settings.model_copy(update={"keep_generations": 1})
    first = build([articles], few, encoder=encoder)
    hidden: list[bool] = []

    def off(_: FlatBackend, folder: Path, generation: str) -> None:
        hidden.append(folder.exists() and not folder.with_name(generation).exists())
        raise StorageError("the server failed.")

    monkeypatch.setattr(FlatBackend, "delete", off)
    (articles / "leave.md").write_text("# Leave\n\nAsk your manager.\n")
    assert build([], few, encoder=encoder).pruned == (first.generation,)
    assert f"the vectors of {first.generation} are left behind: the server failed." in caplog.messages
    assert hidden == [True]  # no reader finds a generation without its vectors


def test_a_vector_server_that_is_off_can_be_left(articles: Path, settings: Settings, encoder: HashedWords) -> None:
    first = build([articles], settings, encoder=encoder)
    manifest = settings.data_dir / "generations" / first.generation / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"faiss"', '"http://127.0.0.1:1"'))
    with pytest.raises((StorageError, SettingsError)):
        open_generation(settings.data_dir)
    assert build([], settings, encoder=encoder).published


def test_a_damaged_published_generation_is_replaced(articles: Path, settings: Settings, encoder: HashedWords) -> None:
    first = build([articles], settings, encoder=encoder)
    shutil.rmtree(settings.data_dir / "generations" / first.generation / "lexical")
    report = build([articles], settings, encoder=encoder)
    assert report.published
    open_generation(settings.data_dir).close()


@pytest.fixture
def seeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand where a folder `seeds/` holds other articles than the team's."""
    write_articles(tmp_path / "seeds", {"decoy.md": "# Decoy\n\nThis is another corpus.\n"})
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("seeds")
def test_a_generation_that_does_not_open_still_says_what_was_built(
    articles: Path, settings: Settings, encoder: HashedWords
) -> None:
    first = build([articles], settings, encoder=encoder)
    (settings.data_dir / "generations" / first.generation / "vectors.faiss").write_text("torn")
    (articles / "questions.jsonl").write_text('{"id": "1", "question": "?", "expect": "silent"}\n')
    assert make_gate([], settings)
    assert build([], settings, encoder=encoder).sources == 4


@pytest.mark.usefixtures("seeds")
@pytest.mark.parametrize("damaged", ["manifest", "CURRENT"])
def test_where_what_is_published_cannot_be_read_the_newest_manifest_says_what_was_built(
    damaged: str, articles: Path, settings: Settings, encoder: HashedWords
) -> None:
    build([articles], settings, encoder=encoder)
    (articles / "leave.md").write_text("# Leave\n\nAsk your manager.\n")
    second = build([], settings, encoder=encoder)
    manifest = settings.data_dir / "generations" / second.generation / "manifest.json"
    (manifest if damaged == "manifest" else settings.data_dir / "CURRENT").write_bytes(b"\xff")
    assert build([], settings, encoder=encoder).sources == 4


@pytest.mark.usefixtures("seeds")
def test_where_no_manifest_can_be_read_the_folders_must_be_named_again(
    articles: Path, settings: Settings, encoder: HashedWords
) -> None:
    first = build([articles], settings, encoder=encoder)
    (settings.data_dir / "generations" / first.generation / "manifest.json").write_text("torn")
    with pytest.raises(UsageError, match=r"not known what .* `quoth build FOLDER`"):
        build([], settings, encoder=encoder)
    assert published_id(settings.data_dir) == first.generation
    assert build([articles], settings, encoder=encoder).published


def test_an_unreadable_name_of_what_is_published_stops_no_build(
    articles: Path, settings: Settings, encoder: HashedWords
) -> None:
    (settings.data_dir / "generations").mkdir(parents=True)
    (settings.data_dir / "CURRENT").write_bytes(b"\xff\xfe")
    assert corpus_paths([articles], settings.data_dir) == [articles]
    assert build([articles], settings, encoder=encoder).published
