"""A release says nothing of places that it does not have: the newest that has a row for a place counts for it."""

import csv
import io
import random
from dataclasses import dataclass, field

import pytest
from django.urls import reverse
from django.utils.timezone import now

from cairn.indicators import services
from cairn.indicators.analysis import make_panel
from cairn.indicators.definitions import get_definition
from cairn.indicators.enums import Status
from cairn.indicators.models import Release, Upload
from cairn.indicators.presenters.figures import describe_missing, describe_sources
from cairn.indicators.presenters.local import get_local_figures
from cairn.indicators.queries import (
    find_missing,
    get_latest,
    get_measure_rows,
    get_place_series,
    get_series_of,
)
from cairn.indicators.queries.linkage import get_sources
from cairn.indicators.services import import_paths
from cairn.places.models import Place
from tests.factories.accounts import UserFactory, give_site_role
from tests.factories.indicators import NOON, ReleaseFactory, make_dated_release, publish
from tests.factories.places import CouncilFactory, RegionFactory
from tests.indicators.published import CLA as CLA_COLUMNS
from tests.indicators.published import cla

pytestmark = pytest.mark.django_db

CLA, POPULATION = "ees.cla.on_31_march.children_count", "ons.population_0_17"
REPEAT = "ees.d3.CPP_subsequent_percent"
STARTED, AGAIN = "ees.d3.CPP_start", "ees.d3.CPP_subsequent"


@pytest.fixture
def councils(db) -> list[Place]:
    return [CouncilFactory(code=str(301 + number), slug=f"council-{number}") for number in range(6)]


def get_cells(key: str, place: Place) -> dict[int, tuple[float | None, str]]:
    return {one.year: (one.value, str(one.status)) for one in get_place_series(get_definition(key), place)}


# --- What counts for a place -------------------------------------------------------------------------


def test_partial_release_counts_for_its_places_and_for_no_other(councils):
    first, *others = councils
    whole, part = ReleaseFactory(), ReleaseFactory(imported_at=now())
    publish(whole, CLA, 2025, dict.fromkeys(councils, 100))
    publish(part, CLA, 2025, {first: 101})

    assert get_cells("cla_number", first) == {2025: (101.0, "number")}
    assert all(get_cells("cla_number", one) == {2025: (100.0, "number")} for one in others)
    made = make_panel("cla_number")
    assert made.panel.values.ravel().tolist() == [101.0] + [100.0] * 5
    assert [one.sha256 for one in made.provenance[0].numerator] == [part.sha256, whole.sha256]
    series = get_place_series(get_definition("cla_number"), others[0])
    assert series[0].release == whole


def test_later_complete_release_supersedes_a_partial_one(councils):
    part, whole = ReleaseFactory(), ReleaseFactory(imported_at=now())
    publish(part, CLA, 2025, {councils[0]: 101})
    publish(whole, CLA, 2025, dict.fromkeys(councils, 100))

    assert get_cells("cla_number", councils[0]) == {2025: (100.0, "number")}
    (year,) = get_sources(get_definition("cla_number"), fictional=False)
    assert [one.release for one in year.numerator] == [whole]


@pytest.mark.parametrize("mark", [Status.SUPPRESSED, Status.MISSING, Status.NOT_AVAILABLE, Status.SOURCE_ERROR])
def test_mark_of_a_newer_release_counts_and_no_row_does_not(councils, mark):
    first, second, *_ = councils
    publish(ReleaseFactory(), CLA, 2025, {first: 100, second: 100})
    publish(ReleaseFactory(imported_at=now()), CLA, 2025, {first: mark})

    assert get_cells("cla_number", first) == {2025: (None, str(mark))}
    assert get_cells("cla_number", second) == {2025: (100.0, "number")}


def test_withdrawn_partial_release_gives_its_places_back(councils):
    first = councils[0]
    publish(ReleaseFactory(), CLA, 2025, dict.fromkeys(councils, 100))
    part = ReleaseFactory(imported_at=now())
    publish(part, CLA, 2025, {first: 101})
    assert get_cells("cla_number", first)[2025][0] == 101.0
    services.withdraw_release(release=part, by=None, at=NOON)
    assert get_cells("cla_number", first)[2025][0] == 100.0
    services.restore_release(release=part, by=None, at=NOON)
    assert get_cells("cla_number", first)[2025][0] == 101.0


def test_counts_and_populations_are_each_chosen_for_the_place(councils):
    first, second, *_ = councils
    publish(ReleaseFactory(), CLA, 2025, {first: 10, second: 20})
    publish(ReleaseFactory(), POPULATION, 2024, {first: 1000, second: 1000})
    newer = ReleaseFactory(imported_at=now())
    publish(newer, POPULATION, 2024, {second: 2000})

    assert get_cells("cla_rate", first) == {2025: (100.0, "number")}
    assert get_cells("cla_rate", second) == {2025: (100.0, "number")}
    (figure,) = get_place_series(get_definition("cla_rate"), second)
    assert (figure.denominator, figure.denominator_release) == (2000.0, newer)


