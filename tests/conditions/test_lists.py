"""The list asks the database as often for three as for one, and so does the desk while several run."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cairn.conditions.desk import find_waiting
from cairn.library.models import Project
from tests.factories.accounts import UserFactory, client_of
from tests.factories.conditions import make_groundwork, make_settled
from tests.factories.records import make_draft, make_team

pytestmark = pytest.mark.django_db


def count_of(act):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        act()
    return len(asked)


def test_list_asks_as_often_for_three_as_for_one():
    author = UserFactory()
    client, address = client_of(author), reverse("conditions:groundworks")
    make_settled(author=author)
    client.get(address)
    first = count_of(lambda: client.get(address))
    make_settled(author=author)
    make_groundwork(author=author)
    assert count_of(lambda: client.get(address)) == first == 19


def test_list_offers_what_nothing_is_settled_for():
    begun = make_groundwork()
    other = make_draft(Project, title="Night line", author=begun.author)
    make_draft(Project, title="Of strangers", team=make_team(name="Others"))
    page = client_of(begun.author).get(reverse("conditions:groundworks")).content.decode()
    assert f"?about={other.slug}" in page
    assert f"?about={begun.about.slug}" not in page
    assert "Of strangers" not in page


def test_desk_asks_once_where_nothing_runs_and_as_often_for_three_as_for_one():
    author = UserFactory()
    make_groundwork(author=author)
    assert count_of(lambda: find_waiting(author)) <= 3  # two of them for what somebody belongs to
    make_settled(author=author)
    first = count_of(lambda: find_waiting(author))
    make_settled(author=author)
    make_settled(author=author)
    assert count_of(lambda: find_waiting(author)) == first
