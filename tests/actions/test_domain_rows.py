"""Rows 46 and 55 of what the event's report needs software to do (domain.md, section 6)."""

from datetime import timedelta

import pytest
from django.core import mail

from cairn.actions import services
from cairn.actions.models import Action
from tests.factories.accounts import client_of
from tests.factories.actions import DUE, action, on_the_day, people, start
from tests.factories.lessons import LESSON_ANSWERS
from tests.factories.records import make_record

__all__ = ["action", "on_the_day", "people"]
pytestmark = pytest.mark.django_db


def test_row_46_reflection_ends_in_an_action_that_is_followed_up(people, on_the_day):
    """No blank action; follow-up fires; unfulfilled actions ask why."""
    from cairn.actions.notices import render_review

    given = {"what": "Decide at once", "first_step": "Try it", "due_date": "31/12/2026", "owner": people.lead.pk}
    client = client_of(people.lead)
    for name in given:
        client.post("/actions/new/", {key: value for key, value in given.items() if key != name})
    assert not Action.objects.exists()
    client.post("/actions/new/", given)
    own = Action.objects.get()
    on_the_day["at"] += timedelta(days=182)
    services.chase(at=on_the_day["at"])
    assert render_review(people.lead, own.slug).sentence == "Why has it not been done yet?"
    page = client.get(f"/actions/{own.slug}/review/").content.decode()
    assert "Why has it not been done yet?" in page
    services.finish_action(
        action=own, done_date=DUE, outcome="Families are helped at once", by=people.lead, at=on_the_day["at"]
    )
    assert render_review(people.lead, own.slug).sentence == "Has it lasted?"
    assert not mail.outbox


def test_row_55_what_is_known_leads_to_actions_and_what_is_stuck_is_listed(people, on_the_day):
    """From a lesson to an action to a list of what is stuck, with the reason for its team."""
    from cairn.lessons.models import Lesson

    lesson = make_record(Lesson, **LESSON_ANSWERS)
    link = f"/actions/new/?of={lesson.slug}"
    assert link in client_of(people.lead).get(lesson.get_absolute_url()).content.decode()
    own = start(people.lead, people.lead, because_of=[lesson])
    services.say_stuck(action=own, on="Nobody may decide at night", by=people.lead, at=on_the_day["at"])
    board = client_of(people.teammate).get("/actions/team/otterdale-council/edge-of-care/?show=stuck")
    assert [row.action for row in board.context["rows"]] == [own]
    assert board.context["rows"][0].origins == [lesson.record_ptr]
    page = client_of(people.teammate).get(own.get_absolute_url()).content.decode()
    assert "Nobody may decide at night" in page
