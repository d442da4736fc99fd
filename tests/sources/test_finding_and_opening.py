import errno
import os
from pathlib import Path

import pytest

from index.errors import SourceError
from index.sources import Limits, find_sources, read_source, read_sources
from tests.sources.conftest import Write


def test_every_file_below_the_paths_is_found_once_in_order_and_nothing_hidden(write: Write) -> None:
    for name in ("b.md", "a/c.txt", ".hidden.md", ".git/x.md", "questions.jsonl", "sources.toml", "~$b.docx", "b.md~"):
        write(name, "Text.")
    root = write("d.md", "Text.").parent
    assert [file.name for file in find_sources([root, root / "b.md"])] == ["a/c.txt", "b.md", "d.md"]


def test_a_path_that_cannot_be_looked_at_is_refused_as_a_source(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="File name too long"):
        find_sources([tmp_path / ("x" * 300)])


def test_a_path_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="does not exist"):
        find_sources([tmp_path / "nowhere"])


def test_a_folder_that_cannot_be_listed_is_refused_or_collected(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write("a.md", "Text.").parent
    closed = str(write("closed/b.md", "Other text.").parent)
    scandir = os.scandir

    def refusing(path: str) -> object:
        if path == closed:
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)  # root, as whom tests may run, may list everything
    with pytest.raises(SourceError, match=r"closed'.*cannot be listed \(Permission denied\)\. Mend its permissions"):
        find_sources([root])
    read = read_sources([root], skip_unreadable=True)
    assert [source.id for source in read.sources] == ["a"]
    assert [error.path for error in read.refused] == [closed]


def test_links_out_of_the_folder_are_named_and_links_inside_are_read(write: Write, tmp_path: Path) -> None:
    inside = write("a.md", "Text.")
    (tmp_path / "secret.md").write_text("Secret.")
    (inside.parent / "out.md").symlink_to(tmp_path / "secret.md")
    (inside.parent / "in.md").symlink_to(inside)
    (inside.parent / "up").symlink_to(tmp_path)
    assert [file.name for file in find_sources([inside.parent])] == ["a.md", "in.md", "out.md", "up"]
    assert read_source(inside.parent / "in.md", inside.parent).text == "Text."
    with pytest.raises(SourceError, match=r"out\.md.*symbolic link out of the folder"):
        read_source(inside.parent / "out.md", inside.parent)


@pytest.mark.parametrize("target", ["gone.md", "loop.md"])
def test_a_link_to_nothing_or_to_itself_is_refused(write: Write, target: str) -> None:
    root = write("a.md", "Text.").parent
    (root / "loop.md").symlink_to(root / target)
    with pytest.raises(SourceError, match="symbolic link"):
        read_source(root / "loop.md", root)


def test_a_name_that_is_not_utf8_is_refused(write: Write) -> None:
    path = write(os.fsdecode(b"caf\xe9.txt"), "Text.")
    with pytest.raises(SourceError, match="name that is not UTF-8"):
        read_source(path, path.parent)


def test_a_fifo_is_refused_without_waiting_for_a_writer(write: Write) -> None:
    root = write("a.md", "Text.").parent
    os.mkfifo(root / "pipe.txt")
    with pytest.raises(SourceError, match="not a regular file"):
        read_source(root / "pipe.txt", root)


def test_a_folder_named_like_an_article_is_refused_where_a_file_is_expected(write: Write) -> None:
    root = write("a.md/b.md", "Text.").parent.parent
    with pytest.raises(SourceError, match="not a regular file"):
        read_source(root / "a.md", root)


def test_a_file_over_the_cap_is_refused_before_it_is_read(write: Write) -> None:
    path = write("a.txt", "x" * 1001)
    with pytest.raises(SourceError, match="holds 0 MB, more than 0"):
        read_source(path, path.parent, limits=Limits(file_bytes=1000))


def test_a_file_that_is_gone_is_named(write: Write) -> None:
    path = write("a.txt", "Text.")
    path.unlink()
    with pytest.raises(SourceError, match=r"a\.txt.*vanished"):
        read_source(path, path.parent)


@pytest.mark.parametrize(("change", "why"), [("append", "changed"), ("replace", "changed"), ("delete", "vanished")])
def test_a_file_that_changes_while_it_is_read_is_refused(
    write: Write, monkeypatch: pytest.MonkeyPatch, change: str, why: str
) -> None:
    path = write("a.txt", "Text.")
    real = os.fstat

    def disturb(descriptor: int) -> os.stat_result:
        seen = real(descriptor)
        match change:
            case "append":
                path.write_text("Text. And more.")
            case "replace":
                other = path.with_suffix(".new")
                other.write_text("Other")
                other.replace(path)
            case _:
                path.unlink(missing_ok=True)
        return seen

    monkeypatch.setattr(os, "fstat", disturb)
    with pytest.raises(SourceError, match=f"{why} while it was read"):
        read_source(path, path.parent)
