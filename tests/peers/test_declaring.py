"""What organisations ask and offer: who says it, who reads it, and what is missing."""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import now

from cairn.accounts.services import erase_account
from cairn.audit.models import AuditEntry
from cairn.peers import policies
from cairn.peers.definitions import VOCABULARIES, find_topic, get_topics
from cairn.peers.desk import find_old
from cairn.peers.models import PeerAsk, PeerOffer
from cairn.places.models import Place
from tests.factories.accounts import UserFactory, client_of, give_site_role
from tests.factories.peers import make_ask, make_offer
from tests.factories.places import CouncilFactory, FictionalCouncilFactory
from tests.factories.records import NOON, join, make_organisation
from tests.rules import may

pytestmark = pytest.mark.django_db
GIVEN = {"topic": "edge_of_care", "context": "Planted-words", "hours_a_quarter": "12", "shown_to": "own"}


@pytest.fixture
def council():
    return make_organisation(place=CouncilFactory())


@pytest.fixture
def coordinator(council):
    user = UserFactory(name="Cora Coordinator")
    join(user, council, role="coordinator")
    return user


def make_member(organisation, role="member"):
    user = UserFactory()
    join(user, organisation, role=role)
    return user


def test_no_topic_is_in_both_lists():
    keys = [term.key for term in get_topics()]
    assert len(set(keys)) == len(keys)
    assert len(VOCABULARIES) == 2


@pytest.mark.parametrize(
    ("text", "key", "near"),
    [
        ("Edge of care", "edge_of_care", []),
        (" edge  OF care ", "edge_of_care", []),
        ("leaving_care", "leaving_care", []),
        ("Edge of caer", "", ["Edge of care"]),
        ("Gardening", "", []),
    ],
)
def test_a_topic_is_found_by_key_or_title_or_a_near_one_is_named(text, key, near):
    assert find_topic(text) == (key, () if key else near)


def test_a_coordinator_declares_and_nobody_else_of_the_organisation(council, coordinator):
    path = f"/peers/organisations/{council.slug}/asks/new/"
    elsewhere = make_member(make_organisation("Ashmere Council"), "coordinator")
    for user, status in ((make_member(council), 404), (elsewhere, 404), (UserFactory(), 404), (coordinator, 200)):
        assert client_of(user).get(path).status_code == status
        assert client_of(user).post(path, GIVEN).status_code == (302 if status == 200 else 404)
    ask = PeerAsk.objects.get()
    assert (ask.topic, ask.context, ask.hours_a_quarter, ask.shown_to) == ("edge_of_care", "Planted-words", 12, "own")
    entry = AuditEntry.objects.get(action="peers.declared")
    assert entry.by == coordinator.pk
    assert "edge" not in str(entry.detail)


def test_the_matching_coordinator_declares_for_all_but_changes_nothing(council):
    matching = give_site_role(UserFactory(), "matching")
    given = {"topic": "missing", "hours": 8, "contact": None}
    assert may(policies.check_can_declare, matching, PeerAsk, council, **given)
    assert not may(policies.check_can_declare, UserFactory(), PeerAsk, council, **given)
    assert not may(policies.check_can_change, matching, make_ask(council))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"topic": ""}, "Choose one"),
        ({"topic": "gardening"}, "Choose one"),
        ({"hours_a_quarter": "3"}, "Enter a whole number from 4 to 200"),
        ({"hours_a_quarter": "201"}, "Enter a whole number from 4 to 200"),
        ({"hours_a_quarter": "many"}, "Enter a whole number from 4 to 200"),
        ({"shown_to": ""}, "Choose one"),
        ({"contact": "999999"}, "Select a valid choice"),
    ],
)
def test_what_is_missing_or_wrong_is_said(council, coordinator, given, sentence):
    page = client_of(coordinator).post(f"/peers/organisations/{council.slug}/asks/new/", {**GIVEN, **given})
    assert sentence in page.content.decode()
    assert not PeerAsk.objects.exists()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"topic": "gardening"}, "“gardening” is not a topic"),
        ({"hours": 3}, "3 hours a quarter is outside what we take. Enter 4 to 200."),
        ({"hours": 201}, "201 hours a quarter is outside"),
    ],
)
def test_services_refuse_what_forms_would(council, coordinator, given, sentence):
    with pytest.raises(policies.UnableToDeclare, match=sentence):
        policies.check_can_declare(
            coordinator, PeerAsk, council, **{"topic": "missing", "hours": 4, "contact": None, **given}
        )
    policies.check_can_declare(coordinator, PeerAsk, council, topic="missing", hours=4, contact=coordinator.pk)
    policies.check_can_declare(coordinator, PeerAsk, council, topic="missing", hours=200, contact=None)


