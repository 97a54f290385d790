"""Telling hosts by e-mail what goes wrong: how often, never for whom or about what."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Max, Min
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cairn.accounts.models import SiteRole, User
from cairn.accounts.permissions import Permission
from cairn.common.operations.backups import get_failed_at, get_made_at
from cairn.common.operations.checks import LATEST_BACKUP
from cairn.notices.enums import MOST_ATTEMPTS, get_pause
from cairn.notices.models import Mail, Notice
from cairn.notices.services.notifying import notify

ALERT = "host.alert"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Trouble:
    """`count` says how often it happened after one moment and until another; it is told once in `pause` at most."""

    name: str
    count: Callable[[datetime, datetime], int]
    pause: timedelta = HOUR


def watch_site(*, at: datetime) -> list[str]:
    """Note for every host what has gone wrong since they were last told. Returns what was told."""
    if settings.DEMONSTRATION:
        return []
    return [trouble.name for trouble in TROUBLES if _tell(trouble, at=at)]


def _tell(trouble: Trouble, *, at: datetime) -> bool:
    told = Notice.objects.filter(kind=ALERT, about__startswith=f"{trouble.name}:")
    last: datetime | None = told.aggregate(last=Max("created_at"))["last"]
    if last is not None and at - last < trouble.pause:
        return False
    number = trouble.count(last or at - DAY, at)
    if not number:
        return False
    hosts = User.objects.filter(site_roles__in=SiteRole.objects.allowing(Permission.JOBS_READ)).distinct()
    return bool(notify(users=hosts, kind=ALERT, about=f"{trouble.name}:{number}", key=f"{at:%Y-%m-%dT%H:%M}", at=at))


def count_failed_jobs(since: datetime, until: datetime) -> int:
    failed = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED)
    return failed.filter(finished_at__gt=since, finished_at__lte=until).count()


def count_mails_given_up(since: datetime, until: datetime) -> int:
    # The pause after the last attempt is counted like the others, so it says when that attempt was. A mail that tells
    # of trouble is left out: it would be told of by the next, for ever.
    pause = get_pause(MOST_ATTEMPTS - 1)
    given_up = Mail.objects.filter(sent_at=None, attempts__gte=MOST_ATTEMPTS).exclude(kind=ALERT)
    return given_up.filter(try_after__gt=since + pause, try_after__lte=until + pause).count()


def count_failed_backups(since: datetime, until: datetime) -> int:
    failed_at = get_failed_at()
    return int(failed_at is not None and since < failed_at <= until)


def count_late_backups(since: datetime, until: datetime) -> int:
    """A site that never had a backup is late as well, counted from its first account."""
    latest = get_made_at() or User.objects.aggregate(first=Min("created_at"))["first"]
    return int(latest is not None and until - latest >= LATEST_BACKUP)


TROUBLES = (
    Trouble("jobs", count_failed_jobs),
    Trouble("mails", count_mails_given_up),
    Trouble("backup", count_failed_backups),
    Trouble("backup-late", count_late_backups, pause=DAY),
)
