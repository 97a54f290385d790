"""Tables as files that a spreadsheet opens rightly and never runs."""

# ruff: noqa: S314 (what is read here was just written by us)

import csv
import io
import re
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree import ElementTree

import cairn
from cairn.common import exports
from cairn.common.exports import to_csv, to_xlsx
from tests.cases import each

WRITERS = re.compile(r"^ *(import|from) (xlsxwriter|openpyxl|pandas)", re.MULTILINE)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def read_xlsx(content: bytes) -> dict[str, list[list[tuple[str, str]]]]:
    """Rows of (type, text) by sheet; the type is "s" for text, "n" for a number, "f" for a formula."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        strings = []
        if "xl/sharedStrings.xml" in book.namelist():
            shared = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
            strings = ["".join(part.text or "" for part in one.iter(f"{MAIN}t")) for one in shared.iter(f"{MAIN}si")]
        names = [one.get("name") for one in ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{MAIN}sheet")]
        sheets = {}
        for number, name in enumerate(names, start=1):
            rows = []
            for row in ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml")).iter(f"{MAIN}row"):
                rows.append([_read_cell(cell, strings) for cell in row.iter(f"{MAIN}c")])
            sheets[name] = rows
    return sheets


def _read_cell(cell, strings):
    if cell.find(f"{MAIN}f") is not None:
        return "f", cell.find(f"{MAIN}f").text
    text = cell.findtext(f"{MAIN}v", "")
    return ("s", strings[int(text)]) if cell.get("t") == "s" else (cell.get("t", "n"), text)


def test_csv_has_a_byte_order_mark_and_windows_line_ends():
    assert to_csv(["Year", "Figure"], [[2021, 1.5], [2022, None]]) == "\ufeffYear,Figure\r\n2021,1.5\r\n2022,\r\n"


def test_csv_quotes_commas_quotes_and_lines():
    text = to_csv(["a"], [['say "no", twice'], ["two\nlines"]])
    assert list(csv.reader(io.StringIO(text.removeprefix("\ufeff")))) == [["a"], ['say "no", twice'], ["two\nlines"]]


@each("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_csv_disarms_text_that_a_spreadsheet_would_run(start):
    text = to_csv(["a", "b"], [[f'{start}HYPERLINK("x")', "b"]])
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert rows[1] == [f'\'{start}HYPERLINK("x")', "b"]


def test_csv_disarms_a_heading_too():
    assert to_csv(["=1+1"], []) == "\ufeff'=1+1\r\n"


def test_csv_leaves_negative_numbers_as_numbers():
    assert to_csv(["a", "b"], [[-1.5, -2]]) == "\ufeffa,b\r\n-1.5,-2\r\n"


def test_xlsx_holds_numbers_as_numbers_and_text_as_text():
    sheets = read_xlsx(to_xlsx([("Figures", ["Year", "Note"], [[2021, "a"], [-1.5, None], [True, "007"]])]))
    assert sheets["Figures"] == [
        [("s", "Year"), ("s", "Note")],
        [("n", "2021"), ("s", "a")],
        [("n", "-1.5")],
        [("b", "1"), ("s", "007")],
    ]


@each("text", ["=1+1", "+1", "-1", "@x", "https://example.org", "mailto:a@example.org", "{=1}"])
def test_xlsx_never_makes_a_formula_or_a_link_of_text(text):
    content = to_xlsx([("A", ["a"], [[text]])])
    assert read_xlsx(content)["A"][1] == [("s", text)]
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert not [name for name in book.namelist() if "rels" in name and "sheet" in name]


def test_xlsx_keeps_several_sheets_in_order_and_cuts_long_names():
    content = to_xlsx([("One", ["a"], []), ("A name that is longer than Excel allows it", ["b"], [])])
    assert list(read_xlsx(content)) == ["One", "A name that is longer than Exce", "About"]


def test_xlsx_columns_are_wide_enough_to_read_but_not_endless():
    with zipfile.ZipFile(io.BytesIO(to_xlsx([("A", ["a", "b"], [["x" * 30, "y" * 500]])]))) as book:
        widths = re.findall(r'<col [^>]*width="([\d.]+)"', book.read("xl/worksheets/sheet1.xml").decode())
    assert [round(float(width)) for width in widths] == [33, 61]


def test_a_workbook_prints_a_page_wide_and_says_what_it_is(settings):
    settings.SITE_NAME = "Learning together"
    content = to_xlsx([("Figures", ["Day", "Children"], [[date(2026, 3, 1), 12]]), ("Notes", ["Note"], [])])
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        about, first = parts.read("docProps/core.xml").decode(), parts.read("xl/worksheets/sheet1.xml").decode()
        second = parts.read("xl/worksheets/sheet2.xml").decode()
        styles, book = parts.read("xl/styles.xml").decode(), parts.read("xl/workbook.xml").decode()
    assert "<dc:title>Figures</dc:title>" in about
    assert "<dc:creator>Learning together</dc:creator>" in about
    for sheet in (first, second):
        assert re.search(r'<pageSetup paperSize="9" fitToHeight="0" orientation="landscape"', sheet), sheet
    assert "Figures!$1:$1" in book
    assert 'formatCode="d mmmm yyyy"' in styles


def test_the_last_sheet_of_a_workbook_says_what_it_is(settings, monkeypatch):
    monkeypatch.setattr(exports, "localdate", lambda: date(2026, 11, 29))
    settings.SITE_NAME, settings.BASE_URL = "Learning together", "https://learn.example"
    about = [("Source", "Department for Education")]
    sheets = read_xlsx(to_xlsx([("Figures", ["Year"], [[2024]])], title="Children in care", about=about))
    assert list(sheets) == ["Figures", "About"]
    assert [[text for _, text in row] for row in sheets["About"]] == [
        ["About this file", ""],
        ["Title", "Children in care"],
        ["Source", "Department for Education"],
        ["From", "Learning together, https://learn.example/"],
        ["Downloaded", "46355"],  # a day, as Excel counts them
    ]


def test_nothing_is_said_about_a_form_to_fill_in():
    assert list(read_xlsx(to_xlsx([("Figures", ["Month"], [["2026-01"]])], as_text=True))) == ["Figures"]


@each(
    ("title", "cell", "shown"),
    [
        ("Children", 1234, "#,##0"),
        ("Year", 2024, None),
        ("Change (%)", -12.3456789, "#,##0.0##"),
        ("Day", date(2026, 3, 1), "d mmmm yyyy"),
        ("When", datetime(2026, 3, 1, 9, 30, tzinfo=UTC), "d mmmm yyyy hh:mm"),
        ("Decides", True, None),
    ],
)
def test_cells_are_shown_by_what_they_hold(title, cell, shown):
    content = to_xlsx([("A", [title], [[cell]])])
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        styles = ElementTree.fromstring(parts.read("xl/styles.xml"))
        first = ElementTree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
    formats = {one.get("numFmtId"): one.get("formatCode") for one in styles.iter(f"{MAIN}numFmt")} | {"3": "#,##0"}
    styled = [one.get("numFmtId") for one in styles.find(f"{MAIN}cellXfs")]
    used = next(one for one in first.iter(f"{MAIN}c") if one.get("r") == "A2").get("s", "0")
    assert formats.get(styled[int(used)]) == shown


def test_every_workbook_is_written_here():
    """So that each is A4, a page wide, named and dated; who writes one in another way forgets some of it."""
    sources = Path(cairn.__file__).parent
    writers = [
        path.relative_to(sources).as_posix() for path in sources.rglob("*.py") if WRITERS.search(path.read_text())
    ]
    assert writers == ["common/exports.py"]
