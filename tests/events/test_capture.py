"""What is said in the sessions: the room of each, drafts of what was released, notes for a board, and actions."""

import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from cairn.actions.models import Action, ActionInvitation
from cairn.events import tasks
from cairn.events.models import EventAction, EventRoom, LearningEvent, SessionNote
from cairn.events.policies import capture as policies
from cairn.events.policies.capture import UnableToCapture
from cairn.events.services import capture
from cairn.events.services.capture import CLOSING, make_title
from cairn.lessons.models import Insight, Lesson, OpenQuestion
from cairn.library.models import Project
from cairn.notices.services import send_waiting
from cairn.records import services as records
from cairn.records.enums import Sharing
from cairn.records.models import Record, Tie
from cairn.records.policies import UnableToChangeRecord
from cairn.rooms.forms import RoomForm
from cairn.rooms.models import Item
from cairn.rooms.policies import UnableToAnswerClosedRoom
from cairn.rooms.services import close_room, merge_items, tidy_room
from tests.factories.accounts import UserFactory
from tests.factories.boards import make_editor
from tests.factories.captured import (
    ACTION,
    get_session,
    make_public_event,
    make_report,
    open_room,
    publish_report,
    say_and_release,
    write_action,
)
from tests.factories.events import add
from tests.factories.records import NOON, make_draft
from tests.factories.rooms import say

pytestmark = pytest.mark.django_db
SAID = ((1, "Carers need to meet each other"), (2, "The rota failed"), (3, "Who pays later?"), (4, "Ask who pays"))


@pytest.fixture
def host():
    return UserFactory()


@pytest.fixture
def event(host):
    return make_public_event(host)


def as_client(person=None):
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def take(opened, host):
    return capture.take_notes(event_room=opened, by=host, at=now())


# --- Rooms ----------------------------------------------------------------------------------------


def test_hosts_open_a_room_for_a_session_and_nobody_else_does(event, host):
    address = reverse("events:capture", args=[event.slug])
    given = {"session": str(get_session(event, 1).key), "hours": "2"}
    assert as_client(UserFactory()).get(address).status_code == 404
    answer = as_client(host).post(address, given)
    room = EventRoom.objects.get().room
    assert answer["Location"] == room.get_absolute_url()
    assert room.title == "Growing a hub"
    assert [prompt.text for prompt in room.prompts.all()][3] == "Notes from your table"
    page = as_client(host).post(address, given).content.decode()
    assert "A room for “Growing a hub” is already open." in page
    assert "Room opened on" in page
    close_room(room=room, by=host, at=now())
    assert as_client(host).post(address, given).status_code == 302


def test_session_off_the_record_is_refused_with_a_sentence(event, host):
    event.sessions.filter(position=1).update(off_record=True)
    given = {"session": str(get_session(event, 1).key), "hours": "2"}
    page = as_client(host).post(reverse("events:capture", args=[event.slug]), given).content.decode()
    assert "“Growing a hub” is off the record, so nothing said there is captured." in page
    assert not EventRoom.objects.exists()
    with pytest.raises(UnableToChangeRecord):
        open_room(event, 0, by=UserFactory())


def test_nobody_opens_such_a_room_alone(host, event):
    offered = [name for name, _ in RoomForm(user=host).fields["purpose"].choices]
    assert offered == ["questions", "form"]


# --- Drafts of what was released ------------------------------------------------------------------


def test_row_20_what_was_released_becomes_cards_of_the_session(event, host):
    project = make_draft(Project, author=host, title="The hub")
    event.sessions.filter(position=1).update(about=project.pk)
    opened = open_room(event)
    say_and_release(opened, *SAID)
    say(opened.room, "Planted: not released", position=1)
    assert dict(take(opened, host)) == {"insight": 1, "lesson": 1, "question": 1, "note": 1}
    insight, lesson, question = Insight.objects.get(), Lesson.objects.get(), OpenQuestion.objects.get()
    assert (insight.title, insight.topic, insight.live) == (SAID[0][1], "scaling", False)
    assert (lesson.title, lesson.topic, question.title) == (SAID[1][1], "scaling", SAID[2][1])
    for one in (insight, lesson, question):
        assert one.team == event.team
        assert {tie.target_id for tie in Tie.objects.filter(source=one.pk)} == {event.pk, project.pk}
    note = SessionNote.objects.get(kind="note")
    assert (note.words, note.topic, note.session) == (SAID[3][1], "scaling", get_session(event, 1).key)
    assert not Record.objects.filter(title__startswith="Planted").exists()


