"""A room in a hall with a bad network: three browsers answer, one without scripts and one cut off half way."""

import itertools
import json
import re
import time

import pytest
from django.utils.timezone import now
from playwright.sync_api import expect

from cairn.rooms import services
from cairn.rooms.models import Item, Receipt, Sheet
from cairn.rooms.purposes import FORM
from tests.factories.rooms import make_room, release

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
HELP, HOME, SAFE = ("form[data-question='1']", "form[data-question='2']", "form[data-question='3']")


@pytest.fixture
def room(db):
    return make_room()


@pytest.fixture
def phone(new_context, live_server, room):
    """Opens the room on another phone."""

    def make(room=room, **options):
        context = new_context(viewport={"width": 375, "height": 800}, **options)
        page = context.new_page()
        page.goto(live_server.url + room.get_phone_url())
        return page

    return make


def write(page, words):
    page.locator(f"{HELP} textarea").fill(words)


def send(page, form=HELP):
    page.locator(f"{form} button").click()


def say(page, form=HELP):
    return page.locator(f"{form} [data-state]")


def read_kept(page):
    """What the phone keeps of rooms."""
    kept = page.evaluate("Object.entries(localStorage).filter(([name]) => name.startsWith('cairn-room:'))")
    return [json.loads(value) for _, value in kept]


def get_words():
    return sorted(Item.objects.exclude(text="").values_list("text", flat=True))


def test_three_browsers_answer_one_room(phone, room, live_server, new_context):
    plain = phone(java_script_enabled=False)
    scripted = phone()
    cut_off = phone()
    wall = new_context().new_page()
    wall.goto(live_server.url + f"/r/{room.key}/screen/")

    write(plain, "From the plain form")
    send(plain)
    expect(plain.get_by_role("status").first).to_contain_text("Your answer has arrived. You answered question 1")

    write(scripted, "From the script")
    send(scripted)
    expect(say(scripted)).to_have_text("Sent. You can send another answer.")
    scripted.get_by_label("With carers").check()
    send(scripted, HOME)
    expect(say(scripted, HOME)).to_have_text("Sent. You can send another answer.")

    write(cut_off, "Written without a network")
    cut_off.context.set_offline(True)
    send(cut_off)
    expect(say(cut_off)).to_have_text(
        "Not sent yet: “Written without a network”. It stays on this phone until it is sent."
    )
    assert [item["answer"] for item in read_kept(cut_off)[0]["unsent"]] == ["Written without a network"]
    assert get_words() == ["From the plain form", "From the script"]
    cut_off.context.set_offline(False)
    expect(say(cut_off)).to_have_text("Sent. You can send another answer.", timeout=15_000)

    assert read_kept(cut_off) == read_kept(scripted) == []
    assert get_words() == ["From the plain form", "From the script", "Written without a network"]
    assert Item.objects.count() == Receipt.objects.count() == 4
    expect(wall.locator(".words li")).to_have_count(0)
    release(room, Item.objects.get(text="From the script"))
    expect(wall.locator(".words li")).to_have_text("From the script", timeout=15_000)


def test_answer_whose_acknowledgement_was_lost_is_not_doubled(phone):
    page = phone()
    lost = []

    def lose(route):
        route.fetch()
        lost.append(route.request.post_data)
        route.abort()

    page.route(re.compile(r"/r/[^/]+/1/$"), lose, times=2)
    write(page, "Once only")
    send(page)
    expect(say(page)).to_have_text("Sent. You can send another answer.", timeout=20_000)
    assert len(lost) == 2
    assert lost[0] == lost[1]
    assert get_words() == ["Once only"]


def test_log_in_of_a_cafe_is_not_taken_for_an_acknowledgement(phone):
    page = phone()
    answer = {"status": 200, "content_type": "text/html", "body": "<h1>Welcome to our wireless network</h1>"}
    page.route(re.compile(r"/r/[^/]+/1/$"), lambda route: route.fulfill(**answer), times=1)
    write(page, "Through the café")
    send(page)
    expect(say(page)).to_contain_text("Not sent yet")
    expect(say(page)).to_have_text("Sent. You can send another answer.", timeout=15_000)
    assert get_words() == ["Through the café"]


def test_words_outlive_the_page_that_was_closed(phone):
    page = phone()
    write(page, "Half a sent")
    page.get_by_label("With carers").check()
    assert read_kept(page)[0]["drafts"] == {"1": "Half a sent", "2": "2"}
    again = page.context.new_page()
    again.goto(page.url)
    expect(again.locator(f"{HELP} textarea")).to_have_value("Half a sent")
    expect(again.get_by_label("With carers")).to_be_checked()


def test_what_could_not_be_sent_is_sent_by_the_next_page(phone):
    page = phone()
    page.context.set_offline(True)
    write(page, "For later")
    send(page)
    expect(say(page)).to_contain_text("Not sent yet")
    address = page.url
    page.close()
    page.context.set_offline(False)
    again = page.context.new_page()
    again.goto(address)
    expect(say(again)).to_have_text("Sent. You can send another answer.", timeout=15_000)
    assert get_words() == ["For later"]
    assert read_kept(again) == []


