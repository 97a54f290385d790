"""A council beside others: neighbours, position, direction, inspections, shared rows, chosen councils."""

from datetime import date

import pytest

from cairn.indicators.definitions import get_definition
from cairn.indicators.models import Inspection, Judgement, Neighbour, Release, SharedFigure
from cairn.indicators.presenters.comparing import describe_change, describe_position, get_average
from cairn.indicators.presenters.local import get_local_figures
from cairn.indicators.presenters.maps import get_edges, make_bars
from cairn.indicators.queries import Latest
from cairn.indicators.queries.linkage import LinkedFigure
from tests.factories.indicators import ReleaseFactory, publish
from tests.factories.places import CouncilFactory, FictionalCouncilFactory

pytestmark = pytest.mark.django_db
REPEAT = "ees.d3.CPP_subsequent_percent"
STOPPED_SERIES = "sfr.CLA_10to15"


@pytest.fixture
def leeds():
    return CouncilFactory(code="383", name="Leeds", slug="leeds")


@pytest.fixture
def neighbours(leeds):
    model = ReleaseFactory(
        family="neighbours",
        content="neighbours",
        title="Statistical neighbours",
        file_date=date(2025, 5, 1),
        latest_year=None,
    )
    others = [CouncilFactory() for _ in range(10)]
    for rank, other in enumerate(others, start=1):
        Neighbour.objects.create(release=model, place=leeds, neighbour=other, rank=rank, closeness="Close")
    return others


def test_average_needs_eight_of_ten():
    assert get_average([1.0] * 4 + [3.0] * 4 + [None, None]) == 2.0
    assert get_average([1.0] * 7 + [None] * 3) is None


def test_page_shows_average_of_neighbours_and_which_model(client, leeds, neighbours):
    publish(
        ReleaseFactory(), REPEAT, 2025, {leeds: 17.3} | {other: 20.0 + rank for rank, other in enumerate(neighbours)}
    )
    page = client.get("/councils/leeds/figures/").content.decode()
    assert ">24.5<" in page
    assert "file of May 2025" in page
    assert neighbours[0].name in page
    page = client.get("/councils/leeds/repeat_plan_pct/").content.decode()
    assert "Average of statistical neighbours" in page


def test_older_model_can_be_chosen(client, leeds, neighbours):
    older = ReleaseFactory(
        family="neighbours",
        content="neighbours",
        title="Statistical neighbours",
        file_date=date(2021, 4, 1),
        latest_year=None,
    )
    other = CouncilFactory(name="Far away", slug="far-away")
    Neighbour.objects.create(release=older, place=leeds, neighbour=other, rank=1, closeness="Not close")
    publish(ReleaseFactory(), REPEAT, 2025, {leeds: 17.3})
    assert "Far away" not in client.get("/councils/leeds/").content.decode()
    assert "Far away" in client.get(f"/councils/leeds/?neighbours={older.pk}").content.decode()
    assert client.get("/councils/leeds/?neighbours=nonsense").status_code == 200


def make_latest(values):
    return Latest(2025, {code: LinkedFigure(value, None, None, "number", None, None) for code, value in values.items()})


@pytest.mark.parametrize(
    ("own", "told"), [(0, "best quarter of 40"), (39, "last quarter of 40"), (15, "second quarter of 40")]
)
def test_position_is_told_where_it_is_known_which_way_is_better(own, told):
    latest = make_latest({str(number): float(number) for number in range(40)})
    current = set(latest.figures)
    assert describe_position(get_definition("repeat_plan_pct"), str(own), latest, current) == told
    assert describe_position(get_definition("cla_rate"), str(own), latest, current) == ""
    assert describe_position(get_definition("cla_spend"), str(own), latest, current) == ""


def test_position_is_not_told_among_few_or_of_a_council_that_ended():
    latest = make_latest({str(number): float(number) for number in range(19)})
    assert describe_position(get_definition("repeat_plan_pct"), "1", latest, set(latest.figures)) == ""
    latest = make_latest({str(number): float(number) for number in range(40)})
    assert describe_position(get_definition("repeat_plan_pct"), "1", latest, set(latest.figures) - {"1"}) == ""


