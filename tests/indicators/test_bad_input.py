"""Every bad file gets a sentence (what was found, where, what to do) and leaves nothing behind."""

import gzip
import io
import os
import re
import zipfile
from pathlib import Path

import pytest

from cairn.common.reading.refusals import UnableToImport
from cairn.indicators.models import Observation, PublishedYear, Release
from cairn.indicators.services import import_paths
from tests.factories.indicators import NOON
from tests.indicators.published import (
    CLA,
    ON_31_MARCH,
    ONS,
    SFR,
    cla,
    council,
    england,
    population,
    region,
    write_csv,
    write_lait,
    write_parquet,
)

pytestmark = pytest.mark.django_db

GOOD = [cla(2024, "383", 1500), cla(2024, "888", 2000), england(2024, ON_31_MARCH, 12_000_000, 83_000, 70)]


@pytest.fixture
def refuse(kept_files: Path):
    """Import and expect a sentence; then see that nothing at all was kept."""

    def refuse(*paths: Path, dry_run: bool = False) -> str:
        with pytest.raises(UnableToImport) as problem:
            import_paths(paths, at=NOON, dry_run=dry_run)
        assert (Release.objects.count(), PublishedYear.objects.count(), Observation.objects.count()) == (0, 0, 0)
        assert [path for path in kept_files.rglob("*") if path.is_file()] == []
        sentence = str(problem.value)
        assert sentence.endswith((".", ")"))
        return sentence

    return refuse


# --- The table is not one that is known --------------------------------------------------------------


def test_unknown_layout_is_refused_with_what_was_found_and_what_is_read(refuse, write):
    path = write("x.csv", ["fish", "weight"], [["cod", 3]])

    sentence = refuse(path)
    assert sentence.startswith(f"{path}, line 1: its columns ('fish', 'weight') do not match any known layout.")
    assert "Cairn reads: Children looked after: numbers and rates; " in sentence


def test_missing_column_is_named(refuse, write):
    header = [name for name in CLA if name != "children_count"]

    assert "line 1: the column 'children_count' is missing. The columns found are: time_period, " in refuse(
        write("x.csv", header, [])
    )


def test_missing_column_of_a_narrow_table_names_the_nearest_layout(refuse, write):
    header = [name for name in ONS if name != "population_estimate"]

    assert "The nearest is 'Mid-year population estimates, children aged 0 to 17'" in refuse(write("x.csv", header, []))


def test_missing_column_of_totals_in_an_early_release(refuse, write):
    header = [name for name in SFR if name != "CLA_Mar2016"]

    assert "(such as CLA_Mar2016) is missing" in refuse(write("x.csv", header, []))


def test_column_that_stands_there_twice(refuse, write):
    assert "line 1: the column 'children_count' appears twice." in refuse(write("x.csv", [*CLA, "children_count"], []))


# --- A row is wrong ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "where", "found"),
    [
        (cla(2025, "314 / 318", 5), "old_la_code", "'314 / 318' is not the 3-digit code"),
        (cla(2025, "E08000035", 5), "old_la_code", "'E08000035' is not the 3-digit code"),
        (cla(2025, "", 5), "old_la_code", "'' is not the 3-digit code"),
        (region(2025, "W99999999", ON_31_MARCH, 1, 1, 1), "region_code", "'W99999999' is not the code of England"),
        (
            cla(2025, "383", "q"),
            "children_count",
            "'q' is neither a number nor one of the known marks (c, k, ~, u",
        ),
        (cla(2025, "383", "1,500"), "children_count", "'1,500' is neither a number"),
        (cla(2025, "383", "nan"), "children_count", "'nan' is neither a number"),
        (cla(2025, "383", "inf"), "children_count", "'inf' is neither a number"),
        (cla(2025, "383", "١٢"), "children_count", "'١٢' is neither a number"),
        (cla("202425", "383", 5), "time_period", "'202425' is not a year."),
        (cla("0", "383", 5), "time_period", "'0' is not a year."),
        (council(2025, "383", "Adopted children", 1, 1, 1), "population_type", "'Adopted children' is not a value"),
        (
            [2025, "Academic year", *cla(2025, "383", 5)[2:]],
            "time_identifier",
            "'Academic year' is not a kind of period known",
        ),
        (
            [2025, "Reporting year", "School", *cla(2025, "383", 5)[3:]],
            "geographic_level",
            "'School' is not a level known",
        ),
    ],
)
def test_wrong_cell_is_told_with_line_and_column(refuse, write, row, where, found):
    path = write("x.csv", CLA, [*GOOD, row])

    sentence = refuse(path)
    assert sentence.startswith(f"{path}, line 5, column {where}: {found}")


