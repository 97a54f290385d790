"""Opening a room, choosing what is shown, the screen, paper, typing in, files."""

import io
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from cairn.audit.models import AuditEntry
from cairn.notices.schedules import get_schedules
from cairn.rooms import services
from cairn.rooms.forms import find_problem
from cairn.rooms.models import Item, Prompt, Receipt, Room
from cairn.rooms.purposes import Purpose, register_purpose
from cairn.rooms.services import Answer
from tests.factories.records import join, make_organisation, make_team
from tests.factories.rooms import make_room, make_said, release, say

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
FORM = {
    "title": "Leaving care",
    "purpose": "questions",
    "hours": "2",
    "text_1": "What would help you most?",
    "kind_1": "text",
    "text_3": "Where do you live?",
    "kind_3": "choice",
    "options_3": "With family\r\n With carers \r\n\r\nOn my own",
}


@pytest.fixture
def room(user):
    return make_room(user)


def get_words(response):
    return " ".join(response.content.decode().split())


def open_page(client, name, room, *rest):
    return client.get(reverse(f"rooms:{name}", args=[room.key, *rest]))


def change(client, room, what, *items, **given):
    keys = [item.pk for item in items]
    address = reverse("rooms:moderate", args=[room.key])
    return client.post(address, {"change": what, "item": keys, **given}, follow=True)


def get_states():
    return dict(Item.objects.exclude(text="").values_list("text", "state"))


# --- opening ---------------------------------------------------------------------------------------


def test_room_is_opened_with_its_questions_in_order(logged_in_client, user):
    make_team(None, "Edge of care", user)
    response = logged_in_client.post(reverse("rooms:new-room"), FORM, follow=True)
    room = Room.objects.get()
    assert response.redirect_chain == [(room.get_absolute_url(), 302)]
    assert "Room opened. Show the screen, or read out the code." in get_words(response)
    assert room.spaced_code in get_words(response)
    assert list(room.prompts.values_list("position", "text", "kind", "options")) == [
        (1, "What would help you most?", "text", []),
        (2, "Where do you live?", "choice", ["With family", "With carers", "On my own"]),
    ]
    assert room.ends_at - room.opened_at == timedelta(hours=2)
    assert AuditEntry.objects.filter(action="room.opened").count() == 1


def test_room_without_a_team_is_not_opened(logged_in_client):
    response = logged_in_client.post(reverse("rooms:new-room"), FORM)
    assert "Join a team first" in get_words(response)
    assert not Room.objects.exists()


def test_somebody_of_two_teams_says_for_which(logged_in_client, user):
    make_team(None, "Edge of care", user)
    other = make_team(None, "Leaving care", user)
    assert "Choose one of your teams" in get_words(logged_in_client.post(reverse("rooms:new-room"), FORM))
    logged_in_client.post(reverse("rooms:new-room"), {**FORM, "team": other.pk})
    assert Room.objects.get().team == other


@pytest.mark.parametrize(
    ("kind", "lines", "problem"),
    [
        ("text", [], ""),
        ("text", ["Yes"], "People answer this question in words"),
        ("choice", ["Yes"], "You gave 1 choice. Enter 2 to 8, one on each line."),
        ("choice", ["Yes", "No"], ""),
        ("choice", ["x"] * 8, ""),
        ("choice", ["x"] * 9, "You gave 9 choices. Enter 2 to 8"),
        ("choice", ["x" * 80, "No"], ""),
        ("choice", ["x" * 81, "No"], "has 81 characters. Shorten it to 80 or fewer."),
        ("scale", [], ""),
        ("scale", ["Bad", "Good"], ""),
        ("scale", ["Bad"], "Enter two lines for a scale"),
    ],
)
def test_choices_that_will_not_do_get_a_sentence(kind, lines, problem):
    found = find_problem(kind, lines)
    assert problem in found
    assert bool(problem) == bool(found)


