"""Each rule of a room alone, for everybody who could ask."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from cairn.rooms.models import Item, Prompt, Room
from cairn.rooms.policies import (
    UnableToUseRoom,
    can_run,
    check_can_merge,
    check_can_open,
    check_can_run,
    check_can_separate,
    check_can_type_in,
    check_has_space,
    check_is_open,
)
from tests.factories.accounts import UserFactory
from tests.factories.records import join, make_organisation, make_team
from tests.factories.rooms import PROMPTS, make_room, say
from tests.rules import may

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


@pytest.fixture
def room():
    return make_room(at=NOON)


def test_room_is_opened_for_a_team_of_ones_own_in_which_one_writes():
    member, reader = UserFactory(), UserFactory()
    team, other = make_team(None, "Edge of care", member), make_team(None, "Another team", UserFactory())
    join(reader, team.organisation, role="reader", team=team)
    given = {"hours": 1, "prompts": PROMPTS}
    assert may(check_can_open, member, team, **given)
    assert not may(check_can_open, member, other, **given)
    assert not may(check_can_open, member, None, **given)
    assert not may(check_can_open, reader, team, **given)


@pytest.mark.parametrize(("hours", "is_allowed"), [(0, False), (1, True), (12, True), (13, False)])
def test_room_is_open_for_twelve_hours_at_most(hours, is_allowed):
    member = UserFactory()
    team = make_team(None, "Edge of care", member)
    assert may(check_can_open, member, team, hours=hours, prompts=PROMPTS) == is_allowed


@pytest.mark.parametrize(("number", "is_allowed"), [(0, False), (1, True), (6, True), (7, False)])
def test_room_has_one_to_six_questions(number, is_allowed):
    member = UserFactory()
    team = make_team(None, "Edge of care", member)
    assert may(check_can_open, member, team, hours=1, prompts=PROMPTS[:1] * number) == is_allowed


def test_code_has_six_letters_of_which_none_is_taken_for_another(room):
    assert re.fullmatch(r"[BCDFGHJKMNPRSTWXYZ]{6}", room.code)
    assert room.spaced_code == f"{room.code[:3]} {room.code[3:]}"


def test_room_is_run_by_its_team_and_its_coordinator(room):
    team = room.team
    coordinator, colleague = UserFactory(), UserFactory()
    join(coordinator, team.organisation, role="coordinator")
    join(colleague, team.organisation)
    stranger = UserFactory()
    join(stranger, make_organisation("Elsewhere Council"), role="coordinator")
    runs = [room.opened_by, coordinator]
    assert [can_run(person, room) for person in (*runs, colleague, stranger, AnonymousUser())] == [
        *(True, True),
        *(False, False, False),
    ]
    assert [may(check_can_run, person, room) for person in (*runs, colleague)] == [True, True, False]


def test_room_is_open_until_its_end(room):
    assert may(check_is_open, room, at=NOON + timedelta(minutes=119, seconds=59))
    assert not may(check_is_open, room, at=NOON + timedelta(hours=2))
    room.closed_at = NOON + timedelta(hours=1)
    assert may(check_is_open, room, at=NOON + timedelta(minutes=59))
    assert not may(check_is_open, room, at=NOON + timedelta(hours=1))


def test_sentence_about_the_end_names_the_day_where_it_is_another(room):
    with pytest.raises(UnableToUseRoom, match=r"closed at 14:00 and takes"):
        check_is_open(room, at=NOON + timedelta(hours=3))
    with pytest.raises(UnableToUseRoom, match=r"closed at 14:00 on 25 November 2026 and takes"):
        check_is_open(room, at=NOON + timedelta(days=1))


def test_question_is_full_at_its_limit(room, monkeypatch):
    monkeypatch.setattr("cairn.rooms.policies.MOST_ITEMS", 2)
    prompt = Prompt.objects.get(room=room, position=1)
    say(room, "One")
    assert may(check_has_space, prompt)
    say(room, "Two")
    assert not may(check_has_space, prompt)


def test_paper_is_typed_in_until_the_rest_is_deleted(room):
    """25 November and thirty days: Christmas is the last of them."""
    person = room.opened_by
    assert may(check_can_type_in, person, room, at=datetime(2026, 12, 25, 23, 59, tzinfo=UTC))
    assert not may(check_can_type_in, person, room, at=datetime(2026, 12, 26, 0, 0, tzinfo=UTC))
    assert not may(check_can_type_in, UserFactory(), room, at=NOON)


def test_only_words_said_to_one_question_are_merged(room):
    one, two = say(room, "One"), say(room, "Two")
    chosen = [say(room, number=1, position=2), say(room, number=1, position=2)]
    elsewhere = say(make_room(at=NOON), "Elsewhere")
    assert may(check_can_merge, [one, two], one)
    assert may(check_can_merge, [one, two], None)
    assert not may(check_can_merge, [one], one)
    assert not may(check_can_merge, [one, elsewhere], one)
    assert not may(check_can_merge, chosen, chosen[0])
    assert not may(check_can_merge, [one, two], elsewhere)
    Item.objects.filter(pk=two.pk).update(state="merged", merged_into=one)
    two.refresh_from_db()
    assert not may(check_can_merge, [one, two], one)


def test_only_what_was_merged_is_separated():
    assert may(check_can_separate, 1)
    assert not may(check_can_separate, 0)


def test_an_answer_goes_by_its_words_or_its_number():
    assert str(Item(text="A bed")) == "A bed"
    assert str(Item(number=3)) == "3"


def test_key_of_an_answer_lies_in_no_order_of_time_on_either_database():
    assert Item._meta.pk.db_type(connection) == ("integer" if connection.vendor == "sqlite" else "bigint")


def test_a_room_is_run_by_its_own_people_and_over_when_it_was_closed_or_its_time_is_up(room):
    other = UserFactory()
    make_room(other, at=NOON, team=make_team(None, "Another team", other))
    assert may(check_can_run, room.opened_by, room)
    assert not may(check_can_run, other, room)
    assert not Room.objects.run_by(AnonymousUser()).exists()
    ended = [set(Room.objects.ended(at=NOON + timedelta(hours=hours))) for hours in (1, 24)]
    assert (room in ended[0], room in ended[1]) == (False, True)
    still_open = [set(Room.objects.open(at=NOON + timedelta(hours=hours))) for hours in (1, 24)]
    assert (room in still_open[0], room in still_open[1]) == (True, False)
    Room.objects.filter(pk=room.pk).update(closed_at=NOON + timedelta(minutes=30))
    assert room in Room.objects.ended(at=NOON + timedelta(hours=1))
    assert room not in Room.objects.open(at=NOON + timedelta(hours=1))
