"""“Ask through Cairn”: a question about a record reaches somebody, and is answered."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from cairn.notices.models import Notice
from cairn.records import tasks
from cairn.records.desk import get_due
from cairn.records.enums import Sharing
from cairn.records.models import Record, Report
from tests.factories.accounts import UserFactory, give_site_role
from tests.factories.records import join, make_record

pytestmark = pytest.mark.django_db
QUESTION = "How many workers did it take?"


def ask(record, *, by=None, **given):
    client = Client()
    if by:
        client.force_login(by)
    return client.post(reverse("records:ask-about", args=[record.slug]), {"text": QUESTION, **given})


def get_told():
    return {(one.user, one.kind) for one in Notice.objects.filter(kind__startswith="report.")}


def test_question_reaches_the_writers_and_they_answer_it(client):
    record, asker = make_record(), UserFactory()
    assert "Question sent." in ask(record, by=asker).content.decode()
    question = Report.objects.get()
    assert question.is_question
    assert (record.author, "report.made") in get_told()
    client.force_login(record.author)
    page = reverse("records:report", args=[question.pk])
    assert QUESTION in client.get(page).content.decode()
    client.post(page, {"answer": "Three and a half."})
    assert (asker, "report.answered") in get_told()
    client.force_login(asker)
    assert "Three and a half." in client.get(page).content.decode()


def test_question_about_what_nobody_here_wrote_reaches_moderators_or_else_hosts():
    record = make_record()
    Record.objects.filter(pk=record.pk).update(author=None, team=None, organisation=None)
    host = give_site_role(UserFactory(), "host")
    ask(record, by=UserFactory())
    assert get_told() == {(host, "report.made")}
    assert [one.action for one in get_due(host)] == ["Answer this question"]
    moderator = give_site_role(UserFactory(), "moderator")
    ask(record, by=UserFactory())
    assert (moderator, "report.made") in get_told()


def test_without_a_log_in_an_address_for_the_answer_is_asked_for():
    record = make_record()
    assert "Enter your e-mail address, so that the answer reaches you" in ask(record).content.decode()
    ask(record, email="asker@example.org")
    client = Client()
    client.force_login(record.author)
    question = Report.objects.get()
    client.post(reverse("records:report", args=[question.pk]), {"answer": "Three and a half."})
    tasks.send_answer.func(question.pk)
    assert [one.to for one in mail.outbox] == [["asker@example.org"]]
    assert mail.outbox[0].subject.endswith(": your question was answered")
    assert Report.objects.get().email == ""


def test_question_lets_no_moderator_see_what_they_could_not_see_before():
    record, moderator = make_record(sharing=Sharing.ORGANISATION), give_site_role(UserFactory(), "moderator")
    member = UserFactory()
    join(member, record.organisation)
    ask(record, by=member)
    assert not Record.objects.visible_to(moderator).filter(pk=record.pk).exists()
    assert (moderator, "report.made") not in get_told()
    client = Client()
    client.force_login(moderator)
    assert client.get(reverse("records:report", args=[Report.objects.get().pk])).status_code == 404


def test_question_that_would_reach_nobody_is_not_taken():
    record, member = make_record(sharing="organisation"), UserFactory()
    join(member, record.organisation)
    Record.objects.filter(pk=record.pk).update(author=None, team=None)
    assert "a question would not reach anyone" in ask(record, by=member).content.decode()
    assert not Report.objects.exists()
