"""A day that does not exist is refused, and breaks no page."""

import pytest
from django.test import Client

from cairn.library.models import Project, ProjectMove
from tests.factories.accounts import UserFactory
from tests.factories.records import make_draft

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_ledger(settings, tmp_path):
    settings.LEDGER = tmp_path / "ledger.jsonl"


def as_(person):
    client = Client(raise_request_exception=False)
    if person:
        client.force_login(person)
    return client


def test_day_that_does_not_exist():
    author = UserFactory()
    project = make_draft(Project, author=author, title="A project")
    as_(author).post(f"/records/{project.slug}/rows/moves/", {"move": "paused", "moved_on": "2025-02-30"})
    page = as_(author).get(f"/projects/{project.slug}/")
    assert page.status_code == 200
    assert not ProjectMove.objects.exists()