def test_duplicated_row_with_other_figures_names_both_lines(refuse, write):
    path = write("x.csv", CLA, [*GOOD, cla(2024, "383", 1501)])

    sentence = refuse(path)
    assert f"{path}, line 5: the same place, year and population_type are already on line 2, with other fig" in sentence


def test_true_line_is_told_after_a_cell_with_a_line_break(refuse, write):
    row = cla(2024, "383", 1500)
    row[9] = "Leeds\n(with a break)"

    assert "line 4, column old_la_code" in refuse(write("x.csv", CLA, [row, cla(2024, "nine", 1)]))


def test_row_that_was_cut_off_is_refused(refuse, write, tmp_path):
    path = write("x.csv", CLA, GOOD)
    path.write_text(path.read_text()[:-12])

    assert re.search(r"line 4: the row has \d+ cells and the header has 14", refuse(path))


def test_open_quotation_mark_is_refused(refuse, write):
    path = write("x.csv", CLA, GOOD)
    path.write_text(path.read_text() + '2025,"Reporting')

    assert "line 5: this is not a well-formed table" in refuse(path)


def test_table_without_a_number_is_refused(refuse, write):
    assert "it contains nothing that could be stored" in refuse(write("x.csv", ONS, [population(2024, "383", "x")]))
    assert "it contains nothing that could be stored" in refuse(write("y.csv", ONS, []))


# --- The bytes are wrong -----------------------------------------------------------------------------


def test_latin_1_bytes_are_told_with_line_and_column(refuse, tmp_path):
    row = cla(2025, "383", 5)
    row[9] = "Lééds"
    path = write_csv(tmp_path / "x.csv", CLA, [*GOOD, row], encoding="latin-1")

    column = ",".join(map(str, row)).index("é") + 1
    sentence = refuse(path)
    assert sentence.startswith(f"{path}, line 5, column {column}: the byte 0xe9 is not UTF-8")
    assert "Save the file as 'CSV UTF-8'" in sentence


def test_utf_16_is_not_text_for_us(refuse, tmp_path):
    assert "the file is UTF-16" in refuse(write_csv(tmp_path / "x.csv", CLA, GOOD, encoding="utf-16"))


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "the file is empty."),
        (b"\n\n", "it has no rows."),
        (b"\x00\x01\x02" * 100, "this is not a text file."),
        (b"%PDF-1.7 ...", "this is a PDF document"),
        (b"<!DOCTYPE html><title>Report not found</title>", "this is a web page"),
        (b"\xd0\xcf\x11\xe0 ...", "this is an old Excel workbook"),
        (b"a" * 1_500_000, "the line is longer than a million characters."),
    ],
)
def test_what_is_not_a_table_is_refused(refuse, tmp_path, content, found):
    path = tmp_path / "x.csv"
    path.write_bytes(content)

    assert found in refuse(path)


def test_workbook_is_refused_as_one(refuse, tmp_path):
    with zipfile.ZipFile(tmp_path / "x.xlsx", "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")

    assert "this workbook cannot be read" in refuse(tmp_path / "x.xlsx")