def test_a_topic_is_asked_once_and_may_be_offered_too(council, coordinator):
    path = f"/peers/organisations/{council.slug}"
    client_of(coordinator).post(f"{path}/asks/new/", GIVEN)
    page = client_of(coordinator).post(f"{path}/asks/new/", GIVEN).content.decode()
    assert "Otterdale Council already asks for “Edge of care”. Change that entry instead." in page
    client_of(coordinator).post(f"{path}/offers/new/", {**GIVEN, "hosts_visits": "on"})
    assert PeerAsk.objects.count() == 1
    assert PeerOffer.objects.get().hosts_visits
    page = client_of(coordinator).post(f"{path}/offers/new/", GIVEN).content.decode()
    assert "already offers “Edge of care”" in page


def test_a_contact_is_a_member(council, coordinator):
    other = UserFactory()
    ask = make_ask(council)
    assert not may(policies.check_can_change, coordinator, ask, contact=other.pk)
    assert may(policies.check_can_change, coordinator, ask, contact=coordinator.pk)
    given = {"topic": "missing", "hours": 8}
    assert not may(policies.check_can_declare, coordinator, PeerAsk, council, contact=other.pk, **given)
    assert may(policies.check_can_declare, coordinator, PeerAsk, council, contact=coordinator.pk, **given)


def test_changing_confirming_and_removing(council, coordinator):
    ask = make_ask(council)
    path = f"/peers/organisations/{council.slug}/asks/{ask.pk}/"
    browser = client_of(coordinator)
    assert "Edge of care" in browser.get(path).content.decode()
    browser.post(path, {"context": "New words", "hours_a_quarter": "20", "shown_to": "members", "topic": "missing"})
    ask.refresh_from_db()
    assert (ask.topic, ask.context, ask.hours_a_quarter) == ("edge_of_care", "New words", 20)
    assert ask.confirmed_at > NOON
    assert ask.since == NOON
    PeerAsk.objects.update(confirmed_at=NOON)
    assert client_of(make_member(council)).post(f"{path}confirm/").status_code == 404
    browser.post(f"{path}confirm/")
    ask.refresh_from_db()
    assert ask.confirmed_at > NOON
    browser.post(f"{path}remove/")
    ask.refresh_from_db()
    assert ask.closed_at
    assert browser.get(path).status_code == 404
    assert not may(policies.check_can_change, coordinator, ask)
    make_ask(council)  # the same topic again, later
    other = make_organisation("Ashmere Council")
    join(coordinator, other, role="coordinator")
    there = f"/peers/organisations/{other.slug}/asks/{PeerAsk.objects.open().get().pk}/"
    assert browser.get(there).status_code == 404


