"""Tables are read whole or refused in a sentence, and a hostile workbook hurts nobody."""

import io
from datetime import date

import pytest
import xlsxwriter

from cairn.common.files import UnableToTakeFile, check_upload, read_table


def read(name, content, most_rows=10):
    return read_table(check_upload(name, io.BytesIO(content)), most_rows=most_rows)


def make_workbook(write):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        write(workbook)
    return out.getvalue()


def test_csv_is_read_with_the_lines_that_a_person_sees():
    content = '\ufeffTitle,Why\r\n\r\n"Two\nlines",a\r\nNext, b \r\n'.encode()
    assert read("a.csv", content) == [(1, ["Title", "Why"]), (3, ["Two\nlines", "a"]), (5, ["Next", "b"])]


def test_workbook_is_read_as_somebody_sees_it():
    def write(workbook):
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["Title", "Number", "Day", "Yes"])
        sheet.write_row(2, 0, ["Two\nlines", 12])
        sheet.write_datetime(2, 2, date(2015, 1, 1), workbook.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_boolean(2, 3, True)
        workbook.add_worksheet("Notes").write(0, 0, "not read")

    assert read("a.xlsx", make_workbook(write)) == [
        (1, ["Title", "Number", "Day", "Yes"]),
        (3, ["Two\nlines", "12", "2015-01-01", "Yes"]),
    ]


def test_workbook_that_unpacks_into_all_memory_is_refused():
    def write(workbook):
        sheet = workbook.add_worksheet()
        sheet.write(0, 0, "Title")
        sheet.write(1_048_575, 16_383, "far away")

    with pytest.raises(UnableToTakeFile, match=r"We could not read this spreadsheet|more than 10"):
        read("a.xlsx", make_workbook(write))


def test_too_many_rows_are_refused_with_the_number_that_is_allowed():
    with pytest.raises(UnableToTakeFile, match=r"there are more than 2 rows\. Cut the table into smaller files\."):
        read("a.csv", b"Title\na\nb\nc\n", most_rows=2)
    assert len(read("a.csv", b"Title\na\nb\n", most_rows=2)) == 3


def test_other_files_and_other_letters_are_refused():
    with pytest.raises(UnableToTakeFile, match=r"Use CSV or Excel \(xlsx\)"):
        read("a.txt", b"Title\n")
    with pytest.raises(UnableToTakeFile, match="The file, line 2, column 3: the byte 0x92 is not UTF-8"):
        read("a.csv", b"Title\nIt\x92s\n")
