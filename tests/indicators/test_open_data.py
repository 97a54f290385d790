"""The real published files, imported once: known answers, vintages, and the panel that should come of them."""

import csv
import gzip
import hashlib
import json
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.test import override_settings

from cairn.indicators.analysis import make_panel
from cairn.indicators.definitions import IndicatorDefinition, Link, get_definition
from cairn.indicators.enums import Status
from cairn.indicators.importers.base import MARKS
from cairn.indicators.importers.lait import read_label
from cairn.indicators.models import Inspection, Neighbour, Observation, PublishedYear, Release, Series
from cairn.indicators.queries.linkage import LinkedFigure, get_sources, make_figure, read_cells
from cairn.indicators.services import import_paths
from cairn.indicators.services.storage import remove_releases
from cairn.places.models import Place, PlaceCode
from cairn.places.queries import find_place
from tests.factories.indicators import NOON

pytestmark = [pytest.mark.data, pytest.mark.django_db]
CATEGORIES = {
    "Children looked after on 31 March each year": "ees.cla.on_31_march",
    "Children looked after at 31 March each year": "ees.cla.on_31_march",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("kept")


@pytest.fixture(scope="module")
def imported(django_db_setup, django_db_blocker, open_data: Path, folder: Path):
    """The whole folder in the test database, for this module; the report of the import."""
    storages = {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": folder},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with django_db_blocker.unblock(), override_settings(STORAGES=storages):
        yield import_paths([open_data], at=NOON)
        remove_releases(Release.objects.all())
        Series.objects.all().delete()
        Place.objects.update(region=None)
        Place.objects.all().delete()


@pytest.fixture(autouse=True)
def data(imported, db):
    return imported


def release(name: str) -> Release:
    return Release.objects.get(original_name=Path(name).name)


def read(file: str, series: str, year: int, code: str, span: int = 1) -> Observation:
    return Observation.objects.get(
        published_year__release=release(file),
        published_year__series__key=series,
        published_year__year=year,
        published_year__span=span,
        place__code=code,
    )


# --- What was imported -------------------------------------------------------------------------------


NOT_TABLES = ("methods", "derived")


def test_every_table_is_live_and_every_other_file_has_a_reason(imported):
    left_out = imported.with_outcome("left out")
    assert len(imported.with_outcome("loaded")) == Release.objects.live().count() == 38
    assert len(left_out) == 19
    assert all(one.reason for one in left_out)
    tables = [one.name for one in left_out if Path(one.name).suffix in (".csv", ".xlsx", ".ods", ".parquet")]
    assert all(
        Path(name).parent.name in NOT_TABLES or Path(name).name in ("MANIFEST.csv", "known_answers.csv")
        for name in tables
    )
    assert Observation.objects.count() == 679_668


def test_checksums_and_kept_files_are_those_of_the_manifest(open_data, folder):
    with (open_data / "MANIFEST.csv").open() as file:
        manifest = {Path(row["file"]).name: row["sha256"] for row in csv.DictReader(file)}
    for one in Release.objects.all():
        assert manifest[one.original_name] == one.sha256
        assert hashlib.sha256((folder / one.raw_file.name).read_bytes()).hexdigest() == one.sha256


def test_importing_again_loads_nothing(open_data):
    report = import_paths([open_data / "sfr", open_data / "lait"], at=NOON)

    assert {one.outcome for one in report.files} == {"already here", "left out"}


def test_editions_come_from_years_and_the_date_in_the_name():
    editions = {one.edition for one in Release.objects.filter(family="lait")}
    assert editions == {"to 2026 (file of 8 April 2026)", "to 2025 (file of 15 November 2024)"}


def test_placeholder_year_is_set_aside_and_said():
    note = release("bds_long_0_2026-04-08.parquet").notes
    assert note == ["170 rows with the year label 0 and no number were set aside: rows 64771-64940."]
    assert not PublishedYear.objects.filter(year=0).exists()


def test_all_measures_of_the_interactive_tool_are_kept():
    series = PublishedYear.objects.filter(release=release("bds_long_0_2026-04-08.parquet")).values("series").distinct()
    # 112, less the one whose only year label is the placeholder, if it has no other
    assert series.count() in (111, 112)


# --- Known answers -----------------------------------------------------------------------------------


def load_known_answers() -> list[dict]:
    from tests.needs import DATA

    path = DATA / "known_answers.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def locate(row: dict) -> tuple[str, int, str, int]:
    """Series, year, place and span of a known answer, from what it says about its file."""
    where, column = json.loads(row["filter_json"]), row["column"]
    if row["file"].startswith("lait"):
        year, span = read_label(where["Years"])
        return f"lait.{where['Short Desc']}", year, get_code(where["LA and Regions"]), span
    if row["file"].startswith("sfr"):
        year, code = int(row["file"].split("/")[1]), get_code(where["geog_n"])
        if column.startswith(("CLA_Mar", "MarTotal")):
            return "sfr.cla.on_31_march", year, code, 1
        if column == "Mid2009Pop0-17":
            return "sfr.population_0_17", 2009, code, 1
        return f"sfr.{column.strip()}", year, code, 1
    if row["file"].startswith("fingertips"):
        return (
            "fingertips.90284.persons.under_15_yrs.value",
            int(where["Time period"][:4]) + 1,
            get_code(where["Area Name"]),
            1,
        )
    if row["file"].startswith("context"):
        return "imd.average_score", 2019, get_code(where["Upper Tier Local Authority District name (2019)"]), 1
    return locate_in_open_data(where, column, Path(row["file"]).name.split("_"))


ENDS = {"children_count": "count", "children_percent": "percent", "care_leaver_percent": "percent"}
TABLES = {"b1": "ees.b1", "c1": "ees.c1", "d3": "ees.d3", "d5": "ees.d5", "csww": "ees.workforce", "ks4": "ees.ks4"}


def locate_in_open_data(where: dict, column: str, stem: list[str]) -> tuple[str, int, str, int]:
    period = where["time_period"]
    year = int(period) if len(period) == 4 else int(period[:4]) + 1
    shared = where.get("la_name", "").split(" / ")[0]
    national = where.get("geographic_level") == "National" or "la_name" not in where
    code = "E92000001" if national else get_code(shared)
    if stem[0] == "ons":
        return "ons.population_0_17", year, code, 1
    if stem[:3] == ["cla", "time", "series"]:
        return "ees.cla_national.on_31_march", year, code, 1
    if stem[0] in TABLES:
        groups = {"CLA 12 months at 31 March": ".looked_after_12_months"}
        return f"{TABLES[stem[0]]}{groups.get(where.get('social_care_group'), '')}.{column}", year, code, 1
    series = {
        "cla_group": "ees.stability.on_31_march.three_or_more",
        "care_leaver_age": "ees.care_leavers.19_to_21.total_in_education_employment_or_training",
    }
    if found := next((series[name] for name in where if name in series), None):
        return f"{found}.{ENDS[column]}", year, code, 1
    if "characteristic" in where:
        part = "reason" if where["characteristic"].startswith("Reason") else "location"
        breakdown = where["breakdown"].lower().replace(" ", "_")
        return f"ees.placements.{part}.{breakdown}.{ENDS[column]}", year, code, 1
    table = CATEGORIES[where.get("population_type") or where["population_count"]]
    return f"{table}.{'children_count' if column == 'number' else column}", year, code, 1


def get_code(name: str) -> str:
    return "E92000001" if name.casefold() == "england" else find_place(name).code


FIGURES = [row for row in load_known_answers() if "ofsted" not in row["file"] and "/sn_" not in row["file"]]
OTHERS = [row for row in load_known_answers() if row not in FIGURES]


@pytest.mark.parametrize("row", [row for row in FIGURES if "geography" not in row["file"]], ids=lambda row: row["id"])
def test_known_answer(row):
    if '"Years": "0"' in row["filter_json"]:
        assert row["expected_raw"] == "-"  # set aside: see test_placeholder_year_is_set_aside_and_said
        return
    series, year, code, span = locate(row)
    cell = read(row["file"], series, year, code, span)

    if row["expected_number"]:
        assert (cell.value, cell.status) == (float(row["expected_number"]), Status.NUMBER)
    else:
        marks = MARKS | {"#VALUE!": Status.SOURCE_ERROR}
        assert (cell.value, cell.status) == (None, marks[row["expected_raw"]])


def test_known_answers_of_inspections():
    overview = Inspection.objects.filter(release__family="ofsted.overview")
    assert overview.get(place__code="383").judgements.get(area="overall").grade == "outstanding"  # 64
    assert overview.get(place__code="892").inspected_on is None  # 65
    outcomes = Inspection.objects.filter(release__family="ofsted.outcomes")
    leeds = outcomes.filter(place__code="383", judgements__area="overall").latest("inspected_on")
    assert leeds.judgements.get(area="overall").grade == "outstanding"  # 67
    assert outcomes.filter(place__code="301", published_on=date(2023, 9, 4)).count() == 1  # 68


def test_known_answers_of_neighbours_and_codes():
    release = Release.objects.get(original_name="sn_may_2025.xlsx")
    first = Neighbour.objects.get(release=release, place__code="383", rank=1).neighbour
    assert (first.code, first.name) == ("851", "Portsmouth")  # 69
    # 66 and 70: the lists' long codes; a wrong one is noted and the 3-digit code is taken
    assert PlaceCode.objects.get(code="E08000035").place.code == "383"
    note = Release.objects.get(family="providers").notes
    assert Inspection.objects.filter(release__family="ofsted.overview", place__code="942").exists()
    assert not note or "The three-digit code was used." in note[0]


def test_every_known_answer_is_read_back():
    assert len(load_known_answers()) == 71
    assert len([row for row in FIGURES if "geography" not in row["file"]]) == 64
    assert {row["id"] for row in OTHERS} | {"70"} == {"64", "65", "66", "67", "68", "69", "70"}


# --- Things that must not be silently got wrong ------------------------------------------------------


def test_councils_that_changed_appear_first_in_the_next_year_ending_in_march():
    first, last = {}, {}
    made = make_panel("cin_rate")
    for code in ("835", "836", "837", "838", "839", "928", "940", "941", "909", "942", "943"):
        row = made.panel.index(code)
        years = [y for y, count in zip(made.panel.periods, made.panel.counts[row], strict=True) if count == count]
        first[code], last[code] = years[0], years[-1]
    assert [first[code] for code in ("838", "839", "940", "941", "942", "943")] == [2020, 2020, 2022, 2022, 2024, 2024]
    assert [last[code] for code in ("835", "836", "837", "928", "909")] == [2019, 2019, 2019, 2021, 2023]


@pytest.mark.parametrize("code", ["390", "929", "825", "815", "933", "370", "373"])
def test_council_with_a_new_long_code_has_an_unbroken_series(code):
    made = make_panel("cla_number")
    assert list(made.statuses[made.panel.index(code)]) == ["number"] * 16


def test_two_dorsets_are_two_councils():
    made = make_panel("cla_number")
    old, new = made.panel.index("835"), made.panel.index("838")
    together = [
        (bool(a == a), bool(b == b)) for a, b in zip(made.panel.values[old], made.panel.values[new], strict=True)
    ]
    assert (True, True) not in together
    assert made.names["835"] == made.names["838"] == "Dorset"


def test_missing_cells_keep_their_reasons():
    assert make_panel("cin_rate").get_status("204", 2021) == Status.NOT_AVAILABLE  # Hackney, the attack
    assert make_panel("cin_rate").get_status("850", 2024) == Status.LOW_RELIABILITY  # Hampshire
    assert make_panel("cla_rate").get_status("201", 2025) == Status.SUPPRESSED  # City of London
    assert make_panel("cla_rate").get_status("909", 2024) == Status.NOT_APPLICABLE  # Cumbria had ended
    assert make_panel("cla_rate").get_status("835", 2015) == Status.NO_DENOMINATOR  # no population of old Dorset
    assert make_panel("repeat_plan_pct").get_status("371", 2022) == Status.LOW_RELIABILITY  # Doncaster


def test_nothing_is_filled():
    for key in ("cla_rate", "cin_rate", "cpp_rate", "referral_rate", "rereferral_pct", "repeat_plan_pct", "cla_number"):
        made = make_panel(key)
        assert ((made.statuses == "number") == (made.panel.values == made.panel.values)).all()


def test_figure_belongs_to_its_release():
    assert read("SFR41_CLA2016.csv", "sfr.cla.on_31_march", 2016, "383").value == 1226
    assert read("bds_long_0_2026-04-08.parquet", "lait.LACnum", 2016, "383").value == 1239
    current, former = (
        "cla_number_and_rate_per_10k_children.csv",
        "cla_number_and_rate_per_10k_children_2018_to_2022.csv",
    )
    assert read(former, "ees.cla.on_31_march.rate_per_10000", 2022, "882").value == 86
    assert read(current, "ees.cla.on_31_march.rate_per_10000", 2022, "882").value == 83


def test_linked_series_takes_the_year_from_the_right_release():
    made = make_panel("cla_number")
    sources = {year.year: (year.numerator[0].series, year.numerator[0].edition) for year in made.provenance}
    assert [series for series, _ in sources.values()] == (
        ["sfr.cla.on_31_march"] * 5 + ["lait.LACnum"] * 6 + ["ees.cla.on_31_march.children_count"] * 5
    )
    assert sources[2015][1] == "to 2025 (file of 15 November 2024)"  # the only release that has 2015
    assert sources[2016][1] == "to 2026 (file of 8 April 2026)"
    assert made.panel.values[made.panel.index("383"), made.panel.periods.index(2016)] == 1239


def test_a_new_census_makes_no_jump_in_our_rate():
    """Published, Westminster goes from 45 to 63 between 2018 and 2019 and the City from 80 to 299, for this alone."""
    made = make_panel("cla_rate")
    index = made.panel.periods.index
    for code in ("213", "201"):
        row = made.panel.values[made.panel.index(code)]
        counts = made.panel.counts[made.panel.index(code)]
        growth = row[index(2019)] / row[index(2018)]
        assert growth == pytest.approx(counts[index(2019)] / counts[index(2018)], rel=0.1)


def test_regions_and_england_are_stored_and_never_in_a_panel():
    assert (
        read("cla_number_and_rate_per_10k_children.csv", "ees.cla.on_31_march.children_count", 2025, "E92000001").value
        == 81770
    )
    assert all(len(code) == 3 for key in ("cla_rate", "cin_rate") for code in make_panel(key).panel.units)


# --- The panel that should come of it ----------------------------------------------------------------


def link(series: str, first: int, last: int | None = None) -> Link:
    return Link(series, first, last)


def value_of(*links: Link) -> IndicatorDefinition:
    """A published percentage or rate, put together from several releases."""
    return replace(get_definition("cla_attainment8"), value=links, numerator=(), denominator=())


def count_of(*links: Link) -> IndicatorDefinition:
    return replace(get_definition("cla_number"), numerator=links)


# Series of the reference -> what makes it here, and which of value, numerator and denominator.
PANELS = {
    "cla_n": ("cla_number", "value"),
    "cla_n_first_published": (count_of(link("sfr.cla.on_31_march", 2010)), "value"),
    "cla_rate10k": (value_of(link("lait.LAC", 2015)), "value"),
    "cla_rate10k_calc": ("cla_rate", "value"),
    "cla_started_n": (count_of(link("ees.cla.starting.children_count", 2018)), "value"),
    "cla_started_rate10k": (value_of(link("ees.cla.starting.rate_per_10000", 2018)), "value"),
    "cla_ceased_n": (count_of(link("ees.cla.ceasing.children_count", 2018)), "value"),
    "cla_ceased_rate10k": (value_of(link("ees.cla.ceasing.rate_per_10000", 2018)), "value"),
    "cin_n": ("cin_rate", "numerator"),
    "cin_rate10k_calc": ("cin_rate", "value"),
    "cin_rate10k_lait": (value_of(link("lait.CIN", 2015)), "value"),
    "cpp_n": ("cpp_rate", "numerator"),
    "cpp_rate10k_calc": ("cpp_rate", "value"),
    "cpp_rate10k_lait": (value_of(link("lait.CPP_rate", 2015)), "value"),
    "cpp_started_n": ("cpp_started_rate", "numerator"),
    "cpp_repeat_pct": ("repeat_plan_pct", "value"),
    "referrals_n": ("referral_rate", "numerator"),
    "referral_rate10k_calc": ("referral_rate", "value"),
    "rereferral_pct": ("rereferral_pct", "value"),
    "placements_3plus_pct": ("placements_3plus_pct", "value"),
    "stable_2y_pct": ("same_carer_pct", "value"),
    "out_20miles_pct": ("placed_far_pct", "value"),
    "care_leaver_eet_pct": ("leaver_eet_pct", "value"),
    "cla_att8": (value_of(link("lait.LAC_KS4_AVG_Attain8", 2017)), "value"),
    "cla_weekly_unit_cost": ("cla_weekly_cost", "value"),
    "injury_admissions_0_14_rate": ("injury_admissions_rate", "value"),
    "sw_agency_pct": ("sw_agency_pct", "value"),
    "sw_caseload": ("sw_caseload", "value"),
    "sw_turnover_pct": ("sw_turnover_pct", "value"),
    "sw_vacancy_pct": ("sw_vacancy_pct", "value"),
    "pop_0_17_prev_midyear": ("cla_rate", "denominator"),
}
HALF_OF_THE_LAST_DECIMAL = 0.00005000001  # the reference has four
# The differences, all of them, and why. Besides these, councils stand in our rectangle with no row in years in which
# they did not exist.
# The three councils that made way for the two of today in Dorset: the release before the newest says of them that the
# figure does not apply, and the newest has no row for them.
NO_LONGER_THERE = {"not there: not_applicable, 2021": 3, "not there: not_applicable, 2022": 3}
EXPLAINED = {
    **dict.fromkeys(("cla_n", "cla_started_n", "cla_started_rate10k"), NO_LONGER_THERE),
    **dict.fromkeys(("cla_ceased_n", "cla_ceased_rate10k"), NO_LONGER_THERE),
    # The file has no level for the Isles of Scilly; their code says what they are.
    "cla_n_first_published": {"not there: number, 2017": 1},
    # The reference divides by populations of other publications, partly interpolated. Our rule is one population
    # series, which begins in mid-2012.
    "cla_rate10k_calc": {"not here, 2010": 152, "not here, 2011": 151, "not here, 2012": 151} | NO_LONGER_THERE,
    "pop_0_17_prev_midyear": {"not here, 2010": 152, "not here, 2011": 149, "not here, 2012": 149},
    # The first releases say that x stands for small numbers.
    "placements_3plus_pct": {"reason suppressed here, not_available there": 7},
}
STATUSES = {"ok": "number", "interpolated_denominator": "number", "derived_interpolated": "number"}


@pytest.fixture(scope="module")
def panel_long(open_data) -> dict[str, dict[tuple[str, int], tuple[float | None, str]]]:
    wanted: dict = {}
    with gzip.open(open_data / "derived" / "panel_long.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["level"] == "Local authority":
                value = float(row["value"]) if row["value"] else None
                cell = value, STATUSES.get(row["status"], row["status"])
                wanted.setdefault(row["indicator"], {})[row["la_code_3"], int(row["year"])] = cell
    return wanted


def make_cells(made: str | IndicatorDefinition, attribute: str) -> dict[tuple[str, int], tuple[float | None, str]]:
    definition = get_definition(made) if isinstance(made, str) else made
    sources = get_sources(definition, fictional=False)
    cells = read_cells(sources, Place.objects.councils().real())
    codes = {code for _, code in cells}
    figures = {(code, one.year): make_figure(definition, one, code, cells) for code in codes for one in sources}
    return {cell: (getattr(figure, attribute), get_status(figure, attribute)) for cell, figure in figures.items()}


def get_status(figure: LinkedFigure, attribute: str) -> str:
    if attribute == "denominator":  # the status is that of the figure
        return "no_row" if figure.denominator is None else "number"
    return str(figure.status)


def compare(name: str, theirs: dict) -> Counter:
    """How often and in what way cells differ."""
    mine = make_cells(*PANELS[name])
    found: Counter = Counter()
    for cell in sorted(set(mine) | set(theirs)):
        if cell not in mine:
            found[f"not here, {cell[1]}"] += 1
        elif cell not in theirs:
            found["not there: no row" if mine[cell][1] == "no_row" else f"not there: {mine[cell][1]}, {cell[1]}"] += 1
        else:
            (value, status), (wanted, reason) = mine[cell], theirs[cell]
            if (value is None) != (wanted is None):
                found[f"{status} here, {reason} there"] += 1
            elif value is None and status != reason:
                found[f"reason {status} here, {reason} there"] += 1
            elif value is not None and abs(value - wanted) > HALF_OF_THE_LAST_DECIMAL:
                found[f"value differs, {cell[1]}"] += 1
    return found


def test_every_series_of_the_reference_is_compared(panel_long):
    assert set(panel_long) == set(PANELS)


@pytest.mark.parametrize("name", PANELS)
def test_panel_is_reproduced(panel_long, name):
    found = compare(name, panel_long[name])
    del found["not there: no row"]
    assert found == EXPLAINED.get(name, {})
