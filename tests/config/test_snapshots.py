"""The copies of loaded databases that tests begin with."""

import pytest
from django.db import connection

from cairn.common.models import SendCount
from tests.factories.records import NOON
from tests.snapshots import loaded

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="on PostgreSQL each call loads")


@pytest.fixture(scope="module")
def database(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        yield


def make_row(name: str) -> SendCount:
    return SendCount.objects.create(name=name, sender="", began_at=NOON)


def count() -> int:
    return SendCount.objects.count()


def test_what_is_loaded_once_is_there_each_time_and_gone_afterwards(database):
    times = []

    def load() -> str:
        times.append(1)
        make_row("a")
        return "given"

    for _ in range(2):
        with loaded("test: a", load) as given:
            assert (given, count(), len(times)) == ("given", 1, 1)
        assert count() == 0


def test_one_on_top_of_another_is_not_taken_for_it_alone(database):
    with loaded("test: b", lambda: make_row("b")), loaded("test: c", lambda: make_row("c")):
        assert count() == 2
    with loaded("test: c", lambda: make_row("c")):
        assert count() == 1
    assert count() == 0


def test_what_happened_meanwhile_is_undone(database):
    with loaded("test: d", lambda: make_row("d")):
        make_row("e")
    with loaded("test: d", lambda: make_row("d")):
        assert count() == 1
