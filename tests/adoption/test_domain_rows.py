"""Rows of the domain research about using what others made, by their number."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.html import strip_tags
from django.utils.timezone import localdate

from cairn.adoption import services
from cairn.adoption.models.embedding import add_months
from cairn.library.definitions.vocabularies import get_vocabulary
from cairn.library.models import Project
from cairn.notices.schedules import get_schedules
from cairn.records.desk import get_due
from tests.factories.accounts import UserFactory
from tests.factories.records import NOON, make_draft

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_row_17_six_and_twelve_month_embed_reviews_are_scheduled_and_overdue_ones_shown():
    author = UserFactory()
    project = make_draft(Project, author=author, title="The house")
    begun = add_months(localdate(), -6) - timedelta(days=1)
    services.start_embedding(record=project, started_on=begun, by=author, at=NOON)
    client = Client()
    client.force_login(author)
    six, twelve = add_months(begun, 6), add_months(begun, 12)
    for path in (f"/embedding/{project.slug}/", project.get_absolute_url()):
        page = " ".join(strip_tags(client.get(path).content.decode()).split())
        assert f"Overdue since {six:%-d %B %Y}" in page
        assert f"Due on {twelve:%-d %B %Y}" in page
    actions = [item.action for item in get_due(author)]
    assert f"After 6 months: review what is in place, overdue since {six:%-d %B %Y}" in actions
    assert not any(action.startswith("After 12 months") for action in actions)
    assert "embedding.chase" in {schedule.name for schedule in get_schedules()}


def test_row_17_the_factors_say_that_the_list_of_the_seed_was_not_found():
    factors = get_vocabulary("embedding")
    assert "does not list them, and we did not find the list" in factors.provenance
    clusters = get_vocabulary("innovation_factors").terms
    assert len({term.group for term in factors.terms}) == len(clusters) == 5
