from pathlib import Path
from typing import Any

import pytest

from index.chunking import chunk
from index.errors import SourceError
from index.sources import Limits, read_source, read_sources
from index.sources.sandbox import Sandbox
from tests.sources.conftest import Write, docx, pdf, with_part

PAGE = """<!DOCTYPE html><html><head><title>Parking rules | Wiki</title>
<meta property="og:title" content="Parking rules">
<meta name="author" content="Ines Carvalho"><meta property="article:published_time" content="2026-03-04T10:00:00Z">
<link rel="canonical" href="https://wiki.example/parking"><script>var secret = "not shown";</script></head><body>
<nav><ul><li><a href="/">Home</a></li></ul></nav><main><article><h2>Who may park</h2>
<p>Every employee may park in the <b>north</b> lot. It costs 5 &euro; a day &amp; must be paid at the desk.</p>
<ul><li>Bicycles: hall B</li><li>Cars: the north lot</li></ul>
<table><tr><th>Lot</th><th>Places</th></tr><tr><td>North</td><td>40</td></tr></table>
<p style="display: none">Visitors park for free.</p></article></main></body></html>"""


def quoted(path: Path) -> list[str]:
    """Every sentence that could be quoted from a file."""
    source = read_source(path, path.parent)
    return [source.text[span.start : span.end] for passage in chunk(source) for span in passage.sentences]


def test_a_web_page_gives_its_article_and_its_metadata(write: Write) -> None:
    path = write("parking.html", PAGE)
    source = read_source(path, path.parent)
    assert (source.title, source.author, str(source.date)) == ("Parking rules", "Ines Carvalho", "2026-03-04")
    assert (source.url, source.format) == ("https://wiki.example/parking", "html")
    sentences = quoted(path)
    assert "It costs 5 € a day & must be paid at the desk." in sentences
    assert "North | 40" in sentences


def test_what_a_browser_does_not_show_is_not_quoted(write: Write) -> None:
    path = write("parking.html", PAGE)
    text = read_source(path, path.parent).text
    assert "for free" not in text
    assert "secret" not in text


@pytest.mark.parametrize("style", ["DISPLAY:NONE", "display:\tnone", "color:red;visibility: hidden"])
def test_a_style_that_hides_is_known_however_it_is_written(write: Write, style: str) -> None:
    shown = '<p style="backface-visibility:hidden">Parking costs 5 euros a day.</p>'
    page = f'<html><body>{shown}<p style="{style}">It is free.</p><dialog>Accept.</dialog></body></html>'
    assert quoted(write("a.html", page)) == ["Parking costs 5 euros a day."]


def test_what_a_page_strikes_out_is_not_what_it_says(write: Write) -> None:
    page = "<html><body><p>Parking costs <del>4</del> <ins>5</ins> euros a <s>week</s> day.</p></body></html>"
    assert quoted(write("a.html", page)) == ["Parking costs 5 euros a day."]


def test_a_page_is_read_in_the_encoding_that_it_declares(write: Write) -> None:
    page = '<html><head><meta charset="windows-1250"></head><body><p>Łódź opens at eight every day.</p></body></html>'
    path = write("a.htm", page.encode("cp1250"))
    assert read_source(path, path.parent).text.strip() == "Łódź opens at eight every day."


def test_a_date_that_a_page_only_mentions_is_not_its_date(write: Write) -> None:
    path = write("a.html", "<html><body><p>The office was founded on 4 March 2019 in Rotterdam.</p></body></html>")
    assert read_source(path, path.parent).date is None


def test_a_pdf_has_its_paragraphs_on_lines_and_knows_where_pages_begin(write: Write) -> None:
    first = ["Parking policy", "", "Every employee may park in the north lot, which lies behind", "the main building."]
    second = ["Fines", "", "A fine is 30 euros."]
    path = write("parking.pdf", pdf(first, second, title="Parking"))
    source = read_source(path, path.parent)
    assert source.title == "Parking"
    assert source.text[source.pages[1] :].startswith("Fines")
    assert quoted(path) == [
        "Every employee may park in the north lot, which lies behind the main building.",
        "A fine is 30 euros.",
    ]