def test_taking_again_takes_only_what_is_new_also_after_the_room_was_tidied(event, host):
    opened = open_room(event)
    say_and_release(opened, *SAID)
    take(opened, host)
    tidy_room(opened.room)  # which gives every answer another key
    assert take(opened, host).total() == 0
    say_and_release(opened, (1, "Another one"))
    assert take(opened, host).total() == 1
    records.withdraw_record(record=Insight.objects.get(title="Another one"), by=host, at=NOON)
    assert take(opened, host).total() == 0  # what was withdrawn does not come back


def test_answers_of_several_people_count_as_one_note(event, host):
    opened = open_room(event)
    kept, other = say_and_release(opened, (4, "Ask who pays"), (4, "Ask about money"))
    merge_items(room=opened.room, items=[kept.pk, other.pk], kept=kept.pk, by=host, at=now())
    take(opened, host)
    assert SessionNote.objects.get().times == 2


@pytest.mark.parametrize("length", [149, 150, 151, 500])
def test_title_of_a_draft_is_whole_words_and_the_rest_is_kept(event, host, length):
    words = ("word " * 200)[: length - 1] + "."
    assert len(make_title(words)) <= 150
    opened = open_room(event)
    say_and_release(opened, (1, words))
    take(opened, host)
    insight = Insight.objects.get()
    assert words in (insight.title, insight.summary)


def test_row_20_speakers_insights_stand_with_them_in_the_report(event, host):
    opened = open_room(event, 1)
    add(event, "speakers", session=1, organisation_name="Brindlebridge Council")
    say_and_release(opened, SAID[0])
    take(opened, host)
    insight = Insight.objects.get()
    Record.objects.filter(pk=insight.pk).update(sharing=Sharing.PUBLIC)
    insight.get_draft().latest_revision.publish()
    event.get_draft().latest_revision.publish()
    event = LearningEvent.objects.get()
    make_report(event)
    publish_report(event, decider=make_editor("Dana"), by=make_editor())
    page = as_client().get(reverse("events:report", args=[event.slug])).content.decode()
    session = page.partition("Growing a hub")[2].partition("</article>")[0]
    assert "Brindlebridge Council" in session
    assert SAID[0][1] in session
    records.withdraw_record(record=insight, by=host, at=NOON)
    page = as_client().get(reverse("events:report", args=[event.slug])).content.decode()
    assert SAID[0][1] not in page
    assert "Withdrawn by the people who wrote it." in page


# --- Notes for a board ----------------------------------------------------------------------------


def test_row_33_notes_of_a_theme_reach_the_editors_of_its_board(event, host):
    editor, address = make_editor(), reverse("events:board-notes", args=["scaling"])
    opened = open_room(event)
    say_and_release(opened, *SAID)
    take(opened, host)
    send_waiting(frequency="daily", at=now())
    (told,) = [one for one in mail.outbox if one.to == [editor.email]]
    assert address in told.body
    assert "Ask who pays" not in told.body
    page = as_client(editor).get(address).content.decode()
    for words in ("Ask who pays", event.title, "Growing a hub"):
        assert words in page
    assert "The rota failed" not in page  # a lesson is a record, which its team shares or not
    assert "Ask who pays" not in as_client(editor).get(reverse("events:board-notes", args=["value"])).content.decode()
    for person in (host, UserFactory()):
        assert as_client(person).get(address).status_code == 404
    assert as_client(editor).get(reverse("events:board-notes", args=["weather"])).status_code == 404
    records.withdraw_record(record=event, by=host, at=NOON)
    assert "Ask who pays" not in as_client(editor).get(address).content.decode()


def test_session_without_a_topic_tells_no_editor(event, host):
    make_editor()
    opened = open_room(event, session=get_session(event, 0))
    event.sessions.filter(position=0).update(topic="")
    say_and_release(opened, SAID[3])
    take(opened, host)
    send_waiting(frequency="daily", at=now())
    assert mail.outbox == []


def test_only_who_may_change_the_event_takes_notes(event, host):
    opened = open_room(event)
    say_and_release(opened, *SAID)
    address = reverse("events:take-notes", args=[event.slug, opened.pk])
    assert as_client(UserFactory()).post(address).status_code == 404
    with pytest.raises(UnableToChangeRecord):
        take(opened, UserFactory())
    page = as_client(host).post(address, follow=True).content.decode()
    assert "Made: 1 draft insight, 1 draft lesson, 1 draft question, 1 note from a table." in page
    assert "Nothing new was released" in as_client(host).post(address, follow=True).content.decode()


# --- Actions --------------------------------------------------------------------------------------


@pytest.fixture
def closing(event):
    return open_room(event, 2)


