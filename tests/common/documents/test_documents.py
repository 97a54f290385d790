"""One tree, three outputs; what people wrote is text in all of them."""

import io
import subprocess
import sys
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader

from cairn.common.documents import (
    BulletList,
    Chart,
    Document,
    DocumentError,
    Facts,
    Gauge,
    Heading,
    Link,
    Notice,
    Paragraph,
    Quote,
    Table,
    get_fingerprint,
    read_rich_text,
    to_docx,
    to_html,
    to_pdf,
)
from cairn.common.documents import word as word_files
from cairn.common.documents.typeset import get_known_letters
from tests.cases import each
from tools.list_letters import find_ranges

LINE = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="50"><path d="M0 0L200 50" stroke="black"/></svg>'
HOSTILE = '<script>alert(1)</script> #read("/etc/passwd") \x00\x0b\u202eevil ]] #panic() & < > " \ud800'
ODD = "☃ 👍🏽 → é Ł 中 العربية"


def make_document(*blocks, title="What we learned", about=("Challenge, Otterdale Council",)):
    return Document(title, about=about, blocks=blocks)


EVERYTHING = make_document(
    *read_rich_text(f"First {ODD}.\nSecond line, see https://example.org/a?b=1.\n\n- one\n- two\n\n{HOSTILE}"),
    Heading("For whom"),
    Paragraph(("A ", Link("page", "/challenges/"), " and more.")),
    Heading("Numbers", 2),
    Table("Children who came into care", ("Year", "Children"), (("2024", "12"), ("2025", "9"))),
    Quote("We were asked.", "A forum of young people"),
    Notice("Small numbers are hidden."),
    Facts((("Cost", "not known"), ("Since", "2024"))),
    Chart("A line that falls from left to right", svg=LINE),
)


@each(
    ("make", "where"),
    [
        (lambda: Document(" \x00"), "title"),
        (lambda: make_document(Heading("Too deep", 2)), "Too deep"),
        (lambda: make_document(Heading("")), "a heading"),
        (lambda: Chart(" ", svg=LINE), "a picture"),
        (lambda: Table("", ("a",), ()), "a table"),
        (lambda: Table("Figures", ("a", "b"), (("only one",),)), "Figures"),
        (lambda: Link("here", "javascript:alert(1)"), "here"),
        (lambda: Link("here", "//evil.example/"), "here"),
        (lambda: Link("here", "data:text/html,hello"), "here"),
    ],
)
def test_tree_says_which_part_is_wrong(make, where):
    with pytest.raises(DocumentError) as problem:
        make()
    assert problem.value.where == where


def test_fingerprint_is_the_same_for_the_same_words_only():
    assert get_fingerprint(make_document(Paragraph(("a",)))) == get_fingerprint(make_document(Paragraph(("a",))))
    assert get_fingerprint(make_document(Paragraph(("a",)))) != get_fingerprint(make_document(Paragraph(("b",))))


def test_read_rich_text_knows_paragraphs_lists_and_addresses():
    assert read_rich_text("One\ntwo\n\n- a\n- see https://example.org/x).\nafter") == (
        Paragraph(("One\ntwo",)),
        BulletList((("a",), ("see ", Link("https://example.org/x", "https://example.org/x"), ")."))),
        Paragraph(("after",)),
    )
    assert read_rich_text(" \n\n ") == ()


def test_html_escapes_everything():
    html = to_html(EVERYTHING.blocks)
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "\x00" not in html
    assert "\u202e" not in html
    assert '<a class="govuk-link" href="https://example.org/a?b=1" rel="nofollow noopener">' in html
    assert '<h2 class="govuk-heading-m">For whom</h2>' in html
    assert '<h3 class="govuk-heading-s">Numbers</h3>' in html
    assert '<th scope="row" class="govuk-table__header">2024</th>' in html


def test_pdf_holds_what_was_written_as_text():
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(to_pdf(EVERYTHING))).pages)
    assert '#read("/etc/passwd")' in text
    assert "root:" not in text
    assert "<script>alert(1)</script>" in text