def test_problem_in_a_question_below_the_fold_opens_it(logged_in_client, user):
    make_team(None, "Edge of care", user)
    page = get_words(logged_in_client.post(reverse("rooms:new-room"), {**FORM, "options_3": "One"}))
    assert "You gave 1 choice." in page
    assert '<details class="govuk-details" open>' in page
    assert not Room.objects.exists()


def test_code_that_a_room_has_is_not_given_again(user, monkeypatch):
    codes = iter(["BCDFGH", "BCDFGH", "BCDFGJ"])
    monkeypatch.setattr(services, "make_code", lambda: next(codes))
    assert [make_room(user).code, make_room(user).code] == ["BCDFGH", "BCDFGJ"]


# --- choosing what is shown ------------------------------------------------------------------------


def test_answers_are_released_hidden_and_put_back(logged_in_client, room):
    one, two = say(room, "One"), say(room, "Two")
    assert "1 answer released." in get_words(change(logged_in_client, room, "release", one))
    assert get_states() == {"One": "released", "Two": "waiting"}
    assert "2 answers hidden." in get_words(change(logged_in_client, room, "hide", one, two))
    assert "2 answers put back." in get_words(change(logged_in_client, room, "wait", one, two))
    assert get_states() == {"One": "waiting", "Two": "waiting"}


def test_nothing_ticked_says_what_to_do(logged_in_client, room):
    assert "Nothing was selected. Tick the answers first" in get_words(change(logged_in_client, room, "release"))


@pytest.mark.parametrize("what", ["", "publish", "release-x", "release-", "x" * 400])
def test_change_that_is_none_changes_nothing(logged_in_client, room, what):
    say(room, "One")
    response = change(logged_in_client, room, what)
    assert response.status_code in (200, 404)
    assert get_states() == {"One": "waiting"}


@pytest.mark.parametrize("item", ["x", "-1", "9" * 30, "²"])
def test_keys_that_are_none_change_nothing(logged_in_client, room, item):
    say(room, "One")
    given = {"change": "hide", "item": item}
    assert logged_in_client.post(reverse("rooms:moderate", args=[room.key]), given).status_code == 302
    assert get_states() == {"One": "waiting"}


def test_all_that_wait_for_an_answer_to_one_question_are_released_at_once(logged_in_client, room):
    one, hidden = say(room, "One"), say(room, "Hidden")
    change(logged_in_client, room, "hide", hidden)
    say(room, number=1, position=2)
    say(room, number=2, position=2)
    assert "2 answers released." in get_words(change(logged_in_client, room, "release-2"))
    assert get_states() == {"One": "waiting", "Hidden": "hidden"}
    change(logged_in_client, room, "release-1")
    one.refresh_from_db()
    assert (one.state, get_states()["Hidden"]) == ("released", "hidden")


def test_merging_asks_which_wording_stays_and_counts_all(logged_in_client, room):
    one, two, three = say(room, "One"), say(room, "Two"), say(room, "Three")
    asked = change(logged_in_client, room, "merge", one, two)
    assert "Which wording should stay?" in get_words(asked)
    assert "2 answers merged into one." in get_words(change(logged_in_client, room, "merge", one, two, kept=two.pk))
    assert get_states() == {"One": "merged", "Two": "waiting", "Three": "waiting"}
    change(logged_in_client, room, "merge", two, three, kept=three.pk)
    assert set(Item.objects.filter(merged_into=three).values_list("text", flat=True)) == {"One", "Two"}
    page = get_words(change(logged_in_client, room, "release", three))
    assert "Three <strong>(said by 3)</strong>" in page
    assert "One" not in page
    assert 'Three <span class="times">said by 3</span>' in get_words(open_page(Client(), "screen", room))


