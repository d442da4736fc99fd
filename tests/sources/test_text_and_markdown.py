import datetime as dt
from pathlib import Path

import pytest

from index.errors import SourceError
from index.sources import read_source
from tests.sources.conftest import Write


def test_front_matter_gives_the_fields_and_is_no_part_of_the_text(write: Write) -> None:
    path = write(
        "leave.md",
        "---\ntitle: Leave\ndate: 2024-01-08\nurl: https://wiki.example/leave\nauthor: [Ines, Joris]\n"
        "supersedes: old.md\neffective_from: 2024-02-01\nauthority: 5\ntags: [hr]\n---\n# Time off\n\nIt is 25 days.\n",
    )
    source = read_source(path, path.parent)
    assert (source.title, source.date, source.author) == ("Leave", dt.date(2024, 1, 8), "Ines, Joris")
    assert (source.url, source.supersedes, source.authority) == ("https://wiki.example/leave", ("old.md",), 5)
    assert source.text.startswith("# Time off")
    assert source.first_line == 11


@pytest.mark.parametrize("title", ["12:30", "007", "1_000", "0x1F", "Off", "1e3"])
def test_a_title_stays_as_it_is_written(write: Write, title: str) -> None:
    path = write("a.md", f"---\ntitle: {title}\nauthority: -3\n---\nText.")
    source = read_source(path, path.parent)
    assert (source.title, source.authority) == (title, -3)


def test_an_escaped_emoji_in_front_matter_is_one_character_and_a_control_none(write: Write) -> None:
    path = write("party.md", '---\ntitle: "\\ud83c\\udf89 Party\\e[31m"\n---\nIt is on Friday.\n')
    assert read_source(path, path.parent).title == "🎉 Party[31m"


def test_the_id_is_the_slug_of_the_path_below_the_root_or_what_the_file_says(write: Write) -> None:
    plain = write("people/Time Off_2024.md", "Text here.")
    assert read_source(plain, plain.parent.parent).id == "people-time-off-2024"
    named = write("b.md", "---\nid: leave:2024\n---\nText here.")
    assert read_source(named, named.parent).id == "leave:2024"


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        ("a.md", "Intro.\n\n## The *first* heading\n\nText.", "The first heading"),
        ("a.md", "Setext\n===\n\nText.", "Setext"),
        ("a.txt", "Home » News » Leave\n\nLeave policy\n\nIt is 25 days.", "Leave policy"),
        ("a.txt", "It is 25 days.\nNot fewer.", "It is 25 days."),
        ("a.md", "---\n\n**Leave** [policy](https://x.example)\n\nIt is 25 days.", "Leave policy"),
        ("leave.md", "<!-- made by a tool -->\n\nIt is 25 days.", "Leave"),
        ("leave-policy_2024.txt", "It is " + "very " * 30 + "long.", "Leave policy 2024"),
    ],
)
def test_the_title_is_the_first_heading_else_a_short_first_line_else_the_file_name(
    write: Write, name: str, text: str, title: str
) -> None:
    path = write(name, text)
    assert read_source(path, path.parent).title == title


def test_newlines_and_the_byte_order_mark_are_normalised_and_nothing_else(write: Write) -> None:
    path = write("a.txt", b"\xef\xbb\xbfFirst line.\r\nSecond  line\rThird\tcafe\xcc\x81.")
    assert read_source(path, path.parent).text == "First line.\nSecond  line\nThird\tcafe\u0301."


def test_reading_twice_gives_the_same_source_and_a_change_of_metadata_another_hash(write: Write) -> None:
    path = write("a.md", "---\ntitle: A\n---\nText.")
    first = read_source(path, path.parent)
    assert read_source(path, path.parent) == first
    write("a.md", "---\ntitle: A\nauthority: 1\n---\nText.")
    assert read_source(path, path.parent).hash != first.hash


@pytest.mark.parametrize(
    ("head", "line", "fix"),
    [
        ("title: Leave: the policy", "line 2", "double quotes"),
        ("title: A\ndate: next May", "line 3", "YYYY-MM-DD"),
        ("title: A\n\nurl: javascript:alert(1)", "line 4", "whole address"),
        ("url: 'https:///nothing'", "line 2", "whole address"),
        ("authority: high", "line 2", "whole number"),
        ("supercedes: a.md", "line 2", "Did you mean 'supersedes'"),
        ("id: ../../etc", "line 2", "letters, digits"),
        ("effective_from: 2025-02-01\neffective_until: 2025-01-01", "line 3", "Swap"),
        ("title: &a [x, *a]", "line 2", "quotes"),
        ("date: 2025-13-01", "", "Write"),
    ],
)
def test_bad_front_matter_is_refused_with_its_line_and_the_fix(write: Write, head: str, line: str, fix: str) -> None:
    path = write("a.md", f"---\n{head}\n---\nText.")
    with pytest.raises(SourceError) as caught:
        read_source(path, path.parent)
    assert "a.md" in caught.value.path
    assert line in caught.value.why
    assert fix in caught.value.fix


def test_front_matter_that_is_never_closed_is_refused(write: Write) -> None:
    path = write("a.md", "---\ntitle: A\n\nText.")
    with pytest.raises(SourceError, match="never closed"):
        read_source(path, path.parent)


def test_a_ruled_line_at_the_top_is_no_front_matter(write: Write) -> None:
    path = write("a.md", "---\n\nText above.\n\n---\n\nText below.")
    assert read_source(path, path.parent).text.startswith("---")


def test_a_bomb_of_yaml_aliases_is_refused_at_once(write: Write) -> None:
    levels = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12))
    path = write("a.md", f"---\na0: &a0 [x]\n{levels}\ntitle: *a11\n---\nText.")
    with pytest.raises(SourceError, match="one line of text"):
        read_source(path, path.parent)


@pytest.mark.parametrize("content", [b"", b" \n\t\n", b"---\ntitle: A\n---\n", b"\xef\xbb\xbf", b"***\n---\n"])
def test_a_file_without_text_is_refused(write: Write, content: bytes) -> None:
    path = write("a.md", content)
    with pytest.raises(SourceError, match="holds no text"):
        read_source(path, path.parent)


def test_an_unknown_format_is_refused_by_name(write: Write) -> None:
    path = write("logo.png", b"\x89PNG")
    with pytest.raises(SourceError, match=r"logo\.png.*no format"):
        read_source(path, path.parent)


def test_overrides_go_before_what_the_file_says(write: Write) -> None:
    from index.sources import SourceFields

    path = write("a.md", "---\ntitle: A\nauthor: Ines\n---\nText.")
    source = read_source(path, path.parent, overrides=SourceFields(title="B"))
    assert (source.title, source.author) == ("B", "Ines")


def test_the_seeds_have_titles_that_a_person_recognises() -> None:
    seeds = Path(__file__).parents[2] / "seeds"
    titles = [read_source(path, seeds).title for path in sorted(seeds.glob("*.txt"))]
    assert titles == [
        "A Crisis of Confidence",
        "Jess Phillips Cites Leadership Failures in Powerful Resignation Letter",
    ]
