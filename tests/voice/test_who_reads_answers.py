"""Nobody but the worker of a session reads what was said in it, before it was kept and after."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.accounts import UserFactory, give_site_role
from tests.factories.records import join, make_organisation, make_team
from tests.factories.voice import make_contribution, make_session

pytestmark = pytest.mark.django_db
SENTENCE = "Planted-answer of somebody"
PAGES = ("session", "type-in", "keep", "sheet", "not-used")
OF_ONE = ("contribution", "reject", "worry")


@pytest.fixture
def session():
    session = make_session()
    make_contribution(session, words=SENTENCE, state="waiting")
    make_contribution(session, words=SENTENCE)
    return session


def make_person(who, session):
    person = UserFactory()
    if who in ("team", "reader in the team"):
        join(person, session.team.organisation, team=session.team, role="reader" if "reader" in who else "member")
    elif who == "organisation":
        join(person, session.team.organisation)
    elif who == "coordinator":
        join(person, session.team.organisation, role="coordinator")
    elif who == "other organisation":
        join(person, make_organisation("Brindlebridge Council"), role="coordinator")
    elif who in ("moderator", "editor", "host"):
        give_site_role(person, who)
    return person


def ask_all(client, session):
    """The answers of every page of the session, by GET and by POST."""
    answer = session.contributions.first()
    addresses = [reverse(f"voice:{name}", args=[session.key]) for name in PAGES]
    addresses += [reverse(f"voice:{name}", args=[session.key, answer.pk]) for name in OF_ONE]
    return [ask(address) for address in addresses for ask in (client.get, client.post)]


@pytest.mark.parametrize(
    "who",
    [
        *("anonymous", "stranger", "team", "reader in the team", "organisation", "coordinator", "other organisation"),
        *("moderator", "editor", "host"),
    ],
)
def test_others_are_told_nothing(who, session):
    client = Client()
    if who != "anonymous":
        client.force_login(make_person(who, session))
    for response in ask_all(client, session):
        assert response.status_code in (302, 404, 405), response.request["PATH_INFO"]
        assert SENTENCE not in response.content.decode()
    assert SENTENCE not in client.get(reverse("voice:listening")).content.decode()


def test_worker_reads_all_of_it(session):
    client = Client()
    client.force_login(session.worker)
    assert client.get(session.get_absolute_url()).content.decode().count(SENTENCE) == 2


def test_worker_who_left_the_team_reads_nothing_more(session):
    session.worker.memberships.get().team_memberships.all().delete()
    client = Client()
    client.force_login(session.worker)
    assert all(SENTENCE not in response.content.decode() for response in ask_all(client, session))


def test_coordinator_hands_over_without_reading(session):
    coordinator, next_one = UserFactory(), UserFactory()
    join(coordinator, session.team.organisation, role="coordinator")
    join(next_one, session.team.organisation, team=session.team)
    client = Client()
    client.force_login(coordinator)
    address = reverse("voice:hand-over", args=[session.key])
    assert address in client.get(reverse("voice:listening")).content.decode()
    assert client.post(address, {"to": next_one.pk}).status_code == 302
    session.refresh_from_db()
    assert session.worker == next_one
    assert client.get(session.get_absolute_url()).status_code == 404


def test_session_is_handed_to_somebody_who_writes_for_the_team(session):
    stranger, reader = UserFactory(), UserFactory()
    join(reader, session.team.organisation, team=session.team, role="reader")
    join(stranger, session.team.organisation, team=make_team(session.team.organisation, "Other team"))
    client = Client()
    client.force_login(session.worker)
    for person in (stranger, reader, session.worker):
        page = client.post(reverse("voice:hand-over", args=[session.key]), {"to": person.pk})
        assert page.status_code == 200
    session.refresh_from_db()
    assert session.worker not in (stranger, reader)


@pytest.mark.parametrize("who", ["stranger", "team", "organisation"])
def test_nobody_else_hands_a_session_over(who, session):
    client = Client()
    client.force_login(make_person(who, session))
    assert client.get(reverse("voice:hand-over", args=[session.key])).status_code == 404
