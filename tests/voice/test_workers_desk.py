"""What waits for a worker, on their desk and in the demonstration."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate, now

from cairn.accounts.models import User
from cairn.accounts.services import create_demonstration_users
from cairn.places.services import load_demonstration_organisations, load_fictional_places
from cairn.voice import services
from cairn.voice.desk import find_answers
from cairn.voice.enums import State
from cairn.voice.models import Consent, Contribution, ContributionFile, ListeningSession, Need, PrivateCode
from cairn.voice.presenters.listening import describe_voices
from tests.factories.accounts import UserFactory
from tests.factories.voice import make_contribution, make_post, make_session

pytestmark = pytest.mark.django_db


def test_desk_says_how_many_answers_wait_and_which_consent_ends_and_never_a_word():
    session = make_session(title="Saturday group")
    for _ in range(2):
        make_contribution(session, state="waiting", words="Planted-words of a child.", purposes=("inside", "published"))
    make_contribution(session, words="Planted-words that were kept.")
    soon = localdate() + timedelta(days=12)
    Consent.objects.filter(contribution__state="kept").update(until=soon)
    items = find_answers(session.worker)
    assert [(one.title, one.url) for one in items] == [("Saturday group", session.get_absolute_url())] * 2
    assert [one.action.split(".")[0] for one in items] == [
        "2 answers to read",
        f"Consent ends on {soon:%-d %B %Y}",
    ]
    assert "Planted" not in str(items)


def test_desk_is_empty_for_others_and_when_all_is_read():
    session = make_session()
    make_contribution(session)
    assert find_answers(session.worker) == []
    waiting = make_contribution(session, state="waiting")
    lead = make_post(organisation=session.team.organisation).membership.user
    assert find_answers(lead) == find_answers(UserFactory()) == []
    assert len(find_answers(session.worker)) == 1
    services.keep(session=session, numbers=[waiting.pk], by=session.worker, at=now())
    assert find_answers(session.worker) == []


def test_desk_asks_once_however_many_sessions(django_assert_num_queries):
    worker = UserFactory()
    for _ in range(4):
        make_contribution(make_session(worker), state="waiting")
    find_answers(worker)
    with django_assert_num_queries(2):  # to which teams somebody belongs is asked once in a request
        assert len(find_answers(worker)) == 4


@pytest.fixture
def demonstration(own_ledger):
    create_demonstration_users()
    load_fictional_places()
    load_demonstration_organisations(at=now())
    services.load_demonstration_answers(at=now())
    return ListeningSession.objects.get()


def test_demonstration_has_a_session_with_answers_of_every_kind(demonstration):
    states = list(demonstration.contributions.values_list("state", flat=True))
    assert {state: states.count(state) for state in State.values} == {
        "waiting": 3,
        "kept": 7,
        "rejected": 1,
        "taken_back": 0,
        "expired": 0,
    }
    assert ContributionFile.objects.get().contribution.state == "waiting"
    assert PrivateCode.objects.count() == 1
    assert [one.action.split(" ")[0] for one in find_answers(demonstration.worker)] == ["3", "Consent"]


def test_demonstration_need_quotes_what_may_be_published(demonstration):
    need = Need.objects.get()
    assert need.is_fictional
    page = Client().get(need.get_absolute_url()).content.decode()
    assert "pick up the phone after ten" in page
    assert "same lady every time" not in page  # for the team only
    view = describe_voices(need, User.objects.get(email="voice@ottenvale.example"), day=localdate())
    assert [(theme.name, theme.number) for theme in view.themes] == [
        ("Help for the people who look after us", 1),
        ("One worker who stays", 2),
        ("Someone to call at night", 3),
    ]


def test_demonstration_is_loaded_once_and_what_was_withdrawn_stays_so(demonstration):
    found = Contribution.objects.filter(words__contains="after ten").get()
    services.withdraw(contribution=found, by=demonstration.worker, at=now())
    services.load_demonstration_answers(at=now())
    assert ListeningSession.objects.count() == 1
    assert not Contribution.objects.filter(words__contains="after ten").exists()
