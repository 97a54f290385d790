"""Every address of a room, asked by everybody: who gets it, and who finds a planted sentence of what."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from cairn.places.models import Membership
from cairn.rooms.models import Item, Receipt, Room
from cairn.rooms.policies import UnableToUseRoom, check_can_run
from cairn.rooms.queries import get_rooms
from tests.factories.accounts import UserFactory, give_site_role
from tests.factories.records import join, make_organisation, make_team
from tests.factories.rooms import make_room, release, say

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]
WAITING, RELEASED, HIDDEN = "Thistledown waits", "Thistledown is shown", "Thistledown is hidden"
OF_RUNNING = ("room", "paper", "type-in", "delete")
RUNNING = {"opener", "team", "coordinator"}


@pytest.fixture
def room():
    room = make_room(UserFactory(), title="Thistledown room")
    say(room, WAITING)
    release(room, say(room, RELEASED))
    say(room, HIDDEN)
    Item.objects.filter(text=HIDDEN).update(state="hidden")
    return room


@pytest.fixture
def people(room):
    team = room.team
    here, elsewhere = team.organisation, make_organisation("Elsewhere Council")
    found = {name: UserFactory() for name in ("team", "coordinator", "reader", "colleague", "other", "left", "host")}
    join(found["team"], here, team=team)
    join(found["coordinator"], here, role="coordinator")
    join(found["reader"], here, role="reader", team=team)
    join(found["colleague"], here, team=make_team(here, "Another team"))
    join(found["other"], elsewhere, role="coordinator", team=make_team(elsewhere, "Edge of care"))
    join(found["left"], here, team=team)
    Membership.objects.filter(user=found["left"]).delete()
    give_site_role(found["host"], "host")
    return {"opener": room.opened_by, **found}


def ask(who, address, method="get", **given):
    client = Client()
    if who is not None:
        client.force_login(who)
    return getattr(client, method)(address, given)


def get_addresses(room):
    addresses = {name: reverse(f"rooms:{name}", args=[room.key]) for name in OF_RUNNING}
    return addresses | {form: reverse("rooms:export", args=[room.key, form]) for form in ("csv", "xlsx")}


def test_only_those_who_run_a_room_get_its_pages(room, people):
    addresses = get_addresses(room)
    for name, person in people.items():
        found = {page: ask(person, address).status_code for page, address in addresses.items()}
        assert set(found.values()) == {200 if name in RUNNING else 404}, name
    assert {ask(None, address).status_code for address in addresses.values()} == {302}


def test_words_reach_only_who_may_read_them(room, people):
    for name, person in people.items():
        page = ask(person, room.get_absolute_url()).content.decode()
        assert [words in page for words in (WAITING, RELEASED, HIDDEN)] == [name in RUNNING] * 3, name
        listed = ask(person, reverse("rooms:rooms")).content.decode()
        assert ("Thistledown room" in listed) == (name in RUNNING), name
    for page_name in ("phone", "screen", "screen-answers"):
        address = reverse(f"rooms:{page_name}", args=[room.key])
        for person in (None, *people.values()):
            page = ask(person, address).content.decode()
            assert (RELEASED in page) == ("screen" in address)
            assert WAITING not in page
            assert HIDDEN not in page


def test_files_hold_released_words_only(room, people):
    text = ask(people["team"], reverse("rooms:export", args=[room.key, "csv"])).content.decode()
    assert RELEASED in text
    assert WAITING not in text
    assert HIDDEN not in text


def test_others_change_nothing(room, people):
    words = str(Item.objects.get(text=WAITING).pk)
    posts = {
        "moderate": {"change": "release", "item": words},
        "close": {},
        "type-in": {"key": uuid.uuid4(), "answer_1": "Made up"},
        "delete": {},
    }
    before = list(Item.objects.order_by("pk").values("pk", "text", "state"))
    for name, person in [*people.items(), ("nobody", None)]:
        if name in RUNNING:
            continue
        for page, given in posts.items():
            response = ask(person, reverse(f"rooms:{page}", args=[room.key]), "post", **given)
            assert response.status_code in (302, 404)
            assert response.status_code == (302 if person is None else 404)
    room.refresh_from_db()
    assert room.closed_at is None
    assert list(Item.objects.order_by("pk").values("pk", "text", "state")) == before


def test_answers_of_one_room_are_not_changed_by_way_of_another(room, people):
    other = make_room(people["other"], team=make_team(make_organisation("Elsewhere Council"), "Edge of care"))
    waiting = Item.objects.get(text=WAITING)
    for change in ("release", "hide", "merge"):
        given = {"change": change, "item": [waiting.pk, Item.objects.get(text=RELEASED).pk], "kept": waiting.pk}
        ask(people["other"], reverse("rooms:moderate", args=[other.key]), "post", **given)
    assert sorted(Item.objects.values_list("text", "state")) == sorted(
        [(WAITING, "waiting"), (RELEASED, "released"), (HIDDEN, "hidden")]
    )


def test_opener_who_left_the_team_keeps_the_room_and_who_left_the_organisation_does_not(room):
    opener = room.opened_by
    membership = Membership.objects.get(user=opener)
    membership.team_memberships.all().delete()
    assert list(get_rooms(opener)) == [room]
    membership.role = "reader"
    membership.save()
    assert list(get_rooms(opener)) == []
    membership.delete()
    with pytest.raises(UnableToUseRoom, match="Only the team"):
        check_can_run(opener, room)


def test_room_of_somebody_erased_stays_with_the_team(room, people):
    from cairn.accounts.services import erase_account

    room.refresh_from_db()
    erase_account(user=room.opened_by, at=room.opened_at)
    room.refresh_from_db()
    assert room.opened_by is None
    assert list(get_rooms(people["team"])) == [room]
    assert Receipt.objects.count() == 3
    assert Room.objects.count() == 1
