"""“Report a mistake” leads to the fact: each fact that a page offers to report stands on it with its own address."""

import pytest
from django.contrib.auth.models import AnonymousUser

from cairn.library.models import PracticeModel, Project
from cairn.library.queries.facts import list_facts
from cairn.records.models import Record

pytestmark = pytest.mark.django_db
READER = AnonymousUser()


@pytest.mark.parametrize("model", [PracticeModel, Project])
def test_each_fact_of_each_entry_can_be_linked_to(client, starter, model):
    missing = []
    for record in model.objects.visible_to(READER).order_by("slug"):
        page = client.get(record.get_absolute_url()).content.decode()
        rows = [fact for fact in list_facts(record, READER) if not isinstance(fact.record, Record)]
        missing += [f"{record.slug}: {fact.label}" for fact in rows if f'id="{fact.key}"' not in page]
    assert missing == []
