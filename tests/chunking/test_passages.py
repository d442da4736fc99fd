from pathlib import Path

import pytest

from index.chunking import chunk
from index.sources import read_sources
from index.types import Passage, Source


def source(text: str, form: str = "md", title: str = "Title") -> Source:
    return Source(id="a", title=title, text=text, path=f"a.{form}", format=form, loader="test", hash="0")


def quotable(text: str, form: str = "md") -> list[list[str]]:
    """The sentences of each passage."""
    return [[text[s.start : s.end] for s in passage.sentences] for passage in chunk(source(text, form))]


def paths(passages: list[Passage]) -> list[tuple[str, ...]]:
    return [passage.headings for passage in passages]


def test_a_paragraph_is_a_passage_of_its_sentences() -> None:
    first = ["It is 25 days, says Dr. Smith.", "See Sec. 3 of https://x.example/a?b=1."]
    second = ["It was 24 days before May 2024, and nobody was content with that number."]
    assert quotable(" ".join(first) + "\n\n" + " ".join(second)) == [first, second]


def test_a_long_paragraph_is_cut_into_passages_that_share_a_sentence() -> None:
    sentences = [f"Sentence number {n} says one thing." for n in range(1, 8)]
    assert quotable(" ".join(sentences)) == [sentences[:4], sentences[3:7]]


def test_headings_are_a_path_and_never_quoted() -> None:
    text = (
        "# Title\n\n## Leave\n\n### Sick *days*\n\nCall before ten.\n\nRemote\n------\n\nAsk first.\n\n# Other\n\nMore."
    )
    passages = chunk(source(text))
    assert paths(passages) == [("Leave", "Sick days"), ("Remote",), ("Other",)]
    assert quotable(text) == [["Call before ten."], ["Ask first."], ["More."]]


def test_a_bold_line_stands_above_what_follows_like_a_heading() -> None:
    text = "## Office\n\n**Opening hours**\n\nFrom eight to five."
    assert paths(chunk(source(text))) == [("Office", "Opening hours")]


def test_a_list_stays_with_the_line_that_leads_in_and_items_have_no_marks() -> None:
    text = "We offer:\n\n- 28 days. Not fewer.\n- two. With more\n  1. nested **item**\n* other list"
    assert quotable(text)[0] == ["We offer:", "28 days.", "Not fewer.", "two.", "With more", "nested **item**"]
    assert chunk(source(text))[0].text.startswith("We offer:\n\n- 28 days.")


def test_dots_that_lead_to_a_price_leave_it_with_its_item() -> None:
    rows = ["White loaf, 800 g .......... 3.40", "Rye tin ....... £4.20"]
    assert quotable("\n".join(rows), "txt") == [rows]
    assert quotable("The lift hung there... Then it fell.") == [["The lift hung there...", "Then it fell."]]


def test_a_line_of_plain_text_stands_above_the_lines_that_are_set_in_below_it() -> None:
    text = "Mill Lane\n  Monday to Friday 7:00 to 17:30\n  Closed on Sundays\n\nQuay Street\n  Open every day"
    passages = chunk(source(text, "txt"))
    assert paths(passages) == [("Mill Lane",), ("Quay Street",)]
    assert quotable(text, "txt") == [["Monday to Friday 7:00 to 17:30", "Closed on Sundays"], ["Open every day"]]
    assert quotable("Bring a clean jar of glass for the\n  flour, please.", "txt") == [
        ["Bring a clean jar of glass for the", "flour, please."]
    ]


def test_the_rest_of_a_long_list_carries_its_lead_in_as_a_heading() -> None:
    items = "\n".join(f"- item {n} of a list that is much too long for one passage" for n in range(20))
    passages = chunk(source(f"The rules are:\n\n{items}"))
    assert len(passages) > 2
    assert set(paths(passages[1:])) == {("The rules are",)}