def test_merging_is_undone_and_each_wording_waits_again(logged_in_client, room):
    """Nothing that was merged is on the screen before somebody has read it again."""
    one, two, three, four = (say(room, word) for word in ("One", "Two", "Three", "Four"))
    elsewhere = make_room(at=NOON)
    foreign = [say(elsewhere, word) for word in ("Not yours", "Nor this")]
    services.merge_items(
        room=elsewhere, items=[item.pk for item in foreign], kept=foreign[0].pk, by=elsewhere.opened_by, at=NOON
    )
    assert "Undo merge" not in get_words(logged_in_client.get(room.get_absolute_url()))
    for gone, kept in ((one, two), (two, three)):
        change(logged_in_client, room, "merge", gone, kept, kept=kept.pk)
    change(logged_in_client, room, "release", three)
    assert "Undo merge" in get_words(logged_in_client.get(room.get_absolute_url()))
    assert "Nothing to undo." in get_words(change(logged_in_client, room, "separate", four, *foreign))
    assert "Merge undone. 2 answers are waiting again." in get_words(change(logged_in_client, room, "separate", three))
    states = get_states()
    assert {word: states[word] for word in ("One", "Two", "Three", "Four")} == {
        "One": "waiting", "Two": "waiting", "Three": "released", "Four": "waiting",
    }  # fmt: skip
    assert states["Nor this"] == "merged"
    assert not Item.objects.of_room(room).exclude(merged_into=None).exists()


def test_merging_is_undone_after_the_room_was_written_anew(logged_in_client, room, user):
    one, two = say(room, "One"), say(room, "Two")
    services.merge_items(room=room, items=[one.pk, two.pk], kept=one.pk, by=user, at=NOON)
    services.close_room(room=room, by=user, at=NOON)
    change(logged_in_client, room, "separate", Item.objects.get(text="One"))
    assert get_states() == {"One": "waiting", "Two": "waiting"}


def test_merged_wording_is_not_released_by_its_key(logged_in_client, room):
    one, two = say(room, "One"), say(room, "Two")
    change(logged_in_client, room, "merge", one, two, kept=two.pk)
    change(logged_in_client, room, "release", one)
    assert get_states() == {"One": "merged", "Two": "waiting"}


def test_one_answer_is_not_merged_with_itself(logged_in_client, room):
    one = say(room, "One")
    page = change(logged_in_client, room, "merge", one)
    assert "Select two or more answers to the same question to merge them." in get_words(page)


def test_purpose_that_shows_at_once_needs_no_release(user, monkeypatch):
    monkeypatch.setattr("cairn.rooms.purposes._purposes", {})
    register_purpose(Purpose("questions", "At once", "For a test", keep_days=1, shows_at_once=True))
    say(make_room(user), "One")
    assert get_states() == {"One": "released"}


def test_page_asks_as_often_for_many_answers_as_for_one(logged_in_client, room, django_assert_max_num_queries):
    say(room, "One")
    counted = []
    for _ in range(2):
        with django_assert_max_num_queries(12) as queries:
            open_page(logged_in_client, "room", room)
        counted.append(len(queries))
        for number in range(3):
            release(room, say(room, f"More {number}"))
            say(room, number=1, position=2)
    assert counted[0] == counted[1]


# --- the screen ------------------------------------------------------------------------------------


def ask_again(room, response=None):
    headers = {"If-None-Match": response["ETag"]} if response else {}
    return Client().get(reverse("rooms:screen-answers", args=[room.key]), headers=headers)


def test_screen_shows_the_code_the_count_and_what_was_released(room):
    make_said(room)
    services.count_joined(room)
    page = get_words(open_page(Client(), "screen", room))
    assert room.spaced_code in page
    assert "<strong>1</strong> joined" in page
    assert "<svg" in page
    assert 'Someone to call at night <span class="times">said by 2</span>' in page
    assert "1 answer not shown yet" in page
    for words in ("A key worker", "Ask Jo", "picks up the phone"):
        assert words not in page


