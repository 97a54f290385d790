"""People that several tests of lessons share."""

import pytest
from django.test import Client


@pytest.fixture(autouse=True)
def own_ledger(settings, tmp_path):
    settings.LEDGER = tmp_path / "ledger.jsonl"


@pytest.fixture
def writer(db):
    from tests.factories.accounts import UserFactory
    from tests.factories.records import make_organisation, make_team

    writer = UserFactory(name="Wanda Writer")
    make_team(make_organisation(), "Edge of care", writer)
    return writer


@pytest.fixture
def editor(db):
    from tests.factories.accounts import UserFactory, give_site_role

    return give_site_role(UserFactory(name="Edith Editor"), "editor")


@pytest.fixture
def as_():
    def log_in(person=None):
        client = Client()
        if person is not None:
            client.force_login(person)
        return client

    return log_in
