"""Sending, reading and closing a worry. No word of it goes anywhere else: no audit, mail, job, error or ledger."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils.timezone import localdate, now
from django.views.decorators.debug import sensitive_variables

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.common.operations import ledger
from cairn.places.models import Organisation
from cairn.voice import policies
from cairn.voice.models import Worry
from cairn.voice.signals import worry_sent, worry_unopened

CLEARED = "worry.cleared"


@sensitive_variables("words", "contact")
@transaction.atomic
def send_worry(*, organisation: Organisation, words: str, contact: str, by: User | None, at: datetime) -> Worry:
    """Keep it for the lead and the deputy, and tell both at once. Without anybody on duty nothing is kept."""
    policies.check_somebody_is_on_duty(organisation, day=localdate(at))
    worry = Worry.objects.create(organisation=organisation, words=words, contact=contact, sender=by, sent_at=at)
    audit.record("worry.sent", target="worry", key=worry.key, by=by, at=at)
    worry_sent.send(sender=Worry, worry=worry, at=at)
    return worry


@transaction.atomic
def open_worry(*, worry: Worry, by: User, at: datetime) -> Worry:
    """For the lead or the deputy to read; each reading is kept in the audit."""
    found = Worry.objects.readable_by(by).select_related("organisation").get(pk=worry.pk)
    Worry.objects.filter(pk=found.pk, opened_at=None).update(opened_at=at)
    audit.record("worry.read", target="worry", key=found.key, by=by, at=at)
    found.refresh_from_db(fields=["opened_at"])
    return found


@transaction.atomic
def close_worry(*, worry: Worry, done: str, by: User, at: datetime) -> None:
    found = Worry.objects.readable_by(by).select_for_update(of=("self",)).get(pk=worry.pk)
    policies.check_can_close(found, done=done)
    found.closed_at, found.done = at, done
    found.save(update_fields=["closed_at", "done"])
    audit.record("worry.closed", target="worry", key=found.key, by=by, at=at)


def chase_unopened(*, at: datetime) -> int:
    """Say again that a worry waits, as often as hours pass without anybody reading it; safe to run twice."""
    before = at - timedelta(hours=settings.SAFETY_CHASE_HOURS)
    late = Worry.objects.unopened().filter(Q(last_chased_at=None, sent_at__lte=before) | Q(last_chased_at__lte=before))
    chased = 0
    for worry in late.select_related("organisation"):
        with transaction.atomic():
            mine = Worry.objects.filter(pk=worry.pk, opened_at=None, times_chased=worry.times_chased)
            if mine.update(last_chased_at=at, times_chased=F("times_chased") + 1):
                worry.refresh_from_db(fields=["times_chased"])
                audit.record("worry.chased", target="worry", key=worry.key, by=None, at=at)
                worry_unopened.send(sender=Worry, worry=worry, at=at)
                chased += 1
    return chased


def clear_old_worries(before: datetime) -> int:
    """Retention: the words of what was closed long ago. That there was one, and what was done, stays."""
    old = list(Worry.objects.filter(closed_at__lt=before, cleared_at=None).values_list("key", flat=True))
    for key in old:
        at = now()
        ledger.append(CLEARED, key, at)
        replay_clearing(key, at)
    return len(old)


def replay_clearing(key: str, at: datetime) -> None:
    """A restored backup loses the words again."""
    Worry.objects.filter(key=key).update(words="", contact="", cleared_at=at)
