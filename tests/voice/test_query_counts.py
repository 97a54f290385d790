"""Lists ask the database as often for many rows as for one."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.accounts import UserFactory
from tests.factories.records import NOON, join
from tests.factories.voice import make_contribution, make_session, make_translation_check

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
MANY = 30
LISTENING, SESSION, TRANSLATIONS = 7, 10, 4


def open_page(user, address, queries, django_assert_num_queries):
    client = Client()
    client.force_login(user)
    client.get("/")  # what is asked once for each browser
    with django_assert_num_queries(queries):
        return client.get(address).content.decode()


@pytest.mark.parametrize("number", [1, MANY])
def test_sessions(number, django_assert_num_queries):
    worker = UserFactory()
    first = make_session(worker)
    for day in range(number):
        session = make_session(worker, team=first.team, title=f"Group {day}", held_on=NOON.date() + timedelta(days=day))
        for state in ("waiting", "kept"):
            make_contribution(session, state=state)
        other = UserFactory()
        join(other, first.team.organisation, team=first.team)
        make_session(other, team=first.team, title=f"Of another {day}")
    join(coordinator := worker, first.team.organisation, role="coordinator")
    page = open_page(coordinator, reverse("voice:listening"), LISTENING, django_assert_num_queries)
    assert page.count("1 to read") == number
    assert page.count("Of another") == number * 2  # the title, and the words of the link


@pytest.mark.parametrize("number", [1, MANY])
def test_answers_of_a_session(number, django_assert_num_queries):
    session = make_session()
    for _ in range(number):
        for state in ("waiting", "kept"):
            make_contribution(session, state=state, words="Somebody to ring.", purposes=("inside", "published"))
    page = open_page(session.worker, session.get_absolute_url(), SESSION, django_assert_num_queries)
    assert page.count("Somebody to ring.") == number * 2


def test_languages(django_assert_num_queries):
    for code in ("pl", "ur"):
        make_translation_check(code)
    page = open_page(UserFactory(), reverse("voice:translations"), TRANSLATIONS, django_assert_num_queries)
    assert page.count("Sana Iqbal") == 2
