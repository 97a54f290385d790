"""What somebody without an account meets: the door, the questions, what arrived; and what their phone must not get."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from cairn.common.models import SendCount
from cairn.rooms import services
from cairn.rooms.models import Item, Receipt, Room
from tests.factories.rooms import make_room, release, say

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch):
    moment = {"now": NOON}
    monkeypatch.setattr("cairn.rooms.views.phones.now", lambda: moment["now"])

    def wait(**much):
        moment["now"] += timedelta(**much)

    return wait


@pytest.fixture
def room(clock):
    return make_room(at=NOON)


def send(client, room, answer, *, position=1, key=None, **headers):
    given = {f"q{position}-key": key or uuid.uuid4(), f"q{position}-answer": answer}
    return client.post(reverse("rooms:answer", args=[room.key, position]), given, headers=headers)


def send_as_script(client, room, answer, **given):
    return send(client, room, answer, accept="application/json", **given)


def get_words(response):
    return " ".join(response.content.decode().split())


# --- the door --------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["{0}", "{1}", "{0} ", "{2}-{3}", "{2}.{3}"])
def test_code_lets_in_however_it_is_typed(client, room, typed):
    typed = typed.format(room.code, room.code.lower(), room.code[:3], room.code[3:])
    response = client.get(reverse("rooms:door"), {"code": typed}, follow=True)
    assert response.request["PATH_INFO"] == room.get_phone_url()
    assert "What would help you most?" in get_words(response)


def test_coming_in_is_counted_and_reading_on_is_not(client, room):
    client.get(f"/r/{room.code}/")
    client.get(reverse("rooms:scan", args=[room.key]))
    client.get(room.get_phone_url())
    room.refresh_from_db()
    assert room.joined == 2


def test_word_that_is_no_code_is_said_to_be_none_and_not_counted(client):
    for _ in range(12):
        response = client.get("/r/hello/", follow=True)
    assert response.status_code == 200
    assert "“hello” is not a room code. A code has six letters, such as BCD FGH." in get_words(response)
    assert not SendCount.objects.exists()


def test_word_with_signs_of_an_address_comes_back_as_it_was(client):
    response = client.get("/r/a&b%23c%0D%0A/", follow=True)
    assert "“a&amp;b#c” is not a room code." in get_words(response)


def test_ten_wrong_codes_close_the_door_even_for_the_right_one(client, room, clock):
    wrong = [client.get("/r/ZZZZZZ/") for _ in range(10)]
    assert [response.status_code for response in wrong] == [404] * 10
    assert "No room has the code ZZZ ZZZ. Check the screen or the paper" in get_words(wrong[-1])
    for code in ("ZZZZZZ", room.code):
        refused = client.get(f"/r/{code}/")
        assert refused.status_code == 429
        assert refused["Retry-After"] == "3600"
        assert "Scan the QR code on the screen instead, or try again in an hour." in get_words(refused)
    clock(minutes=61)
    assert client.get(f"/r/{room.code}/").status_code == 302


def test_nine_wrong_codes_do_not_keep_out_the_right_one(client, room):
    for _ in range(9):
        client.get("/r/ZZZZZZ/")
    assert client.get(f"/r/{room.code}/").status_code == 302


def test_closed_door_keeps_out_neither_other_networks_nor_who_scans_or_is_inside(client, room):
    for _ in range(11):
        client.get("/r/ZZZZZZ/")
    assert Client(REMOTE_ADDR="198.51.100.7").get(f"/r/{room.code}/").status_code == 302
    assert client.get(reverse("rooms:scan", args=[room.key])).status_code == 302
    assert client.get(room.get_phone_url()).status_code == 200
    assert send(client, room, "A key worker").status_code == 302


def test_signing_in_gives_no_ten_tries_more(client, room, user):
    for _ in range(10):
        client.get("/r/ZZZZZZ/")
    client.force_login(user)
    assert client.get(f"/r/{room.code}/").status_code == 429


@pytest.mark.both_databases
def test_wrong_codes_sent_at_once_are_all_counted(threads, room):
    def ask():
        return Client().get("/r/ZZZZZZ/").status_code

    for _ in range(8):
        ask()
    said = threads(ask, 6)
    assert (said.count(404), said.count(429)) == (2, 4)


# --- answering -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("position", "given", "text", "number"),
    [(1, " A key worker ", "A key worker", None), (2, "3", "", 3), (3, "5", "", 5)],
)
def test_answer_of_each_kind_arrives_without_a_script_and_the_page_says_so(client, room, position, given, text, number):
    response = send(client, room, given, position=position)
    assert response.status_code == 302
    page = get_words(client.get(response["Location"]))
    assert f"Your answer has arrived.</strong> You answered question {position}:" in page
    item = Item.objects.get()
    assert (item.prompt.position, item.text, item.number, item.state) == (position, text, number, "waiting")
    assert not given.strip().isalpha() or given.strip() not in page


@pytest.mark.parametrize(
    ("position", "given", "problem"),
    [
        (1, "", "Write your answer first"),
        (1, "   ", "Write your answer first"),
        (1, "x" * 501, "Your answer has 501 characters. Shorten it to 500 or fewer and send it again."),
        (2, "", "Choose one"),
        (2, "4", "“4” is not one of the choices. Choose one of those shown."),
        (3, "0", "“0” is not one of the choices. Choose one of those shown."),
        (3, "many", "“many” is not one of the choices. Choose one of those shown."),
    ],
)
def test_answer_that_will_not_do_is_refused_with_a_sentence(client, room, position, given, problem):
    page = send(client, room, given, position=position)
    assert page.status_code == 422
    assert problem in get_words(page)
    assert given.strip()[:20] in get_words(page)
    by_script = send_as_script(client, room, given, position=position)
    assert (by_script.status_code, by_script.json()) == (422, {"problem": problem})
    assert not Item.objects.exists()
    assert not Receipt.objects.exists()


def test_answer_as_long_as_allowed_arrives(client, room):
    send(client, room, "x" * 500)
    assert len(Item.objects.get().text) == 500


@pytest.mark.parametrize(("key", "problem"), [("", "came without its key"), ("7", "a key that no page of ours makes")])
def test_answer_without_a_proper_key_is_refused(client, room, key, problem):
    given = {"q1-key": key, "q1-answer": "A key worker"}
    response = client.post(reverse("rooms:answer", args=[room.key, 1]), given)
    assert response.status_code == 422
    assert problem in get_words(response)
    assert not Item.objects.exists()


def test_answer_sent_again_is_acknowledged_and_not_doubled(client, room):
    key = uuid.uuid4()
    said = [send_as_script(client, room, "A key worker", key=key) for _ in range(3)]
    assert [(response.status_code, response.json()) for response in said] == [(200, {"arrived": True})] * 3
    send(client, room, "A key worker", key=key)
    assert Item.objects.count() == 1
    send(client, room, "A key worker")
    assert Item.objects.count() == 2


@pytest.mark.both_databases
def test_answer_sent_six_times_at_once_is_one(threads, room):
    key = uuid.uuid4()

    def ask():
        response = send_as_script(Client(), room, "A key worker", key=key)
        return response.status_code, Item.objects.count() >= 1

    assert threads(ask, 6) == [(200, True)] * 6

    def count():
        return Item.objects.count(), Receipt.objects.count()

    assert threads(count, 1) == [(1, 1)]


def test_answer_to_no_question_is_not_taken(client, room):
    assert send(client, room, "x", position=9).status_code == 404
    assert not Item.objects.exists()


def test_full_question_says_so(client, room, monkeypatch):
    monkeypatch.setattr("cairn.rooms.policies.MOST_ITEMS", 1)
    send(client, room, "One")
    response = send_as_script(client, room, "Two")
    assert response.status_code == 409
    assert response.json()["problem"].startswith("This question already has 1 answers and takes no more.")
    assert Item.objects.count() == 1
    assert send_as_script(client, room, "1", position=2).status_code == 200


# --- the end ---------------------------------------------------------------------------------------


def list_addresses(room):
    return [
        room.get_phone_url(),
        f"/r/{room.code}/",
        *(reverse(f"rooms:{name}", args=[room.key]) for name in ("scan", "screen", "screen-answers")),
    ]


def test_room_ends_by_the_clock_with_a_sentence_on_every_address(client, room, clock):
    clock(hours=1, minutes=59)
    assert send_as_script(client, room, "In time").status_code == 200
    clock(minutes=1)
    for address in list_addresses(room):
        response = client.get(address)
        assert response.status_code == 410
        assert "This room closed at 14:00 and takes no more answers." in get_words(response)
    late = send_as_script(client, room, "Too late")
    assert late.status_code == 410
    assert late.json()["problem"].endswith("If you still want to say something, tell the person who ran it.")
    assert send(client, room, "Too late").status_code == 410
    assert [item.text for item in Item.objects.all()] == ["In time"]


def test_room_closed_by_hand_takes_no_more(client, room, clock):
    clock(minutes=10)
    services.close_room(room=room, by=room.opened_by, at=NOON + timedelta(minutes=10))
    assert send(client, room, "Too late").status_code == 410
    clock(days=1)
    assert "This room closed at 12:10 on 25 November 2026" in get_words(client.get(room.get_phone_url()))


def test_answer_that_arrived_before_the_end_is_acknowledged_after_it(client, room, clock):
    key = uuid.uuid4()
    send_as_script(client, room, "In time", key=key)
    clock(hours=3)
    assert send_as_script(client, room, "In time", key=key).status_code == 200
    assert Item.objects.count() == 1


# --- what a phone gets, and what it is asked -------------------------------------------------------


def test_phone_gets_no_cookie_and_nothing_that_differs_between_two_phones_but_the_keys(client, room):
    pages = [Client().get(room.get_phone_url()) for _ in range(2)]
    answers = [send(Client(), room, "A key worker") for _ in range(2)]
    assert [dict(response.cookies) for response in (*pages, *answers)] == [{}] * 4
    keys = [[form["key"].value() for form in page.context["forms"]] for page in pages]
    assert len({*keys[0], *keys[1]}) == 6
    shown = [page.content.decode() for page in pages]
    for own, text in zip(keys, range(2), strict=True):
        for key in own:
            shown[text] = shown[text].replace(str(key), "")
    assert shown[0] == shown[1]


def test_page_asks_for_the_room_and_its_questions_only(client, room, django_assert_num_queries):
    with django_assert_num_queries(2):
        client.get(room.get_phone_url())


def test_somebody_signed_in_is_not_known_in_a_room(logged_in_client, room, user):
    page = logged_in_client.get(room.get_phone_url()).content.decode()
    assert user.name not in page
    send(logged_in_client, room, "A key worker")
    assert Item.objects.count() == 1


def test_every_page_of_a_room_shows_the_way_for_safety(client, room, clock):
    way = reverse("voice:safety")
    release(room, say(room, "A key worker"))
    manager = Client()
    manager.force_login(room.opened_by)
    for name in ("room", "paper", "type-in", "delete"):
        assert f'href="{way}"' in get_words(manager.get(reverse(f"rooms:{name}", args=[room.key])))
    for name in ("rooms", "new-room"):
        assert f'href="{way}"' in get_words(manager.get(reverse(f"rooms:{name}")))
    pages = [reverse("rooms:door"), "/r/ZZZZZZ/", room.get_phone_url(), reverse("rooms:screen", args=[room.key])]
    for address in pages:
        assert "If something is wrong now" in get_words(client.get(address))
    clock(hours=3)
    assert "If something is wrong now" in get_words(client.get(room.get_phone_url()))


def test_room_that_is_not_there_is_not_found(client):
    room = Room(key=uuid.uuid4(), code="BCDFGH", purpose="questions")
    assert {client.get(address).status_code for address in list_addresses(room)} == {404}
    assert send(client, room, "x").status_code == 404
