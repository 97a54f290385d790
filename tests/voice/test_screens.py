"""Somebody writes themselves, while the worker is there and a lead or deputy is on duty."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from cairn.rooms.models import make_random_key
from cairn.voice import policies, services
from cairn.voice.models import Contribution, ListeningSession, SafetyPost
from cairn.voice.policies import UnableToListen
from tests.factories.accounts import UserFactory
from tests.factories.voice import make_contribution, make_post, make_session

pytestmark = pytest.mark.django_db
WORDS = "I want somebody to ring at night."


@pytest.fixture
def session():
    session = make_session()
    make_post(organisation=session.team.organisation)
    services.open_door(session=session, hours=2, by=session.worker, at=now())
    return session


def get_address(session):
    return reverse("voice:write", args=[session.door])


def write(session, **changes):
    given = {"words": WORDS, "age_band": "16_17", "purposes": ["inside"], "number": str(make_random_key())}
    return Client(enforce_csrf_checks=True).post(get_address(session), given | changes)


def test_answer_lands_with_the_worker_and_sets_no_cookie(session):
    page = write(session)
    assert page.url.endswith("?sent=1&lang=en")
    assert not page.cookies
    found = Contribution.objects.get()
    assert (found.words, found.state, found.source, found.code) == (WORDS, "waiting", "screen", None)
    assert list(found.consents.values_list("purpose", "adult")) == [("inside", "none")]
    assert "The worker has your answer" in Client().get(page.url).content.decode()


def test_first_page_says_what_cannot_stay_private(session):
    page = Client().get(get_address(session)).content.decode()
    assert page.index("We cannot keep this secret") < page.index("I understand. Start")
    assert "<textarea" not in page
    assert "0800\N{NO-BREAK SPACE}1111" in page


def test_answer_sent_twice_is_saved_once(session):
    number = str(make_random_key())
    write(session, number=number)
    write(session, number=number)
    assert Contribution.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"words": ""}, "Write something"),
        ({"words": "x" * 2001}, "too long"),
        ({"age_band": ""}, "Choose your age"),
        ({"purposes": []}, "Tick what you say yes to"),
    ],
)
def test_what_is_missing_is_said_in_easy_words(session, changes, sentence):
    assert sentence in write(session, **changes).content.decode()
    assert not Contribution.objects.exists()


def test_nothing_opens_without_somebody_on_duty():
    session = make_session()
    client = Client()
    client.force_login(session.worker)
    page = client.post(reverse("voice:door", args=[session.key])).content.decode()
    assert "no safeguarding lead or deputy is on duty" in page
    session.refresh_from_db()
    assert session.door is None


def test_it_closes_when_nobody_is_on_duty_any_more(session):
    SafetyPost.objects.all().delete()
    assert write(session).status_code == 410
    assert "999" in Client().get(get_address(session)).content.decode()
    assert not Contribution.objects.exists()


def test_it_closes_by_itself_and_by_the_worker(session):
    policies.check_is_open(session, at=session.open_until - timedelta(seconds=1))
    with pytest.raises(UnableToListen):
        policies.check_is_open(session, at=session.open_until)
    address = get_address(session)
    services.close_door(session=session, by=session.worker, at=now())
    assert Client().get(address).status_code == 404


def test_it_is_open_three_hours_at_most(session):
    at = now()
    services.open_door(session=session, hours=50, by=session.worker, at=at)
    assert session.open_until == at + timedelta(hours=3)


def test_only_the_worker_opens_it(session):
    with pytest.raises(UnableToListen):
        services.open_door(session=session, hours=1, by=UserFactory(), at=now())


def test_session_takes_a_thousand_answers(session, monkeypatch):
    monkeypatch.setattr(policies, "MOST_ANSWERS", 1)
    write(session)
    assert "It could not be sent. Tell the worker" in write(session).content.decode()


def test_square_leads_to_the_page(session):
    client = Client()
    client.force_login(session.worker)
    page = client.get(reverse("voice:door", args=[session.key])).content.decode()
    assert get_address(session) in page
    assert "<svg" in page
    client.post(reverse("voice:door", args=[session.key]), {"close": "yes"})
    assert ListeningSession.objects.get().door is None


def test_worker_notes_the_adult_before_a_younger_childs_answer_is_kept(session):
    young = make_contribution(session, state="waiting", age_band="11_13")
    young.consents.update(adult="none")
    older = make_contribution(session, state="waiting", age_band="16_17")
    with pytest.raises(UnableToListen, match="1 of these answers needs an adult"):
        services.keep(session=session, numbers=[young.pk, older.pk], by=session.worker, at=now())
    assert services.keep(session=session, numbers=[older.pk], by=session.worker, at=now()) == 1
    young.consents.update(adult="carer")
    assert services.keep(session=session, numbers=[young.pk], by=session.worker, at=now()) == 1


def test_page_weighs_little(session):
    assert len(Client().get(get_address(session) + "?write=1").content) < 20_000
