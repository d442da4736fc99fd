import datetime as dt
from pathlib import Path

import pytest

from index.errors import SourceError
from index.sources import FoundFile, ReadSources, read_sources
from tests.sources.conftest import Write


def article(words: str, **fields: object) -> str:
    head = "".join(f"{key}: {value}\n" for key, value in fields.items())
    return f"---\n{head}---\n{words}\n"


def refusals(read: ReadSources) -> list[str]:
    return [str(error) for error in read.refused]


def test_sources_are_read_in_order_and_reported_as_they_are_read(write: Write) -> None:
    root = write("b.md", "The second text.").parent
    write("a.txt", "The first text.")
    seen: list[FoundFile] = []
    read = read_sources([root], on_source=seen.append)
    assert [source.path for source in read.sources] == ["a.txt", "b.md"]
    assert [file.name for file in seen] == ["a.txt", "b.md"]


def test_an_unreadable_source_fails_the_build_unless_the_operator_goes_on(write: Write) -> None:
    root = write("a.md", "Fine.").parent
    write("b.md", b"\0\1")
    with pytest.raises(SourceError, match=r"b\.md"):
        read_sources([root])
    read = read_sources([root], skip_unreadable=True)
    assert [source.id for source in read.sources] == ["a"]
    assert "is not text" in refusals(read)[0]


def test_a_duplicate_of_another_source_is_named_with_its_twin(write: Write) -> None:
    root = write("a.md", article("The same text.", title="A")).parent
    write("b.txt", "The same text.")
    read = read_sources([root], skip_unreadable=True)
    assert [source.path for source in read.sources] == ["a.md"]
    assert "b.txt" in refusals(read)[0]
    assert "the same text as" in refusals(read)[0]
    assert "a.md" in refusals(read)[0]


def test_two_sources_of_one_id_are_named(write: Write) -> None:
    root = write("leave.md", "One text.").parent
    write("leave.txt", "Another text.")
    with pytest.raises(SourceError, match=r"leave\.txt.*has the id 'leave' of .*leave\.md"):
        read_sources([root])


def test_supersedes_is_resolved_to_ids_from_an_id_a_path_or_a_neighbour(write: Write) -> None:
    root = write(
        "hr/new.md", article("New.", supersedes="[old.md, handbook, hr/older.md, ../it/plan.md]")
    ).parent.parent
    write("hr/old.md", "Old.")
    write("hr/older.md", "Older.")
    write("it/plan.md", "Plan.")
    write("book.md", article("Book.", id="handbook"))
    by_id = {source.id: source for source in read_sources([root]).sources}
    assert by_id["hr-new"].supersedes == ("hr-old", "handbook", "hr-older", "it-plan")


def test_an_unknown_name_in_supersedes_is_refused(write: Write) -> None:
    root = write("a.md", article("New.", supersedes="gone.md")).parent
    with pytest.raises(SourceError, match=r"a\.md.*supersedes 'gone\.md', which is no source"):
        read_sources([root])
    read = read_sources([root], skip_unreadable=True)
    assert read.sources[0].supersedes == ()
    assert len(read.refused) == 1


def test_a_circle_of_supersedes_is_named_and_broken_once(write: Write) -> None:
    root = write("a.md", article("One.", supersedes="b.md")).parent
    write("b.md", article("Two.", supersedes="c.md"))
    write("c.md", article("Three.", supersedes="a.md"))
    with pytest.raises(SourceError, match="'a' → 'b' → 'c' → 'a'"):
        read_sources([root])
    read = read_sources([root], skip_unreadable=True)
    assert [source.supersedes for source in read.sources] == [(), ("c",), ("a",)]
    assert len(read.refused) == 1


def test_sources_toml_speaks_for_the_files_beside_it(write: Write) -> None:
    root = write("faq.csv", "question,answer\nWhen?,In May.\n").parent
    write("old/faq.csv", "question,answer\nWhen?,In June.\n")
    write("sources.toml", '["faq.csv"]\ntitle = "The FAQ"\ndate = 2026-05-01\nsupersedes = "old-faq"\n')
    write("old/sources.toml", '["faq.csv"]\ntitle = "The old FAQ"\nauthority = -1\n')
    new, old = read_sources([root]).sources
    assert (new.title, new.date, new.supersedes) == ("The FAQ", dt.date(2026, 5, 1), ("old-faq",))
    assert (old.title, old.authority) == ("The old FAQ", -1)


@pytest.mark.parametrize("inner", ["a", "z"])
def test_an_inner_sources_toml_speaks_before_an_outer_one(write: Write, inner: str) -> None:
    write(f"{inner}/faq.csv", "question,answer\nWhen?,In May.\n")
    outer = '["{}/faq.csv"]\ntitle = "Outer"\nauthor = "Outer"\n'
    root = write("sources.toml", outer.format(inner)).parent
    write(f"{inner}/sources.toml", '["faq.csv"]\ntitle = "Inner"\n')
    source = read_sources([root]).sources[0]
    assert (source.title, source.author) == ("Inner", "Outer")


def test_one_file_that_is_reached_by_two_spellings_is_one_source(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write("inner/a.md", "Text.").parent.parent
    write("inner/sources.toml", '["a.md"]\ntitle = "A"\n')
    (tmp_path / "link").symlink_to(root)
    monkeypatch.chdir(tmp_path)
    spellings = [Path("articles"), root, Path("articles/../articles/inner/a.md"), Path("link")]
    for paths in (spellings, spellings[::-1]):
        assert [source.title for source in read_sources(paths).sources] == ["A"]


def test_a_link_beside_the_file_that_it_leads_to_is_still_a_twin(write: Write) -> None:
    path = write("a.md", "Text.")
    (path.parent / "b.md").symlink_to(path)
    with pytest.raises(SourceError, match=r"b\.md.*the same text"):
        read_sources([path.parent])


def test_a_file_alone_is_told_by_the_sources_toml_beside_it_and_by_no_other(write: Write) -> None:
    root = write("a.md", "Text.").parent
    write("b.md", "Other text.")
    write("sources.toml", '["a.md"]\ntitle = "A"\n["b.md"]\ntitle = "B"\n')
    write("inner/sources.toml", '["gone.md"]\ntitle = "C"\n')
    assert [source.title for source in read_sources([root / "a.md"]).sources] == ["A"]


@pytest.mark.parametrize(
    ("toml", "why"),
    [
        ('["gone.md"]\ntitle = "A"\n', "names 'gone.md', which is no source"),
        ('["a.md"]\nauthors = "A"\n', "authors is no known key. Did you mean 'author'"),
        ('["a.md"]\ndate = "soon"\n', "'soon' is no date"),
        ('title = "A"\n', "'title' stands outside of a table"),
        ('["a.md"\n', "is not valid TOML"),
    ],
)
def test_a_bad_sources_toml_is_refused_by_name(write: Write, toml: str, why: str) -> None:
    root = write("a.md", "Text.").parent
    write("sources.toml", toml)
    with pytest.raises(SourceError) as caught:
        read_sources([root])
    assert why in str(caught.value)
    assert "sources.toml" in caught.value.path


def test_an_empty_folder_gives_no_sources(tmp_path: Path) -> None:
    assert read_sources([tmp_path]) == ReadSources(())
