"""Asks and offers of the demonstration: fictional councils of different grades, matched once."""

import pytest

from cairn.accounts.models import User
from cairn.accounts.services import create_demonstration_users
from cairn.peers.models import MatchRun, PeerAsk, PeerOffer
from cairn.peers.presenters.matching import is_unequal
from cairn.peers.services.demonstration import COUNCILS, load_demonstration_peers
from cairn.places.models import Organisation, Place
from cairn.places.services import load_demonstration_organisations
from tests.factories.accounts import client_of
from tests.factories.places import FictionalCouncilFactory
from tests.factories.records import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(settings):
    settings.DEMONSTRATION = True
    names = {"F002": "Ottenvale", "F008": "Brindlebridge"}
    for council in COUNCILS:
        if not Place.objects.filter(code=council.code).exists():
            FictionalCouncilFactory(code=council.code, name=names.get(council.code, f"Place {council.code}"))
    create_demonstration_users()
    load_demonstration_organisations(at=NOON)
    load_demonstration_peers(at=NOON)


def test_pairs_learn_both_ways_and_across_grades_and_some_stay_without(loaded):
    run = MatchRun.objects.get()
    assert run.is_fictional
    matches = list(run.matches.all())
    assert any(one.is_two_way and is_unequal(one) for one in matches)
    assert set(run.outcomes.values_list("why", flat=True)) == {"", "asks_nothing", "nobody_offers", "time_taken"}
    lead = client_of(User.objects.get(email="lead@ottenvale.example"))
    page = lead.get("/peers/matches/").content.decode()
    assert "Brindlebridge Council" in page
    assert "Both ways" in page


def test_everything_is_fictional_and_loaded_once(loaded):
    number = PeerAsk.objects.count(), PeerOffer.objects.count()
    load_demonstration_peers(at=NOON)
    assert (PeerAsk.objects.count(), PeerOffer.objects.count()) == number
    assert MatchRun.objects.count() == 1
    assert not Organisation.objects.filter(is_fictional=False, peerasks__isnull=False).exists()


def test_without_the_people_of_the_demonstration_nothing_is_made(db):
    load_demonstration_peers(at=NOON)
    assert not PeerAsk.objects.exists()
