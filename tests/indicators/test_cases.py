"""Files that analysts reported as troublesome, one test for each row of cases/README.md, and others of each kind."""

import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from cairn.common.reading.refusals import UnableToImport
from cairn.indicators.importers.base import MOST_ERRORS, MOST_UNKNOWN
from cairn.indicators.importers.fingertips import get_edition
from cairn.indicators.models import Observation, Release
from cairn.indicators.services import import_paths
from cairn.places.models import PlaceCode
from tests.factories.indicators import NOON
from tests.factories.places import CouncilFactory
from tests.indicators.published import (
    CLA,
    COMMON,
    D3,
    ON_31_MARCH,
    REPEAT,
    SFR,
    cla,
    council,
    england,
    region,
    write_lait,
)

pytestmark = pytest.mark.django_db
COUNT, RATE = "ees.cla.on_31_march.children_count", "ees.cla.on_31_march.rate_per_10000"
LEEDS, ENGLAND = "383", "E92000001"
FINGERTIPS = ["Indicator ID", "Indicator Name", "Area Code", "Area Name", "Area Type", "Sex", "Age", "Category Type"]
FINGERTIPS += ["Category", "Time period", "Value", "Lower CI 95.0 limit", "Upper CI 95.0 limit"]
FINGERTIPS += ["Lower CI 99.8 limit", "Upper CI 99.8 limit", "Count", "Denominator", "Value note"]
INJURIES = "fingertips.90284.persons.under_15_yrs.value"


@dataclass
class Taken:
    """What became of an import: its notes, and cells by series, year and place; or the sentence of a refusal."""

    notes: str = ""
    refusal: str = ""
    cells: dict[tuple[str, int, str], tuple[float | None, str]] = field(default_factory=dict)

    def get(self, series: str, year: int, code: str) -> tuple[float | None, str] | None:
        return self.cells.get((series, year, code))


@pytest.fixture
def take():
    """Import one file, first as a rehearsal, which must say the same."""

    def take(path: Path) -> Taken:
        told = [_take(path, dry_run=True), _take(path, dry_run=False)]
        assert told[0] == told[1]
        live = Observation.objects.filter(published_year__release__state=Release.State.LIVE)
        names = ("published_year__series__key", "published_year__year", "place__code")
        cells = {(*key,): (value, status) for *key, value, status in live.values_list(*names, "value", "status")}
        return Taken(*told[1], cells)

    return take


def _take(path: Path, *, dry_run: bool) -> tuple[str, str]:
    try:
        report = import_paths([path], at=NOON, dry_run=dry_run)
    except UnableToImport as problem:
        return "", str(problem)
    return " ".join(report.files[0].notes), ""


@pytest.fixture
def case(cases, take):
    return lambda name: take(cases / name)


# --- The rows of the list ----------------------------------------------------------------------------


def test_01_tilde_and_colon_are_read_as_what_they_mean(case):
    taken = case("01_tilde_and_colon_symbols.csv")
    assert taken.get(RATE, 2025, LEEDS) == (None, "rounds_to_zero")
    assert taken.get(COUNT, 2024, LEEDS) == (None, "not_available")
    assert taken.get(COUNT, 2025, LEEDS) == (1498.0, "number")


def test_03_older_words_of_a_table_are_left_out_with_a_clear_sentence(case):
    taken = case("03_care_leavers_homes_2018_to_2020_words.csv")
    assert "The nearest is 'Care leavers: where they live'" in taken.refusal


def test_04_newest_national_series_is_read_with_its_sixth_group(case):
    taken = case("04_national_series_1994_to_2025.csv")
    assert taken.get("ees.cla_national.on_31_march", 2025, ENGLAND) == (81770.0, "number")
    assert taken.get("ees.cla_national.without_unaccompanied", 2025, ENGLAND) == (75240.0, "number")
    assert len(taken.cells) == 5


def test_06_rows_of_other_kinds_of_areas_are_left_out_and_counted(case):
    taken = case("06_fingertips_all_area_types.csv")
    assert {code for series, _, code in taken.cells if series == INJURIES} == {ENGLAND, LEEDS}
    assert "Combined authorities (1), ICBs (1), Lower tier local authorities (post 4/23) (1)" in taken.notes
    assert "West Yorkshire" not in taken.notes


