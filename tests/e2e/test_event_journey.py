"""The last session of an event in a hall with a bad network: an action is written, kept on the phone, and sent once."""

import json
from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now
from playwright.sync_api import expect

from cairn.actions.models import Action
from cairn.events.models import EventAction, SessionNote
from cairn.events.services.capture import take_notes
from cairn.lessons.models import Insight
from cairn.rooms import services
from cairn.rooms.models import Item
from tests.factories.accounts import UserFactory
from tests.factories.captured import make_public_event, open_room
from tests.factories.rooms import release

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
ACTION = {
    "What will you do?": "Ask our young people what the hub is for",
    "What is your first step?": "Ring Jo",
    "Your name": "Ben Jones",
    "Your e-mail address": "ben@example.org",
}


@pytest.fixture
def event(db):
    return make_public_event(UserFactory(email="host@example.org"))


@pytest.fixture
def phone(new_context, live_server):
    def make(room, **options):
        page = new_context(viewport={"width": 375, "height": 800}, **options).new_page()
        page.goto(f"{live_server.url}/r/{room.key}/in/")  # as the square leads there
        return page

    return make


def fill_in(page, *, but=""):
    for label, words in ACTION.items():
        if label != but:
            page.get_by_label(label, exact=True).fill(words)
    page.get_by_label("By when?").fill(f"{localdate() + timedelta(days=30):%d/%m/%Y}")
    page.get_by_label("By a private link in an e-mail").check()


def get_state(page):
    return page.locator("[data-state]")


def read_kept(page):
    kept = page.evaluate("Object.entries(localStorage).filter(([name]) => name.startsWith('cairn-room:'))")
    return [json.loads(value) for _, value in kept]


def test_action_written_without_a_network_is_kept_and_sent_once(phone, event):
    page = phone(open_room(event, 2).room)
    expect(page.get_by_role("heading", name="Write one action that you own")).to_be_visible()
    page.context.set_offline(True)
    fill_in(page)
    page.get_by_role("button", name="Send my action").click()
    expect(get_state(page)).to_contain_text("Not sent yet")
    assert len(read_kept(page)[0]["unsent"]) == 1
    assert not Action.objects.exists()
    page.context.set_offline(False)
    expect(get_state(page)).to_have_text("Sent. Thank you.", timeout=15_000)
    assert Action.objects.get().title == ACTION["What will you do?"]
    assert EventAction.objects.get().email == "ben@example.org"
    assert read_kept(page) == []


def test_words_outlive_the_page_and_what_is_missing_is_said_without_losing_them(phone, event):
    page = phone(open_room(event, 2).room)
    fill_in(page, but="What is your first step?")
    again = page.context.new_page()
    again.goto(page.url)
    expect(again.get_by_label("Your name", exact=True)).to_have_value("Ben Jones")
    again.get_by_role("button", name="Send my action").click()
    expect(get_state(again)).to_contain_text("Enter a few words")
    expect(again.get_by_label("Your name", exact=True)).to_have_value("Ben Jones")
    assert not Action.objects.exists()


def test_without_a_script_it_is_a_form(phone, event):
    page = phone(open_room(event, 2).room, java_script_enabled=False)
    fill_in(page)
    page.get_by_role("button", name="Send my action").click()
    expect(page.get_by_role("status").first).to_contain_text("Your action has arrived.")
    assert Action.objects.count() == 1


def test_phone_forgets_what_was_typed_when_the_room_has_closed(phone, event):
    room = open_room(event, 2).room
    page = phone(room)
    fill_in(page)
    assert len(read_kept(page)) == 1
    services.close_room(room=room, by=event.author, at=now())
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.get_by_role("heading", name="This room has closed")).to_be_visible()
    assert read_kept(page) == []


def test_what_is_said_in_a_session_goes_from_a_phone_to_a_draft_and_to_the_editors(phone, event):
    opened = open_room(event, 1)
    page = phone(opened.room)
    page.context.set_offline(True)
    page.locator("form[data-question='1'] textarea").fill("Carers need to meet each other")
    page.locator("form[data-question='1'] button").click()
    page.locator("form[data-question='4'] textarea").fill("Ask who pays after year two")
    page.locator("form[data-question='4'] button").click()
    expect(page.locator("form[data-question='4'] [data-state]")).to_contain_text("Not sent yet")
    page.context.set_offline(False)
    for number in (1, 4):
        expect(page.locator(f"form[data-question='{number}'] [data-state]")).to_contain_text("Sent.", timeout=15_000)
    release(opened.room, *Item.objects.of_room(opened.room))
    take_notes(event_room=opened, by=event.author, at=now())
    assert Insight.objects.get().title == "Carers need to meet each other"
    assert SessionNote.objects.get(kind="note").words == "Ask who pays after year two"
