"""Which release serves which year, and the panel that comes of it."""

import math

import numpy as np
import pytest

from cairn.indicators.analysis import UnableToMakePanel, make_panel
from cairn.indicators.definitions import get_definition
from cairn.indicators.enums import Status
from cairn.indicators.models import Release
from cairn.indicators.queries import get_place_series
from cairn.indicators.services import UnableToLoadSimulation, load_simulated
from tests.factories.indicators import NOON, ReleaseFactory, make_dated_release, publish
from tests.factories.places import CouncilFactory, FictionalCouncilFactory, RegionFactory

pytestmark = pytest.mark.django_db

CLA, POPULATION = "ees.cla.on_31_march.children_count", "ons.population_0_17"


@pytest.fixture
def leeds(db):
    return CouncilFactory(code="383", name="Leeds", slug="leeds")


@pytest.fixture
def lancashire(db):
    return CouncilFactory(code="888", name="Lancashire", slug="lancashire")


def test_rate_is_counts_over_the_population_of_the_mid_year_before(leeds, lancashire):
    release = ReleaseFactory()
    publish(release, CLA, 2024, {leeds: 1546, lancashire: 2000})
    publish(release, POPULATION, 2023, {leeds: 174_311, lancashire: 250_000})
    publish(release, POPULATION, 2024, {leeds: 1, lancashire: 1})

    made = make_panel("cla_rate")

    assert made.panel.units == ("383", "888")
    assert made.panel.periods == (2024,)
    assert made.panel.values.tolist() == [[10_000 * 1546 / 174_311], [80.0]]
    assert made.panel.counts.tolist() == [[1546.0], [2000.0]]
    assert made.panel.denominators.tolist() == [[174_311.0], [250_000.0]]
    assert (made.panel.scale, made.panel.per) == ("log", 10_000.0)
    assert made.names == {"383": "Leeds", "888": "Lancashire"}
    (year,) = made.provenance
    ((counted,), (divided_by,)) = year.numerator, year.denominator
    assert (counted.series, divided_by.published_year, year.value) == (CLA, 2023, ())
    assert counted.sha256 == release.sha256


def test_cell_without_a_denominator_says_so_and_has_no_value(leeds, lancashire):
    release = ReleaseFactory()
    publish(release, CLA, 2024, {leeds: 1500, lancashire: 2000})
    publish(release, POPULATION, 2023, {leeds: Status.NOT_AVAILABLE, lancashire: 250_000})

    made = make_panel("cla_rate")

    assert math.isnan(made.panel.values[0, 0])
    assert made.panel.counts[0, 0] == 1500
    assert made.get_status("383", 2024) == Status.NO_DENOMINATOR


def test_reasons_of_cells_are_kept_apart(leeds, lancashire):
    release = ReleaseFactory()
    for year, status in [(2021, Status.SUPPRESSED), (2022, Status.NOT_APPLICABLE), (2023, Status.MISSING)]:
        publish(release, CLA, year, {leeds: status, lancashire: 1})
    publish(release, CLA, 2024, {lancashire: 1})

    made = make_panel("cla_number")

    assert made.statuses.tolist() == [["suppressed", "not_applicable", "missing", "no_row"], ["number"] * 4]
    assert np.isnan(made.panel.values[0]).all()
    assert made.panel.denominators is None


def test_percentage_is_the_published_one_with_its_counts(leeds):
    release = ReleaseFactory()
    for column, value in [("rereferral_percent", 16.4), ("rereferral_count", 164), ("referral_count", 1001)]:
        publish(release, f"ees.c1.{column}", 2024, {leeds: value})

    panel = make_panel("rereferral_pct").panel

    assert (panel.values[0, 0], panel.counts[0, 0], panel.denominators[0, 0]) == (16.4, 164.0, 1001.0)
    assert (panel.scale, panel.per) == ("points", 100.0)


def test_regions_and_england_never_enter_a_panel(leeds):
    publish(ReleaseFactory(), CLA, 2024, {leeds: 1500, RegionFactory(): 13_000})

    assert make_panel("cla_number").panel.units == ("383",)


def test_newest_edition_serves_a_year_and_the_older_one_stays(leeds):
    publish(make_dated_release(2024, 11, 15), "lait.LACnum", 2016, {leeds: 1226})
    newer = make_dated_release(2026, 4, 8)
    publish(newer, "lait.LACnum", 2016, {leeds: 1239})
    publish(make_dated_release(2023, 1, 1, latest_year=2022), "lait.LACnum", 2015, {leeds: 1256})

    made = make_panel("cla_number")

    assert made.panel.values.tolist() == [[1256.0, 1239.0]]
    assert [one.sha256 for one in made.provenance[1].numerator] == [newer.sha256]
    assert Release.objects.count() == 3


def test_of_two_equal_editions_the_later_import_serves(leeds):
    publish(ReleaseFactory(imported_at=NOON.replace(day=2)), CLA, 2024, {leeds: 2})
    publish(ReleaseFactory(imported_at=NOON), CLA, 2024, {leeds: 1})

    assert make_panel("cla_number").panel.values.tolist() == [[2.0]]


@pytest.mark.parametrize("state", [Release.State.WITHDRAWN, Release.State.LOADING])
def test_release_that_is_not_live_drops_out(leeds, state):
    publish(ReleaseFactory(latest_year=2024), CLA, 2024, {leeds: 1})
    publish(ReleaseFactory(latest_year=2025, state=state), CLA, 2024, {leeds: 2})

    assert make_panel("cla_number").panel.values.tolist() == [[1.0]]