@pytest.mark.parametrize("before", ["", "They are:\n\n", "Fees changed. They are:\n\n"])
def test_each_row_of_a_table_can_be_quoted_and_later_rows_keep_the_header_in_view(before: str) -> None:
    rows = "\n".join(f"| Office number {n} of the company | 8:00 in the morning |" for n in range(20))
    text = f"{before}| Office | Opens |\n|---|---|\n{rows}"
    quoted = [sentence for sentences in quotable(text) for sentence in sentences]
    assert "Office number 0 of the company | 8:00 in the morning" in quoted
    assert chunk(source(text))[-1].headings == ("Office | Opens",)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("md", "**What is the limit for hotels?** 160 euros per night. Breakfast is included."),
        ("md", "**What is the limit for hotels?**\n\n160 euros per night. Breakfast is included."),
        ("txt", "**What is the limit for hotels?**\n\n160 euros per night. Breakfast is included."),
        ("md", "Q: What is the limit for hotels?\nA: 160 euros per night."),
        ("txt", "Q: What is the limit for hotels?\nA: 160 euros per night."),
        ("md", "What is the limit for hotels?\n\n160 euros per night."),
        ("txt", "What is the limit for hotels?\n\n160 euros per night."),
    ],
)
def test_a_question_and_its_answer_are_one_quote(form: str, text: str) -> None:
    assert quotable(text, form) == [[text]]


def test_two_entries_of_a_faq_are_never_one_passage() -> None:
    text = "Q: One?\nA: Yes.\nQ: Two?\nA: No.\n\n**Three?** Yes.\n\n**Four?** No."
    assert quotable(text) == [["Q: One?\nA: Yes."], ["Q: Two?\nA: No."], ["**Three?** Yes."], ["**Four?** No."]]


def test_a_heading_that_runs_in_is_quoted_with_the_sentence_that_it_opens() -> None:
    text = (
        "**Damage.** Books were ruined. The carpet too.\n\n"
        "**Keep the door of the store room shut at night.** It is cold."
    )
    assert quotable(text) == [
        ["**Damage.** Books were ruined.", "The carpet too."],
        ["**Keep the door of the store room shut at night.**", "It is cold."],
    ]


def test_a_long_answer_keeps_the_question_with_its_first_sentence() -> None:
    answer = " ".join(f"Part {n} of the answer is a sentence of quite a few words." for n in range(12))
    first, *later = chunk(source(f"**How does it work?** {answer}"))
    assert first.text.startswith("**How does it work?** Part 0")
    assert {passage.headings for passage in later} == {("How does it work?",)}


def test_very_short_neighbours_share_a_passage_and_longer_ones_do_not() -> None:
    text = (
        "Office: Porto.\n\nOpens: 8:00.\n\nThe office in Rotterdam opens at nine o'clock on each and every working day."
    )
    assert quotable(text) == [["Office: Porto.", "Opens: 8:00."], [text.split("\n\n")[2]]]


def test_block_quotes_code_footnotes_and_hard_breaks_are_read() -> None:
    text = (
        "> It is said\n> here. And there.\n\n## Notes\n\nSee the note[^1].\n\n[^1]: Five days are kept.\n[ref]: https://x.example\n\n"
        "## Code\n\n```sh\nquoth build\n\nquoth ask\n```\n\n## Hours\n\nMonday 8 to 5  \nFriday 8 to 3"
    )
    assert quotable(text) == [
        ["It is said\n> here.", "And there."],
        ["See the note[^1].", "Five days are kept."],
        ["quoth build\n\nquoth ask"],
        ["Monday 8 to 5", "Friday 8 to 3"],
    ]


def test_a_long_run_of_spaces_is_looked_through_once() -> None:
    apart = "The gate opens" + 400_000 * " " + "at six."  # from each space anew, it would take minutes
    assert quotable(apart + "  \nIt closes at nine.") == [["The gate opens", "at six.", "It closes at nine."]]


@pytest.mark.parametrize("empty", ["\u00a0", "\u3000", "\f", "> \u00a0"])
def test_a_line_of_white_space_that_markdown_counts_as_text_shifts_no_quote(empty: str) -> None:
    text = f"{empty}\nLeave is 25 days.\nAsk first."
    assert quotable(text) == [["Leave is 25 days.", "Ask first."]]


def test_a_tab_before_the_rest_of_an_item_shifts_no_quote() -> None:
    assert quotable("> - Leave is\n\t25 days") == [["Leave is\n\t25 days"]]


def test_code_that_is_never_closed_keeps_its_last_line() -> None:
    assert quotable("```\nquoth build\nquoth serve") == [["quoth build\nquoth serve"]]


