"""A day that does not exist is refused, and breaks no page."""

import pytest

from cairn.library.models import Project, ProjectMove
from tests.factories.accounts import UserFactory, client_of
from tests.factories.records import make_draft

pytestmark = pytest.mark.django_db


def test_day_that_does_not_exist():
    author = UserFactory()
    project = make_draft(Project, author=author, title="A project")
    client_of(author).post(f"/records/{project.slug}/rows/moves/", {"move": "paused", "moved_on": "2025-02-30"})
    page = client_of(author).get(f"/projects/{project.slug}/")
    assert page.status_code == 200
    assert not ProjectMove.objects.exists()