def test_share_that_is_published_for_some_is_worked_out_for_the_others(councils):
    first, second, third, *_ = councils
    release = ReleaseFactory()
    publish(release, REPEAT, 2025, {first: 33.0})
    publish(release, AGAIN, 2025, {first: 1, second: 1, third: 1})
    publish(release, STARTED, 2025, {first: 3, second: 4})

    assert get_cells("repeat_plan_pct", first) == {2025: (33.0, "number")}
    assert get_cells("repeat_plan_pct", second) == {2025: (25.0, "number")}
    assert get_cells("repeat_plan_pct", third) == {2025: (None, "no_row")}


def test_number_that_cannot_be_is_shown_nowhere_though_it_was_stored(councils):
    first, second, *_ = councils
    release = ReleaseFactory()
    publish(release, REPEAT, 2025, {first: -99.0, second: 1800.0})
    publish(release, CLA, 2025, {first: -99.0, second: 5})
    for key, place in (("repeat_plan_pct", first), ("repeat_plan_pct", second), ("cla_number", first)):
        assert get_cells(key, place) == {2025: (None, "source_error")}
    assert make_panel("cla_number").panel.values.ravel().tolist()[1:] == [5.0]


# --- The newest year ---------------------------------------------------------------------------------


def test_early_year_of_a_few_is_not_the_newest_year_of_all(client, councils):
    first, second, *_ = councils
    publish(ReleaseFactory(), CLA, 2025, dict.fromkeys(councils, 100))
    publish(ReleaseFactory(latest_year=2026), CLA, 2026, {first: 777})

    latest = get_latest([get_definition("cla_number")], fictional=False)["cla_number"]
    assert (latest.year, latest.figures[second.code].value) == (2025, 100.0)
    rows = {place: get_local_figures(place, [get_definition("cla_number")]).rows[0] for place in (first, second)}
    assert [(row.year, row.own.text) for row in rows.values()] == [(2026, "777"), (2025, "100")]


def test_year_that_most_have_is_the_newest(councils):
    publish(ReleaseFactory(), CLA, 2025, dict.fromkeys(councils, 100))
    publish(ReleaseFactory(latest_year=2026), CLA, 2026, dict.fromkeys(councils[:3], 777))
    assert get_latest([get_definition("cla_number")], fictional=False)["cla_number"].year == 2026


# --- What is told of it ------------------------------------------------------------------------------


@pytest.fixture
def live(write):
    rows = [cla(year, code, 100) for year in (2024, 2025) for code in ("383", "380", "381")]
    import_paths([write("whole.csv", CLA_COLUMNS, rows)], at=NOON)
    return Release.objects.get()


def test_preview_names_the_places_that_are_missing(client, live, write):
    client.force_login(give_site_role(UserFactory(), "host"))
    path = write("part.csv", CLA_COLUMNS, [cla(2025, "383", 101), cla(2024, "383", 99), cla(2024, "380", 99)])
    with path.open("rb") as file:
        client.post(reverse("indicators:upload"), {"file": file})
    upload = Upload.objects.get()
    services.read_upload(upload=upload, at=now())

    page = " ".join(client.get(reverse("indicators:given", args=[upload.pk])).content.decode().split())
    assert "2 places in the previous release" in page
    assert "The site keeps showing earlier figures for them." in page
    assert "<li>Bradford (2025)</li><li>Calderdale (2024, 2025)</li>" in page
    assert "Leeds (" not in page


def test_command_and_rehearsal_name_the_places_that_are_missing(live, write, capsys):
    from django.core.management import call_command

    path = write("part.csv", CLA_COLUMNS, [cla(2025, "383", 101)])
    for options in (["--dry-run"], []):
        call_command("data", "import", str(path), *options)
        told = capsys.readouterr().out
        assert "2 places in the previous release" in told
        assert "Bradford (2025), Calderdale (2025)" in told


def test_release_that_does_not_count_first_says_so(client, live, write, capsys):
    from django.core.management import call_command

    call_command("data", "import", str(write("old.csv", CLA_COLUMNS, [cla(2024, "383", 77)])))
    assert f"A newer release is live ({live})." in capsys.readouterr().out
    older = Release.objects.exclude(pk=live.pk).get()
    assert "A newer release is live" in client.get(reverse("indicators:release", args=[older.pk])).content.decode()
    assert "A newer release" not in client.get(reverse("indicators:release", args=[live.pk])).content.decode()


def test_nothing_is_told_where_nothing_is_missing(live, write):
    rows = [cla(2025, code, 101) for code in ("383", "380", "381", "382")]
    (one,) = import_paths([write("whole_again.csv", CLA_COLUMNS, rows)], at=now()).files
    assert one.missing is None
    assert find_missing(live) is None
    assert describe_missing(None) is None


def test_page_of_another_council_keeps_its_year(client, live, write):
    import_paths([write("part.csv", CLA_COLUMNS, [cla(2025, "383", 101)])], at=now())
    for slug, value in (("bradford", "100"), ("leeds", "101")):
        page = client.get(f"/councils/{slug}/cla_number/").content.decode()
        assert f">{value}<" in page
        assert "Not available" not in page