def test_council_that_ended_is_shown_in_its_last_year_beside_no_other_year(client, leeds, neighbours):
    ended = CouncilFactory(name="Old shire", slug="old-shire", closed_on=date(2019, 3, 31))
    publish(ReleaseFactory(), REPEAT, 2018, {ended: 12.5, leeds: 41.7})
    publish(ReleaseFactory(), REPEAT, 2025, {leeds: 17.3} | dict.fromkeys(neighbours, 20.0))
    for address in ("/councils/old-shire/", "/councils/old-shire/figures/"):
        page = client.get(address).content.decode()
        assert "2018" in page
        assert "41.7" not in page
        assert "statistical neighbours" not in page.lower()
    assert ">12.5<" in page


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        ([(2025, 29.1)], "first figure in 2025"),
        (
            [(2016, 20.0), (2022, 21.7), (2023, 27.0), (2024, 28.0), (2025, 29.1)],
            "up from 21.7 in 2022 to 29.1 in 2025",
        ),
        ([(2021, 30.0), (2022, None), (2024, 28.0), (2025, 29.1)], "down from 30.0 in 2021 to 29.1 in 2025"),
        ([(2024, 28.0), (2025, 29.1)], "up from 28.0 in 2024 to 29.1 in 2025"),
        ([(2022, 29.14), (2025, 29.11)], "29.1 in 2022 and in 2025"),
        ([(2022, 21.7), (2025, None)], ""),
        ([], ""),
    ],
)
def test_change_is_told_by_two_figures_of_the_picture(figures, told):
    assert describe_change(get_definition("rereferral_pct"), figures) == told


def test_inspections_stand_once_newest_first_and_say_their_framework(client, leeds):
    ours = ReleaseFactory(family="ofsted.outcomes", content="inspections", title="Outcomes", latest_year=None)
    other = ReleaseFactory(family="ofsted.overview", content="inspections", title="Overview", latest_year=None)
    for release, day, grade in (
        (other, date(2022, 2, 21), "good"),
        (ours, date(2022, 2, 21), "good"),
        (ours, date(2018, 10, 29), "inadequate"),
    ):
        inspection = Inspection.objects.create(
            release=release, place=leeds, framework="ILACS", kind="Short inspection", inspected_on=day
        )
        Judgement.objects.create(inspection=inspection, area="overall", grade=grade)
        Judgement.objects.create(inspection=inspection, area="in_care_and_leavers", grade=grade)
    Inspection.objects.create(
        release=ours,
        place=leeds,
        framework="ILACS",
        kind="Focused visit",
        inspected_on=date(2024, 3, 5),
        theme="Front door",
    )
    card = client.get("/councils/leeds/").content.decode()
    assert card.index("Inspected February 2022") < card.index("Inspected October 2018")
    page = client.get("/councils/leeds/inspections/").content.decode()
    assert page.count("21 Feb 2022") == 1
    assert page.index("21 Feb 2022") < page.index("29 Oct 2018")
    assert "ILACS, short inspection" in page
    assert "in the grade before" in page
    assert "Visits without judgements (1)" in page
    Release.objects.update(state="withdrawn")
    assert "Judgements have not been loaded" in client.get("/councils/leeds/").content.decode()
    assert "No inspections of Leeds are loaded" in client.get("/councils/leeds/inspections/").content.decode()


def test_shared_rows_are_told(client, leeds):
    release = ReleaseFactory(family="ees.workforce", title="Workforce")
    publish(release, "ees.workforce.caseload_fte", 2025, {leeds: 13.9})
    SharedFigure.objects.create(release=release, place=leeds, others="Bradford", year=2025)
    told = "Workforce, 2025 to 2025: one row covers this council and Bradford together."
    assert told in client.get("/councils/leeds/").content.decode()
    assert told in client.get("/councils/leeds/figures/").content.decode()
    assert told in client.get("/councils/leeds/sw_caseload/").content.decode()


