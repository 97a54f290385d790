"""Noting news for people, and how often they want to hear it."""

from collections.abc import Iterable
from datetime import datetime

from django.core import signing
from django.db import transaction

from cairn.accounts.models import User
from cairn.notices.enums import Frequency
from cairn.notices.kinds import get_notice_kind, get_notice_kinds
from cairn.notices.models import Mail, Notice, NoticePreference, OutboxMail
from cairn.notices.signals import notices_wait

SALT = "cairn.notices.unsubscribe"


@transaction.atomic
def notify(*, users: Iterable[User], kind: str, about: str, at: datetime, key: str = "") -> int:
    """Note news for people; safe to do twice. The worker sends it, not this. Returns how many will hear."""
    known = get_notice_kind(kind)
    if known is None:
        raise ValueError(f"'{kind}' is no kind of notice; register it in ready().")
    people = {user.pk for user in users}
    choices = NoticePreference.objects.filter(kind=kind, user__in=people).values_list("user_id", "frequency")
    chosen = {} if known.is_duty else dict(choices)
    active = User.objects.filter(pk__in=people, is_active=True).values_list("pk", flat=True)
    notices = [
        Notice(user_id=user, kind=kind, about=about, key=key, frequency=frequency, created_at=at)
        for user in active
        if (frequency := chosen.get(user, known.default)) != Frequency.NEVER
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    if any(notice.frequency == Frequency.IMMEDIATE for notice in notices):
        transaction.on_commit(lambda: notices_wait.send(sender=Notice, is_duty=known.is_duty))
    return len(notices)


def set_frequency(*, user: User, kind: str, frequency: str) -> None:
    NoticePreference.objects.update_or_create(user=user, kind=kind, defaults={"frequency": frequency})
    if frequency == Frequency.NEVER:
        Notice.objects.filter(user=user, kind=kind, done_at=None).delete()


def make_token(user: User, kind: str) -> str:
    """What a link to unsubscribe holds: it names a person by a key that says nothing, and cannot be made by others."""
    return signing.dumps([user.key, kind], salt=SALT)


def read_token(token: str) -> tuple[User, str] | None:
    try:
        key, kind = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    user = User.objects.filter(key=key).first()
    return (user, kind) if user else None


def unsubscribe(*, user: User, kind: str) -> None:
    """Hear nothing of one kind any more; of everything, where the link was in a digest."""
    kinds = [one.name for one in get_notice_kinds()] if kind == "digest" else [kind]
    for name in kinds:
        set_frequency(user=user, kind=name, frequency=Frequency.NEVER)


def delete_old_mails(before: datetime) -> int:
    """Retention: what was sent long ago."""
    OutboxMail.objects.filter(sent_at__lt=before).delete()
    Mail.objects.filter(made_at__lt=before, sent_at__isnull=False).delete()
    deleted, _ = Notice.objects.filter(done_at__lt=before).delete()
    return deleted