def test_07_of_two_area_types_of_one_council_the_newest_is_taken(case):
    taken = case("07_fingertips_two_area_types_one_council.csv")
    assert taken.get(INJURIES, 2024, "825") == (60.0, "number")
    assert "newer Area Type were left out: 1." in taken.notes


def test_08_impossible_percentage_is_an_error_of_the_published_file(case):
    taken = case("08_lait_minus_99.parquet")
    assert taken.get("lait.LACDistance", 2026, LEEDS) == (None, "source_error")
    assert taken.get("lait.LACDistance", 2026, "380") == (None, "source_error")
    assert taken.get("lait.LACDistance", 2026, ENGLAND) == (18.0, "number")
    assert "row 2, column Values: '-99' is negative" in taken.notes


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("09_inf_and_na.csv", "line 3, column rate_per_10000: 'Inf' is neither a number"),
        ("09b_na.csv", "'NA' is neither a number"),
        ("10_excel_thousands.csv", "'12,000,000' is neither a number"),
        ("14_windows_1252_pound.csv", "the byte 0xa3 is not UTF-8"),
        ("15_dot_as_no_figure.csv", "'.' is neither a number"),
        ("18_semicolons.csv", "separated by semicolons and not by commas. Save the file as 'CSV UTF-8' with commas"),
        ("19_summed_up_by_excel_total_row.csv", "line 4, column time_period: 'Total' is not a year. Remove the row"),
        ("20_header_padded_title_lines.csv", "the names of the columns are on line 3, and other lines are above"),
    ],
)
def test_file_is_refused_with_its_remedy(case, name, sentence):
    taken = case(name)
    assert sentence in taken.refusal
    assert not taken.cells


@pytest.mark.parametrize(
    "name",
    ["11_float_codes.csv", "21_gss_only_no_old_code.csv", "22_trailing_spaces_and_nbsp.csv"],
)
def test_council_is_known_by_its_code_as_a_spreadsheet_or_download_left_it(case, name):
    assert case(name).get(COUNT, 2025, LEEDS) == (1498.0, "number")


def test_12_row_that_is_there_twice_is_used_once(case):
    taken = case("12_same_row_twice.csv")
    assert taken.get(COUNT, 2025, LEEDS) == (1498.0, "number")
    assert "1 row repeated an earlier row with the same figures" in taken.notes


def test_13_new_council_is_set_aside_and_named(case):
    taken = case("13_new_council_2027.csv")
    assert taken.get(COUNT, 2028, LEEDS) == (1498.0, "number")
    assert "left out: 946 East Surrey (E06000067)." in taken.notes


def test_16_marks_are_read_in_capitals(case):
    assert case("16_capital_C.csv").get(COUNT, 2025, LEEDS) == (None, "suppressed")


def test_17_academic_year_with_a_slash_is_read(case):
    assert case("17_academic_year_with_slash.csv").get("ees.ks4.in_need.avg_att8", 2025, LEEDS)[1] == "number"


def test_ok_cla_revises_two_places_and_blanks_no_other(cases, open_data):
    """The pages of a council that the download does not have are in test_partial_releases.py."""
    whole = open_data / "ees" / "cla_number_and_rate_per_10k_children.csv"
    import_paths([whole], at=NOON)
    (rehearsed,) = import_paths([cases / "ok_cla.csv"], at=NOON, dry_run=True).files
    (taken,) = import_paths([cases / "ok_cla.csv"], at=NOON).files

    assert rehearsed.missing == taken.missing
    missing = {place.name for place in taken.missing.places}
    assert {"Barnet", "Bradford", "North West"} <= missing
    assert not missing & {"Leeds", "England"}


def test_every_case_has_a_test(cases):
    here = Path(__file__).read_text()
    assert [path.name for path in cases.iterdir() if path.suffix != ".md" and path.name not in here] == []


# --- Others of each kind: marks ----------------------------------------------------------------------

MARKED = [(":", "not_available"), ("~", "rounds_to_zero"), ("C", "suppressed"), (" c ", "suppressed")]
MARKED += [("[c]", "suppressed"), ("[X]", "not_available"), ("Low", "low"), ("\N{NO-BREAK SPACE}z", "not_applicable")]


