"""The Monday e-mail: what is due, one question, one new thing from councils like one's own; or none at all."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail

from cairn.actions import services as actions
from cairn.lessons.models import Lesson, OpenQuestion
from cairn.notices.enums import Frequency
from cairn.notices.models import Mail, Notice
from cairn.notices.services import notify, send_waiting, set_frequency
from cairn.records.models import Record
from cairn.records.presenters import week
from cairn.records.services import WEEK, name_week, tell_of_the_week
from cairn.records.tasks import tell_of_the_week as tell_in_a_job
from tests.factories.accounts import UserFactory
from tests.factories.actions import people, start
from tests.factories.records import make_organisation, make_record, make_team

__all__ = ["people"]
pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 30, 7, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def on_monday(monkeypatch):
    for module in ("cairn.records.notices", "cairn.actions.desk"):
        monkeypatch.setattr(f"{module}.localdate", lambda: MONDAY.date())
    monkeypatch.setattr("cairn.records.notices.now", lambda: MONDAY)


def send():
    tell_of_the_week(at=MONDAY)
    send_waiting(frequency=Frequency.WEEKLY, at=MONDAY)
    return {message.to[0]: message for message in mail.outbox}


def publish_elsewhere(model, *, age=1, **given):
    there = make_organisation("Ashmere Council")
    record = make_record(model, team=make_team(there), **given)
    Record.objects.filter(pk=record.pk).update(first_published_at=MONDAY - timedelta(days=age))
    return record


def test_who_has_nothing_to_hear_gets_no_mail(db):
    UserFactory()
    assert send() == {}
    assert not Mail.objects.exists()
    assert Notice.objects.filter(kind=WEEK, done_at=None).count() == 0


def test_a_question_alone_is_no_reason_to_write(people):
    publish_elsewhere(OpenQuestion, title="Who has tried this?", age=30)
    Record.objects.update(first_published_at=MONDAY - timedelta(days=30))
    assert people.lead.email not in send()


def test_what_is_due_comes_first_and_names_the_subject(people):
    start(people.lead, people.lead, due_date=MONDAY.date() + timedelta(days=3))
    start(people.lead, people.lead, what="Ring every carer", due_date=MONDAY.date() - timedelta(days=3))
    start(people.lead, people.lead, what="Much later", due_date=MONDAY.date() + timedelta(days=60))
    message = send()[people.lead.email]
    assert message.subject == "Cairn: Your week: 1 overdue, 1 due this week"
    assert "Ring every carer: was due on 27 November" in message.body
    assert "Workers decide about the first night: due on 3 December" in message.body
    assert "Much later" not in message.body
    assert message.body.count("http") == message.body.count("http://")
    html = message.alternatives[0].content
    assert "Ring every carer: was due on 27 November" in html


def test_one_mail_has_all_that_is_weekly_with_one_question_and_one_new_thing(people):
    own = start(people.lead, people.owner)
    actions.respond(action=own, response="accepted", reason="", by=people.owner, at=MONDAY)
    actions.say_stuck(action=own, on="No hours", by=people.owner, at=MONDAY)
    publish_elsewhere(OpenQuestion, title="Who has tried this at night?", summary="We have not.")
    lesson = publish_elsewhere(Lesson, title="Hubs need a deputy", happened="mixed")
    set_frequency(user=people.lead, kind="record.published", frequency=Frequency.WEEKLY)
    notify(users=[people.lead], kind="record.published", about=lesson.slug, at=MONDAY - timedelta(days=2))
    message = send()[people.lead.email]
    assert [one.to for one in mail.outbox].count([people.lead.email]) == 1
    assert message.subject == "Cairn: Your week: 1 waiting for you"
    headings = ("Your week:", "A question for you", "New from others: Hubs need a deputy", "Hubs need a deputy\n")
    places = [message.body.index(words) for words in headings]
    assert places[:3] == sorted(places[:3])
    assert "A colleague is stuck. Can you help?" in message.body
    assert "Who has tried this at night?" in message.body
    assert "Lesson, Ashmere Council" in message.body


def test_what_is_older_than_a_week_is_not_new(people):
    publish_elsewhere(Lesson, title="Hubs need a deputy", happened="mixed", age=8)
    assert people.stranger.email not in send()
    assert people.lead.email not in {message.to[0] for message in mail.outbox}


def test_who_does_not_want_it_gets_none_and_a_second_job_sends_no_second(people):
    for owner in (people.lead, people.owner):
        start(owner, owner, due_date=MONDAY.date())
    set_frequency(user=people.owner, kind=WEEK, frequency=Frequency.NEVER)
    assert set(send()) == {people.lead.email}
    assert set(send()) == {people.lead.email}
    assert len(mail.outbox) == 1


def test_a_mail_that_is_late_by_a_week_says_nothing(people, monkeypatch):
    start(people.lead, people.lead, due_date=MONDAY.date())
    tell_of_the_week(at=MONDAY - timedelta(days=7))
    send_waiting(frequency=Frequency.WEEKLY, at=MONDAY)
    assert mail.outbox == []


def test_long_lists_are_cut_and_lead_on(people):
    for number in range(week.MOST + 2):
        start(people.lead, people.lead, what=f"Action {number}", due_date=MONDAY.date())
    body = send()[people.lead.email].body
    assert "2 more: http" in body


def test_weeks_are_numbered_over_new_year():
    assert [name_week(date(2026, 12, day)) for day in (27, 28)] == ["2026-W52", "2026-W53"]
    assert name_week(date(2027, 1, 3)) == "2026-W53"


def test_the_job_does_the_same(people):
    tell_in_a_job.call()
    assert Notice.objects.filter(kind=WEEK).count() == 6
