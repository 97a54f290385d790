"""Hosts hear by e-mail of jobs, mails and backups that fail: how often, once an hour, and nothing about anybody."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cairn.accounts.models import SiteRole, User
from cairn.notices import services, tasks
from cairn.notices.enums import MOST_ATTEMPTS, Frequency, get_pause
from cairn.notices.models import Mail, Notice
from cairn.notices.news import ALERT_WORDS
from cairn.notices.services.watching import ALERT, TROUBLES
from tests.factories.accounts import UserFactory, give_site_role

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture(autouse=True)
def host(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    set_marker(settings, "last-backup", NOON)
    return give_site_role(UserFactory(email="host@example.org"), "host")


def set_marker(settings, name, moment):
    (settings.DATA_DIR / name).write_text(moment.isoformat())


def fail_job(at):
    made = DBTaskResult.objects.get(pk=tasks.send_daily.enqueue().id)
    DBTaskResult.objects.filter(pk=made.pk).update(
        status=TaskResultStatus.FAILED, finished_at=at, exception_class_path="builtins.ValueError",
        traceback="planted@example.org", args_kwargs={"args": ["planted"], "kwargs": {}},
    )  # fmt: skip


def give_up_mail(at, kind="digest"):
    """What `_send_written` leaves behind after the last attempt."""
    Mail.objects.create(
        user=UserFactory(), kind=kind, message_id=f"<{Mail.objects.count()}@x>", made_at=at, attempts=MOST_ATTEMPTS,
        try_after=at + get_pause(MOST_ATTEMPTS - 1), problem="SMTPRecipientsRefused",
    )  # fmt: skip


def send(at) -> list[str]:
    """Subjects of what a look at this moment sends."""
    mail.outbox.clear()
    services.watch_site(at=at)
    services.send_waiting(frequency=Frequency.IMMEDIATE, at=at)
    return [message.subject.partition(": ")[2] for message in mail.outbox]


def test_quiet_site_tells_nothing():
    assert send(NOON) == []


def test_failed_jobs_are_told_with_their_number_and_nothing_of_what_they_are_about():
    for _ in range(3):
        fail_job(NOON)
    assert send(NOON) == ["3 jobs failed"]
    message = mail.outbox[0]
    assert message.to == ["host@example.org"]
    assert "/jobs/" in message.body
    assert "planted" not in message.body + message.alternatives[0].content


def test_one_mail_an_hour_for_each_kind_with_what_came_since():
    fail_job(NOON)
    assert send(NOON) == ["1 job failed"]
    for minutes in (5, 30):
        fail_job(NOON + minutes * MINUTE)
    assert send(NOON + 30 * MINUTE) == []
    give_up_mail(NOON + 31 * MINUTE)
    assert send(NOON + 31 * MINUTE) == ["1 e-mail could not be sent"]
    assert send(NOON + HOUR) == ["2 jobs failed"]
    assert send(NOON + 3 * HOUR) == []


def test_mail_that_is_still_tried_is_no_trouble_and_one_that_tells_of_trouble_tells_of_none():
    give_up_mail(NOON, kind=ALERT)
    give_up_mail(NOON)
    Mail.objects.filter(kind="digest").update(attempts=MOST_ATTEMPTS - 1)
    assert send(NOON) == []


def test_failed_backup_is_told_once(settings):
    set_marker(settings, "last-backup-failed", NOON + MINUTE)
    assert send(NOON + 5 * MINUTE) == ["The backup failed"]
    assert send(NOON + 2 * HOUR) == []


def test_late_backup_is_told_each_day_until_there_is_one(settings):
    assert send(NOON + 25 * HOUR) == []
    late = NOON + 27 * HOUR
    assert send(late) == ["The latest backup is more than a day old"]
    assert send(late + 23 * HOUR) == []
    assert send(late + 24 * HOUR) == ["The latest backup is more than a day old"]
    set_marker(settings, "last-backup", late + 47 * HOUR)
    assert send(late + 48 * HOUR) == []


def test_site_without_any_backup_has_a_day_of_grace(settings, host):
    (settings.DATA_DIR / "last-backup").unlink()
    User.objects.update(created_at=NOON)
    assert send(NOON + HOUR) == []
    assert send(NOON + 27 * HOUR) == ["The latest backup is more than a day old"]


def test_only_hosts_whose_role_counts_hear_it():
    SiteRole.objects.create(user=UserFactory(), role="host")  # without a second step
    give_site_role(UserFactory(), "moderator")
    fail_job(NOON)
    send(NOON)
    assert [message.to for message in mail.outbox] == [["host@example.org"]]


def test_demonstration_tells_nothing(settings):
    settings.DEMONSTRATION = True
    fail_job(NOON)
    services.watch_site(at=NOON)
    assert not Notice.objects.exists()


def test_every_trouble_has_words_and_every_word_a_trouble():
    assert {trouble.name for trouble in TROUBLES} == set(ALERT_WORDS)


def test_a_job_watches_and_running_it_twice_tells_once(host):
    fail_job(NOON)
    services.watch_site(at=NOON)
    services.watch_site(at=NOON)
    assert Notice.objects.filter(kind=ALERT).count() == 1