def test_truncated_gzip_is_refused(refuse, write, tmp_path):
    packed = gzip.compress(write("x.csv", CLA, GOOD * 1).read_bytes())
    path = tmp_path / "x.csv.gz"
    path.write_bytes(packed[: len(packed) // 2])

    assert "the packed file is cut off or damaged" in refuse(path)


def test_gzip_with_flipped_bits_is_refused(refuse, write, tmp_path):
    packed = bytearray(gzip.compress(write("x.csv", CLA, GOOD).read_bytes()))
    packed[-6] ^= 0xFF  # the checksum
    path = tmp_path / "x.csv.gz"
    path.write_bytes(packed)

    assert "cut off or damaged" in refuse(path)


def test_truncated_parquet_is_refused(refuse, tmp_path):
    path = write_lait(tmp_path / "x.parquet", [("LACnum", "2016", 383, "1239")])
    path.write_bytes(path.read_bytes()[:-20])

    assert "this Parquet file cannot be read (its end is missing)" in refuse(path)


# --- Too much ----------------------------------------------------------------------------------------


def test_2_gb_file_is_refused_before_it_is_opened(refuse, tmp_path, settings):
    path = tmp_path / "x.csv"
    with path.open("wb") as file:
        os.truncate(file.fileno(), 2 * 1024**3)

    assert "the file has 2,147 MB, more than the limit of 537 MB; it was not opened." in refuse(path)


def test_zip_bomb_is_refused_by_what_it_says_of_itself(refuse, tmp_path, settings):
    settings.IMPORT_MAX_BYTES = 1_000_000
    with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.csv", b"0" * 20_000_000)

    assert "unpacked it would have more than the limit of 1 MB" in refuse(tmp_path / "x.zip")


def test_gzip_bomb_is_stopped_while_it_unpacks(refuse, tmp_path, settings):
    settings.IMPORT_MAX_BYTES = 1_000_000
    (tmp_path / "x.csv.gz").write_bytes(gzip.compress(b"0" * 20_000_000))

    assert "unpacked it would have more than the limit of 1 MB; unpacking was stopped." in refuse(tmp_path / "x.csv.gz")


def test_zip_that_lies_about_its_size_is_stopped(refuse, tmp_path, settings):
    settings.IMPORT_MAX_BYTES = 1_000_000
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.csv", b"0" * 20_000_000)
    size = (20_000_000).to_bytes(4, "little")
    (tmp_path / "x.zip").write_bytes(packed.getvalue().replace(size, (10).to_bytes(4, "little")))

    refuse(tmp_path / "x.zip")


def test_zip_with_too_many_files_is_refused(refuse, tmp_path):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        for number in range(101):
            archive.writestr(f"{number}.csv", "a,b")

    assert "holds 101 files; at most 100 are opened" in refuse(tmp_path / "x.zip")


def test_zip_with_a_password_is_refused(refuse, write, tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("x.csv", "a,b")
    content = bytearray(packed.getvalue())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "x.zip").write_bytes(content)

    assert "locked with a password" in refuse(tmp_path / "x.zip")


def test_damaged_zip_is_refused(refuse, tmp_path):
    (tmp_path / "x.zip").write_bytes(b"PK\x03\x04 and then nothing of the kind")

    assert "the zip archive is damaged" in refuse(tmp_path / "x.zip")


# --- The long table of the interactive tool ----------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([("LACnum", "0", 383, "12")], "row 1, column Years: the year label is '0', a placeholder, and yet there is"),
        ([("LACnum", "soon", 383, "12")], "column Years: 'soon' is not a known year label."),
        ([("LACnum", "2016 (guess)", 383, "12")], "column Years: '2016 (guess)' is not a known year label"),
        ([("LACnum", "2016/18", 383, "12")], "column Years: '2016/18' is not a known year label"),
        ([("LACnum", "2016-14", 383, "12")], "column Years: '2016-14' is not a known year label"),
        ([("LACnum", "2016", 999, "12")], "row 1, column LA Number: '999' is not the 3-digit code"),
        ([("LACnum", "2016", None, "12")], "row 1, column LA Number: 'None' is not the 3-digit code"),
        ([("LACnum", "2016", 383, "c?")], "row 1, column Values: 'c?' is neither a number"),
        ([("LACnum", "2016", 383, "-12")], "row 1, column Values: '-12' is negative"),
        (
            [("LACnum", "2016", 383, "1"), ("LACnum", "2016", 383, "2")],
            "row 2: the same measure, year and area are already on row 1, with another figure",
        ),
        (
            [("LACnum", "2016", 383, "1"), ("LACnum", "2016 (Rev)", 888, "2")],
            "row 2, column Years: the same measure and year are there under two labels, '2016' and '2016 (Rev)'",
        ),
        ([("", "2016", 383, "1")], "row 1, column Short Desc: '' is not the key of a measure"),
    ],
)
def test_wrong_row_of_the_long_table_is_told_with_its_row(refuse, tmp_path, rows, sentence):
    assert sentence in refuse(write_lait(tmp_path / "x.parquet", rows))


def test_parquet_of_another_kind_is_refused(refuse, tmp_path):
    write_parquet(tmp_path / "x.parquet", {"a": [1]}, numbers={"a"})
    write_parquet(tmp_path / "y.parquet", {"Short Desc": ["a"], "Years": ["2016"], "Values": ["1"]})

    assert "its columns ('a') do not match any known layout" in refuse(tmp_path / "x.parquet")
    assert "the columns 'LA Number' are missing" in refuse(tmp_path / "y.parquet")


