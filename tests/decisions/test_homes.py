"""Homes as counts of a period: nothing about a person, nothing that ends by itself, no small number for others."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from cairn.accounts.services import create_demonstration_users
from cairn.decisions.models import HomesCount
from cairn.decisions.policies import homes as policies
from cairn.decisions.services.demonstration_homes import load_demonstration_homes
from cairn.decisions.services.homes import count_homes
from cairn.library.models import Project
from cairn.places.services import load_demonstration_organisations, load_fictional_places, load_places
from cairn.voice.models import Need, Story
from cairn.voice.services.demonstration_stories import load_demonstration_story
from tests.factories.accounts import UserFactory
from tests.factories.adoption import publish_model, publish_use
from tests.factories.records import NOON, make_record
from tests.rules import may

pytestmark = pytest.mark.django_db
Q1, Q2 = (date(2026, 1, 1), date(2026, 3, 31)), (date(2026, 4, 1), date(2026, 6, 30))


def log_in(user):
    client = Client()
    client.force_login(user)
    return client


def count(record, period, offered, moved_in, ended, still_home):
    return count_homes(
        record=record,
        first=period[0],
        last=period[1],
        offered=offered,
        moved_in=moved_in,
        ended=ended,
        still_home=still_home,
        by=record.author,
        at=NOON,
    )


@pytest.fixture
def project():
    return make_record(Project, title="Homes with young people")


def read(record, name="homes", user=None):
    client = log_in(user) if user else Client()
    return client.get(reverse(f"decisions:{name}", args=[record.slug])).content.decode()


def list_cells(page):
    """The numbers of each row of the table."""
    rows = page.split("<tbody")[1].split("</tbody")[0].split("<tr")[1:]
    return [[cell.split(">")[1].split("<")[0] for cell in row.split("<td")[1:]] for row in rows]


def test_row_26_homes_are_counted_by_period_for_a_project_or_a_use(project):
    form = {"first": "1/1/2026", "last": "31/3/2026", "offered": "14", "moved_in": "12", "ended": "0"}
    for record in (project, publish_use(publish_model())):
        client = log_in(record.author)
        address = reverse("decisions:add-homes", args=[record.slug])
        assert client.post(address, {**form, "still_home": "12"}).status_code == 302
        assert "12 people were still in their home" in read(record)
        assert (
            reverse("decisions:homes", args=[record.slug]) in Client().get(record.get_absolute_url()).content.decode()
        )
        assert 'value="1/4/2026"' in client.get(address).content.decode()
    assert not any(field.name in ("person", "name", "address") for field in HomesCount._meta.get_fields())


def test_row_26_small_numbers_are_hidden_and_differences_do_not_tell(project):
    count(project, Q1, 22, 20, 0, 20)
    count(project, Q2, 3, 2, 9, 13)
    assert list_cells(read(project)) == [["22", "20", "0", "20"], ["[c]", "[c]", "[c]", "13"]]
    assert list_cells(read(project, user=project.author))[1] == ["3", "2", "9", "13"]
    written = read(project, "homes-file")
    assert "2026-04-01,2026-06-30,[c],[c],[c],13" in written
    assert "2026-04-01,2026-06-30,3,2,9,13" in read(project, "homes-file", user=project.author)


def test_row_26_a_home_has_no_end_that_comes_by_itself(project):
    """Somebody who moved in ten years ago still counts until a person says that it ended."""
    count(project, (date(2016, 1, 1), date(2016, 12, 31)), 12, 12, 0, 12)
    count(project, (date(2017, 1, 1), date(2026, 6, 30)), 0, 0, 0, 12)
    assert "On 30 June 2026, 12 people were still in their home" in read(project)
    names = {field.name for field in HomesCount._meta.get_fields()}
    assert not names & {"until", "ends_on", "expires_at", "tenancy_ends"}


def test_chart_is_drawn_of_two_numbers(project):
    count(project, Q1, 12, 12, 0, 12)
    assert "People still in their home" not in read(project)
    count(project, Q2, 12, 12, 0, 24)
    page = read(project)
    assert "People still in their home" in page
    assert list_cells(page) == [["12", "12", "0", "12"], ["12", "12", "0", "24"]]


@pytest.mark.parametrize(
    ("period", "numbers", "is_right"),
    [
        (Q2, (12, 12, 2, 22), True),
        (Q2, (12, 12, 2, 23), False),
        (Q2, (0, 0, 13, 0), False),
        ((date(2026, 5, 1), date(2026, 6, 30)), (12, 12, 2, 22), False),
        ((date(2026, 4, 1), date(2026, 3, 1)), (12, 12, 2, 22), False),
        ((date(2026, 4, 1), date(2027, 3, 1)), (12, 12, 2, 22), False),
    ],
)
def test_periods_follow_each_other_and_numbers_agree(project, period, numbers, is_right):
    count(project, Q1, 12, 12, 0, 12)
    assert may(count, project, period, *numbers) is is_right
    assert HomesCount.objects.count() == 1 + is_right


def test_first_period_may_begin_with_people_who_are_there(project):
    assert not may(policies.check_counts_agree, moved_in=9, ended=1, still_home=7, before=None)
    assert may(policies.check_counts_agree, moved_in=9, ended=1, still_home=8, before=None)
    assert may(policies.check_counts_agree, moved_in=9, ended=1, still_home=30, before=None)


@pytest.mark.parametrize("typed", ["", "-1", "1.5", "many", "100001"])
def test_number_that_is_none_gets_a_sentence(project, typed):
    form = {
        "first": "1/1/2026",
        "last": "31/3/2026",
        "offered": typed,
        "moved_in": "1",
        "ended": "0",
        "still_home": "1",
    }
    page = log_in(project.author).post(reverse("decisions:add-homes", args=[project.slug]), form)
    assert "Enter a whole number from 0 to 100,000" in page.content.decode()
    assert not HomesCount.objects.exists()


def test_last_period_is_removed_and_none_but_the_last(project):
    for number, period in enumerate((Q1, Q2), 1):
        count(project, period, 12, 12, 0, 12 * number)
    log_in(project.author).post(reverse("decisions:remove-homes", args=[project.slug]))
    assert [one.last for one in HomesCount.objects.all()] == [Q1[1]]


def test_only_the_team_counts_and_nothing_else_has_homes(project):
    stranger = UserFactory()
    assert not policies.can_count_homes(project, stranger)
    assert not policies.can_count_homes(make_record(Need, author=project.author), project.author)
    for name in ("add-homes", "remove-homes"):
        address = reverse(f"decisions:{name}", args=[project.slug])
        assert log_in(stranger).post(address, {}).status_code == 404
    assert Client().get(reverse("decisions:homes", args=[project.slug])).status_code == 404
    assert "No homes counted yet" in read(project, user=project.author)


def test_demonstration_counts_homes_and_names_a_story_in_a_decision():
    create_demonstration_users()
    load_places()
    load_fictional_places()
    load_demonstration_organisations(at=now())
    load_demonstration_story(at=now())
    for _ in range(2):
        load_demonstration_homes(at=now())
    project = Project.objects.get(slug="fictional-shared-flats")
    page = read(project)
    assert "On 30 September 2026, 37 people were still in their home" in page
    assert "[c]" in page
    story = Story.objects.get()
    assert "Kitchens stay open at night" in Client().get(story.get_absolute_url()).content.decode()