def test_html_in_markdown_is_read_without_its_outer_tags_and_without_what_is_hidden() -> None:
    shown = "<details><summary>Can I go?</summary>\nYes, you <b>can</b> go.\n</details>"
    text = shown + "\n\n<!-- not\nshown -->\n\n<script>\nx()\n</script>"
    assert quotable(text) == [["Can I go?", "Yes, you <b>can</b> go."]]


def test_a_paragraph_above_a_ruled_line_is_no_heading() -> None:
    assert quotable("The office opens at eight.\n---\nIt closes at five.")[0] == ["The office opens at eight."]


def test_navigation_is_neither_quoted_nor_a_heading() -> None:
    text = (
        "Home » Politics » A long letter\n\nA long letter\n\nShe resigned today.\n\n__IMAGE_PLACEHOLDER_1__\n\n"
        "Why\n\nShe told us why.\n\n* * *\n\n← Previous post\n\nScroll to Top"
    )
    passages = chunk(source(text, "txt", "A long letter"))
    assert [passage.text for passage in passages] == ["She resigned today.", "She told us why."]
    assert paths(passages) == [(), ("Why",)]


def test_a_path_through_menus_is_an_answer_and_no_navigation() -> None:
    assert quotable("## Cookies\n\nSettings > Privacy > Cookies") == [["Settings > Privacy > Cookies"]]


def test_short_lines_without_a_blank_line_between_are_an_address_and_not_headings() -> None:
    address = ["Harbour Lights", "12 Quay Street", "3011 Rotterdam"]
    below = "Ring the bell that you find at the door of the warehouse, please, and wait."
    text = "Our office\n\n" + "\n".join(address) + "\n\n" + below
    assert quotable(text, "txt")[0] == address


def test_of_many_short_lines_apart_only_the_outer_ones_are_headings() -> None:
    text = "Offices\n\nRotterdam, 12 Quay Street\n\nPorto, 3 River Road\n\nVisitors\n\nRing the bell."
    assert quotable(text, "txt") == [["Rotterdam, 12 Quay Street", "Porto, 3 River Road"], ["Ring the bell."]]


def test_short_lines_with_nothing_below_are_text() -> None:
    assert quotable("Opening hours\n\nFrom eight to five", "txt") == [["Opening hours", "From eight to five"]]


def test_wrapped_plain_text_is_read_by_paragraphs() -> None:
    text = (
        "Parking\n\nEvery employee may park in the lot\nthat lies behind the main building\n"
        "of the company. Visitors may\nnot.\n\n"
        "- Bicycles go into\n  hall B.\n- Cars stay out."
    )
    first, second = chunk(source(text, "txt"))
    assert [text[s.start : s.end] for s in first.sentences][1] == "Visitors may\nnot."
    assert second.text == "- Bicycles go into\n  hall B.\n- Cars stay out."


def test_emoji_and_combining_characters_do_not_shift_offsets() -> None:
    text = "👩\u200d💻 Zoe\u0308 said “é” is ok. It is 25 days 🎉. Fine."
    assert quotable(text)[0][1] == "It is 25 days 🎉."


def test_a_word_without_end_is_not_cut_between_a_letter_and_its_accent() -> None:
    text = "e\u0301" * 2_000
    for passage in chunk(source(text)):
        assert passage.text.startswith("e")


def test_the_seeds_are_cut_where_a_person_would() -> None:
    seeds = Path(__file__).parents[2] / "seeds"
    passages = {source.id: chunk(source) for source in read_sources([seeds]).sources}
    first, second = passages["000-bb7070007b7016a6"], passages["004-a89a51d337035a32"]
    assert [len(passage.sentences) for passage in first] == [2, 2, 2, 2, 2, 1, 2]
    assert first[-1].headings == ("Political Fallout and Response",)
    assert first[-1].text.startswith("The government has yet to announce")
    assert {path[0] for path in paths(second) if path} == {
        "Unrealized Promises on Child Safety Technology",
        "A Call for Urgent, Bold Leadership",
        "Demanding Drive, Decency, and Determination",
        "Stepping Down, Standing Firm",
        "Why This Matters",
    }
    assert not any("PLACEHOLDER" in passage.text or "»" in passage.text for passage in second)
