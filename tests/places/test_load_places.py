"""Real and fictional places, as the definitions say them."""

import csv
import re
from datetime import date

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.db import IntegrityError, transaction

from cairn.common.definitions import DefinitionError
from cairn.places import definitions
from cairn.places.apps import check_definitions
from cairn.places.models import Place, PlaceChange, PlaceCode
from cairn.places.queries import find_place, normalise
from cairn.places.services import load_fictional_places, load_places
from tests.factories.places import CouncilFactory

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql_by_day]


def test_load_places_gives_153_current_councils():
    load_places()

    assert Place.objects.real().councils().current().count() == 153
    assert Place.objects.real().councils().abolished().count() == 5
    assert Place.objects.real().regions().count() == 11
    assert Place.objects.fictional().count() == 0


def test_load_places_twice_changes_nothing(django_assert_max_num_queries):
    load_places()
    before = list(Place.objects.order_by("pk").values())

    with django_assert_max_num_queries(20):
        assert load_places() == 0

    assert list(Place.objects.order_by("pk").values()) == before


def test_load_places_mends_a_row_that_differs():
    load_places()
    Place.objects.filter(code="383").update(name="Leads")
    PlaceCode.objects.filter(code="E08000035").delete()

    load_places()

    assert Place.objects.get(code="383").name == "Leeds"
    assert PlaceCode.objects.get(code="E08000035").place.code == "383"


def test_london_boroughs_lie_in_inner_or_outer_london_and_those_in_london():
    load_places()

    camden = Place.objects.get(code="202")
    assert [camden.region.name, camden.region.region.name, camden.region.region.region.name] == [
        "Inner London",
        "London",
        "England",
    ]


@pytest.mark.parametrize(
    ("code", "old", "new", "day"),
    [
        ("390", "E08000020", "E08000037", date(2013, 4, 1)),  # Gateshead
        ("929", "E06000048", "E06000057", date(2013, 4, 1)),  # Northumberland
        ("825", "E10000002", "E06000060", date(2020, 4, 1)),  # Buckinghamshire
        ("815", "E10000023", "E06000065", date(2023, 4, 1)),  # North Yorkshire
        ("933", "E10000027", "E06000066", date(2023, 4, 1)),  # Somerset
        ("370", "E08000016", "E08000038", date(2025, 4, 1)),  # Barnsley
        ("373", "E08000019", "E08000039", date(2025, 4, 1)),  # Sheffield
    ],
)
def test_same_council_with_a_new_long_code_stays_one_place(code, old, new, day):
    load_places()

    assert find_place(old) == find_place(new) == Place.objects.get(code=code)
    assert PlaceCode.objects.get(code=new).first_used_on == day
    assert (day - PlaceCode.objects.get(code=old).last_used_on).days == 1
    assert not PlaceChange.objects.filter(predecessor__code=code).exists()


@pytest.mark.parametrize(
    ("old", "new", "day"),
    [
        ("835", {"838", "839"}, date(2019, 4, 1)),
        ("836", {"839"}, date(2019, 4, 1)),
        ("837", {"839"}, date(2019, 4, 1)),
        ("928", {"940", "941"}, date(2021, 4, 1)),
        ("909", {"942", "943"}, date(2023, 4, 1)),
    ],
)
def test_abolished_council_has_successors_from_the_day_after_its_last(old, new, day):
    load_places()

    council = Place.objects.get(code=old)
    changes = council.changes_after.all()
    assert {change.successor.code for change in changes} == new
    assert {change.date for change in changes} == {day}
    assert (day - council.closed_on).days == 1
    assert all(change.successor.opened_on == day for change in changes)
    assert council.existed_on(council.closed_on)
    assert not council.existed_on(day)


def test_a_real_council_cannot_have_a_fictional_code():
    with pytest.raises(IntegrityError), transaction.atomic():
        CouncilFactory(code="F200")
    with pytest.raises(IntegrityError), transaction.atomic():
        CouncilFactory(code="200", is_fictional=True)


# --- The fictional nation ---------------------------------------------------------------------------


def test_load_fictional_places_gives_150_councils_in_9_regions():
    load_fictional_places()

    councils = Place.objects.fictional().councils()
    assert sorted(councils.values_list("code", flat=True)) == [f"F{number:03d}" for number in range(1, 151)]
    assert councils.values("region").distinct().count() == 9
    assert Place.objects.real().count() == 0
    assert load_fictional_places() == 0


