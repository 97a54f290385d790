"""Rooms whose purpose keeps together what one person answers: they say so, and nothing says whose it is."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from cairn.rooms import services
from cairn.rooms.models import Item, Prompt, Receipt, Sheet
from cairn.rooms.policies import check_can_merge
from cairn.rooms.presenters import make_export
from cairn.rooms.purposes import FORM, get_purposes
from cairn.rooms.services import Answer
from tests.factories.rooms import fill_in, make_room, release, say
from tests.rules import may

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
TOLD = "Your answers are stored together, as one form."


@pytest.fixture
def room(monkeypatch):
    monkeypatch.setattr("cairn.rooms.views.phones.now", lambda: NOON + timedelta(minutes=1))
    return make_room(at=NOON, purpose=FORM)


def send(client, room, *said, key=None, **headers):
    given = {f"answer_{position}": one for position, one in enumerate(said, start=1)}
    return client.post(
        reverse("rooms:answer-form", args=[room.key]), {"key": key or uuid.uuid4(), **given}, headers=headers
    )


def get_words(response):
    return " ".join(response.content.decode().split())


def list_sheets():
    """What belongs together, whoever said it."""
    return sorted(
        sorted(str(item) for item in Item.objects.filter(sheet=sheet))
        for sheet in Sheet.objects.values_list("pk", flat=True)
    )


def test_people_are_told_before_they_answer_and_only_where_it_is_so(client, room):
    assert TOLD in get_words(client.get(room.get_phone_url()))
    other = make_room(at=NOON)
    page = get_words(client.get(other.get_phone_url()))
    assert TOLD not in page
    assert "does not record who wrote what" in page
    assert [one.name for one in get_purposes() if one.keeps_together] == ["form"]


def test_a_form_arrives_once_and_its_answers_together(client, room):
    key = uuid.uuid4()
    for _ in range(2):
        response = send(client, room, "A key worker", "2", "4", key=key)
        assert response.status_code == 302
    assert "Your answers have arrived." in get_words(client.get(response["Location"]))
    send(client, room, "Nothing", "", "1")
    assert list_sheets() == [["1", "Nothing"], ["2", "4", "A key worker"]]
    assert Receipt.objects.count() == 2
    assert not client.cookies


def test_the_script_is_answered_in_its_own_way(client, room):
    assert send(client, room, "Yes", accept="application/json").json() == {"arrived": True}
    refused = send(client, room, "", "", "", accept="application/json")
    assert (refused.status_code, refused.json()) == (422, {"problem": "Every question is empty. Answer at least one."})
    wrong = send(client, room, "x" * 501, "9", accept="application/json")
    assert "Your answer has 501 characters." in wrong.json()["problem"]
    assert list_sheets() == [["Yes"]]


def test_what_is_wrong_is_shown_with_what_was_typed(client, room):
    page = send(client, room, "Kept words", "9")
    assert page.status_code == 422
    assert "Kept words" in get_words(page)
    assert not Item.objects.exists()


def test_each_kind_of_room_takes_its_own_answers_only(client, room):
    one = {"q1-key": uuid.uuid4(), "q1-answer": "Alone"}
    assert client.post(reverse("rooms:answer", args=[room.key, 1]), one).status_code == 404
    assert send(client, make_room(at=NOON), "Together").status_code == 404
    assert not Item.objects.exists()


def test_after_the_end_nothing_is_taken(client, room, monkeypatch):
    monkeypatch.setattr("cairn.rooms.views.phones.now", lambda: NOON + timedelta(hours=3))
    assert send(client, room, "Late", accept="application/json").status_code == 410
    assert send(client, room, "").status_code == 302
    assert not Item.objects.exists()


def test_a_paper_sheet_stays_together_too(room):
    prompts = list(Prompt.objects.filter(room=room))
    answers = [Answer(prompts[0], "On paper"), Answer(prompts[2], number=5)]
    services.receive_sheet(room=room, answers=answers, key=uuid.uuid4(), by=room.opened_by, at=NOON)
    assert list_sheets() == [["5", "On paper"]]


def test_the_end_writes_sheets_anew_and_keeps_them_together(room):
    fill_in(room, "One", 1, 1)
    fill_in(room, "Two", 2, 2)
    elsewhere = say(make_room(at=NOON + timedelta(hours=1)), "Elsewhere")
    together, before = list_sheets(), set(Sheet.objects.values_list("pk", flat=True))
    services.tidy_rooms(at=NOON + timedelta(hours=2))
    assert list_sheets() == together
    assert not before & set(Sheet.objects.values_list("pk", flat=True))
    assert Receipt.objects.filter(room=room).count() == 0
    elsewhere.refresh_from_db()
    assert elsewhere.sheet is None


def test_keys_of_sheets_do_not_say_in_which_order_they_came(room):
    made = [fill_in(room, f"Word {number}")[0].sheet_id for number in range(12)]
    assert made != sorted(made)


def test_the_download_has_a_row_for_each_person_of_what_was_released(room):
    first, second = fill_in(room, "One", 1, 5), fill_in(room, "Two", 3)
    release(room, *first, second[1])
    header, rows = make_export(room)
    assert header == ["What would help you most?", "Where do you live?", "How safe do you feel?"]
    assert sorted(rows) == [("", "On my own", ""), ("One", "With family", 5)]


def test_what_was_not_released_goes_and_leaves_no_empty_sheet(room):
    release(room, *fill_in(room, "One", 1))
    fill_in(room, "Two", 2)
    services.tidy_rooms(at=NOON + timedelta(days=40))
    assert list_sheets() == [["1", "One"]]
    services.delete_room(room=room, by=room.opened_by, at=NOON)
    assert not Sheet.objects.exists()


def test_answers_of_two_people_are_not_merged(room):
    (one,), (two,) = fill_in(room, "Same"), fill_in(room, "Same")
    assert not may(check_can_merge, [one, two], one)
