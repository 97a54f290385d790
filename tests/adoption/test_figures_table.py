"""A table of own figures: refused with everything that is wrong with it at once, shown before it is saved."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cairn.adoption.forms.figures import UnableToReadCount, read_count
from cairn.adoption.models import OwnFigure
from cairn.adoption.tables.figures import check_table, read_month
from cairn.common.exports import to_xlsx
from cairn.library.models import Project
from tests.cases import each
from tests.factories.figures import make_measure
from tests.factories.records import make_draft

DAY = date(2026, 11, 29)
COUNT, SHARE = ["Month", "Number"], ["Month", "Number", "Out of", "Nothing collected because", "Note"]


@each(
    ("written", "month"),
    [
        ("2026-04", date(2026, 4, 1)),
        ("2026-04-30", date(2026, 4, 1)),
        ("2026/4", date(2026, 4, 1)),
        ("04/2026", date(2026, 4, 1)),
        ("30/04/2026", date(2026, 4, 1)),
        ("April 2026", date(2026, 4, 1)),
        ("Apr-26", date(2026, 4, 1)),
        ("sept 2025", date(2025, 9, 1)),
        ("2026-13", None),
        ("2026-00", None),
        ("Q1 2026", None),
        ("Smarch 2026", None),
        ("April", None),
        ("2026", None),
        ("1826-04", None),
        ("46113", None),
    ],
)
def test_month_is_read_in_the_ways_people_write_it(written, month):
    assert read_month(written) == month


@each(("written", "number"), [("12", 12), (" 1,204 ", 1204), ("12.0", 12), ("0", 0), ("", None)])
def test_count_is_read(written, number):
    assert read_count(written) == number


@each("written", ["twelve", "-1", "2.5", "[c]", "NaN", "inf", "1e99", "12%"])
def test_what_is_no_count_is_refused(written):
    with pytest.raises(UnableToReadCount):
        read_count(written)


def as_rows(header, *rows):
    return [(number, list(cells)) for number, cells in enumerate((header, *rows), start=1)]


@pytest.fixture
def project(db):
    return make_draft(Project, title="The house")


def list_problems(measure, rows):
    checked = check_table(measure, rows, day=DAY)
    assert not (checked.problems and checked.can_be_saved)
    return [(one.row, one.column, one.sentence) for one in checked.problems]


def test_everything_that_is_wrong_is_said_at_once(project):
    rows = as_rows(
        COUNT,
        ["2026-01", "12"],
        ["2026-01", "13"],  # row 3: doubled
        ["2026-02", "many"],  # row 4: words
        ["May 2026", "14"],  # row 5: after a gap
        ["2026-13", "15"],  # row 6: no month
        ["2026-11", "16"],  # row 7: has not ended
        ["", "17"],  # row 8: no month
        ["2026-06", ""],  # row 9: nothing
        ["2026-07", "-4"],  # row 10
    )
    problems = list_problems(make_measure(project), rows)
    assert [row for row, _, _ in problems] == [3, 4, 5, 6, 7, 8, 9, 10]
    assert [row for row, column, _ in problems if column == "Number"] == [4, 9, 10]
    said = {row: sentence for row, _, sentence in problems}
    assert said[3].startswith("January 2026 is in row 2 as well")
    assert said[4].startswith("“many” is not a number")
    assert "say why in “Nothing collected because”" in said[4]
    assert said[5].startswith("March 2026 to April 2026 are missing (2 months)")
    assert said[6].startswith("“2026-13” is not a month")
    assert said[7] == "November 2026 has not ended yet. Enter its figure from 1 December 2026."
    assert "enter 0" in said[9]
    assert not OwnFigure.objects.exists()


def test_gap_to_what_is_saved_is_a_gap_too(project):
    measure = make_measure(project, [20, 21])  # January and February 2025
    assert list_problems(measure, as_rows(COUNT, ["2025-04", "12"])) == [
        (
            2,
            "Month",
            "March 2025 is missing. Add a row. If nothing was collected, leave the number blank and say why in "
            "“Nothing collected because”.",
        )
    ]
    assert list_problems(measure, as_rows(COUNT, ["2025-03", "12"])) == []
    assert list_problems(measure, as_rows(COUNT, ["2024-11", "12"]))[0][2].startswith("December 2024 is missing")


def test_gap_that_is_meant_is_taken_with_its_reason(project):
    rows = as_rows([*COUNT, "Nothing collected because"], ["2025-01", "12", ""], ["2025-02", "", "No system"])
    checked = check_table(make_measure(project), rows, day=DAY)
    assert [(one.answers["number"], one.answers["why_none"]) for one in checked.planned] == [
        (12, ""),
        (None, "No system"),
    ]
    both = as_rows([*COUNT, "Nothing collected because"], ["2025-01", "12", "No system"])
    assert "not both" in list_problems(make_measure(project), both)[0][2]


@pytest.mark.parametrize(
    ("cells", "column", "sentence"),
    [
        (["2025-01", "9", ""], "Out of", "Enter out of how many"),
        (["2025-01", "9", "8"], "Number", "9 is more than 8"),
        (["2025-01", "", "8"], "Number", "Enter the number"),
        (["2025-01", "45%", "8"], "Number", "is not a number"),
    ],
)
def test_percentage_needs_both_numbers(project, cells, column, sentence):
    measure = make_measure(project, form="percentage")
    [problem] = list_problems(measure, as_rows(SHARE, [*cells, "", ""]))
    assert problem[:2] == (2, column)
    assert sentence in problem[2]
    [missing] = list_problems(measure, as_rows(COUNT, ["2025-01", "9"]))
    assert "The column “Out of” is missing. A percentage needs both" in missing[2]


def test_header_that_is_not_known_is_described(project):
    measure = make_measure(project)
    said = [
        sentence
        for _, _, sentence in list_problems(measure, as_rows(["Mont", "Number", "Colour"], ["2025-01", "1", "2"]))
    ]
    assert said[0].startswith("“Mont” is not one of the columns. Did you mean “Month”?")
    assert said[1].startswith("“Colour” is not one of the columns. The columns are:")
    assert any("“Month” is missing" in sentence for sentence in said)
    assert "is empty" in list_problems(measure, [])[0][2]
    assert "no rows under the header" in list_problems(measure, as_rows(COUNT))[0][2]
    assert "appears twice" in list_problems(measure, as_rows(["Month", "Number", "Count"], ["2025-01", "1", "1"]))[0][2]


def test_quarter_begins_in_its_first_month(project):
    measure = make_measure(project, every="quarter")
    [problem] = list_problems(measure, as_rows(["Quarter", "Number"], ["2026-05", "12"]))
    assert "May is not the first month of a quarter" in problem[2]
    assert "April 2026" in problem[2]
    assert list_problems(measure, as_rows(["Quarter", "Number"], ["2026-01", "12"], ["2026-04", "12"])) == []


def test_words_that_sound_like_a_concern_are_refused_with_their_row(project):
    rows = as_rows([*COUNT, "Note"], ["2025-01", "12", "A boy in the house is being hit"])
    assert "sounds like a concern" in list_problems(make_measure(project), rows)[0][2]


def upload(client, address, content, name="figures.csv"):
    return client.post(address, {"file": SimpleUploadedFile(name, content)}).content.decode()


@pytest.fixture
def client_of(project):
    client = Client()
    client.force_login(project.author)
    return client


def test_table_is_shown_first_and_saved_on_a_yes(project, client_of):
    measure = make_measure(project, [20, 21])
    address = f"/figures/{project.slug}/{measure.pk}/import/"
    page = upload(client_of, address, b"Month,Number,Note\n2025-02,22,Counted again\n2025-03,23,\n2025-01,20,\n")
    assert "Figures: 1 new, 1 changed, 1 unchanged" in page
    assert "Was 21" in page
    assert OwnFigure.objects.count() == 2
    rows = page.partition('name="rows" value="')[2].partition('"')[0].replace("&quot;", '"')
    assert client_of.post(address, {"rows": rows}).status_code == 302
    assert list(OwnFigure.objects.values_list("number", "note")) == [(20, ""), (22, "Counted again"), (23, "")]


def test_rows_that_were_changed_under_way_are_checked_again(project, client_of):
    measure = make_measure(project, [20])
    address = f"/figures/{project.slug}/{measure.pk}/import/"
    for rows in ("{", "[]", "[1]", "null", '[[1, ["Month", "Number"]], [2, ["2025-09", "5"]]]', '[["x", 3]]'):
        assert client_of.post(address, {"rows": rows}).status_code == 200
    assert OwnFigure.objects.count() == 1


def test_what_was_downloaded_can_be_uploaded_again(project, client_of):
    counts = [(9, 12), "Planned pause", (30, 40), (0, 0)]
    measure = make_measure(project, counts, form="percentage")
    address = f"/figures/{project.slug}/{measure.pk}/"
    for form in ("csv", "xlsx"):
        there = b"".join(client_of.get(f"{address}figures.{form}"))
        page = upload(client_of, f"{address}import/", there, f"figures.{form}")
        assert "Every row matches what is saved" in page


def test_excel_template_is_read_back(project, client_of):
    measure = make_measure(project)
    address = f"/figures/{project.slug}/{measure.pk}/"
    assert b"Nothing collected because" in b"".join(client_of.get(f"{address}template.csv"))
    table = to_xlsx([("Figures", ["Month", "Number"], [["2025-01", 12], ["2025-02", 13]])])
    assert "Figures: 2 new" in upload(client_of, f"{address}import/", io.BytesIO(table).getvalue(), "figures.xlsx")
    assert "Choose a file" in client_of.post(f"{address}import/").content.decode()
    assert "not accepted" in upload(client_of, f"{address}import/", b"x", "figures.exe")
