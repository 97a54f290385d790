"""The two events of the demonstration: one held, with all that followed, and one to come."""

import pytest
from django.test import Client
from django.urls import reverse

from cairn.accounts.services import create_demonstration_users
from cairn.events.models import EventAction, LearningEvent
from cairn.events.services.demonstration import COMING, HELD, load_demonstration_events
from cairn.lessons.services import load_demonstration_lessons
from cairn.library.services import load_demonstration_projects
from cairn.places.models import Place
from cairn.places.services import load_demonstration_organisations
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
    load_demonstration_lessons(at=NOON)
    load_demonstration_events(at=NOON)


def test_event_that_was_held_has_a_report_actions_and_results(loaded):
    client = Client()
    page = client.get(reverse("events:event", args=[HELD])).content.decode()
    assert "2 actions:" in page
    assert "1 done, 1 late" in page
    report = client.get(reverse("events:report", args=[HELD])).content.decode()
    assert "Mina Orrell, Team manager, Ottenvale Council" in report
    assert "Joss Wetherall" not in report
    assert "Lines that their speakers have not approved are left out." in report
    assert "Who answers when the worker is ill?" in report
    assert "Fictional" in report


def test_event_to_come_takes_bookings_and_everything_is_fictional_and_loaded_once(loaded):
    coming = LearningEvent.objects.get(slug=COMING)
    assert coming.bookings.confirmed().count() == 4
    assert coming.bookings.waiting().count() == 2
    load_demonstration_events(at=NOON)
    assert set(LearningEvent.objects.values_list("slug", "is_fictional")) == {(HELD, True), (COMING, True)}
    assert EventAction.objects.count() == 3
