"""What came of a public action waits for a review like every other word."""

from datetime import date

import pytest

from cairn.actions.models import Action
from tests.factories.accounts import UserFactory, client_of
from tests.factories.records import make_record

pytestmark = pytest.mark.django_db


def test_outcome_of_a_public_action_is_not_public_before_review():
    author = UserFactory()
    action = make_record(
        Action, author=author, title="Do it", owner=author, first_step="Ring", due_date=date(2026, 12, 1)
    )
    client_of(author).post(f"/actions/{action.slug}/done/", {"outcome": "SECRET outcome", "done_date": "2026-11-20"})
    assert "SECRET outcome" not in client_of(None).get(action.get_absolute_url()).content.decode()
