"""Pages and downloads of measures and figures."""

import csv
import io
import re
from datetime import date

import pytest

from cairn.indicators.definitions import get_definition, get_definitions
from cairn.indicators.enums import Status
from cairn.indicators.presenters.figures import describe_links, show_unit
from cairn.indicators.services import load_simulated
from tests.common.test_exports import read_xlsx
from tests.factories.indicators import NOON, ReleaseFactory, publish
from tests.factories.places import CouncilFactory, FictionalCouncilFactory, RegionFactory

pytestmark = pytest.mark.django_db

CLA, POPULATION = "ees.cla.on_31_march.children_count", "ons.population_0_17"


@pytest.fixture
def leeds(db):
    return CouncilFactory(code="383", name="Leeds", slug="leeds")


@pytest.fixture
def figures(leeds):
    england = RegionFactory(code="E92000001", name="England", slug="england", kind="country")
    release = ReleaseFactory()
    publish(release, POPULATION, 2023, {leeds: 174_311, england: 12_000_000})
    publish(release, CLA, 2022, {leeds: Status.SUPPRESSED})
    publish(release, CLA, 2023, {leeds: Status.NOT_APPLICABLE})
    publish(release, CLA, 2024, {leeds: 1546, england: 83_630})
    publish(release, "ees.b1.At31_episodes", 2024, {leeds: Status.LOW_RELIABILITY})
    return release


def test_measures_lists_every_measure_with_years_and_last_update(client, figures, django_assert_num_queries):
    with django_assert_num_queries(4):
        page = client.get("/measures/").content.decode()

    assert page.count('href="/measures/') == len(get_definitions())
    assert "Families stay together and get the help they need" in page
    assert "2022 to 2024. Last update 1 May 2026." in page
    assert "No official figures are loaded yet." in page


def test_measure_says_what_it_is_and_where_its_figures_come_from(client, figures):
    page = client.get("/measures/cla_rate/").content.decode()

    assert "Neither higher nor lower is better in itself." in page
    assert "What to be careful about" in page
    assert "Children looked after: numbers and rates, to 2025" in page
    assert "Counted, from 2021: series ees.cla.on_31_march.children_count." in page
    assert "Last update: 1 May 2026" in page
    assert ">69.7<" in page  # England, 2024


def test_measure_without_figures_says_so(client):
    assert "No official figures of this measure are loaded yet." in client.get("/measures/cin_rate/").content.decode()


def test_measure_that_is_not_there(client):
    assert client.get("/measures/fish/").status_code == 404
    assert client.get("/measures/fish/figures.csv").status_code == 404


def test_linking_rules_in_words():
    told = describe_links(get_definition("cla_rate"))

    assert told[0].startswith("Counted, 2013 to 2014: series sfr.cla.on_31_march.")
    assert told[3].startswith("Divided by, from 2013: series ons.population_0_17, the figure of the year before.")
    assert describe_links(get_definition("rereferral_pct"))[0].startswith("Published figure, from 2013: series")


def test_council_shows_the_newest_year_beside_region_and_england(client, figures, leeds):
    page = client.get("/councils/leeds/figures/").content.decode()

    assert re.search(r"Looked after, rate</a>.*?2024.*?>88\.7<.*?>69\.7<", page, re.DOTALL)
    assert 'Looked after, rate</a> <span class="cairn-unit">per 10,000 children</span>' in page
    assert "first figure in" in page
    assert "quarter of" not in page  # neither way is better


def test_council_measure_shows_marks_reasons_and_sources(client, figures, leeds):
    below = ReleaseFactory(publisher="Office for National Statistics", title="Population", latest_year=2026)
    publish(below, POPULATION, 2023, {leeds: 174_311})
    publish(ReleaseFactory(title="Not used"), CLA, 2021, {leeds: Status.SUPPRESSED})

    page = client.get("/councils/leeds/cla_rate/").content.decode()

    assert "[c]" in page
    assert "[z]" in page
    assert "Suppressed, because the number is so small" in page
    assert "2022: hidden by the publisher because it is small." in page
    assert (
        "Department for Education (Children looked after: numbers and rates, to 2025); "
        "Office for National Statistics (Population, to 2026). Cairn calculates this rate: counts divided by one "
        "population series for all years. So it can differ from the published rate." in page
    )
    assert "Not used" not in page
    assert ">1,546<" in client.get("/councils/leeds/cla_number/").content.decode()
    assert (
        "2024: left out by the publisher as not reliable." in client.get("/councils/leeds/cin_rate/").content.decode()
    )


def test_units_are_short():
    assert show_unit(get_definition("cpp_rate")) == "per 10,000 children"
    assert show_unit(get_definition("rereferral_pct")) == "% of referrals"
    assert show_unit(get_definition("repeat_plan_pct")).startswith("% of ")


def test_council_years_before_it_began_and_after_it_ended_are_not_applicable(client):
    young = CouncilFactory(code="838", slug="young", opened_on=date(2023, 4, 1))
    ended = CouncilFactory(code="835", slug="ended", closed_on=date(2023, 3, 31))
    release = ReleaseFactory()
    publish(release, CLA, 2023, {ended: 400, young: Status.MISSING})
    publish(release, CLA, 2024, {young: 410})
    publish(release, CLA, 2025, {young: Status.NOT_AVAILABLE})

    assert shown(client, young) == {2025: "Not available", 2024: "410", 2023: "Not applicable"}
    assert shown(client, ended) == {2025: "Not applicable", 2024: "Not applicable", 2023: "400"}


