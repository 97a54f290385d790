"""What is withdrawn leaves no words in the rows of others: milestones, uses of methods, tables that wait."""

import pytest

from cairn.library.models import Method, MethodUse, Milestone, Programme
from cairn.records import services
from cairn.records.models import BulkImport
from cairn.voice.models import Challenge
from tests.factories.accounts import UserFactory
from tests.factories.records import NOON, make_record

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_ledger(settings, tmp_path):
    settings.LEDGER = tmp_path / "ledger.jsonl"


def test_programme_takes_its_milestones_and_the_uses_that_name_it():
    author = UserFactory()
    programme = make_record(Programme, author=author, title="Programme")
    method = make_record(Method, author=author, title="Method")
    Milestone.objects.create(about=programme, happened_on="2016", what="SECRET")
    MethodUse.objects.create(method=method, about=programme.record_ptr, helped="helped", words="SECRET")
    services.withdraw_record(record=programme, by=author, at=NOON)
    assert not Milestone.objects.exists()
    assert not MethodUse.objects.exists()


def test_tables_that_wait_are_dropped_with_a_record_that_they_name():
    author = UserFactory()
    record, other = (make_record(Challenge, author=author, title=title) for title in ("One", "Two"))
    for user, slug in ((author, record.slug), (UserFactory(), other.slug)):
        sheet = {"columns": ["Reference", "title"], "rows": [[2, [slug, "SECRET"]]]}
        BulkImport.objects.create(by=user, kind="challenge", rows=sheet, made_at=NOON)
    services.withdraw_record(record=record, by=author, at=NOON)
    assert [one.rows["rows"][0][1][0] for one in BulkImport.objects.all()] == [other.slug]