def send(closing, **given):
    fields = {name: value for name, value in ACTION.items() if name != "keeper"}
    due = localdate() + timedelta(days=20)
    values = {**fields, "due": f"{due:%d/%m/%Y}", "keeper": "link", **given}
    data = {f"answer_{name}": value for name, value in values.items()} | {"key": given.get("key", str(uuid.uuid4()))}
    return as_client().post(
        reverse("events:receive-action", args=[closing.room.key]), data, HTTP_ACCEPT="application/json"
    )


def test_code_of_the_last_session_leads_to_the_page_where_an_action_is_written(closing):
    assert closing.room.purpose == CLOSING.name
    answer = as_client().get(reverse("rooms:enter", args=[closing.room.code]), follow=True)
    assert "Write one action that you own" in answer.content.decode()
    # No door of ordinary rooms takes an answer past it.
    assert as_client().get(reverse("rooms:phone", args=[closing.room.key])).status_code == 302
    assert as_client().post(reverse("rooms:answer", args=[closing.room.key, 1]), {"q1-answer": "x"}).status_code == 404
    assert not Item.objects.exists()


def test_action_has_an_owner_a_first_step_and_a_day(closing, event, host):
    assert send(closing).json() == {"arrived": True}
    action = Action.objects.get()
    assert (action.title, action.first_step) == (ACTION["what"], ACTION["first_step"])
    assert (action.body, action.contact, action.contact_email) == (
        "Brindlebridge Council",
        "Ben Jones",
        "ben@example.org",
    )
    assert action.due_date == localdate() + timedelta(days=20)
    assert action.team == event.team
    assert Tie.objects.get(source=action.pk).target_id == event.pk
    page = as_client(host).get(reverse("events:afterwards", args=[event.slug])).content.decode()
    assert ACTION["what"] in page
    assert "Ben Jones, Brindlebridge Council" in page


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"what": ""}, "Enter a few words"),
        ({"first_step": " "}, "Enter a few words"),
        ({"due": ""}, "Enter the date by which you will do it"),
        ({"due": "soon"}, "This is not a date"),
        ({"due": "1/3/2020"}, "1 March 2020 is past"),
        ({"name": ""}, "Enter a few words"),
        ({"email": ""}, "so that the action is yours"),
        ({"email": "ben"}, "Enter an e-mail address like name@example.org"),
        ({"keeper": ""}, "Choose how you want to keep it"),
        ({"key": "x"}, "no page of ours makes"),
    ],
)
def test_no_blank_action(closing, given, sentence):
    answer = send(closing, **given)
    assert answer.status_code == 422
    assert sentence in answer.json()["problem"]
    assert not Action.objects.exists()


def test_action_sent_twice_is_written_once(closing):
    key = str(uuid.uuid4())
    assert send(closing, key=key).json() == send(closing, key=key).json() == {"arrived": True}
    assert Action.objects.count() == EventAction.objects.count() == 1


def test_what_arrived_is_acknowledged_after_the_end_and_nothing_else_is_taken(closing, host):
    key = str(uuid.uuid4())
    send(closing, key=key)
    close_room(room=closing.room, by=host, at=now())
    assert send(closing, key=key).json() == {"arrived": True}
    assert send(closing).status_code == 410
    closing.room.refresh_from_db()
    with pytest.raises(UnableToAnswerClosedRoom):
        write_action(closing)
    assert Action.objects.count() == 1


def test_form_works_without_a_script(closing):
    address = closing.room.get_phone_url()
    page = as_client().get(address).content.decode()
    assert "data-whole" in page
    answer = as_client().post(reverse("events:receive-action", args=[closing.room.key]), {"key": str(uuid.uuid4())})
    assert "There is a problem" in answer.content.decode()
    assert "sessionid" not in answer.cookies


def test_private_link_is_mailed_without_a_word_of_the_action(closing, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        written = write_action(closing)
    tasks.send_action_link.call(written.pk)
    sent = mail.outbox[-1]
    assert sent.to == ["ben@example.org"]
    assert reverse("events:own-action", args=[written.key]) in sent.body
    assert ACTION["what"] not in f"{sent.subject} {sent.body}"


def test_whoever_wants_it_in_an_account_is_invited(closing):
    written = write_action(closing, keeper="account")
    assert written.action.body == ""
    assert ActionInvitation.objects.get().email == "ben@example.org"


def test_room_does_not_send_mail_without_end(closing, monkeypatch):
    monkeypatch.setattr(policies, "MOST_ACTIONS", 2)
    write_action(closing)
    write_action(closing)
    with pytest.raises(UnableToCapture, match="already has 2 actions"):
        write_action(closing)


def test_withdrawn_event_takes_no_action(closing, event, host):
    records.withdraw_record(record=event, by=host, at=NOON)
    assert send(closing).status_code == 404
    assert as_client().get(reverse("events:write-action", args=[closing.room.key])).status_code == 404