def test_pdf_passes_the_checks_for_accessibility(tmp_path):
    path = tmp_path / "document.pdf"
    path.write_bytes(to_pdf(EVERYTHING))
    for command in (["pdfua", "check", str(path)], ["outloud", str(path)]):
        tool = Path(sys.executable).with_name(command[0])
        done = subprocess.run([tool, *command[1:]], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


def test_pdf_of_very_many_pages_is_made():
    document = make_document(*read_rich_text("\n\n".join(["Words " * 400] * 200)))
    assert len(PdfReader(io.BytesIO(to_pdf(document))).pages) > 130


def test_word_has_real_headings_header_rows_links_and_descriptions():
    content = to_docx(EVERYTHING)
    word = docx.Document(io.BytesIO(content))
    styles = {paragraph.text: paragraph.style.name for paragraph in word.paragraphs}
    assert styles["What we learned"] == "Title"
    assert styles["For whom"] == "Heading 1"
    assert styles["Numbers"] == "Heading 2"
    assert word.core_properties.title == "What we learned"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        inside = archive.read("word/document.xml").decode()
        relations = archive.read("word/_rels/document.xml.rels").decode()
    assert "<w:tblHeader" in inside
    assert 'descr="A line that falls from left to right"' in inside
    assert 'Target="https://example.org/a?b=1"' in relations
    assert "&lt;script&gt;" in inside
    assert ODD in inside


@each("is_compact", [False, True])
def test_word_is_a4_with_numbered_pages_and_dates_of_today(is_compact, settings, monkeypatch):
    monkeypatch.setattr(word_files, "now", lambda: datetime(2026, 11, 29, 12, tzinfo=UTC))
    settings.SITE_NAME = "Learning together"
    content = to_docx(Document("What we learned", blocks=EVERYTHING.blocks, is_compact=is_compact))
    word = docx.Document(io.BytesIO(content))
    page = word.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    footer = page.footer._element.xml
    assert "Learning together" in footer
    assert all(f'w:instr="{field}"' in footer for field in ("PAGE", "NUMPAGES"))
    about = word.core_properties
    assert (about.author, about.last_modified_by, about.revision) == ("Learning together", "Learning together", 1)
    assert {day.date() for day in (about.created, about.modified)} == {date(2026, 11, 29)}


def test_pdf_is_a4_with_numbered_pages(settings):
    settings.SITE_NAME = "Learning together"
    pages = PdfReader(io.BytesIO(to_pdf(make_document(*read_rich_text("\n\n".join(["Words " * 400] * 4)))))).pages
    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        assert (round(page.mediabox.width / 72 * 25.4), round(page.mediabox.height / 72 * 25.4)) == (210, 297)
        assert f"Page {number} of {len(pages)}" in page.extract_text()


@each("lines", range(26, 34))
def test_a_caption_of_a_pdf_is_on_the_page_where_its_table_begins(lines):
    table = Table("Children who came", ("Year", "Children"), tuple((f"row {number}", "12") for number in range(5)))
    content = to_pdf(make_document(*(Paragraph((f"line {number}",)) for number in range(lines)), table))
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    starts = {words: next(at for at, page in enumerate(pages) if words in page) for words in (table.caption, "row 0")}
    assert len(set(starts.values())) == 1, starts


def test_a_caption_and_the_head_of_a_table_stay_with_its_rows_in_word():
    word = docx.Document(io.BytesIO(to_docx(EVERYTHING)))
    assert word.styles["Caption"].paragraph_format.keep_with_next
    table = word.tables[0]
    assert table.rows[0].cells[0].paragraphs[0].paragraph_format.keep_with_next
    assert all("<w:cantSplit" in row._tr.xml for row in table.rows)


def test_read_rich_text_of_a_broken_address_stays_text():
    assert read_rich_text("see http://[broken here") == (Paragraph(("see ", "http://[broken", " here")),)


def test_link_to_another_host_without_scheme_is_refused():
    for address in ("//evil.example", "/\\evil.example", "http://[broken"):
        with pytest.raises(DocumentError):
            Link("words", address)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("https://www.example.org/a/very/long/path/that/many/read?or=types", "example.org/…long/path/that/many/read"),
    ],
)
def test_a_long_address_is_shown_by_its_site_and_its_end_and_leads_to_all_of_it(address, shown):
    html = to_html(read_rich_text(f"Ask there: {address}."))
    assert f'href="{address}" rel="nofollow noopener">{shown}</a>.' in html