def test_no_fictional_name_is_or_contains_a_real_one():
    real = definitions.get_real_places().data
    named = [*real["councils"], *real["regions"]]
    whole = {normalise(text) for place in named for text in [place["name"], *place.get("aliases", [])]}
    common = {"and", "of", "the", "on", "in", "with", "upon", "city", "county", "isle", "isles", "forest", "north"}
    common |= {"south", "east", "west", "central", "inner", "outer", "pre", "lg", "bay", "sea"}
    words = {word for name in whole for word in name.split() if len(word) > 3} - common
    fictional = definitions.get_fictional_places().data
    names = [place["name"] for kind in ("councils", "regions") for place in fictional[kind]]
    names.append(fictional["country"]["name"])

    assert len(set(names)) == 160
    assert [name for name in names if any(word in name.casefold() for word in whole | words if len(word) > 3)] == []


# --- Faults in the files -----------------------------------------------------------------------------


def test_check_at_start_finds_nothing_wrong():
    assert run_checks() is not None
    assert check_definitions(None) == []


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('code: "383"', 'code: "384"', r"line \d+: the code '384' was already used on line \d+"),
        ("name: Leeds}", "name: Leeds, mayor: nobody}", r"'mayor' is not a key that is known here"),
        ("region: E12000003, name: Leeds", "region: E12000010, name: Leeds", "'region' is 'E12000010', which is not"),
        ('to: "838"', 'to: "888x"', "'to' is '888x'"),
        ('to: "838"', 'to: "899"', "'to' is '899', which is not the code of a council above"),
    ],
)
def test_fault_in_the_places_is_told_with_its_line(settings, tmp_path, old, new, sentence):
    folder = tmp_path / "definitions" / "places"
    folder.mkdir(parents=True)
    for path in (settings.DEFINITIONS_DIR / "places").iterdir():
        (folder / path.name).write_text(path.read_text().replace(old, new, 1))
    settings.DEFINITIONS_DIR = tmp_path / "definitions"

    with pytest.raises(DefinitionError, match=sentence):
        definitions.get_real_places()
    (message,) = check_definitions(None)
    assert message.msg.startswith("definitions/places/england.yaml, line ")


# --- Against the open data ---------------------------------------------------------------------------


@pytest.mark.data
def test_places_agree_with_the_history_seen_in_published_files(open_data):
    load_places()

    with (open_data / "derived" / "la_history.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert {row["la_code_3"] for row in rows} == set(Place.objects.councils().values_list("code", flat=True))
    for row in rows:
        council = Place.objects.select_related("region").get(code=row["la_code_3"])
        assert council.name == row["name"]
        assert council.region.name == row["region"]
        assert set(council.gss_codes.values_list("code", flat=True)) == set(row["gss_codes_seen"].split(";"))
        predecessors = {change.predecessor.code for change in council.changes_before.all()}
        successors = {change.successor.code for change in council.changes_after.all()}
        assert predecessors == set(filter(None, row["predecessors"].split(";"))), council
        assert successors == set(filter(None, row["successors"].split(";"))), council
        if successors:
            assert str(council.changes_after.first().date) == row["event_date"]


@pytest.mark.data
def test_every_spelling_seen_in_published_files_is_found(open_data):
    load_places()

    with (open_data / "derived" / "la_history.csv").open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            for text in [*row["name_variants"].split(";"), *row["gss_codes_seen"].split(";"), row["la_code_3"]]:
                if normalise(text) != "dorset":
                    assert find_place(text).code == row["la_code_3"], text


@pytest.mark.data
def test_long_codes_agree_with_the_lookup_of_districts(open_data):
    load_places()

    with (open_data / "geography" / "LTLA-UTLA_Apr23_Lookup_England-Wales.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    code_column = next(name for name in rows[0] if re.fullmatch(r"UTLA\d+CD", name))
    codes = {row[code_column] for row in rows if row[code_column].startswith("E")}
    known = set(PlaceCode.objects.filter(place__closed_on=None).values_list("code", flat=True))
    assert codes <= known
    assert len(codes) == 153


def test_definitions_folder_is_the_one_of_the_settings():
    assert definitions.get_real_places().path.parent == settings.DEFINITIONS_DIR / "places"