def test_long_table_with_figures_as_numbers_is_refused(refuse, tmp_path):
    columns = {"Short Desc": ["LACnum"], "Years": ["2016"], "LA Number": [383.0], "Values": [1239.0]}
    path = write_parquet(tmp_path / "x.parquet", columns, numbers={"LA Number", "Values"})

    assert "column Values: the column holds numbers, not text." in refuse(path)


def test_long_table_with_too_many_rows_is_refused_before_it_is_in_memory(refuse, tmp_path, monkeypatch):
    monkeypatch.setattr("cairn.indicators.importers.lait.MOST_ROWS", 1)
    path = write_lait(tmp_path / "x.parquet", [("LACnum", "2016", 383, "1"), ("LACnum", "2017", 383, "1")])

    assert "the table has more than 1 rows." in refuse(path)


def test_parquet_with_damaged_pages_is_refused(refuse, tmp_path):
    path = write_lait(tmp_path / "x.parquet", [("LACnum", str(year), 383, "1") for year in range(1990, 2020)])
    content = bytearray(path.read_bytes())
    content[4:60] = b"\xff" * 56
    path.write_bytes(content)

    assert "this Parquet file cannot be read" in refuse(path)


# --- Early releases ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (["", "LA", "999", "Nowhere", 1, 1, 0], "line 2, column geog_c: '999' is not the 3-digit code"),
        (["", "REGION", "Z", "Nowhere", 1, 1, 0], "line 2, column geog_c: 'Z' is not the code of England or of one"),
        (["", "WARD", "383", "Leeds", 1, 1, 0], "line 2, column geog_l: 'WARD' is not a level known"),
        (["", "", "A", "North East", 1, 1, 0], "line 2, column geog_l: '' is not a level known"),
        (["", "LA", "383", "Leeds", 1, 1, 0, ""], "line 2: the row has 8 cells and the header has 7"),
    ],
)
def test_wrong_row_of_an_early_release(refuse, write, row, sentence):
    assert sentence in refuse(write("x.csv", SFR, [row]))


def test_duplicated_row_of_an_early_release(refuse, write):
    row = ["", "LA", "383", "Leeds", 1, 1, 0]

    sentence = refuse(write("x.csv", SFR, [row, [*row[:-1], 1]]))
    assert "line 3: the same place is already on line 2, with other figures." in sentence


def test_figure_in_a_column_without_a_name(refuse, write):
    sentence = refuse(write("x.csv", [*SFR, ""], [["", "LA", "383", "Leeds", 1, 1, 0, 7]]))

    assert "line 2, column 8: '7' is in a column without a name." in sentence


# --- Nothing could be taken --------------------------------------------------------------------------


def test_strict_import_takes_all_or_nothing(write, kept_files):
    good = write("a.csv", CLA, GOOD)
    bad = write("b.csv", ONS, [population(2023, "383", 160_000), population(2023, "here", 1)])

    for dry_run in (True, False):
        with pytest.raises(UnableToImport, match=f"{re.escape(str(bad))}, line 3"):
            import_paths([good, bad], at=NOON, strict=True, dry_run=dry_run)
    assert Release.objects.count() == 0
    assert [path for path in kept_files.rglob("*") if path.is_file()] == []


def test_folder_whose_every_table_is_refused(refuse, write, tmp_path):
    write("a.csv", CLA, [cla(2024, "383", "many")])
    write("b.csv", ONS, [population(2023, "999", 1)])

    sentence = refuse(tmp_path)
    assert "a.csv, line 2" in sentence
    assert "b.csv, line 2" in sentence


def test_path_that_is_not_there(refuse, tmp_path):
    assert refuse(tmp_path / "absent.csv") == (
        f"{tmp_path / 'absent.csv'}: there is no such file or folder. Check the spelling of the path."
    )


def test_folder_without_a_file_of_a_known_kind(refuse, tmp_path):
    (tmp_path / "read me.txt").write_text("hello")

    assert refuse(tmp_path).startswith("None of the files is a type that Cairn can read.")


def test_empty_folder(refuse, tmp_path):
    assert refuse(tmp_path).startswith("There are no files in those folders.")


def test_what_is_not_an_ordinary_file(refuse, tmp_path):
    os.mkfifo(tmp_path / "pipe")

    assert "this is not an ordinary file" in refuse(tmp_path / "pipe")
