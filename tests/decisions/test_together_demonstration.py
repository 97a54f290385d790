"""The demonstration shows a group that proposes, talks, votes and is overruled with a reason; all of it is invented."""

import pytest
from django.utils.timezone import now

from cairn.accounts.services import create_user
from cairn.decisions.enums import Outcome
from cairn.decisions.models import Assembly, Ballot, Decision, Envelope, Meeting, Proposal
from cairn.decisions.services import sealing
from cairn.decisions.services.together_demonstration import NAME, load_demonstration_group
from tests.factories.records import join, make_organisation, make_team
from tests.factories.voice import make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(settings, tmp_path):
    settings.BALLOT_KEYS = tmp_path / "keys"
    council = make_organisation("Ottenvale Council", is_fictional=True)
    worker = create_user(email="voice@ottenvale.example", name="Vera Voice")
    director = create_user(email="director@ottenvale.example", name="Dara Director")
    make_team(council, "Edge of care", worker)
    join(director, council, role="coordinator")
    make_post(organisation=council)


def test_group_of_the_demonstration_is_loaded_once(people, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        load_demonstration_group(at=now())
    load_demonstration_group(at=now())
    assembly = Assembly.objects.get(name=NAME)
    assert assembly.members.count() == 9
    overruled = Proposal.objects.get(overruled_at__isnull=False)
    assert overruled.ballots.get().outcome == Outcome.AGREED
    assert overruled.overruled_because.startswith("Our insurance asks for a locked door")
    assert Meeting.objects.filter(approved_at__isnull=False).count() == 1
    assert Decision.objects.get().title == "Two of us help choose the next support worker"
    assert not Ballot.objects.filter(closed_at=None).exists()
    assert not Envelope.objects.exists()
    assert list(sealing.list_keys()) == []


def test_without_its_people_nothing_is_loaded(db):
    load_demonstration_group(at=now())
    assert not Assembly.objects.exists()