@pytest.mark.parametrize(("mark", "status"), MARKED)
def test_every_importer_knows_the_marks(take, write, tmp_path, mark, status):
    taken = take(write("ees.csv", CLA, [cla(2025, LEEDS, mark), cla(2025, "380", 1)]))
    assert taken.get(COUNT, 2025, LEEDS) == (None, status)
    taken = take(write_lait(tmp_path / "x.parquet", [("LAC", "2025", 383, mark), ("LAC", "2025", 380, "9")]))
    assert taken.get("lait.LAC", 2025, LEEDS) == (None, status)
    rows = [["", "LA", "383", "Leeds", mark, 1, 1], ["", "LA", "380", "Bradford", 2, 1, 1]]
    taken = take(write("sfr.csv", SFR, rows))
    # x meant a small number in the first releases
    assert taken.get("sfr.cla.on_31_march", 2016, LEEDS) == (None, "suppressed" if mark == "[X]" else status)
    taken = take(write("fingertips.csv", FINGERTIPS, [injuries("E08000035", "Leeds", mark)]))
    assert taken.get(INJURIES, 2024, LEEDS) == (None, status)
    header = ["Upper Tier Local Authority District code (2019)", "IMD - Average score "]
    taken = take(write("imd.csv", header, [["E08000035", mark], ["E08000032", "3"]]))
    assert taken.get("imd.average_score", 2019, LEEDS) == (None, status)


def injuries(code: str, name: str, value, kind: str = "Upper tier local authorities (post 4/23)") -> list:
    start = [90284, "Injury admissions", code, name, kind, "Persons", "<15 yrs", "", ""]
    return [*start, "2023/24", value, 1, 2, 1, 2, 100, 15000, ""]


# --- Numbers that cannot be --------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["-99", "-9", "-1", "-999", "999", "100.1", "1e400"])
def test_impossible_percentage_is_never_a_number(take, write, tmp_path, value):
    rows = [council(2025, LEEDS, REPEAT, 10, 5, value), council(2025, "380", REPEAT, 10, 5, 50.0)]
    taken = take(write("x.csv", D3, rows))
    assert taken.get("ees.d3.CPP_subsequent_percent", 2025, LEEDS) == (None, "source_error")
    assert taken.get("ees.d3.CPP_start", 2025, LEEDS) == (10.0, "number")
    assert "line 2, column CPP_subsequent_percent" in taken.notes
    rows = [("ReReferral", "2025", 383, value), ("ReReferral", "2025", 380, "20")]
    assert take(write_lait(tmp_path / "x.parquet", rows)).get("lait.ReReferral", 2025, LEEDS) == (None, "source_error")


@pytest.mark.parametrize(
    ("measure", "value", "status"),
    [
        ("LAC", "-99", "source_error"),
        ("LACnum", "-1", "source_error"),
        ("LACFinance", "-999", "source_error"),
        ("LAC_KS4_AVG_Prog8", "-99", "source_error"),
        ("LAC_KS4_AVG_Prog8", "-1.5", "number"),
        ("LACFinance", "1800", "number"),
        ("Work_Force_AgencyCover", "234.1", "number"),
    ],
)
def test_long_table_knows_what_can_be_negative_or_above_100(take, tmp_path, measure, value, status):
    rows = [(measure, "2025", 383, value), (measure, "2025", 380, "1")]
    assert take(write_lait(tmp_path / "x.parquet", rows)).get(f"lait.{measure}", 2025, LEEDS)[1] == status


def test_count_that_is_negative_or_no_whole_number_costs_only_itself(take, write):
    taken = take(write("x.csv", CLA, [cla(2025, LEEDS, -5), cla(2025, "380", 5.5), cla(2025, "381", 7)]))
    assert [taken.get(COUNT, 2025, code)[1] for code in (LEEDS, "380", "381")] == ["source_error"] * 2 + ["number"]
    assert "2 numbers cannot be right and are treated as an error in the published file" in taken.notes


def test_early_release_and_fingertips_set_impossible_numbers_aside(take, write):
    taken = take(write("sfr.csv", SFR, [["", "LA", "383", "Leeds", -1, 2, -99]]))
    assert taken.get("sfr.cla.on_31_march", 2016, LEEDS) == (None, "source_error")
    assert taken.get("sfr.CLA_NetGain", 2016, LEEDS) == (-99.0, "number")  # a difference
    taken = take(write("fingertips.csv", FINGERTIPS, [injuries("E08000035", "Leeds", -99)]))
    assert taken.get(INJURIES, 2024, LEEDS) == (None, "source_error")