def test_screen_asks_again_and_gets_nothing_until_something_changes(room):
    item = say(room, "One")
    first = ask_again(room)
    assert first.status_code == 200
    same = ask_again(room, first)
    assert (same.status_code, same.content) == (304, b"")
    release(room, item)
    second = ask_again(room, first)
    assert second.status_code == 200
    assert "One" in get_words(second)
    services.count_joined(room)
    third = ask_again(room, second)
    assert (third.status_code, ask_again(room, third).status_code) == (200, 304)


def test_request_of_the_screen_is_small_and_asks_the_database_little(room, django_assert_num_queries):
    make_said(room)
    first = ask_again(room)
    with django_assert_num_queries(4):
        again = ask_again(room, first)
    assert sum(len(name) + len(value) for name, value in again.items()) < 1500


# --- paper and typing in ---------------------------------------------------------------------------


def test_paper_has_the_same_questions_and_the_code(logged_in_client, room):
    page = get_words(open_page(logged_in_client, "paper", room))
    for words in ("1. What would help you most?", "With carers", "1: Not safe", "5: Very safe", room.spaced_code):
        assert words in page


def test_sheet_is_typed_in_and_the_next_one_waits(logged_in_client, room):
    given = {"key": uuid.uuid4(), "answer_1": "Someone to call", "answer_2": "", "answer_3": "4"}
    address = reverse("rooms:type-in", args=[room.key])
    for _ in range(2):  # sent twice by a double click
        response = logged_in_client.post(address, given, follow=True)
    assert "2 answers saved. Type in the next sheet." in get_words(response)
    assert sorted(Item.objects.values_list("prompt__position", "text", "number", "state")) == [
        (1, "Someone to call", None, "waiting"),
        (3, "", 4, "waiting"),
    ]
    assert response.context["form"]["key"].value() != given["key"]


def test_empty_sheet_is_refused(logged_in_client, room):
    given = {"key": uuid.uuid4(), "answer_1": " "}
    page = logged_in_client.post(reverse("rooms:type-in", args=[room.key]), given)
    assert "Every question is empty. Answer at least one." in get_words(page)


def test_paper_is_typed_in_after_the_end_and_not_after_the_rest_was_deleted(logged_in_client, user):
    from django.utils.timezone import now

    address = "rooms:type-in"
    yesterday = make_room(user, at=now() - timedelta(days=1))
    given = {"key": uuid.uuid4(), "answer_1": "From paper"}
    logged_in_client.post(reverse(address, args=[yesterday.key]), given)
    assert get_states() == {"From paper": "waiting"}
    old = make_room(user, at=now() - timedelta(days=40))
    page = logged_in_client.post(reverse(address, args=[old.key]), {**given, "key": uuid.uuid4()})
    assert "Answers to this room could be typed in until" in get_words(page)
    assert Item.objects.count() == 1


# --- files -----------------------------------------------------------------------------------------


def test_files_hold_released_answers_with_how_many_said_them(logged_in_client, room):
    make_said(room)
    release(room, say(room, "=1+1"))
    expected = [
        ["Question", "Asked", "Answer", "People who said it"],
        ["1", "What would help you most?", "Someone to call at night", "2"],
        ["1", "What would help you most?", "=1+1", "1"],
        ["2", "Where do you live?", "With family", "1"],
        ["2", "Where do you live?", "With carers", "0"],
        ["2", "Where do you live?", "On my own", "0"],
        ["3", "How safe do you feel?", "1: Not safe", "0"],
        ["3", "How safe do you feel?", "2", "0"],
        ["3", "How safe do you feel?", "3", "0"],
        ["3", "How safe do you feel?", "4", "1"],
        ["3", "How safe do you feel?", "5: Very safe", "0"],
    ]
    table = open_page(logged_in_client, "export", room, "xlsx")
    assert table["Content-Disposition"] == 'attachment; filename="leaving-care.xlsx"'
    rows = CalamineWorkbook.from_filelike(io.BytesIO(table.content)).get_sheet_by_index(0).to_python()
    assert [[str(cell).removesuffix(".0") for cell in row] for row in rows] == expected
    text = open_page(logged_in_client, "export", room, "csv").content.decode("utf-8-sig")
    assert "1,What would help you most?,'=1+1,1" in text.splitlines()
    assert len(text.splitlines()) == len(expected)
    assert open_page(logged_in_client, "export", room, "pdf").status_code == 404


