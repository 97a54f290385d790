"""Of the fictional projects one has settled everything and runs late; the gate of the other refuses."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from cairn.accounts.services import create_demonstration_users
from cairn.conditions.enums import Part
from cairn.conditions.models import Groundwork
from cairn.conditions.policies import UnableToSettle
from cairn.conditions.presenters.document import make_document
from cairn.conditions.presenters.groundwork import GroundworkView
from cairn.conditions.queries.later import find_what_happened
from cairn.conditions.services import load_demonstration_groundwork, settle
from cairn.conditions.services.demonstration import OPEN, SETTLED
from cairn.library.services import load_demonstration_projects
from cairn.places.models import Place
from cairn.places.services import load_demonstration_organisations
from cairn.records.models import Record
from tests.factories.accounts import client_of
from tests.factories.places import FictionalCouncilFactory
from tests.factories.records import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(settings):
    settings.DEMONSTRATION = True
    for code, name in (("F002", "Ottenvale"), ("F008", "Brindlebridge")):
        if not Place.objects.filter(code=code).exists():
            FictionalCouncilFactory(code=code, name=name)
    create_demonstration_users()
    load_demonstration_organisations(at=NOON)
    load_demonstration_projects(at=NOON)
    load_demonstration_groundwork(at=NOON)


def test_one_has_passed_and_anyone_can_read_it(loaded, client):
    record = Groundwork.objects.get(slug=SETTLED)
    view = GroundworkView(record)
    assert view.open_items == []
    assert view.sentence == ("Settled on 10 February 2026. Started in March 2026, 2 months later than first planned.")
    assert view.course.planned_start == "2026-01"
    page = client.get(record.get_absolute_url()).content.decode()
    assert "Before: 4 steps, 3 agencies and 3 hand-overs. After: 3 steps, 2 agencies and 1 hand-over." in page
    assert "In 5 projects setting up took 5 to 14 months. Your plan is shorter than most: 4 of 5 took longer." in page
    assert "Two of the four workers could only start in March." in page
    assert len(page) < 100_000
    assert [part for part in make_document(record).blocks if type(part).__name__ == "Chart"]


def test_of_the_other_much_is_missing(loaded):
    record = Groundwork.objects.get(slug=OPEN)
    with pytest.raises(UnableToSettle) as caught:
        settle(record=record, by=record.author, at=NOON)
    said = " ".join(item.words for item in caught.value.items)
    for words in (
        "“vulnerable families” is too vague.",
        "“Improve outcomes for children” is too vague.",
        "The activity “A meeting led by the family” leads to no outcome.",
        "The outcome “More children stay with relatives” has no measure.",
        "No one watches the assumption “Relatives can be found in time”.",
        "That is 23 hours a week too few.",
        "Ottenvale Family Court has no agreed role.",
        "“2027” is a year.",
    ):
        assert words in said
    assert Part.SYSTEM not in {item.part for item in caught.value.items}
    page = client_of(record.author).get(reverse("conditions:settle", args=[OPEN]))
    assert "“vulnerable families” is too vague." in page.content.decode()


def test_five_that_ended_are_too_few_to_count(loaded):
    assert find_what_happened(AnonymousUser(), fictional=True).missing == 5


def test_loading_again_changes_nothing(loaded):
    before = list(Record.objects.order_by("pk").values_list("pk", "latest_revision"))
    load_demonstration_groundwork(at=NOON)
    assert list(Record.objects.order_by("pk").values_list("pk", "latest_revision")) == before
