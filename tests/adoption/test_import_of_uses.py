"""A programme team brings in its list of councils as a table: wrong rows are named, and all or nothing is kept."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cairn.adoption.models import Adoption
from cairn.adoption.queries import get_sites
from cairn.common.exports import to_csv
from cairn.records.kinds import get_kind
from cairn.records.models import BulkImport
from cairn.records.tables import check, read_sheet, receive_table, take_table
from tests.factories.accounts import UserFactory, client_of, give_site_role
from tests.factories.adoption import publish_model, publish_use
from tests.factories.places import CouncilFactory
from tests.factories.records import NOON, join, make_organisation, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
HEADER = ["Model", "Council", "Status", "Since", "Since, at the latest", "Stopped", "Source", "Type of source"]
SOURCE = ("Report of a trial, 2024", "Independent evaluation or research")
GOOD = ["Evening Hub", "Ashdale", "", "2021-04", "2021-06", "", *SOURCE]


@pytest.fixture
def model():
    return publish_model("Evening Hub")


@pytest.fixture(autouse=True)
def places():
    return [
        CouncilFactory(name=name, slug=name.lower(), code=code)
        for name, code in (("Ashdale", "771"), ("Birchford", "772"), ("Cedarham", "773"))
    ]


def give(person, *rows, team=None):
    lines = [(number, row) for number, row in enumerate([HEADER, *rows], start=1)]
    kind = get_kind("adoption")
    return receive_table(kind=kind, team=team, sheet=read_sheet(kind, lines), by=person, at=NOON)


def row(**changes):
    return [changes.get(title, cell) for title, cell in zip(HEADER, GOOD, strict=True)]


def take(table):
    BulkImport.objects.filter(pk=table.pk).update(state="queued", seen=check(table).fingerprint)
    take_table(waiting=BulkImport.objects.get(pk=table.pk), at=NOON)


@pytest.mark.parametrize(
    ("changes", "column", "sentence"),
    [
        ({"Model": "Evening Hubb"}, "Model", "Did you mean “Evening Hub”?"),
        ({"Model": ""}, "Model", "Enter the model."),
        ({"Council": "Ashdal"}, "Council", "Did you mean Ashdale (771"),
        ({"Council": "Nowhere"}, "Council", "is not a council we recognise"),
        ({"Since": "spring 2021"}, "Since", "“spring 2021” is not a date we can read"),
        ({"Since": "2021-02-30"}, "Since", "is not a date we can read"),
        ({"Since, at the latest": "2020"}, "Since, at the latest", "is before “2021-04”"),
        ({"Since": ""}, "Since", "Enter the earliest date as well"),
        ({"Stopped": "2019"}, "Stopped", "is before “2021-04”"),
        ({"Stopped": "2023", "Status": "Sustaining"}, "Stopped", "the status must be “Stopped”"),
        ({"Status": "Going on"}, "Status", "Allowed are: Exploring; Starting"),
        ({"Type of source": "A friend"}, "Type of source", "is not one of the options"),
        ({"Source": ""}, "Source", "Enter where people can read it"),
    ],
)
def test_wrong_row_is_refused_with_its_number_and_a_near_match(model, changes, column, sentence):
    table = give(UserFactory(), row(), row(**{"Council": "Birchford", **changes}))
    (problem,) = check(table).problems
    assert (problem.row, problem.column) == (3, column)
    assert sentence in problem.sentence


def test_overlap_with_a_use_that_is_there_or_an_earlier_row_is_refused(model, places):
    there = publish_use(model, ("starting", "2015"), ("stopped", "2022"), place=places[0])
    later = row(Since="2023", **{"Since, at the latest": ""})
    table = give(UserFactory(), row(), row(Council="Birchford"), row(Council="772"), later)
    said = {problem.row: problem.sentence for problem in check(table).problems}
    assert there.get_absolute_url() in said[2]
    assert "An earlier row is about Birchford" in said[4]
    assert set(said) == {2, 4}


def test_a_use_that_somebody_may_not_see_is_not_told_of(model, places):
    hidden = publish_use(model, ("starting", "2015"), place=places[0])
    Adoption.objects.filter(pk=hidden.pk).update(live=False, sharing="team")
    assert not check(give(UserFactory(), row())).problems


def test_a_table_with_one_wrong_row_keeps_nothing(model):
    moderator = give_site_role(UserFactory(), "moderator")
    table = give(moderator, row(), row(Council="Nowhere"))
    with pytest.raises(Exception, match="cells to correct"):
        take(table)
    assert not Adoption.objects.exists()


def test_moderator_publishes_the_whole_list_with_their_yes(model):
    moderator = give_site_role(UserFactory(), "moderator")
    others = row(Council="Birchford", Stopped="2023-05"), row(Council="Cedarham", Status="Exploring")
    table = give(moderator, row(), *others)
    assert not Adoption.objects.exists()
    take(table)
    for name in ("Ashdale", "Birchford", "Cedarham"):
        use = Adoption.objects.get(title=f"{name}: Evening Hub")
        assert (use.live, use.sharing, use.author, use.organisation) == (True, "public", None, None)
    sites = [(site.place.name, f"{site.first} {site.last} {site.stop}", site.confirmed_by) for site in get_sites(model)]
    assert sites == [
        ("Ashdale", "2021-04-01 2021-06-30 None", ""),
        ("Birchford", "2021-04-01 2021-06-30 2023-05-31", ""),
    ]
    assert Adoption.objects.values("source").distinct().count() == 1


def test_table_of_anybody_else_makes_drafts_of_their_team(model):
    person, team = UserFactory(), make_team(make_organisation("Ashdale Council"))
    join(person, team.organisation, team=team)
    table = give(person, row(), team=team)
    take(table)
    use = Adoption.objects.get()
    assert (use.live, use.team, use.moves.get().moved_on) == (False, team, "2021-04")


def test_export_comes_back_without_a_change_and_what_it_says_of_the_start_is_not_moved_by_it(model, places):
    person, team = UserFactory(), make_team(make_organisation("Ashdale Council"))
    join(person, team.organisation, team=team)
    take(give(person, row(), team=team))
    client = client_of(person)
    content = client.get("/records/export/adoption.csv?mine=yes").content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(content)))
    kind = get_kind("adoption")
    numbered = list(enumerate(lines, start=1))
    same = receive_table(kind=kind, team=team, sheet=read_sheet(kind, numbered), by=person, at=NOON)
    checked = check(same)
    assert (len(checked.same), checked.problems) == (1, [])
    lines[1][lines[0].index("Since")] = "2019"
    sheet = read_sheet(kind, list(enumerate(lines, start=1)))
    moved = receive_table(kind=kind, team=team, sheet=sheet, by=person, at=NOON)
    assert "cannot change this by a table" in check(moved).problems[0].sentence


def test_preview_says_that_a_moderator_publishes(model):
    moderator = give_site_role(UserFactory(), "moderator")
    client = client_of(moderator)
    file = SimpleUploadedFile("list.csv", to_csv(HEADER, [row()]).encode())
    answer = client.post("/records/import/", {"kind": "adoption", "file": file})
    assert answer.status_code == 302, answer.content.decode()
    page = client.get(answer["Location"]).content.decode()
    assert "With your yes, new rows are published" in page
    assert "starting 2021-04, from “Report of a trial, 2024”" in page
