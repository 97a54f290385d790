"""What is late is asked of the database for boards, and of one action for its page: both must say the same."""

from datetime import timedelta
from itertools import product

import pytest

from cairn.actions.enums import FINISHED, Response, State
from cairn.actions.models import Action
from cairn.actions.presenters import describe_state, is_late
from cairn.actions.queries import is_due, is_overdue
from tests.factories.actions import TODAY
from tests.factories.records import make_record

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
DAYS = [None, *(TODAY + timedelta(days=days) for days in (-400, -1, 0, 1, 400))]


@pytest.fixture
def every_kind():
    """One action of every state, answer and due date."""
    for state, response, day in product(State, ["", *Response], DAYS):
        one = make_record(Action)
        done = TODAY if state in FINISHED else None
        Action.objects.filter(pk=one.pk).update(state=state, response=response, due_date=day, done_date=done)
    return list(Action.objects.all())


def test_the_database_and_a_page_call_the_same_actions_late(every_kind):
    late = set(Action.objects.filter(is_overdue(day=TODAY)).values_list("pk", flat=True))
    assert {one.pk for one in every_kind if is_late(one, day=TODAY)} == late
    assert {one.pk for one in every_kind if "verdue" in describe_state(one, day=TODAY).words} == late
    # Of four open states, with four answers, before two of the days; "proposed" and "not now" wait.
    assert len(late) == (4 * 4 - 1) * 2
    assert all(one.due_date < TODAY for one in every_kind if one.pk in late)


def test_what_is_due_today_is_due_and_not_late(every_kind):
    due = set(Action.objects.filter(is_due(until=TODAY)).values_list("pk", flat=True))
    late = set(Action.objects.filter(is_overdue(day=TODAY)).values_list("pk", flat=True))
    assert due - late == {
        one.pk for one in every_kind if one.is_open and not one.waits_for_later and one.due_date == TODAY
    }
