"""The fictional decisions: one with all that one should have, and others that lack something."""

import pytest
from django.urls import reverse

from cairn.accounts.services import create_demonstration_users
from cairn.decisions.models import CoDesignStage, Decision
from cairn.decisions.queries import get_flags
from cairn.decisions.services import load_demonstration_decisions
from cairn.decisions.services.demonstration import NIGHT_HOURS
from cairn.library.services import load_demonstration_projects
from cairn.places.models import Place
from cairn.places.services import load_demonstration_organisations
from tests.factories.decisions import publish_figures
from tests.factories.places import FictionalCouncilFactory
from tests.factories.records import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(settings):
    settings.DEMONSTRATION = True
    for code, name in (("F002", "Ottenvale"), ("F008", "Brindlebridge")):
        if not Place.objects.filter(code=code).exists():
            FictionalCouncilFactory(code=code, name=name)
    publish_figures(Place.objects.get(code="F002"), 2024, 2025, 2026)
    create_demonstration_users()
    load_demonstration_organisations(at=NOON)
    load_demonstration_projects(at=NOON)
    load_demonstration_decisions(at=NOON)


def test_each_lacks_what_it_is_there_to_show(loaded, client):
    lacks = {one.slug: [str(flag.lack) for flag in get_flags(one)] for one in Decision.objects.all()}
    assert lacks == {
        NIGHT_HOURS: [],
        "fictional-decision-caseloads": ["no-influence", "old-figures"],
        "fictional-decision-meeting-times": ["no-figures"],
        "fictional-decision-new-rooms": ["neither", "no-voice", "no-figures"],
        "fictional-recruitment-participation-worker": [],
    }
    assert Decision.objects.exclude(closed_at=None).get().role == "Participation worker"
    for one in Decision.objects.all():
        page = client.get(one.get_absolute_url()).content.decode()
        assert len(page) < 100_000
        assert "Fictional" in page
    assert "You can now call until 2 am" in client.get(reverse("decisions:you-said")).content.decode()
    assert CoDesignStage.objects.filter(young_people=0).count() == 1


def test_loading_again_changes_nothing(loaded):
    Decision.objects.filter(slug=NIGHT_HOURS).update(summary="Changed here.")
    load_demonstration_decisions(at=NOON)
    assert Decision.objects.count() == 5
    assert Decision.objects.get(slug=NIGHT_HOURS).summary == "Changed here."
