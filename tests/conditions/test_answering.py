"""The screens on which people answer, without JavaScript: through an account, by a private link, and in a room."""

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from cairn.conditions import services
from cairn.conditions.enums import Promise
from cairn.conditions.models import ReplyToStatement, Respondent
from cairn.rooms.models import Room
from tests.factories.reflections import COUNCIL, HELPS, close, make_profile, open_round, reply

pytestmark = pytest.mark.django_db
FIELD = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
WRITTEN = re.compile(r'<textarea name="([^"]+)"[^>]*>\s*(.*?)</textarea>', re.S)
CONCERN = "A carer told me that he hit her"


@pytest.fixture
def profile():
    return make_profile()


@pytest.fixture
def opened(profile):
    return open_round(profile, at=now())


@pytest.fixture
def link(opened, profile):
    services.invite(round=opened, emails=["a@example.org"], by=profile.author, at=now())
    return Respondent.objects.get().get_absolute_url()


@pytest.fixture
def room(opened, profile) -> Room:
    return services.open_room(round=opened, hours=1, has_shared_devices=False, by=profile.author, at=now())


class Phone:
    """Sends the form of a page as a browser does: what it carries, what is typed, and the button."""

    def __init__(self, client: Client, path: str) -> None:
        self.client, self.path = client, path
        self.response = client.get(path)

    @property
    def page(self) -> str:
        return " ".join(self.response.content.decode().split())

    @property
    def carried(self) -> dict[str, str]:
        """What the page holds already: hidden, chosen or written."""
        page = self.response.content.decode()
        chosen = [one for one in re.findall(r"<input type=\"radio\"[^>]*>", page) if "checked" in one]
        named = [(re.search(r'name="([^"]+)"', one)[1], re.search(r'value="([^"]*)"', one)[1]) for one in chosen]
        return dict(FIELD.findall(page) + named + WRITTEN.findall(page))

    def press(self, button: str, **typed: object) -> "Phone":
        self.response = self.client.post(self.path, {**self.carried, **typed, "go": button})
        return self


def walk_to_the_end(phone: Phone) -> Phone:
    """The first statement helps a lot, the second gets in the way, the others are skipped."""
    phone.press("next", agency=1)
    phone.press("next", answer_aim="helps", strength_aim=3, words_aim="Everyone says the same")
    phone.press("next", answer_set_up_time="hinders")
    for _ in range(10):
        phone.press("next")
    return phone


def list_kept():
    names = ("reply__agency", "statement", "answer", "strength", "evidence")
    return list(ReplyToStatement.objects.order_by("statement").values_list(*names))


ANSWERED = [(1, "aim", "helps", 3, "Everyone says the same"), (1, "set_up_time", "hinders", None, "")]


def test_by_a_private_link_without_a_cookie(client, link, opened):
    phone = Phone(client, link)
    assert "What we promise" in phone.page
    assert all(line.replace("’", "&#x27;") in phone.page.replace("’", "&#x27;") for line in opened.get_promises())
    walk_to_the_end(phone)
    assert "Check your answers" in phone.page
    assert "Helps, a lot" in phone.page
    assert not ReplyToStatement.objects.exists()  # nothing is kept before it is sent
    phone.press("send")
    assert "Your answers have arrived" in phone.page
    assert list_kept() == ANSWERED
    assert "You have already answered" in Phone(client, link).page
    assert not client.cookies


def test_in_a_room_with_its_code(client, room):
    response = client.get(reverse("rooms:enter", args=[room.code]), follow=True)
    path = response.redirect_chain[-1][0]
    assert path == reverse("conditions:answer-in-room", args=[room.key])
    walk_to_the_end(Phone(client, path)).press("send")
    assert list_kept() == ANSWERED
    assert not client.cookies
    other = Phone(client, path)  # the phone goes to the next person
    walk_to_the_end(other).press("send")
    assert ReplyToStatement.objects.count() == 4


def test_sent_twice_from_a_phone_it_is_kept_once(client, room):
    phone = walk_to_the_end(Phone(client, room.get_phone_url()))
    form = {**phone.carried, "go": "send"}
    for _ in range(2):
        assert "Your answers have arrived" in client.post(room.get_phone_url(), form).content.decode()
    assert ReplyToStatement.objects.count() == 2


def test_with_an_account(client, profile, opened):
    client.force_login(profile.author)
    path = reverse("conditions:answer", args=[profile.slug])
    walk_to_the_end(Phone(client, path)).press("send")
    assert list_kept() == ANSWERED
    assert "You have already answered" in Phone(client, path).page
    stranger = Client(enforce_csrf_checks=True)
    stranger.force_login(profile.author)
    assert stranger.post(path, {"go": "send"}).status_code == 403


