"""An organisation on one page: who may open it, what it counts, and that each reader sees only what they may read."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from cairn.actions.models import Action
from cairn.lessons.models import Lesson
from cairn.library.models import Project
from cairn.library.services.updates import make_update
from cairn.places.models import Organisation, Place
from cairn.records.desk import Column, get_digest
from cairn.records.models import Record
from tests.factories.accounts import UserFactory, client_of, give_site_role
from tests.factories.places import CouncilFactory, RegionFactory
from tests.factories.records import NOON, join, make_draft, make_organisation, make_record, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def council(db):
    """An organisation with a council area that has another in its region."""
    region, other = RegionFactory(), RegionFactory(code="E12000003", name="Yorkshire", slug="yorkshire")
    places = [CouncilFactory(region=region), CouncilFactory(region=region), CouncilFactory(region=other)]
    for name, place in zip(("Otterdale Council", "Ashmere Council", "Far Council"), places, strict=True):
        make_organisation(name, place=place)
    return Organisation.objects.get(name="Otterdale Council")


def open_digest(person, council):
    return client_of(person).get(reverse("records:digest", args=[council.slug]))


def read(person, council):
    return " ".join(open_digest(person, council).content.decode().split())


def find(person, council, column):
    return get_digest(person, council)[column]


@pytest.mark.parametrize("role", ["reader", "member", "coordinator"])
def test_everybody_who_works_there_may_open_it(council, role):
    person = UserFactory()
    join(person, council, role=role)
    assert "Director’s digest" in read(person, council)
    assert reverse("records:digest", args=[council.slug]) in client_of(person).get("/desk/").content.decode()


def test_nobody_else_may(council):
    elsewhere, waiting = UserFactory(), UserFactory()
    join(elsewhere, make_organisation("Ashmere Council"), role="coordinator")
    asked = join(waiting, council, role="coordinator")
    type(asked).objects.filter(pk=asked.pk).update(state="waiting", joined_at=None)
    others = [
        elsewhere,
        waiting,
        UserFactory(),
        *(give_site_role(UserFactory(), role) for role in ("host", "moderator")),
    ]
    assert {open_digest(one, council).status_code for one in others} == {404}


def test_empty_columns_say_what_will_be_there_and_what_to_do(council):
    director = UserFactory()
    join(director, council, role="coordinator")
    page = read(director, council)
    for words, view in (
        ("No projects and no models in use yet.", "records:new"),
        ("No figures and no results yet.", "evaluation:plans"),
        ("No open actions, and no project asks for help.", "actions:new-action"),
        ("No lessons from similar councils yet.", "lessons:lessons"),
    ):
        assert words in page
        assert f'href="{reverse(view)}"' in page.partition(words)[2][:120]


def test_each_reader_sees_only_what_they_may_read(council):
    team = make_team(council)
    insider, coordinator, reader = UserFactory(), UserFactory(), UserFactory()
    join(insider, council, team=team)
    join(coordinator, council, role="coordinator")
    join(reader, council, role="reader")
    yesterday = localdate() - timedelta(days=1)
    make_record(Project, team=team, title="Planted public")
    make_record(Project, team=team, title="Planted shared", sharing="organisation")
    make_record(Project, team=team, title="Planted team", sharing="team")
    make_draft(Project, team=team, title="Planted draft")
    make_record(Action, team=team, title="Planted late", sharing="organisation", due_date=yesterday)
    make_record(Action, team=team, title="Planted secret", sharing="team", due_date=yesterday)
    for person, projects, late in ((insider, 3, 2), (coordinator, 2, 1), (reader, 2, 1)):
        page = read(person, council)
        assert find(person, council, Column.TRIED)[0].number == projects
        assert find(person, council, Column.STUCK)[0].number == late
        assert ("Planted team" in page) == ("Planted secret" in page) == (person == insider)
        assert "Planted draft" not in page


def test_tried_counts_what_goes_on_in_the_council_area_too(council):
    person = UserFactory()
    join(person, council)
    made = {
        title: make_record(Project, team=make_team(make_organisation("A charity")), title=title)
        for title in ("Here", "Over", "Away")
    }
    for title in ("Here", "Over"):
        made[title].places.set([council.place])
        made[title].save()
    Project.objects.filter(pk=made["Over"].pk).update(ended="2025")
    part = find(person, council, Column.TRIED)[0]
    assert [item.title for item in part.items] == ["Here"]
    assert part.url == reverse("places:council", args=[council.place.slug])


def test_overdue_actions_are_counted_among_the_open_ones(council):
    team, today = make_team(council), localdate()
    for title, days, more in (
        ("Late", -1, {}),
        ("Today", 0, {}),
        ("Stuck", 9, {"state": "stuck"}),
        ("Done", -5, {"state": "done", "done_date": today}),
        ("No day", None, {}),
    ):
        due = None if days is None else today + timedelta(days=days)
        make_record(Action, team=team, title=title, sharing="organisation", due_date=due, **more)
    person = UserFactory()
    join(person, council, role="reader")
    part = find(person, council, Column.STUCK)[0]
    assert (part.number, part.words, [item.title for item in part.items]) == (
        2,
        "actions overdue or stuck, of 4 open",
        ["Late", "Stuck"],
    )
    owner = Record.objects.get(title="Late").author
    assert owner.name not in read(person, council)


def test_where_a_project_is_stuck_is_for_its_team_and_what_it_needs_for_those_it_shows_it_to(council):
    team = make_team(council)
    insider, director = UserFactory(), UserFactory()
    join(insider, council, team=team)
    join(director, council, role="coordinator")
    silent, asking = (make_record(Project, team=team, title=title) for title in ("Silent", "Asking"))
    make_update(project=silent, moved="", stuck="Planted stuck", needs="", shows_need=False, by=insider, at=NOON)
    make_update(project=asking, moved="", stuck="", needs="A late shift", shows_need=True, by=insider, at=NOON)
    assert find(insider, council, Column.STUCK)[0].number == 2
    assert [item.note for item in find(director, council, Column.STUCK)[0].items] == ["Needs: A late shift"]
    assert "Planted stuck" not in read(director, council)


def test_lessons_are_those_of_councils_like_it_and_not_its_own(council):
    person = UserFactory()
    join(person, council)
    for name in ("Otterdale Council", "Ashmere Council", "Far Council"):
        make_record(Lesson, team=make_team(make_organisation(name)), title=f"Lesson of {name}", happened="mixed")
    part = find(person, council, Column.LEARNED)[0]
    assert [item.title for item in part.items] == ["Lesson of Ashmere Council"]
    assert part.words == "lesson from your region"


def test_a_secret_lesson_of_another_council_is_neither_shown_nor_counted(council):
    person = UserFactory()
    join(person, council)
    make_record(
        Lesson,
        team=make_team(make_organisation("Ashmere Council")),
        title="Planted",
        happened="mixed",
        sharing="organisation",
    )
    assert find(person, council, Column.LEARNED) == []
    assert "Planted" not in read(person, council)


def test_an_organisation_without_a_council_area_has_a_digest_too(db):
    person, charity = UserFactory(), make_organisation("A charity", kind="charity")
    join(person, charity)
    make_record(Project, team=make_team(charity), title="Ours")
    assert Place.objects.count() == 0
    assert "Ours" in read(person, charity)