def test_pooled_years_never_enter_a_panel(leeds):
    release = ReleaseFactory()
    publish(release, "lait.LACnum", 2016, {leeds: 1239})
    publish(ReleaseFactory(latest_year=2026), "lait.LACnum", 2016, {leeds: 9}, span=3)

    assert make_panel("cla_number").panel.values.tolist() == [[1239.0]]


def test_each_year_comes_from_the_series_that_the_definition_names(leeds):
    release = ReleaseFactory()
    for series, year, value in [("sfr.cla.on_31_march", 2016, 1), ("lait.LACnum", 2016, 2), ("lait.LACnum", 2021, 3)]:
        publish(release, series, year, {leeds: value})
    publish(release, CLA, 2021, {leeds: 4})

    panel = make_panel("cla_number").panel

    assert (panel.periods, panel.values.tolist()) == ((2016, 2021), [[2.0, 4.0]])


def test_make_panel_without_figures_says_what_to_run(db):
    with pytest.raises(UnableToMakePanel, match=r"no figures for 'Children looked after.*cairn data import PATH"):
        make_panel("cla_rate")
    with pytest.raises(UnableToMakePanel, match="cairn demo"):
        make_panel("cla_rate", fictional=True)


def test_make_panel_takes_six_queries(leeds, lancashire, django_assert_num_queries):
    release = ReleaseFactory()
    publish(release, POPULATION, 2023, {leeds: 10, lancashire: 10})
    publish(release, CLA, 2024, {leeds: 1, lancashire: 1})

    with django_assert_num_queries(6):
        make_panel("cla_rate")


def test_get_place_series_agrees_with_the_panel(leeds, lancashire):
    release = ReleaseFactory()
    publish(release, CLA, 2023, {leeds: Status.SUPPRESSED, lancashire: 5})
    publish(release, CLA, 2024, {leeds: 1546, lancashire: 5})
    publish(release, POPULATION, 2023, {leeds: 174_311})

    rows = get_place_series(get_definition("cla_rate"), leeds)

    panel = make_panel("cla_rate")
    assert [row.year for row in rows] == [2023, 2024]
    assert rows[1].value == panel.panel.values[0, 1]
    assert [str(row.status) for row in rows] == panel.statuses[0].tolist()
    assert (rows[1].numerator, rows[1].denominator, rows[1].release) == (1546.0, 174_311.0, release)


# --- The fictional nation ---------------------------------------------------------------------------


def simulate(*codes: str) -> list[tuple]:
    return [("cla_rate", code, 2024, 50 + number, 5000, "number") for number, code in enumerate(codes)]


def test_load_simulated_makes_panels_of_the_fictional_nation_only(leeds):
    publish(ReleaseFactory(), CLA, 2024, {leeds: 1500})
    first, second = FictionalCouncilFactory(code="F001"), FictionalCouncilFactory(code="F002")
    figures = [
        ("cla_rate", first.code, 2024, 50, 5000, "number"),
        ("cla_rate", second.code, 2024, None, 6000, "suppressed"),
        ("rereferral_pct", first.code, 2024, 20, 200, "number"),
        ("cla_number", first.code, 2024, 50, None, "number"),
    ]

    release = load_simulated(figures, at=NOON)

    made = make_panel("cla_rate", fictional=True)
    assert (release.state, release.is_fictional, release.publisher) == ("live", True, "Cairn simulation")
    assert made.panel.units == ("F001", "F002")
    assert made.panel.values[0].tolist() == [100.0]
    assert made.statuses.tolist() == [["number"], ["suppressed"]]
    assert make_panel("rereferral_pct", fictional=True).panel.values.tolist() == [[10.0]]
    assert make_panel("cla_number", fictional=True).panel.values.tolist() == [[50.0]]
    assert make_panel("cla_number").panel.units == ("383",)


def test_load_simulated_twice_changes_nothing_and_others_take_its_place():
    FictionalCouncilFactory(code="F001")
    FictionalCouncilFactory(code="F002")
    one, other = simulate("F001", "F002"), simulate("F002", "F001")

    release = load_simulated(one, at=NOON)
    assert load_simulated(reversed(one), at=NOON) == release
    assert load_simulated([(*row[:3], np.int64(row[3]), np.float64(row[4]), row[5]) for row in one], at=NOON) == release
    newer = load_simulated(other, at=NOON)

    assert make_panel("cla_rate", fictional=True).panel.counts.tolist() == [[51.0], [50.0]]
    assert list(Release.objects.live()) == [newer]
    assert load_simulated(one, at=NOON) == release
    assert list(Release.objects.live()) == [release]


@pytest.mark.parametrize(
    ("figures", "sentence"),
    [
        ([], "no figures to load"),
        ([("cla_rate", "F009", 2024, 1, 1, "number")], "'F009' is not a fictional council"),
        ([("cla_rate", "383", 2024, 1, 1, "number")], "'383' is not a fictional council"),
        ([("cla_rate", "F001", 2024, None, 1, "number")], "the status is 'number' and the figure None"),
        ([("cla_rate", "F001", 2024, 1, 1, "missing")], "the status is 'missing' and the figure 1.0"),
        ([("fish", "F001", 2024, 1, 1, "number")], "'fish' is not a measure"),
    ],
)
def test_load_simulated_refuses_what_does_not_fit(leeds, figures, sentence):
    FictionalCouncilFactory(code="F001")

    with pytest.raises(ValueError, match=sentence) as problem:
        load_simulated(figures, at=NOON)

    assert isinstance(problem.value, UnableToLoadSimulation) or "fish" in sentence
    assert Release.objects.count() == 0
