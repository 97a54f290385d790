"""A condition put together at once says what Django says of the same names."""

import pytest
from django.db.models import Q

from cairn.common.conditions import OnColumns
from cairn.records.models import Record
from cairn.voice.models import Challenge
from tests.factories.records import make_draft, make_record

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

CONDITIONS = [
    (Q(live=True, sharing="public"), 1),
    (Q(withdrawn_at=None) & (Q(sharing="team") | Q(title__in=["One", "Two"])), 2),
    (~Q(sharing="public") & Q(live=True), 1),
    (Q(author__in=[]) | Q(title="Three"), 1),
    (Q(author__in=[]), 0),
    (~Q(author__in=[]), 3),
    (Q(author__in=[]) & Q(live=True), 0),
    (~Q(author__in=[]) & Q(live=True, withdrawn_at=None), 2),
    (~Q(author__in=[]) | Q(live=False), 3),
    (~(Q(live=True) | Q(title="Two")) | Q(sharing="organisation"), 1),
    (Q(live=False), 1),
    (Q(), 3),
]


@pytest.mark.parametrize(("condition", "number"), CONDITIONS)
@pytest.mark.parametrize("model", [Record, Challenge])
def test_the_same_records_are_found(model, condition, number):
    make_record(title="One")
    make_draft(title="Two")
    make_record(title="Three", sharing="organisation")
    found = model.objects.filter(OnColumns(Record, condition)).order_by("pk")
    assert list(found) == list(model.objects.filter(condition).order_by("pk"))
    assert len(found) == number
    within = Record.objects.filter(pk__in=found.values("pk")).order_by("pk")
    assert [one.pk for one in within] == [one.pk for one in found]


def test_a_name_that_leads_to_another_table_is_refused():
    with pytest.raises(KeyError):
        list(Record.objects.filter(OnColumns(Record, Q(author__email="a@example.org"))))
