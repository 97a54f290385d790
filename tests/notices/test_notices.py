"""News, mails, unsubscribing, and the work of the site."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from cairn.notices import services
from cairn.notices.backends import SiteBackend
from cairn.notices.enums import Frequency
from cairn.notices.kinds import NoticeKind, NoticeText, register_notice_kind
from cairn.notices.models import Mail, Notice, OutboxMail, ScheduledJob, WorkerHeartbeat
from cairn.notices.schedules import MONDAY, Schedule
from cairn.notices.services.notifying import make_token
from tests.factories.accounts import UserFactory, give_site_role

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HIDDEN = set()


def render(user, about):
    return None if about in HIDDEN else NoticeText(f"News <b>{about}</b>", "Something & more.", "/desk/")


@pytest.fixture(autouse=True)
def kind():
    HIDDEN.clear()
    register_notice_kind(NoticeKind("test.news", "Test news", "For tests.", render, Frequency.IMMEDIATE))
    yield "test.news"
    from cairn.notices import kinds

    del kinds._kinds["test.news"]


def tell(user, about="one", **given):
    return services.notify(users=[user], kind="test.news", about=about, at=NOON, **given)


def test_notify_twice_tells_once(user):
    tell(user)
    tell(user)
    assert services.send_waiting(frequency=Frequency.IMMEDIATE, at=NOON) == 1
    assert services.send_waiting(frequency=Frequency.IMMEDIATE, at=NOON) == 0
    assert len(mail.outbox) == 1


def test_mail_has_both_forms_escapes_names_and_can_be_stopped(user):
    tell(user)
    services.send_waiting(frequency=Frequency.IMMEDIATE, at=NOON)
    message = mail.outbox[0]
    html = message.alternatives[0].content
    assert "News &lt;b&gt;one&lt;/b&gt;" in html
    assert "News <b>one</b>" in message.body
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = message.extra_headers["List-Unsubscribe"].strip("<>")
    assert address in message.body
    path = re.sub("^https?://[^/]+", "", address)
    client = Client(enforce_csrf_checks=True)
    assert "Unsubscribe from these e-mails?" in client.get(path).content.decode()
    tell(user, "two")
    assert client.post(path).status_code == 200
    tell(user, "three")
    assert services.send_waiting(frequency=Frequency.IMMEDIATE, at=NOON) == 0


def test_link_to_stop_news_cannot_be_made_up(user):
    token = make_token(user, "test.news")
    assert Client().post(reverse("notices:unsubscribe", args=[f"{token}x"])).status_code == 404


def test_mail_is_written_when_it_is_sent_so_that_what_was_hidden_since_is_not_in_it(user):
    tell(user, "one")
    HIDDEN.add("one")
    assert services.send_waiting(frequency=Frequency.IMMEDIATE, at=NOON) == 0
    assert mail.outbox == []
    assert not Mail.objects.exists()


def test_digest_is_one_mail(user, other_user):
    for person in (user, other_user):
        services.set_frequency(user=person, kind="test.news", frequency=Frequency.DAILY)
        for about in ("one", "two", "three"):
            tell(person, about)
    assert services.send_waiting(frequency=Frequency.IMMEDIATE, at=NOON) == 0
    assert services.send_waiting(frequency=Frequency.DAILY, at=NOON) == 2
    assert {message.subject for message in mail.outbox} == {"Cairn: 3 updates"}


def test_flood_goes_into_the_daily_mail(user):
    for number in range(25):
        tell(user, str(number))
    assert services.send_waiting(frequency=Frequency.IMMEDIATE, at=NOON) == 20
    assert Notice.objects.filter(done_at=None, frequency=Frequency.DAILY).count() == 5


def test_what_was_sent_in_this_hour_counts_towards_the_flood(user):
    for minutes, number, sent in ((0, 15, 15), (10, 10, 5), (59, 3, 0), (60, 16, 15), (70, 1, 1)):
        for each in range(number):
            tell(user, f"{minutes}-{each}")
        at = NOON + timedelta(minutes=minutes)
        assert services.send_waiting(frequency=Frequency.IMMEDIATE, at=at) == sent, minutes
    assert Notice.objects.filter(done_at=None, frequency=Frequency.DAILY).count() == 5 + 3 + 1


def test_the_daily_mail_and_what_others_got_do_not_count_towards_the_flood(user, other_user):
    for number in range(20):
        tell(other_user, str(number))
    services.set_frequency(user=user, kind="test.news", frequency=Frequency.DAILY)
    tell(user, "for the daily mail")
    assert services.send_waiting(frequency=Frequency.IMMEDIATE, at=NOON) == 20
    assert services.send_waiting(frequency=Frequency.DAILY, at=NOON) == 1
    services.set_frequency(user=user, kind="test.news", frequency=Frequency.IMMEDIATE)
    for number in range(20):
        tell(user, str(number))
    assert services.send_waiting(frequency=Frequency.IMMEDIATE, at=NOON) == 20


def test_a_duty_is_never_put_off(user):
    register_notice_kind(NoticeKind("test.duty", "Duty", "For tests.", render, Frequency.IMMEDIATE, is_duty=True))
    try:
        for number in range(25):
            services.notify(users=[user], kind="test.duty", about=str(number), at=NOON)
        assert services.send_waiting(frequency=Frequency.IMMEDIATE, at=NOON) == 25
    finally:
        from cairn.notices import kinds

        del kinds._kinds["test.duty"]


def test_only_duties_go_out_before_other_mail(user):
    register_notice_kind(NoticeKind("test.duty", "Duty", "For tests.", render, Frequency.IMMEDIATE, is_duty=True))
    try:
        tell(user)
        services.notify(users=[user], kind="test.duty", about="two", at=NOON)
        assert services.send_duties(at=NOON) == 1
        assert [one.kind for one in Notice.objects.filter(done_at=None)] == ["test.news"]
        assert [one.kind for one in Mail.objects.all()] == ["test.duty"]
    finally:
        from cairn.notices import kinds

        del kinds._kinds["test.duty"]


def test_mail_that_another_worker_claimed_in_the_meantime_is_left_to_it(user, other_user, monkeypatch):
    from cairn.notices.services import mailing

    for one in (user, other_user):
        services.notify(users=[one], kind="test.news", about="one", at=NOON)
    mailing._write_mails(Notice.objects.all(), Frequency.IMMEDIATE, at=NOON)
    first, second = Mail.objects.order_by("pk")
    deliver = mailing.deliver

    def deliver_while_another_claims(mail, connection, *, at):
        Mail.objects.filter(pk=second.pk).update(attempts=1)
        return deliver(mail, connection, at=at)

    monkeypatch.setattr(mailing, "deliver", deliver_while_another_claims)
    assert mailing._send_written(Mail.objects.all(), at=NOON) == 1
    assert [message.to for message in mail.outbox] == [[first.user.email]]


def test_problem_of_one_mail_is_told_of_no_other(user, other_user, settings):
    tell(other_user)
    assert services.send_waiting(frequency=Frequency.IMMEDIATE, at=NOON) == 1
    settings.EMAIL_BACKEND = "tests.notices.failing.FailingBackend"
    tell(user)
    assert services.send_waiting(frequency=Frequency.IMMEDIATE, at=NOON) == 0
    assert [one.problem for one in Mail.objects.order_by("pk")] == ["", "ConnectionRefusedError"]


def test_mail_that_fails_is_tried_again_with_the_same_id_and_given_up_in_the_end(user, settings):
    settings.EMAIL_BACKEND = "tests.notices.failing.FailingBackend"
    tell(user)
    at = NOON
    seen = set()
    for _ in range(8):
        assert services.send_waiting(frequency=Frequency.IMMEDIATE, at=at) == 0
        seen.add(Mail.objects.get().message_id)
        at += timedelta(days=3)
    assert len(seen) == 1
    assert (Mail.objects.get().attempts, Mail.objects.get().problem) == (5, "ConnectionRefusedError")


def test_mail_that_a_killed_worker_had_claimed_goes_out_later(user):
    tell(user)
    from cairn.notices.services.mailing import _write_mails

    _write_mails(Notice.objects.all(), Frequency.IMMEDIATE, at=NOON)
    Mail.objects.update(attempts=1, try_after=NOON + timedelta(minutes=5))  # claimed, then killed
    assert services.send_waiting(frequency=Frequency.IMMEDIATE, at=NOON) == 0
    assert services.send_waiting(frequency=Frequency.IMMEDIATE, at=NOON + timedelta(minutes=6)) == 1


def test_demonstration_keeps_mail_in_its_outbox(settings):
    settings.DEMONSTRATION = True
    SiteBackend().send_messages([EmailMessage("Hello", "Words", to=["ada@example.org"])])
    assert OutboxMail.objects.get().text == "Words"
    assert "Hello" in Client().get("/outbox/", headers={"host": "127.0.0.1"}).content.decode()
    number = OutboxMail.objects.get().pk
    assert "Words" in Client().get(f"/outbox/{number}/", headers={"host": "127.0.0.1"}).content.decode()
    answer = Client().get(f"/outbox/{number}/html/", headers={"host": "127.0.0.1"})
    assert "sandbox" in answer["Content-Security-Policy"]


def test_outbox_is_not_there_outside_the_demonstration_or_off_this_computer(settings, client):
    assert client.get("/outbox/").status_code == 404
    settings.DEMONSTRATION, settings.ALLOWED_HOSTS = True, ["*"]
    assert client.get("/outbox/", headers={"host": "cairn.example.org"}).status_code == 404
    assert client.get("/outbox/", headers={"x-forwarded-for": "1.2.3.4"}).status_code == 404


# --- schedules and jobs -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("schedule", "last", "due"),
    [
        (Schedule("a", "A", None, every=timedelta(minutes=5)), None, True),
        (Schedule("a", "A", None, every=timedelta(minutes=5)), NOON - timedelta(minutes=4), False),
        (Schedule("a", "A", None, hour=7), NOON - timedelta(hours=24), True),
        (Schedule("a", "A", None, hour=7), NOON - timedelta(hours=4), False),
        (Schedule("a", "A", None, hour=13), NOON - timedelta(hours=4), False),
        (Schedule("a", "A", None, hour=7, weekday=MONDAY), datetime(2026, 11, 22, tzinfo=UTC), True),
        (Schedule("a", "A", None, hour=7, weekday=MONDAY), datetime(2026, 11, 23, 8, tzinfo=UTC), False),
    ],
)
def test_schedule_is_due_when_its_last_run_is_too_long_ago(schedule, last, due):
    assert schedule.is_due(last, at=NOON) is due


def test_run_due_starts_each_once():
    assert "mail.daily" in services.run_due(at=NOON)
    assert services.run_due(at=NOON) == []
    assert ScheduledJob.objects.get(name="mail.daily").last_queued_at == NOON


def make_running(worker, *, starts=1):
    from cairn.notices.tasks import send_daily

    result = send_daily.enqueue()
    DBTaskResult.objects.filter(pk=result.id).update(
        status="RUNNING", started_at=NOON - timedelta(minutes=2), worker_ids=[worker] * starts
    )
    return DBTaskResult.objects.get(pk=result.id)


@pytest.mark.parametrize(
    ("seen", "starts", "status"),
    [
        (timedelta(seconds=10), 1, "RUNNING"),
        (timedelta(seconds=90), 1, "READY"),
        (None, 1, "READY"),
        (None, 3, "FAILED"),
    ],
)
def test_reap_gives_back_what_a_silent_worker_held(seen, starts, status, settings):
    result = make_running("w", starts=starts)
    if seen:
        WorkerHeartbeat.objects.create(worker_id="w", seen_at=NOON - seen)
    services.reap(at=NOON)
    result.refresh_from_db()
    assert result.status == status


def test_jobs_page_is_for_hosts_and_shows_no_arguments(client, user, logged_in_client):
    DBTaskResult.objects.filter(pk=make_running("w", starts=3).pk).update(
        args_kwargs={"args": ["SECRET"], "kwargs": {}}
    )
    services.reap(at=NOON)
    assert logged_in_client.get("/jobs/").status_code == 403
    host = give_site_role(UserFactory(), "host")
    client.force_login(host)
    page = client.get("/jobs/").content.decode()
    assert "WorkerWasKilled" in page
    assert "SECRET" not in page
    failed = DBTaskResult.objects.get(status="FAILED")
    client.post(f"/jobs/{failed.pk}/retry/")
    failed.refresh_from_db()
    assert (failed.status, failed.worker_ids) == ("READY", [])


def test_preferences_are_ones_own(logged_in_client, user):
    page = logged_in_client.get("/account/notices/").content.decode()
    assert "Test news" in page
    given = dict.fromkeys(re.findall(r'name="([a-z._]+\.[a-z_-]+)"', page), "never")
    logged_in_client.post("/account/notices/", given)
    tell(user)
    assert not Notice.objects.exists()


def test_button_of_the_outbox_sends_what_would_wait_until_the_morning(settings, user):
    settings.DEMONSTRATION = True
    here = Client(headers={"host": "127.0.0.1"})
    assert "No e-mails were waiting." in here.post("/outbox/", follow=True).content.decode()
    services.set_frequency(user=user, kind="test.news", frequency=Frequency.DAILY)
    tell(user)
    assert mail.outbox == []
    assert "1 e-mail sent." in here.post("/outbox/", follow=True).content.decode()
    assert [message.to for message in mail.outbox] == [[user.email]]


def test_button_of_the_outbox_does_nothing_outside_the_demonstration(client, user):
    services.set_frequency(user=user, kind="test.news", frequency=Frequency.DAILY)
    tell(user)
    assert client.post("/outbox/").status_code == 404
    assert mail.outbox == []


def test_every_page_of_the_demonstration_leads_to_the_outbox(settings, client):
    assert "/outbox/" not in client.get("/").content.decode()
    settings.DEMONSTRATION = True
    assert 'href="/outbox/"' in client.get("/").content.decode()