def test_compare_takes_names_and_codes_and_says_what_it_does_not_know(client, leeds):
    bradford = CouncilFactory(code="380", name="Bradford", slug="bradford")
    publish(ReleaseFactory(), REPEAT, 2025, {leeds: 17.3, bradford: 20.5})
    page = client.get("/compare/?m=repeat_plan_pct&c=383&add=bradford").content.decode()
    assert ">17.3<" in page
    assert ">20.5<" in page
    assert 'Remove<span class="govuk-visually-hidden"> Leeds</span>' in page
    page = client.get("/compare/?m=repeat_plan_pct&c=383&add=Atlantis").content.decode()
    assert "&#x27;Atlantis&#x27; is not a council we recognise" in page
    assert ">17.3<" in page
    assert "&#x27;fish&#x27; is not a measure" in client.get("/compare/?m=fish").content.decode()
    assert "No council is chosen yet" in client.get("/compare/").content.decode()


def test_compare_never_mixes_real_and_fictional(client, leeds):
    made_up = FictionalCouncilFactory(name="Ottenvale", slug="ottenvale")
    page = client.get(f"/compare/?c=383&add={made_up.code}").content.decode()
    assert "> Ottenvale</span>" not in page


def test_charts_and_files_of_a_council_come_in_every_form(client, leeds):
    publish(ReleaseFactory(), REPEAT, 2025, {leeds: 17.3})
    start = "/councils/leeds/repeat_plan_pct"
    assert client.get(f"{start}/chart.svg").content.startswith(b"<svg")
    assert client.get(f"{start}/chart.png").content.startswith(b"\x89PNG")
    assert client.get(f"{start}/figures.xlsx").content.startswith(b"PK")
    assert client.get(f"{start}/figures.csv").content.startswith(b"\xef\xbb\xbf")
    assert client.get(f"{start}/chart.exe").status_code == 404
    assert client.get(f"{start}/figures.exe").status_code == 404
    assert client.get("/councils/leeds/fish/").status_code == 404


def test_measure_page_has_a_tile_for_each_council_and_a_cross_where_there_is_no_figure(client, leeds):
    publish(ReleaseFactory(), REPEAT, 2025, {leeds: 17.3})
    CouncilFactory(code="380", name="Bradford", slug="bradford")
    page = client.get("/measures/repeat_plan_pct/").content.decode()
    assert page.count("<polygon") == 2
    assert "Leeds: 17.3" in page
    assert "Bradford: missing" in page
    assert "1 of 2 councils have a figure for 2025" in page


def test_classes_and_bars():
    assert get_edges([float(number) for number in range(1, 11)]) == [2, 4, 6, 8]
    assert get_edges([]) == []
    bars = make_bars(get_definition("repeat_plan_pct"), [0.0, 0.1, 12.0])
    assert [bar.count for bar in bars] == [2, *[0] * 10, 1]
    assert make_bars(get_definition("repeat_plan_pct"), [5.0]) == []


def test_series_that_stopped_never_stands_among_newest_figures(client, leeds):
    """10 to 15 year olds were last counted in 2017; beside figures of 2025 that is history."""
    publish(ReleaseFactory(), STOPPED_SERIES, 2017, {leeds: 410})
    publish(ReleaseFactory(), REPEAT, 2025, {leeds: 17.3})
    measures = [get_definition("cla_10_to_15_number"), get_definition("repeat_plan_pct")]
    found = get_local_figures(leeds, measures)
    assert [row.definition.key for row in found.rows] == ["repeat_plan_pct"]
    assert [row.definition.key for row in found.stopped] == ["cla_10_to_15_number"]
    assert found.missing == []
    assert ">410<" not in client.get("/councils/leeds/").content.decode()
    page = client.get("/councils/leeds/figures/").content.decode()
    assert page.index(">17.3<") < page.index("Series that have stopped") < page.index(">410<")