def test_running_heads_and_page_numbers_of_a_pdf_are_left_out(write: Write) -> None:
    pages = [["Acme handbook 2026", "", f"Rule {n} holds for all.", "", f"Page {n} of 4"] for n in range(1, 5)]
    path = write("rules.pdf", pdf(*pages))
    assert quoted(path) == [f"Rule {n} holds for all." for n in range(1, 5)]


def test_a_figure_at_the_end_of_a_page_is_no_page_number(write: Write) -> None:
    pages = ["Founded in", "2019", "", "1"], ["Employees, all offices taken together:", "50", "", "2"]
    path = write("a.pdf", pdf(*pages))
    assert read_source(path, path.parent).text == "Founded in\n2019\n\nEmployees, all offices taken together: 50"


def test_a_sentence_that_runs_over_a_page_end_is_one_sentence(write: Write) -> None:
    first = ["The fee for a place in the north lot", "has to be paid at the desk on the first"]
    path = write("fee.pdf", pdf(first, ["working day of each month."]))
    source = read_source(path, path.parent)
    assert quoted(path) == [source.text]
    assert source.text[source.pages[1] :] == "working day of each month."


def test_a_pdf_without_text_or_with_too_many_pages_is_refused(write: Write) -> None:
    empty, long = write("empty.pdf", pdf([])), write("long.pdf", pdf(["One."], ["Two."], ["Three."]))
    with pytest.raises(SourceError, match=r"empty\.pdf.*OCR"):
        read_source(empty, empty.parent)
    with pytest.raises(SourceError, match="has 3 pages, more than 2"):
        read_source(long, long.parent, limits=Limits(pages=2))


def fill(document: Any) -> None:
    document.add_heading("Hotels", 1)
    paragraph = document.add_paragraph("The limit is 160 euros ")
    paragraph.add_run("per night").bold = True
    paragraph.add_run(". It was 1.5 * 100.")
    document.add_paragraph("Breakfast is included", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip(table._cells, ["Office", "Opens", "Porto", "8:00"], strict=True):
        cell.text = words


def test_a_word_document_gives_headings_lists_tables_and_its_title(write: Write) -> None:
    path = write("travel.docx", docx(fill, title="Travel guide"))
    source = read_source(path, path.parent)
    assert source.title == "Travel guide"
    assert quoted(path) == [
        "The limit is 160 euros **per night**.",
        "It was 1.5 * 100.",
        "Breakfast is included",
        "Office | Opens",
        "Porto | 8:00",
    ]
    assert chunk(source)[0].headings == ("Hotels",)


def fill_struck(document: Any) -> None:
    paragraph = document.add_paragraph("The limit is ")
    paragraph.add_run("140").font.strike = True
    paragraph.add_run(" 160 euros.")


def test_what_a_word_document_strikes_out_is_not_what_it_says(write: Write) -> None:
    assert quoted(write("travel.docx", docx(fill_struck))) == ["The limit is 160 euros."]


def fill_spanning(document: Any) -> None:
    document.add_paragraph("# of offices: 2")
    table = document.add_table(rows=3, cols=3)
    for cell, words in zip(table._cells, ["Office", "Day", "Opens", "Porto", "Monday", "8:00"], strict=False):
        cell.text = words
    table.cell(2, 1).text = "Friday"
    table.cell(2, 2).text = "In turn:"
    table.cell(2, 2).add_paragraph("9:00", style="List Bullet")
    table.cell(2, 2).add_paragraph("10:00", style="List Bullet")
    table.cell(1, 0).merge(table.cell(2, 0))


def test_a_word_table_keeps_what_spans_rows_and_lists_in_its_cells(write: Write) -> None:
    sentences = quoted(write("offices.docx", docx(fill_spanning)))
    assert sentences[-2:] == ["Porto | Monday | 8:00", "Porto | Friday | In turn: 9:00 10:00"]


def test_a_word_paragraph_that_begins_with_a_hash_is_no_heading(write: Write) -> None:
    assert "\\# of offices: 2" in quoted(write("offices.docx", docx(fill_spanning)))


def test_a_zip_bomb_is_refused(write: Write) -> None:
    path = write("bomb.docx", with_part(docx(fill), "word/media/big.bin", b"0" * 30_000_000))
    with pytest.raises(SourceError, match=r"unpacks to 3\d MB from 0"):
        read_source(path, path.parent)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_so_that_no_entity_is_expanded(write: Write, encoding: str) -> None:
    part = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    )
    path = write("evil.docx", with_part(docx(fill), "word/document.xml", part.encode(encoding)))
    with pytest.raises(SourceError, match="declares a document type"):
        read_source(path, path.parent)


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.html"])
def test_junk_is_refused_by_name_and_the_next_file_is_read(write: Write, name: str) -> None:
    root = write(name, b"%PDF-1.7 PK\x03\x04 " + b"\xfe\xff\x01" * 99).parent
    write("b.pdf", pdf(["It is 25 days."]))
    read = read_sources([root], skip_unreadable=True)
    assert [source.text for source in read.sources] == ["It is 25 days."]
    assert name in str(read.refused[0])