def test_file_full_of_impossible_numbers_is_refused(take, write):
    codes = ["380", "381", "382", "383"]
    rows = [cla(1990 + number % 30, codes[number // 30], -5) for number in range(MOST_ERRORS + 1)]
    taken = take(write("x.csv", CLA, [cla(2025, "209", 5), *rows]))
    assert f"Before it {MOST_ERRORS} other numbers cannot be right either" in taken.refusal


# --- Codes and names ---------------------------------------------------------------------------------


def place(year: int, code: str, name: str, gss: str) -> list:
    start = [year, "Reporting year", "Local authority", "E92000001", "England", "", "", code, gss, name]
    return [*start, ON_31_MARCH, 1000, 5, 10]


@pytest.mark.parametrize(
    ("code", "name", "gss"),
    [
        ("383", "Bradford", "E08000035"),
        ("383", "Leeds", "E08000032"),
        ("380", "Leeds", "E08000035"),
        ("383", "City of Bradford", ""),
        ("383", "", "E12000003"),
        ("946", "Leeds", ""),
        ("946", "East Surrey", "E08000035"),
        ("", "Bradford", "E08000035"),
        ("209", "Croydon", "E09000023"),
        ("838", "Bournemouth, Christchurch and Poole", "E06000059"),
    ],
)
def test_code_name_and_long_code_that_contradict_each_other_are_named(take, write, code, name, gss):
    taken = take(write("x.csv", CLA, [place(2025, "381", "Calderdale", "E08000033"), place(2025, code, name, gss)]))
    assert "line 3, column old_la_code" in taken.refusal
    assert "are not of one council" in taken.refusal
    assert all(repr(one) in taken.refusal for one in (code, name, gss) if one)
    assert not taken.cells


@pytest.mark.parametrize(
    ("code", "name", "gss", "known"),
    [
        ("383", "LEEDS ", "E08000035", LEEDS),
        ("383", "Leeds City Council", "E08000035", LEEDS),
        ("383", "Leeds (revised)", "E08000035", LEEDS),
        ("383", "Leeds", "x", LEEDS),
        ("383", "Leeds", "E06009999", LEEDS),  # a long code that is newer than Cairn
        ("835", "Dorset", "E10000009", "835"),
        ("838", "Dorset", "E06000059", "838"),
        ("370", "Barnsley", "E08000016", "370"),
        ("370", "Barnsley", "E08000038", "370"),  # the same council since its borders moved
        ("840", "Durham", "E06000047", "840"),
        ("383.0", "Leeds", "E08000035", LEEDS),
        ("", "Leeds", "E08000035", LEEDS),
    ],
)
def test_other_spellings_and_codes_of_a_council_are_it(take, write, code, name, gss, known):
    assert take(write("x.csv", CLA, [place(2025, code, name, gss)])).get(COUNT, 2025, known) == (5.0, "number")


def test_region_whose_name_is_anothers_is_refused(take, write):
    row = region(2025, "E12000003", ON_31_MARCH, 1, 1, 1)
    row[COMMON.index("region_name")] = "London"
    assert "'E12000003' and the name 'London' are not of one area" in take(write("x.csv", CLA, [row])).refusal


@pytest.mark.parametrize("level", ["National", "Regional"])
def test_level_and_code_must_fit(take, write, level):
    row = (
        england(2025, ON_31_MARCH, 1, 1, 1) if level == "Regional" else region(2025, "E12000003", ON_31_MARCH, 1, 1, 1)
    )
    row[2], row[3], row[5] = level, "E12000003", "E92000001"
    assert "is not the code of" in take(write("x.csv", CLA, [row])).refusal


@pytest.mark.parametrize("unknown", ["946", "999"])
def test_unknown_council_costs_only_itself_in_every_importer(take, write, tmp_path, unknown):
    taken = take(write("x.csv", CLA, [cla(2025, LEEDS, 5), cla(2025, unknown, 5)]))
    assert f"1 row about 1 council that Cairn does not know was left out: {unknown}." in taken.notes
    rows = [("LAC", "2025", 383, "9"), ("LAC", "2025", int(unknown), "9"), ("LAC", "2024", int(unknown), "9")]
    taken = take(write_lait(tmp_path / "x.parquet", rows))
    assert f"2 rows about 1 council that Cairn does not know were left out: {unknown} somewhere." in taken.notes
    rows = [["", "LA", "383", "Leeds", 1, 1, 1], ["", "LA", unknown, "East Surrey", 2, 1, 1]]
    assert f"{unknown} East Surrey" in take(write("sfr.csv", SFR, rows)).notes
    rows = [injuries("E08000035", "Leeds", 60), injuries("E06000067", "East Surrey", 60)]
    assert "E06000067 East Surrey" in take(write("fingertips.csv", FINGERTIPS, rows)).notes
    header = ["Upper Tier Local Authority District code (2019)", "IMD - Average score "]
    taken = take(write("imd.csv", header, [["E08000035", 1], ["E06000067", "3"]]))
    assert "E06000067" in taken.notes


def test_file_is_read_again_when_its_new_council_is_known(take, write, kept_files):
    path = write("x.csv", CLA, [cla(2025, LEEDS, 5), cla(2025, "946", 7)])
    assert take(path).get(COUNT, 2025, LEEDS) == (5.0, "number")
    first = Release.objects.get()
    assert [one.outcome for one in import_paths([path], at=NOON).files] == ["already here"]
    CouncilFactory(code="946", name="East Surrey", slug="east-surrey")

    bad = write("y.csv", CLA, [cla(2025, LEEDS, "many")])
    with pytest.raises(UnableToImport):
        import_paths([path, bad], at=NOON, strict=True)
    assert Release.objects.get() == first
    assert [one.outcome for one in import_paths([path], at=NOON).files] == ["loaded"]

    again = Release.objects.get()
    assert (again.sha256, again.state, again.unknown_places, again.notes) == (first.sha256, "live", [], [])
    assert Observation.objects.filter(place__code="946").count() == 3
    with again.raw_file.open("rb") as file:
        assert file.read() == path.read_bytes()
    assert len([one for one in kept_files.rglob("*") if one.is_file()]) == 1
    assert [one.outcome for one in import_paths([path], at=NOON).files] == ["already here"]


def test_file_is_read_again_when_a_council_it_names_by_its_long_code_is_known(take, write, monkeypatch):
    header = ["Upper Tier Local Authority District code (2019)", "IMD - Average score "]
    path = write("imd.csv", header, [["E08000035", 1], ["E06000067", "3"]])
    take(path)
    assert Release.objects.get().unknown_places == ["E06000067"]
    surrey = CouncilFactory(code="946", name="East Surrey", slug="east-surrey")
    PlaceCode.objects.create(place=surrey, code="E06000067")
    # As if the definitions said so by now.
    monkeypatch.setattr("cairn.indicators.services.imports.load_places", lambda: None)

    assert [one.outcome for one in import_paths([path], at=NOON).files] == ["loaded"]
    assert Observation.objects.filter(place=surrey).count() == 1


def test_list_of_another_countrys_councils_is_refused(take, write):
    rows = [cla(2025, str(601 + number), 5) for number in range(MOST_UNKNOWN + 1)]
    assert "'611' is not the 3-digit code" in take(write("x.csv", CLA, [cla(2025, LEEDS, 5), *rows])).refusal


def test_name_of_the_long_table_that_contradicts_its_number_is_refused(take, tmp_path):
    path = write_lait(tmp_path / "x.parquet", [("LAC", "2025", 383, "9")], area="Bradford")
    assert "code '383', name 'Bradford' are not of one council: the code of Bradford is 380" in take(path).refusal
    write_lait(path, [("LAC", "2025", 383, "9")], area="Leeds")
    assert take(path).get("lait.LAC", 2025, LEEDS) == (9.0, "number")


def test_known_council_under_a_long_code_that_is_newer_than_cairn_costs_only_itself(take, write):
    rows = [injuries("E08000035", "Leeds", 60), injuries("E08009999", "Bradford", 61)]
    taken = take(write("x.csv", FINGERTIPS, rows))
    assert taken.get(INJURIES, 2024, LEEDS) == (60.0, "number")
    assert "left out: E08009999 Bradford." in taken.notes


def test_fingertips_name_that_contradicts_its_code_is_refused(take, write):
    taken = take(write("x.csv", FINGERTIPS, [injuries("E08000035", "Bradford", 60)]))
    assert "name 'Bradford', long code 'E08000035' are not of one council" in taken.refusal


# --- The same row twice, and other layouts -----------------------------------------------------------


def test_row_that_is_there_twice_is_used_once_in_every_importer(take, write, tmp_path):
    row = ["", "LA", "383", "Leeds", 1, 1, 1]
    lait = ("LAC", "2025", 383, "9")
    header = ["Upper Tier Local Authority District code (2019)", "IMD - Average score "]
    for path in (
        write("ees.csv", CLA, [cla(2025, LEEDS, 5)] * 2),
        write_lait(tmp_path / "x.parquet", [lait, lait]),
        write("sfr.csv", SFR, [row, row]),
        write("fingertips.csv", FINGERTIPS, [injuries("E08000035", "Leeds", 60)] * 2),
        write("imd.csv", header, [["E08000035", 1]] * 2),
    ):
        assert "1 row repeated an earlier row with the same figures; each was used once." in take(path).notes


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_other_separators_are_named(take, write, separator):
    path = write("x.csv", CLA, [cla(2025, LEEDS, 5)])
    path.write_text(path.read_text().replace(",", separator))
    assert "and not by commas" in take(path).refusal


@pytest.mark.parametrize(
    ("kind", "edition"),
    [
        ("Upper tier local authorities (post 4/23)", (2023, 4)),
        ("Upper tier local authorities (4/21 - 3/23)", (2021, 4)),
        ("Counties & UAs (from Apr 2023)", (2023, 4)),
        ("Counties & UAs (Apr 2021 to Mar 2023)", (2021, 4)),
        ("County & UA (pre 4/19)", (0, 0)),
        ("Counties & UAs (up to Mar 2019)", (0, 0)),
        ("Counties & UAs", (0, 0)),
    ],
)
def test_edition_of_an_area_type(kind, edition):
    assert get_edition(kind) == edition


@pytest.mark.parametrize("order", [1, -1])
def test_newest_area_type_is_taken_in_any_order(take, write, order):
    rows = [
        injuries("E06000060", "Buckinghamshire", 60),
        injuries("E06000060", "Buckinghamshire UA", 61, "Upper tier local authorities (4/21 - 3/23)"),
        injuries("E10000002", "Buckinghamshire", 62, "Counties & UAs (pre 4/19)"),
    ]
    taken = take(write("x.csv", FINGERTIPS, rows[::order]))
    assert taken.get(INJURIES, 2024, "825") == (60.0, "number")


# --- A refused file costs only itself ----------------------------------------------------------------


@pytest.fixture
def mixed(write, tmp_path) -> Path:
    """A good table, a look-alike, a table with a bad cell, a damaged archive and a note."""
    write("a.csv", CLA, [cla(2025, LEEDS, 5)])
    write("b_look_alike.csv", [name for name in CLA if name != "rate_per_10000"], [])
    write("c_bad.csv", D3, [council(2025, LEEDS, REPEAT, 10, "many", 50.0)])
    (tmp_path / "d.zip").write_bytes(b"PK\x03\x04 and then nothing of the kind")
    (tmp_path / "e.txt").write_text("hello")
    (tmp_path / "f.parquet").write_bytes(b"PAR1 and then nothing of the kind")
    return tmp_path


def check_mixed(report, *, refused: int) -> None:
    assert [one.outcome for one in report.files].count("loaded") == 1
    assert len(report.with_outcome("refused")) == refused
    assert all(one.name in one.reason for one in report.with_outcome("refused"))
    assert Release.objects.get().state == Release.State.LIVE
    assert Observation.objects.count() == 3


def test_refused_files_of_a_folder_cost_only_themselves(mixed, kept_files):
    check_mixed(import_paths([mixed], at=NOON), refused=4)
    assert len([path for path in kept_files.rglob("*") if path.is_file()]) == 1


def test_refused_members_of_a_zip_in_a_folder_cost_only_themselves(mixed, tmp_path_factory):
    folder = tmp_path_factory.mktemp("zipped")
    with zipfile.ZipFile(folder / "all.zip", "w") as archive:
        for path in sorted(mixed.iterdir()):
            archive.write(path, f"data/{path.name}")
    check_mixed(import_paths([folder], at=NOON), refused=4)


def test_refused_file_that_was_named_costs_only_itself(mixed):
    check_mixed(import_paths(sorted(mixed.iterdir()), at=NOON), refused=5)


def test_withdrawn_file_of_a_folder_stops_no_other(write, tmp_path):
    path = write("a.csv", CLA, [cla(2025, LEEDS, 5)])
    import_paths([path], at=NOON)
    Release.objects.update(state=Release.State.WITHDRAWN)
    write("b.csv", CLA, [cla(2024, LEEDS, 6)])

    report = import_paths([tmp_path], at=NOON)
    assert [one.outcome for one in report.files] == ["refused", "loaded"]
    assert "has since been withdrawn" in report.files[0].reason