# --- the end ---------------------------------------------------------------------------------------


def test_closing_by_hand_drops_the_receipts_and_happens_once(logged_in_client, room):
    say(room, "One")
    address = reverse("rooms:close", args=[room.key])
    assert "Room closed." in get_words(logged_in_client.post(address, follow=True))
    room.refresh_from_db()
    closed_at = room.closed_at
    assert (Item.objects.count(), Receipt.objects.count()) == (1, 0)
    assert "This room closed at" in get_words(logged_in_client.post(address, follow=True))
    room.refresh_from_db()
    assert room.closed_at == closed_at


def test_what_was_not_released_goes_after_the_day_that_was_promised(user):
    room = make_room(user, at=NOON)
    one, two, three, hidden = (say(room, word) for word in ("One", "Two", "Three", "Hidden"))
    release(room, one)
    services.merge_items(room=room, items=[one.pk, two.pk], kept=one.pk, by=user, at=NOON)
    services.change_state(room=room, items=[hidden.pk], state="hidden", by=user, at=NOON)
    services.tidy_rooms(at=datetime(2026, 12, 25, 23, 0, tzinfo=UTC))
    assert Item.objects.count() == 4
    for _ in range(2):
        services.tidy_rooms(at=datetime(2026, 12, 26, 1, 0, tzinfo=UTC))
        assert list(Item.objects.values_list("text", "state", "times")) == [("One", "released", 2)]
    assert three.text == "Three"


def test_job_that_tidies_runs_every_ten_minutes(room):
    say(room, "One")
    Room.objects.update(ends_at=room.opened_at, opened_at=room.opened_at)
    schedule = next(one for one in get_schedules() if one.name == "rooms.tidy")
    schedule.task.call()
    assert (schedule.every, Receipt.objects.count()) == (timedelta(minutes=10), 0)


def test_rooms_go_after_a_year_with_all_that_was_released(user):
    old, young = make_room(user, at=NOON), make_room(user, at=NOON + timedelta(days=1))
    release(old, say(old, "Old"))
    say(young, "Young")
    services.delete_old_rooms(NOON + timedelta(hours=2))
    assert list(Room.objects.all()) == [young]
    assert get_states() == {"Young": "waiting"}


def test_room_is_deleted_by_hand_after_it_was_asked(logged_in_client, room):
    release(room, say(room, "One"))
    assert "All its answers are deleted too" in get_words(open_page(logged_in_client, "delete", room))
    assert Room.objects.count() == 1
    logged_in_client.post(reverse("rooms:delete", args=[room.key]))
    assert not Room.objects.exists()
    assert not Item.objects.exists()


def test_coordinator_who_is_in_no_team_finds_the_room(room, other_user):
    join(other_user, make_organisation(), role="coordinator")
    client = Client()
    client.force_login(other_user)
    assert room.title in get_words(client.get(reverse("rooms:rooms")))


def test_answers_of_a_sheet_are_all_or_none(room, monkeypatch):
    monkeypatch.setattr("cairn.rooms.policies.MOST_ITEMS", 1)
    say(room, number=1, position=2)
    prompts = list(Prompt.objects.filter(room=room))
    answers = [Answer(prompts[0], "One"), Answer(prompts[1], number=2)]
    with pytest.raises(services.policies.UnableToAnswerFullQuestion):
        services.receive_sheet(room=room, answers=answers, key=uuid.uuid4(), by=room.opened_by, at=room.opened_at)
    assert Item.objects.count() == Receipt.objects.count() == 1