def test_measure_names_each_release_and_for_whom(councils):
    publish(ReleaseFactory(), CLA, 2024, dict.fromkeys(councils, 100))
    whole, part = ReleaseFactory(), make_dated_release(2026, 1, 5)
    publish(whole, CLA, 2025, dict.fromkeys(councils, 100))
    publish(part, CLA, 2025, {councils[0]: 101})
    told = describe_sources(get_sources(get_definition("cla_number"), fictional=False))
    assert [(years, role) for years, role, *_ in told] == [
        ("2025", "Counted"),
        ("2025", "Counted, for places that no newer release has"),
        ("2024", "Counted"),
    ]


# --- Any releases ------------------------------------------------------------------------------------


@dataclass
class World:
    """Random releases, and what they say by series, year and place; the newest first."""

    places: list[Place]
    said: list[tuple[Release, dict[tuple[str, int], dict[Place, float | Status]]]] = field(default_factory=list)

    def expect(self, series: str, year: int, place: Place) -> tuple[Release | None, float | Status]:
        """The rule once more, in the plainest words."""
        for release, cells in self.said:
            if release.state == Release.State.LIVE and place in cells.get((series, year), {}):
                return release, cells[series, year][place]
        return None, Status.NO_ROW


MARKS = [Status.SUPPRESSED, Status.MISSING, Status.NOT_AVAILABLE, Status.NOT_APPLICABLE]
STATES = [Release.State.LIVE] * 4 + [Release.State.WITHDRAWN, Release.State.WAITING]


def make_world(seed: int) -> World:
    rng = random.Random(seed)
    councils = [CouncilFactory(code=str(301 + number), slug=f"c-{number}") for number in range(5)]
    england = RegionFactory(code="E92000001", kind=Place.Kind.COUNTRY, name="England", slug="england")
    world = World([*councils, england])
    for number in range(rng.randint(1, 5)):
        release = make_dated_release(
            2026,
            rng.randint(1, 3),
            rng.choice([1, 15]),
            latest_year=rng.choice([2024, 2025]),
            imported_at=NOON.replace(hour=number),
            state=rng.choice(STATES),
        )
        cells: dict = {}
        for series in rng.sample([CLA, POPULATION], rng.randint(1, 2)):
            for year in rng.sample([2022, 2023, 2024, 2025], rng.randint(1, 4)):
                found = rng.sample(world.places, rng.randint(1, len(world.places)))
                said = {one: rng.choice(MARKS) if rng.random() < 0.3 else float(rng.randint(1, 900)) for one in found}
                cells[series, year] = said
                publish(release, series, year, said)
        world.said.append((release, cells))
    world.said.sort(key=lambda pair: (pair[0].latest_year, pair[0].file_date, pair[0].imported_at), reverse=True)
    return world


@pytest.mark.parametrize("seed", range(25))
def test_every_view_says_what_the_newest_release_of_a_place_says(client, seed):
    world = make_world(seed)
    number, rate = get_definition("cla_number"), get_definition("cla_rate")
    series = get_series_of(number, world.places, fictional=False)
    rates = get_series_of(rate, world.places, fictional=False)
    for place in world.places:
        for figure in series[place.code]:
            release, expected = world.expect(CLA, figure.year, place)
            value = None if isinstance(expected, Status) else expected
            assert figure.value == value
            assert figure.status == (expected if value is None else Status.NUMBER)
            # No page says that no release has a figure which a live release has.
            assert (figure.status == Status.NO_ROW) == (release is None)
            assert release is None or figure.release == release
        for figure in rates[place.code]:
            (_, above), (below_from, below) = (
                world.expect(CLA, figure.year, place),
                world.expect(POPULATION, figure.year - 1, place),
            )
            if isinstance(above, Status):
                assert (figure.value, figure.status) == (None, above)
            elif isinstance(below, Status):
                assert (figure.value, figure.status) == (None, Status.NO_DENOMINATOR)
            else:
                assert figure.value == pytest.approx(10_000 * above / below)
            assert figure.denominator_release == below_from
    check_files(client, world, series)


def check_files(client, world: World, series: dict) -> None:
    """The panel of an evaluation, the rows of a measure, its CSV file and the newest year agree with the series."""
    number = get_definition("cla_number")
    there = {row.code: [] for row in get_measure_rows(number, fictional=False)}
    for row in get_measure_rows(number, fictional=False):
        there[row.code].append(row.figure)
    assert all(figures == series[code] for code, figures in there.items())
    if not there:
        return
    made = make_panel("cla_number")
    for code in made.panel.units:
        for figure in series[code]:
            assert made.get_status(code, figure.year) == figure.status
    rows = csv.DictReader(io.StringIO(client.get("/measures/cla_number/figures.csv").content.decode("utf-8-sig")))
    for row in rows:
        (figure,) = (one for one in series[row["council_code"]] if one.year == int(row["year"]))
        assert row["status"] == figure.status
        assert row["sha256"] == figure.release.sha256
    latest = get_latest([number], fictional=False)["cla_number"]
    for code, figure in latest.figures.items():
        (one,) = (one for one in series[code] if one.year == latest.year)
        assert (figure.value, figure.status) == (one.value, one.status)
        assert figure.status != Status.NO_ROW