@pytest.mark.parametrize("shown_to", ["own", "matched", "members"])
@pytest.mark.parametrize("make", [make_ask, make_offer])
def test_who_reads_an_ask_or_offer(council, coordinator, shown_to, make):
    """An ask shows a weakness: it is private until its organisation says otherwise."""
    made = make(council, "edge_of_care", context="Planted-words", shown_to=shown_to, contact=coordinator)
    fictional = make_organisation("Fictional Council", place=FictionalCouncilFactory(), is_fictional=True)
    readers = {
        "member": make_member(council),
        "reader": make_member(council, "reader"),
        "matching": give_site_role(UserFactory(), "matching"),
        "other": make_member(make_organisation("Ashmere Council"), "coordinator"),
        "stranger": UserFactory(),
        "moderator": give_site_role(UserFactory(), "moderator"),
        "host": give_site_role(UserFactory(), "host"),
        "fictional": make_member(fictional, "coordinator"),
        "nobody": None,
    }
    everyone = {"other", "stranger", "moderator", "host"} if shown_to == "members" else set()
    allowed = {"member", "reader", "matching"} | everyone
    for name, user in readers.items():
        browser = client_of(user)
        for path in (f"/peers/organisations/{council.slug}/", "/peers/asks-and-offers.csv"):
            assert ("Planted-words" in browser.get(path).content.decode()) is (name in allowed), (name, path)
        for path in ("/peers/", council.get_absolute_url()):
            assert ("Edge of care" in browser.get(path).content.decode()) is (name in allowed), (name, path)
        page = browser.get(f"/peers/organisations/{council.slug}/").content.decode()
        assert ("Cora Coordinator" in page) is (name in {"member", "reader", "matching"}), name
    made.closed_at = NOON
    made.save()
    for user in readers.values():
        assert "Edge of care" not in client_of(user).get("/peers/").content.decode()


def test_real_and_fictional_organisations_share_no_list(council):
    """Only the matching coordinator sees both, in two tables."""
    fictional = make_organisation("Fictional Council", place=FictionalCouncilFactory(), is_fictional=True)
    make_ask(council)
    make_ask(fictional)
    browser = client_of(give_site_role(UserFactory(), "matching"))
    page = browser.get("/peers/").content.decode()
    real, invented = page.index("Asks and offers by topic</h2>"), page.index("Fictional organisations by topic</h2>")
    assert real < page.index(council.name) < invented < page.index("Fictional Council")
    assert "Fictional organisations by topic" not in client_of(make_member(council)).get("/peers/").content.decode()
    own = client_of(make_member(fictional)).get("/peers/").content.decode()
    assert "Fictional organisations by topic</h2>" in own
    assert "Asks and offers by topic</h2>" not in own


def test_a_gap_is_shown_to_its_own_people_whatever_the_grade(council, coordinator):
    path = f"/peers/organisations/{council.slug}/"
    assert "No asks or offers yet" in client_of(coordinator).get(path).content.decode()
    make_offer(council, shown_to="members")
    page = client_of(coordinator).get(path).content.decode()
    assert "Organisations that are doing well have questions too." in page
    assert "questions too" not in client_of(UserFactory()).get(path).content.decode()
    make_ask(council)
    page = client_of(coordinator).get(path).content.decode()
    assert "No asks yet" not in page
    PeerOffer.objects.all().delete()
    assert "No offers yet" in client_of(coordinator).get(path).content.decode()


def test_what_is_older_than_a_year_is_on_the_desk_of_its_coordinator(council, coordinator):
    at = now()
    make_ask(council, confirmed_at=at - timedelta(days=366))
    make_offer(council, confirmed_at=at - timedelta(days=364))
    assert [item.title for item in find_old(coordinator)] == ["You ask about: Edge of care"]
    assert find_old(make_member(council)) == []
    assert find_old(make_member(make_organisation("Ashmere Council"), "coordinator")) == []
    PeerAsk.objects.update(closed_at=NOON)
    assert find_old(coordinator) == []


def test_partners_in_practice_have_no_offer_until_they_say_so(starter):
    link = '<a href="/councils/leeds/">Leeds</a>'

    def get_lines():
        page = client_of(None).get("/peers/").content.decode()
        without = re.search("No offer entered yet: (.*)", page).group(1)
        found = re.search("Offer entered: (.*)", page)
        return link in without, bool(found and link in found.group(1))

    assert get_lines() == (True, False)
    leeds = make_organisation("Leeds", place=Place.objects.get(code="383"))
    offer = make_offer(leeds, shown_to="own")
    assert get_lines() == (True, False)
    offer.shown_to = "members"
    offer.save()
    assert get_lines() == (False, True)


def test_a_contact_who_leaves_the_site_leaves_the_ask(council, coordinator):
    contact = make_member(council)
    ask = make_ask(council, contact=contact)
    erase_account(user=contact, at=NOON)
    ask.refresh_from_db()
    assert ask.contact is None
