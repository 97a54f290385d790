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
def asked():
    """An action in every state, with every answer and due date, and whether the database calls it late and due.

    It is one row, changed again and again: to make two hundred takes a quarter of a minute.
    """
    kept = Action.objects.filter(pk=make_record(Action).pk)
    found = []
    for state, response, day in product(State, ["", *Response], DAYS):
        kept.update(state=state, response=response, due_date=day, done_date=TODAY if state in FINISHED else None)
        late, due = (kept.filter(rule).exists() for rule in (is_overdue(day=TODAY), is_due(until=TODAY)))
        found.append((kept.get(), late, due))
    return found


def test_the_database_and_a_page_call_the_same_actions_late(asked):
    assert [is_late(one, day=TODAY) for one, _, _ in asked] == [late for _, late, _ in asked]
    assert ["verdue" in describe_state(one, day=TODAY).words for one, _, _ in asked] == [late for _, late, _ in asked]
    # Of four open states, with four answers, before two of the days; "proposed" and "not now" wait.
    assert sum(late for _, late, _ in asked) == (4 * 4 - 1) * 2
    assert all(one.due_date < TODAY for one, late, _ in asked if late)


def test_what_is_due_today_is_due_and_not_late(asked):
    for one, late, due in asked:
        is_due_today = one.is_open and not one.waits_for_later and one.due_date == TODAY
        assert (due and not late) == is_due_today, (one.state, one.response, one.due_date)
