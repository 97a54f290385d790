"""A council's page: rows of the measures in its profile, beside neighbours, region and England."""

from datetime import date

import pytest

from cairn.indicators.definitions import get_definition, get_profile_definitions
from cairn.indicators.enums import Status
from cairn.indicators.models import Neighbour
from cairn.indicators.presenters.profile import find_beside, get_profile, group_by_area
from cairn.indicators.services import load_simulated
from cairn.places.models import Place
from tests.factories.indicators import NOON, ReleaseFactory, publish
from tests.factories.places import CouncilFactory, FictionalCouncilFactory

pytestmark = pytest.mark.django_db
REPEAT = "ees.d3.CPP_subsequent_percent"
CLA, POPULATION = "ees.cla.on_31_march.children_count", "ons.population_0_17"


@pytest.fixture
def leeds():
    return CouncilFactory(code="383", name="Leeds", slug="leeds")


@pytest.fixture
def model():
    return ReleaseFactory(
        family="neighbours", content="neighbours", title="Neighbours", file_date=date(2025, 5, 1), latest_year=None
    )


@pytest.fixture
def neighbours(leeds, model):
    others = [CouncilFactory() for _ in range(10)]
    for rank, other in enumerate(others, start=1):
        Neighbour.objects.create(release=model, place=leeds, neighbour=other, rank=rank, closeness="Close")
    return others


def get_row(place, model, key="repeat_plan_pct"):
    rows = get_profile(place, get_profile_definitions(), model).rows
    return next((row for row in rows if row.definition.key == key), None)


def test_profile_has_seventeen_measures_each_with_a_place_of_its_own():
    places = [definition.profile for definition in get_profile_definitions()]
    assert places == list(range(1, 18))
    assert not any(definition.stops or definition.is_size for definition in get_profile_definitions())


def test_row_has_its_figure_its_years_its_place_and_england(leeds, model, neighbours):
    england = Place.objects.create(kind="country", code="E92000001", name="England", slug="england")
    publish(ReleaseFactory(), REPEAT, 2024, {leeds: 13.3})
    figures = {other: 20.0 + rank for rank, other in enumerate(neighbours)}
    publish(ReleaseFactory(), REPEAT, 2025, {leeds: 26.2, england: 24.5} | figures)
    row = get_row(leeds, model)
    assert (row.value, row.mark, row.year) == ("26.2%", "", 2025)
    assert (row.change, row.place_among) == ("Higher than in 2024 (13.3%).", "Higher than 7 of 10 neighbours")
    assert "Repeat plans in Leeds: 2024 13.3%, 2025 26.2%" in row.spark
    assert "Leeds 26.2%. 10 neighbours from 20.0% to 29.0%. England 24.5%." in row.dots
    assert row.dots.count('class="nb"') == 10


@pytest.mark.parametrize(
    ("status", "mark", "said"),
    [
        (Status.SUPPRESSED, "suppressed", "hidden"),
        (Status.NOT_AVAILABLE, "missing", "not available"),
        (Status.NOT_APPLICABLE, "not_applicable", "not applicable"),
    ],
)
def test_suppressed_missing_and_not_applicable_stay_apart(client, leeds, model, neighbours, status, mark, said):
    publish(ReleaseFactory(), REPEAT, 2024, {leeds: 13.3})
    publish(ReleaseFactory(), REPEAT, 2025, {leeds: status} | dict.fromkeys(neighbours, 20.0))
    row = get_row(leeds, model)
    assert (row.value, row.mark, row.change, row.place_among) == ("", mark, "", "")
    assert f"2025 {said}" in row.spark
    assert 'class="own"' not in row.dots
    page = client.get("/councils/leeds/").content.decode()
    assert page.count("cairn-mark-notes") == 1


def test_no_place_among_others_where_numbers_are_small(leeds, model, neighbours):
    everybody = [leeds, *neighbours]
    publish(ReleaseFactory(), CLA, 2025, {leeds: 19} | dict.fromkeys(neighbours, 400))
    publish(ReleaseFactory(), POPULATION, 2024, dict.fromkeys(everybody, 50_000))
    row = get_row(leeds, model, "cla_rate")
    assert (row.value, row.place_among) == ("3.8", "Numbers too small to compare")
    # It has no neighbours in this model, so it stands among its region.
    assert get_row(neighbours[0], model, "cla_rate").place_among == "Higher than 1 of 10 others"


def test_no_neighbours_are_drawn_where_fewer_than_eight_have_a_figure(leeds, model, neighbours):
    publish(ReleaseFactory(), REPEAT, 2025, {leeds: 26.2} | dict.fromkeys(neighbours[:7], 20.0))
    row = get_row(leeds, model)
    assert (row.place_among, row.dots) == ("", "")


def test_series_that_stopped_and_councils_without_figures_have_no_row(leeds, model, neighbours):
    publish(ReleaseFactory(), REPEAT, 2015, {leeds: 26.2})
    publish(ReleaseFactory(), CLA, 2025, {leeds: 400})
    assert get_row(leeds, model) is None
    assert get_row(neighbours[0], model) is None


def test_invented_council_stands_among_its_region_and_never_beside_real_ones(client, leeds):
    places = [FictionalCouncilFactory() for _ in range(6)]
    figures = [("cla_rate", place.code, 2025, 300 + n, 50_000, "number") for n, place in enumerate(places)]
    load_simulated(figures, at=NOON)
    beside = find_beside(places[0], None)
    assert (len(beside.places), beside.who, leeds in beside.places) == (5, "others", False)
    assert get_row(places[0], None, "cla_rate").place_among == "Lower than all 5 others"
    page = client.get(places[0].get_absolute_url()).content.decode()
    assert "among the 5 other councils in Amberlow" in page
    assert "England" not in page.partition("<main")[2].partition("</main")[0]


def test_groups_follow_the_outcomes_of_the_framework(leeds, model):
    publish(ReleaseFactory(), REPEAT, 2025, {leeds: 26.2})
    publish(ReleaseFactory(), CLA, 2025, {leeds: 400})
    publish(ReleaseFactory(), POPULATION, 2024, {leeds: 50_000})
    groups = group_by_area(get_profile(leeds, get_profile_definitions(), model).rows)
    assert [(group.key, len(group.rows)) for group in groups] == [("stay_together", 1), ("safe", 1)]


def test_page_begins_with_what_one_would_say_first(client, leeds):
    england = Place.objects.create(kind="country", code="E92000001", name="England", slug="england")
    both = [leeds, england]
    for year, number in ((2024, 400), (2025, 450)):
        publish(ReleaseFactory(), CLA, year, {leeds: number, england: 300})
        publish(ReleaseFactory(), POPULATION, year - 1, dict.fromkeys(both, 50_000))
    page = client.get("/councils/leeds/").content.decode()
    assert (
        "90.0 in 10,000 children were in care in Leeds on 31 March 2025, compared with 60.0 in England. "
        "That is higher than in 2024 (80.0)."
    ) in page


def test_profile_is_made_once_for_each_set_of_live_releases(leeds, model, neighbours, django_assert_num_queries):
    publish(ReleaseFactory(), REPEAT, 2025, {leeds: 26.2})
    definitions = (get_definition("repeat_plan_pct"),)
    before = get_profile(leeds, definitions, model)
    with django_assert_num_queries(1):
        assert get_profile(leeds, definitions, model) == before
    publish(ReleaseFactory(latest_year=2026), REPEAT, 2026, {leeds: 11.0})
    assert get_profile(leeds, definitions, model).rows[0].value == "11.0%"