def test_a_parser_that_is_stuck_is_ended_and_the_next_file_is_read(write: Write) -> None:
    slow = write("slow.html", "<html><body><p>" + "word <b>bold</b> text. " * 400_000 + "</p></body></html>")
    quick = write("quick.docx", docx(fill))
    with Sandbox(Limits(seconds=0.2)) as sandbox, pytest.raises(SourceError, match=r"takes longer than 0\.2 seconds"):
        read_source(slow, slow.parent, sandbox=sandbox)
    with Sandbox(Limits()) as sandbox:
        assert "160 euros" in read_source(quick, quick.parent, sandbox=sandbox).text


def test_a_parser_that_takes_too_much_memory_is_ended(write: Write) -> None:
    path = write("big.html", "<html><body>" + "<p>Many words in a row.</p>" * 600_000 + "</body></html>")
    with pytest.raises(SourceError, match=r"big\.html.*(needs more than|cannot be parsed)"):
        read_source(path, path.parent, limits=Limits(memory=300_000_000))


def test_a_table_of_questions_has_an_entry_for_each_row(write: Write) -> None:
    table = 'Question,Answer,Owner\nWhat is the limit?,"160 euros, with breakfast.",Finance\n\nOpening hours,8 to 5,\n'
    path = write("faq.csv", table)
    source = read_source(path, path.parent)
    assert source.text == "What is the limit?\n160 euros, with breakfast.\nOwner: Finance\n\nOpening hours\n8 to 5\n"
    assert [passage.text for passage in chunk(source)] == source.text.strip().split("\n\n")


def test_a_column_without_a_name_is_not_lost(write: Write) -> None:
    path = write("faq.csv", "question,answer,\nWhat is the limit?,160 euros,without breakfast\n")
    assert read_source(path, path.parent).text == "What is the limit?\n160 euros\nColumn 3: without breakfast\n"


def test_a_table_with_semicolons_and_newlines_in_cells_is_read(write: Write) -> None:
    path = write("faq.csv", 'answer;question\r\n"One line.\r\nAnother.";When?\r\n')
    assert read_source(path, path.parent).text == "When?\nOne line. Another.\n"


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ("q,a\nWhen?,Now.\n", "has the columns 'q', 'a'"),
        ("question,answer\nWhen?,\n", "line 2: has no answer"),
        ("question,answer,note,Note\nWhen?,Now.,a,b\n", "line 1: names the column 'note' twice"),
        ("question,answer\nWhen?,Now, or later.\n", "line 2: has more cells"),
        ('question,answer\nWhen?,"Now.\n', "line 2: unexpected end"),
        ("question,answer\n", "holds no text"),
    ],
)
def test_a_bad_table_is_refused_with_its_line(write: Write, table: str, why: str) -> None:
    path = write("faq.csv", table)
    with pytest.raises(SourceError, match=why):
        read_source(path, path.parent)


def test_parsing_runs_no_file_of_the_working_folder(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write("parking.html", PAGE)
    write("logging.py", "raise SystemExit('a file of the working folder was run')")
    monkeypatch.chdir(path.parent)
    assert "north lot" in read_source(path, path.parent).text.replace("*", "")


def test_the_parsing_process_cannot_reach_the_network() -> None:
    from index.sources.worker import _refuse

    with pytest.raises(PermissionError, match=r"socket\.connect"):
        _refuse("socket.connect", ())