def test_list_of_letters_is_that_of_the_fonts():
    """Where a font has changed: python tools/list_letters.py."""
    letters = {chr(code) for first, last in find_ranges() for code in range(first, last + 1)}
    assert get_known_letters() == letters | {"\n"}


# --- Short tables, stones and new sheets -------------------------------------------------------


def make_table(rows: int, words: str = "word") -> Table:
    return Table("Table", ("Name", "Words"), tuple((f"Row {number}", words) for number in range(rows)), (1, 3))


@each("lines", range(14, 34, 4))
def test_a_short_table_stays_on_one_page(lines):
    content = to_pdf(make_document(*(Paragraph((f"line {number}",)) for number in range(lines)), make_table(16)))
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    assert len({next(at for at, page in enumerate(pages) if f"Row {row}" in page) for row in (0, 14)}) == 1


def test_rows_of_a_short_table_stay_together_in_word_and_of_a_long_one_no_row_is_alone():
    def list_kept(table: Table) -> list[int]:
        word = docx.Document(io.BytesIO(to_docx(make_document(table))))
        rows = word.tables[0].rows
        return [at for at, row in enumerate(rows) if row.cells[0].paragraphs[0].paragraph_format.keep_with_next]

    assert list_kept(make_table(3)) == [0, 1, 2]
    assert list_kept(make_table(40)) == [0, 39]


def test_a_table_that_may_be_higher_than_a_sheet_is_cut():
    """What is kept whole and does not fit would run off the page."""
    narrow = Table("Table", ("Name", "Words"), tuple((f"Row {number}", "word " * 12) for number in range(8)), (9, 1))
    assert make_table(30).is_short
    assert not make_table(31).is_short
    assert not narrow.is_short
    assert not make_table(2, "\n".join(["line"] * 20)).is_short
    pages = PdfReader(io.BytesIO(to_pdf(make_document(narrow)))).pages
    assert len(pages) > 1
    assert "Row 7" in pages[-1].extract_text()


def test_columns_of_word_have_the_widths_of_the_table():
    word = docx.Document(io.BytesIO(to_docx(make_document(make_table(2)))))
    narrow, wide = (column.width for column in word.tables[0].columns)
    assert wide / narrow == pytest.approx(3, abs=0.01)


def test_stones_and_links_stand_in_cells_in_every_form():
    gauge = Gauge(
        "2 of 4", "Compared", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9Z"/></svg>'
    )
    ask = ("Ask: ", Link("here", "https://example.org/ask"))
    document = make_document(Table("Options", ("Option", "Evidence", "Who"), (("A", gauge, ask),)))
    page = to_html(document.blocks)
    assert gauge.svg in page
    assert '<a class="govuk-link" href="https://example.org/ask"' in page
    pdf = PdfReader(io.BytesIO(to_pdf(document))).pages[0].extract_text()
    word = docx.Document(io.BytesIO(to_docx(document)))
    cells = word.tables[0].rows[1].cells
    for told in (page, pdf, cells[1].text):
        assert "2 of 4" in told
        assert "Compared" in told
    assert "here" in pdf
    assert "here" in cells[2].paragraphs[0].text
    assert word.inline_shapes[0]._inline.docPr.get("descr") == "2 of 4"


def test_a_heading_may_begin_a_sheet():
    document = make_document(Heading("First"), Heading("Second", starts_page=True))
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(to_pdf(document))).pages]
    assert ["Second" in text for text in pages] == [False, True]
    word = docx.Document(io.BytesIO(to_docx(document)))
    assert [one.text for one in word.paragraphs if one.paragraph_format.page_break_before] == ["Second"]


def test_what_is_named_may_have_several_lines():
    document = make_document(Facts((("In favour", "• One\n• Two"), ("How strong?", "Quite"))))
    assert "• One<br>• Two" in to_html(document.blocks)
    word = docx.Document(io.BytesIO(to_docx(document)))
    assert [one.text for one in word.paragraphs[-2:]] == ["In favour\n• One\n• Two", "How strong? Quite"]
