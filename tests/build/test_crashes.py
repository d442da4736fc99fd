"""A build that is killed, cut short or out of room leaves the published generation as it was, and the next succeeds."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.build import Step, build
from index.errors import BuildLockedError, StorageError
from index.retrieval import Retriever
from index.settings import Settings
from index.store import open_generation, published_id
from tests.build import killed
from tests.encoder.fake import HashedWords

KILLED_AT = [step for step in Step if step is not Step.PREPARE]  # the encoder is given, and none is loaded


@pytest.fixture
def published(articles: Path, settings: Settings, encoder: HashedWords) -> str:
    """Publish the articles, then change one, so that the next build has something to do."""
    first = build([articles], settings, encoder=encoder).generation
    (articles / "leave.md").write_text("# Leave policy\n\nEvery employee has 31 days of paid leave a year.\n")
    return first


def leave_days(settings: Settings) -> str:
    """Answer as a reader would, from what is published."""
    generation = open_generation(settings.data_dir)
    try:
        hits = Retriever(generation, HashedWords()).search("Leave policy: how many days of paid leave a year?")
        return next(hit.passage.text for hit in hits if hit.source.id == "leave")
    finally:
        generation.close()


@pytest.mark.parametrize("how", ["kill", "torn"])
@pytest.mark.parametrize("step", KILLED_AT)
def test_a_build_killed_at_any_step_leaves_the_old_generation_answering(
    step: Step, how: str, published: str, articles: Path, settings: Settings, encoder: HashedWords
) -> None:
    assert killed.exit_code(settings, articles, step, how) == killed.EXIT
    after_publishing = step in (Step.PRUNE, Step.DONE)
    assert (published_id(settings.data_dir) == published) is not after_publishing
    assert ("31 days" if after_publishing else "25 days") in leave_days(settings)
    build([articles], settings, encoder=encoder)
    assert "31 days" in leave_days(settings)
    assert not list((settings.data_dir / "generations").glob(".*"))


def test_a_file_that_may_not_grow_is_a_sentence_and_nothing_is_lost(
    published: str, articles: Path, settings: Settings, encoder: HashedWords
) -> None:
    assert killed.exit_code(settings, articles, None, "small") == 0
    assert "try again" in (settings.data_dir / "error").read_text()
    assert published_id(settings.data_dir) == published
    assert "25 days" in leave_days(settings)
    build([articles], settings, encoder=encoder)
    assert "31 days" in leave_days(settings)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of 256 kB, where this user may."""
    mount = tmp_path / "disk"
    mount.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(mount)]
    if not shutil.which("mount") or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("mounting a tmpfs needs root")
    yield mount
    subprocess.run(["umount", str(mount)], check=True)


def test_a_full_disk_is_a_sentence_and_nothing_is_lost(
    small_disk: Path, articles: Path, settings: Settings, encoder: HashedWords
) -> None:
    on_disk = settings.model_copy(update={"data_dir": small_disk / "data"})
    first = build([articles], on_disk, encoder=encoder).generation
    rules = "".join(f"## Rule {n}\n\nRule {n} holds for everyone in the office and at home.\n\n" for n in range(900))
    (articles / "long.md").write_text(f"# Rules\n\n{rules}")
    with pytest.raises(StorageError, match=r"[Rr]oom"):
        build([articles], on_disk, encoder=encoder)
    assert published_id(on_disk.data_dir) == first
    assert "25 days" in leave_days(on_disk)
    (articles / "long.md").unlink()
    (articles / "leave.md").write_text("# Leave policy\n\nEvery employee has 31 days of paid leave a year.\n")
    build([articles], on_disk, encoder=encoder)
    assert "31 days" in leave_days(on_disk)


def test_the_lock_of_a_killed_build_is_free(
    published: str, articles: Path, settings: Settings, encoder: HashedWords
) -> None:
    process = killed.start(settings, articles, Step.ENCODE, "hang")
    while not (settings.data_dir / "hanging").exists():
        assert process.is_alive()
    with pytest.raises(BuildLockedError, match=f"process {process.pid} on "):
        build([articles], settings, encoder=encoder)
    process.kill()
    process.join()
    assert build([articles], settings, encoder=encoder).published
    assert published != published_id(settings.data_dir)