def shown(client, place) -> dict[int, str]:
    """The council's own column on the page of one measure, by year."""
    page = client.get(f"{place.get_absolute_url()}cla_number/").content.decode()
    rows = re.findall(r'<th scope="row">(\d{4})</th>(.*?)</tr>', page, re.DOTALL)
    first = {int(year): re.search(r"<td[^>]*>(.*?)</td>", cells, re.DOTALL)[1] for year, cells in rows}
    return {year: re.sub(r"<[^>]*>|\[.\]", "", cell).strip() for year, cell in first.items()}


@pytest.mark.parametrize("years", [1, 3])
def test_council_takes_as_many_queries_for_three_years_as_for_one(client, leeds, django_assert_num_queries, years):
    for year in range(2025 - years, 2025):
        publish(ReleaseFactory(), CLA, year, {leeds: 1546})

    with django_assert_num_queries(29):
        client.get("/councils/leeds/")
    with django_assert_num_queries(20):  # what was read of the live releases is kept
        client.get("/councils/leeds/")


def test_council_csv_has_raw_values_reasons_and_releases(client, figures):
    response = client.get("/councils/leeds/figures.csv")

    text = response.content.decode()
    rows = {(row["measure"], row["year"]): row for row in csv.DictReader(io.StringIO(text[1:]))}
    assert text[0] == "\ufeff"
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert float(rows["cla_rate", "2024"]["value"]) == 10_000 * 1546 / 174_311
    assert rows["cla_rate", "2024"]["sha256"] == figures.sha256
    assert rows["cla_rate", "2024"]["denominator_sha256"] == figures.sha256
    assert rows["cla_rate", "2024"]["denominator_release"] == "Children looked after: numbers and rates"
    assert rows["cla_rate", "2024"]["denominator_edition"] == "to 2025"
    assert rows["cla_rate", "2024"]["denominator_publisher"] == "Department for Education"
    assert rows["cla_number", "2024"]["denominator_release"] == ""
    assert (rows["cla_rate", "2022"]["value"], rows["cla_rate", "2022"]["status"]) == ("", "suppressed")
    assert rows["cin_rate", "2024"]["status"] == "low_reliability"
    assert {row["nation"] for row in rows.values()} == {"England"}


def test_workbook_of_figures_is_in_words_and_says_where_they_come_from(client, figures, settings):
    settings.BASE_URL = "https://learn.example"
    sheets = read_xlsx(client.get("/councils/leeds/figures.xlsx").content)
    assert list(sheets) == ["Figures", "Releases", "About"]
    header, *rows = [[text for _, text in row] for row in sheets["Figures"]]
    assert not [name for name in header if "_" in name]
    told = [row for row in rows if row[2] == get_definition("cla_rate").title]
    assert "hidden by the publisher because it is small" in next(row for row in told if "2022" in row)
    assert sheets["Releases"][1][3] == ("s", figures.sha256)
    about = dict([text for _, text in row] for row in sheets["About"])
    assert about["Title"] == "Published figures of Leeds"
    assert about["Page"] == "https://learn.example/councils/leeds/"
    assert about["Source"] == "Department for Education"
    assert about["Licence"] == "Contains public sector information: Open Government Licence v3.0"
    assert "as published" in about["Method"].lower()


def test_measure_csv_holds_the_councils_of_one_nation_only(client, figures):
    fictional = FictionalCouncilFactory(code="F001")
    load_simulated([("cla_rate", fictional.code, 2024, 50, 5000, "number")], at=NOON)

    real = client.get("/measures/cla_rate/figures.csv").content.decode()
    invented = client.get("/measures/cla_rate/figures.csv?nation=fictional")

    assert real.count("\r\n") == 4  # the header and Leeds in three years; no England, no fictional council
    assert "F001" not in real
    assert "383" not in invented.content.decode()
    assert "Fictional,cla_rate" in invented.content.decode()
    assert 'filename="cla_rate-fictional.csv"' in invented["Content-Disposition"]


@pytest.mark.parametrize("number", [1, 3])
def test_measure_csv_takes_six_queries_however_many_councils_there_are(client, django_assert_num_queries, number):
    publish(ReleaseFactory(), CLA, 2024, dict.fromkeys(CouncilFactory.create_batch(number), 5))

    with django_assert_num_queries(6):
        client.get("/measures/cla_number/figures.csv")


def test_fictional_council_shows_its_own_figures_with_the_tag(client, figures):
    place = FictionalCouncilFactory(code="F001")
    load_simulated([("cla_rate", place.code, 2024, 50, 5000, "number")], at=NOON)

    page = client.get(place.get_absolute_url()).content.decode()

    assert "100.0" in page
    assert page.count("cairn-fictional") == 1
    assert "F001" not in client.get("/councils/leeds/").content.decode()


def test_measure_begins_with_the_council_of_the_reader(client, figures, leeds):
    assert "Leeds and England" not in client.get("/measures/cla_rate/").content.decode()
    client.post("/your-council/", {"council": "Leeds"})
    response = client.get("/measures/cla_rate/")
    page = response.content.decode()
    assert "Leeds and England</h2>" in page
    assert "Leeds 88.7 in 2024; England 69.7 in 2024." in page
    assert 'class="is-own"' in page  # in the table of every council
    assert "private" in response["Cache-Control"]


def test_measure_of_size_never_draws_a_council_beside_england(client, figures, leeds):
    client.post("/your-council/", {"council": "Leeds"})
    assert "England 83,630" not in client.get("/measures/cla_number/").content.decode()


def test_measure_shows_an_invented_council_beside_no_real_one(client, figures):
    FictionalCouncilFactory(name="Ottenvale", slug="ottenvale")
    client.post("/your-council/", {"council": "Ottenvale"})
    main = client.get("/measures/cla_rate/").content.decode().partition("years-h")[2]
    assert "Ottenvale" not in main
