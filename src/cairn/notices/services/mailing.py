"""Putting news into mails, and sending them. A mail is written down before it is sent, so none is lost."""

import logging
from datetime import datetime, timedelta
from email.utils import make_msgid

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import now

from cairn.accounts.models import User
from cairn.common.addresses import get_host_name, make_absolute
from cairn.notices.enums import MOST_ATTEMPTS, Frequency, get_pause
from cairn.notices.kinds import NoticeText, get_duties, get_notice_kind, make_mail_item
from cairn.notices.models import Mail, Notice, NoticePreference
from cairn.notices.services.notifying import make_token

logger = logging.getLogger(__name__)
MOST_AN_HOUR = 20  # to one person at once; more waits for the daily mail
MOST_IN_A_RUN = 2000
DIGEST = "digest"


def send_waiting(*, frequency: str, at: datetime) -> int:
    """In a job: send what waits, and what a killed worker left. Returns how many mails went out."""
    _write_mails(Notice.objects.filter(frequency=frequency, done_at=None), frequency, at=at)
    return _send_written(Mail.objects.all(), at=at)


def send_duties(*, at: datetime) -> int:
    """In a job: send what somebody on duty must hear, whatever other mail waits."""
    duties = get_duties()
    _write_mails(Notice.objects.filter(kind__in=duties, done_at=None), Frequency.IMMEDIATE, at=at)
    return _send_written(Mail.objects.filter(kind__in=duties), at=at)


def _write_mails(waiting: QuerySet[Notice], frequency: str, *, at: datetime) -> None:
    for user in waiting.values_list("user_id", flat=True).distinct():
        with transaction.atomic():
            # Two workers take turns for each person: else both could find room for the same last mails of the hour.
            User.objects.select_for_update(no_key=True).filter(pk=user).first()
            if frequency == Frequency.IMMEDIATE:
                _put_off_flood(user, waiting.filter(user=user), at=at)
            own = list(waiting.filter(user=user).select_for_update().order_by("created_at", "pk"))
            groups = [[notice] for notice in own] if frequency == Frequency.IMMEDIATE else [own]
            for group in groups:
                if group:
                    kind = group[0].kind if frequency == Frequency.IMMEDIATE else DIGEST
                    host = get_host_name()
                    mail = Mail.objects.create(
                        user_id=user, kind=kind, message_id=make_msgid(domain=host), made_at=at, try_after=at
                    )
                    Notice.objects.filter(pk__in=[notice.pk for notice in group]).update(mail=mail, done_at=at)


def _put_off_flood(user: int, waiting: QuerySet[Notice], *, at: datetime) -> None:
    """Who has heard enough in this hour hears the rest in the daily mail; a duty is never put off."""
    had = Mail.objects.filter(user=user, made_at__gt=at - timedelta(hours=1)).exclude(kind=DIGEST).count()
    room = max(MOST_AN_HOUR - had, 0)
    own = waiting.exclude(kind__in=get_duties()).order_by("created_at", "pk")
    late = own.values_list("pk", flat=True)[room:]
    Notice.objects.filter(pk__in=list(late)).update(frequency=Frequency.DAILY)


def _send_written(mails: QuerySet[Mail], *, at: datetime) -> int:
    sent = 0
    waiting = mails.filter(sent_at=None, attempts__lt=MOST_ATTEMPTS, try_after__lte=at).order_by("pk")
    with get_connection() as connection:
        for mail in list(waiting.select_related("user")[:MOST_IN_A_RUN]):
            # One worker claims it; the attempt is counted before, so that a mail that kills the worker ends too.
            # The pause runs from the claim: a long run must not let another worker take what it is sending.
            claimed = Mail.objects.filter(pk=mail.pk, sent_at=None, attempts=mail.attempts)
            if claimed.update(attempts=F("attempts") + 1, try_after=max(at, now()) + get_pause(mail.attempts)):
                sent += deliver(mail, connection, at=at)
    return sent


def deliver(mail: Mail, connection: BaseEmailBackend, *, at: datetime) -> int:
    """Write the mail now, from what its reader may see now, and hand it over; 1 if it went out."""
    try:
        message = compose(mail)
        if message is None:  # nothing of it may be seen any more
            mail.delete()
            return 0
        message.connection = connection
        message.send()
    except Exception as problem:  # whatever went wrong, it is tried again
        logger.warning("Mail %s could not be sent: %s", mail.pk, type(problem).__name__)
        Mail.objects.filter(pk=mail.pk).update(problem=type(problem).__name__)
        return 0
    Mail.objects.filter(pk=mail.pk).update(sent_at=at, problem="")
    return 1


def compose(mail: Mail) -> EmailMultiAlternatives | None:
    user: User = mail.user
    items = _render(mail)
    if not user.is_active or not items:
        return None
    subject = items[0].heading if len(items) == 1 or items[0].opens else f"{len(items)} updates"
    stop = _get_way_out(user, mail.kind)
    context = {
        "subject": subject,
        "name": user.get_short_name(),
        "items": [make_mail_item(item) for item in items],
        "stop": stop,
        "preferences": make_absolute(reverse("notices:preferences")),
        "site_name": settings.SITE_NAME,
        "kind": get_notice_kind(mail.kind),
    }
    message = EmailMultiAlternatives(
        subject=" ".join(f"{settings.SITE_NAME}: {subject}".split())[:200],
        body=render_to_string("notices/mail.txt", context),
        to=[user.email],
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated", **_get_headers(stop)},
    )
    message.attach_alternative(render_to_string("notices/mail.html", context), "text/html")
    return message


def _get_way_out(user: User, kind: str) -> str:
    """Where the mail leads to hear no more of its kind; nowhere where hearing it is a duty."""
    if kind in get_duties():
        return ""
    return make_absolute(reverse("notices:unsubscribe", args=[make_token(user, kind)]))


def _get_headers(stop: str) -> dict[str, str]:
    """By which a mail program offers the way out."""
    if not stop:
        return {}
    return {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _render(mail: Mail) -> list[NoticeText]:
    found: list[NoticeText] = []
    stopped = set(
        NoticePreference.objects.filter(user=mail.user, frequency=Frequency.NEVER).values_list("kind", flat=True)
    )
    for notice in mail.notices.exclude(kind__in=stopped - get_duties()).order_by("created_at", "pk"):
        kind = get_notice_kind(notice.kind)
        texts = kind.render(mail.user, notice.about) if kind is not None else None
        found += texts if isinstance(texts, list) else [texts] if texts else []
    return sorted(dict.fromkeys(found), key=lambda text: not text.opens)