def test_shared_device_keeps_nothing(phone, db):
    page = phone(make_room(has_shared_devices=True))
    write(page, "Not for the next person")
    page.context.set_offline(True)
    send(page)
    expect(say(page)).to_have_text("Not sent yet. Keep this page open until it is sent.")
    assert read_kept(page) == []
    page.context.set_offline(False)
    expect(say(page)).to_have_text("Sent. You can pass the device on.", timeout=15_000)
    assert get_words() == ["Not for the next person"]
    assert "Not for the next person" not in page.locator("body").inner_text()


def test_end_of_the_room_clears_the_phone(phone, room):
    page = phone()
    page.context.set_offline(True)
    write(page, "Too late")
    send(page)
    expect(say(page)).to_contain_text("Not sent yet")
    services.close_room(room=room, by=room.opened_by, at=now())
    page.context.set_offline(False)
    expect(say(page)).to_contain_text("Not sent before the room closed: “Too late”.", timeout=15_000)
    expect(say(page)).to_contain_text("takes no more answers")
    assert read_kept(page) == []
    assert get_words() == []


def test_phone_that_comes_back_after_the_end_keeps_nothing(phone, room):
    page = phone()
    write(page, "Half a sent")
    assert read_kept(page)
    services.close_room(room=room, by=room.opened_by, at=now())
    again = page.context.new_page()
    again.goto(page.url)
    expect(again.get_by_role("heading", level=1)).to_have_text("This room has closed")
    assert read_kept(again) == []


def test_kept_words_go_when_their_time_is_over(phone, live_server):
    """By the page of any room: 12 hours after the first of them, or at the end of their room."""
    page = phone()
    write(page, "Half a sent")
    left = read_kept(page)[0]["until"] - page.evaluate("Date.now()")
    assert 1.9 < left / 3_600_000 <= 2
    address = page.url
    page.clock.install()
    page.goto(address)
    page.clock.fast_forward("01:59:00")
    assert read_kept(page)
    page.clock.fast_forward("00:01:30")
    assert read_kept(page) == []
    stale = {"until": 1, "drafts": {"1": "Old"}, "unsent": []}
    page.evaluate("kept => localStorage.setItem('cairn-room:another', JSON.stringify(kept))", stale)
    page.goto(live_server.url + "/r/")
    assert read_kept(page) == []


def test_too_long_answer_comes_back_with_a_sentence(phone):
    page = phone()
    write(page, "x" * 501)
    send(page)
    expect(say(page)).to_have_text("Your answer has 501 characters. Shorten it to 500 or fewer and send it again.")
    expect(page.locator(f"{HELP} textarea")).to_have_value("x" * 501)
    send(page, SAFE)
    expect(say(page, SAFE)).to_have_text("Choose one first.")
    assert Item.objects.count() == 0


def test_leaving_with_unsent_words_warns_and_without_does_not(phone, live_server):
    page = phone()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(live_server.url + "/r/")
    assert asked == []
    page.go_back()
    write(page, "Not sent")
    page.locator("h1").click()
    page.goto(live_server.url + "/r/")
    assert asked == ["beforeunload"]


@pytest.mark.nightly
def test_screen_asks_no_more_than_once_in_five_seconds(new_context, live_server, room):
    page = new_context().new_page()
    moments = [time.monotonic()]
    page.on("request", lambda request: moments.append(time.monotonic()) if "/answers/" in request.url else None)
    page.goto(f"{live_server.url}/r/{room.key}/screen/")
    while len(moments) < 4:
        page.wait_for_timeout(200)
    assert min(later - earlier for earlier, later in itertools.pairwise(moments)) > 4.9


def test_page_is_light_enough_for_an_old_phone(new_context, live_server, room):
    """All that it loads, not compressed."""
    page = new_context().new_page()
    loaded = {}
    page.on("response", lambda response: loaded.update({response.url: len(response.body())}))
    page.goto(live_server.url + room.get_phone_url(), wait_until="networkidle")
    scripts = sum(size for url, size in loaded.items() if url.endswith(".js"))
    assert 0 < scripts < 30_000
    assert scripts < sum(loaded.values()) < 60_000


def test_form_of_one_person_stays_on_the_phone_until_it_arrives_whole_and_once(phone, new_context):
    page = phone(make_room(purpose=FORM))
    expect(page.get_by_text("Your answers are stored together, as one form.")).to_be_visible()
    page.get_by_role("button", name="Send all answers").click()
    state = page.locator("[data-state]")
    expect(state).to_have_text("Answer at least one question first.")
    page.get_by_label("What would help you most?").fill("A key worker & a bed = 100 %")
    page.get_by_label("With carers").check()
    again = page.context.new_page()
    again.goto(page.url)
    expect(again.get_by_label("What would help you most?")).to_have_value("A key worker & a bed = 100 %")
    expect(again.get_by_label("With carers")).to_be_checked()
    again.close()

    page.context.set_offline(True)
    page.get_by_role("button", name="Send all answers").click()
    expect(state).to_have_text("Not sent yet. It stays on this phone until it is sent.")
    assert not Item.objects.exists()
    page.context.set_offline(False)
    expect(state).to_have_text("Sent. Thank you.", timeout=15_000)
    assert read_kept(page) == []
    (sheet,) = Sheet.objects.all()
    assert sorted(str(item) for item in sheet.items.all()) == ["2", "A key worker & a bed = 100 %"]
    assert Receipt.objects.count() == 1