def test_back_and_change_keep_what_was_answered(client, link):
    phone = walk_to_the_end(Phone(client, link))
    phone.press("1")
    assert re.search(r'value="helps"[^>]*checked', phone.page)
    phone.press("next", answer_aim="both")
    phone.press("back")
    assert re.search(r'value="both"[^>]*checked', phone.page)
    assert phone.carried["answer_set_up_time"] == "hinders"


def test_the_agency_is_asked_for_first(client, link):
    phone = Phone(client, link).press("next")
    assert phone.response.status_code == 422
    assert "Choose where you work" in phone.page
    assert Phone(client, link).press("next", agency=9).response.status_code == 422


def test_what_is_wrong_is_shown_where_it_is_with_what_was_typed(client, link):
    phone = Phone(client, link).press("next", agency=0)
    phone.press("next", words_aim="Words without an answer")
    assert phone.response.status_code == 422
    assert "Choose an answer, or delete what you wrote below it" in phone.page
    assert "Words without an answer" in phone.page
    phone.press("next", answer_aim="helps", words_aim="x" * 301)
    assert "You wrote 301 characters" in phone.page
    phone.press("next", answer_aim="perhaps", words_aim="")
    assert "Choose one of the answers shown" in phone.page


def test_nothing_answered_is_not_sent(client, link):
    phone = Phone(client, link).press("next", agency=0)
    phone.press("13").press("send")
    assert phone.response.status_code == 422
    assert "You have not answered any statement" in phone.page
    assert not Respondent.objects.get().has_answered


def test_a_worry_about_safety_is_not_taken_unless_it_is_none(client, link):
    phone = Phone(client, link).press("next", agency=0)
    phone.press("next", answer_aim="helps", words_aim=CONCERN)
    assert "sounds like a concern" in phone.page
    assert "It is not about someone’s safety" in phone.page
    phone.press("next", answer_aim="helps", words_aim=CONCERN, fine_aim="on")
    assert "Statement 2 of 12" in phone.page


def test_without_words_no_words_are_asked(client, profile):
    opened = open_round(profile, at=now(), promise=Promise.COUNTS)
    services.invite(round=opened, emails=["a@example.org"], by=profile.author, at=now())
    phone = Phone(client, Respondent.objects.get().get_absolute_url()).press("next", agency=0)
    assert "Say why" not in phone.page
    phone.press("next", answer_aim="helps", words_aim="Words that nobody asked for")
    phone.press("13").press("send")
    assert list_kept() == [(0, "aim", "helps", None, "")]


@pytest.mark.parametrize("screen", ["", "x", "99999", "-1", "²"])
def test_an_odd_screen_begins_again(client, link, screen):
    page = client.post(link, {"key": uuid.uuid4(), "agency": 0, "screen": screen, "go": "next"})
    assert (page.status_code, "Statement 1 of 12" in page.content.decode()) == (200, True)


def test_after_closing_links_rooms_and_accounts_say_so(client, opened, link, room, profile):
    reply(opened, COUNCIL, HELPS, at=now())
    close(opened, at=now())
    assert client.get(link).status_code == 404
    assert client.get(room.get_phone_url()).status_code == 410
    client.force_login(profile.author)
    page = client.get(reverse("conditions:answer", args=[profile.slug]), follow=True)
    assert "No round is open" in page.content.decode()


def test_a_link_of_a_round_whose_last_day_is_over_says_so(client, link, monkeypatch):
    monkeypatch.setattr("cairn.conditions.views.answering.now", lambda: now() + timedelta(days=30))
    assert client.get(link).status_code == 410


def test_a_room_of_a_reflection_has_no_questions_of_its_own(client, room, profile):
    assert client.get(reverse("rooms:phone", args=[room.key])).url == room.get_phone_url()
    assert client.post(reverse("rooms:answer", args=[room.key, 1]), {"q1-answer": "x"}).status_code == 404
    assert client.post(reverse("rooms:answer-form", args=[room.key]), {}).status_code == 404
    assert client.get(reverse("rooms:screen", args=[room.key])).status_code == 200
    client.force_login(profile.author)
    page = client.get(room.get_absolute_url()).content.decode()
    assert "Its answers are kept there, and not shown here." in page
    for name, *rest in (("paper",), ("type-in",), ("export", "csv")):
        assert client.get(reverse(f"rooms:{name}", args=[room.key, *rest])).status_code == 404
    page = client.get(reverse("rooms:new-room")).content.decode()
    assert "Reflection" not in re.sub(r"<header.*?</header>", "", page, flags=re.S)
