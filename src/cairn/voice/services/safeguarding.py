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
from cairn.voice.models import ContributionFile, SafeguardingConcern
from cairn.voice.signals import concern_sent, concern_unopened

CLEARED = "concern.cleared"


@sensitive_variables("words", "contact")
@transaction.atomic
def send_concern(
    *,
    organisation: Organisation,
    words: str,
    contact: str,
    by: User | None,
    at: datetime,
    about: str = "",
    adds_to: SafeguardingConcern | None = None,
) -> SafeguardingConcern:
    """Keep it for the lead and the deputy, and tell both at once. Without anybody on duty nothing is kept.

    `about` is the post of whom it is about, if it is one of them: it goes past that person.
    """
    person = adds_to.about if adds_to else policies.find_person_of_post(organisation, about)
    policies.check_somebody_is_on_duty(organisation, day=localdate(at), but=person)
    concern = SafeguardingConcern.objects.create(
        organisation=organisation,
        words=words,
        contact=contact,
        sender=by,
        sent_at=at,
        about=person,
        adds_to=adds_to,
    )
    # Who sent it is between them and the lead: no list of those who were worried can be made of the audit log.
    audit.record("concern.sent", target="concern", key=concern.key, by=None, at=at)
    concern_sent.send(sender=SafeguardingConcern, concern=concern, at=at)
    return concern


@transaction.atomic
def open_concern(*, concern: SafeguardingConcern, by: User, at: datetime) -> SafeguardingConcern:
    """For the lead or the deputy to read; each reading is kept in the audit."""
    found = SafeguardingConcern.objects.readable_by(by).select_related("organisation").get(pk=concern.pk)
    SafeguardingConcern.objects.filter(pk=found.pk, opened_at=None).update(opened_at=at)
    audit.record("concern.read", target="concern", key=found.key, by=by, at=at)
    found.refresh_from_db(fields=["opened_at"])
    return found


@transaction.atomic
def close_concern(*, concern: SafeguardingConcern, done: str, by: User, at: datetime) -> None:
    found = SafeguardingConcern.objects.readable_by(by).select_for_update(of=("self",)).get(pk=concern.pk)
    policies.check_can_close(found, done=done)
    found.closed_at, found.done = at, done
    found.save(update_fields=["closed_at", "done"])
    audit.record("concern.closed", target="concern", key=found.key, by=by, at=at)


@transaction.atomic
def add_to_concern(
    *, concern: SafeguardingConcern, words: str, contact: str, by: User, at: datetime
) -> SafeguardingConcern:
    """Something that its sender knows since: to the same people, beside it."""
    policies.check_can_add(concern, by)
    return send_concern(organisation=concern.organisation, words=words, contact=contact, by=by, at=at, adds_to=concern)


@transaction.atomic
def confirm_recorded(*, concern: SafeguardingConcern, reference: str, by: User, at: datetime) -> bool:
    """It stands in the organisation's own system. When lead and deputy both say so, with the same reference, the words
    go at once; whether they did."""
    found = SafeguardingConcern.objects.readable_by(by).select_for_update(of=("self",)).get(pk=concern.pk)
    post = policies.check_can_confirm_recorded(found, by, reference=reference)
    found.reference = reference
    setattr(found, f"{post.role}_confirmed_at", at)
    found.save(update_fields=["reference", f"{post.role}_confirmed_at"])
    audit.record("concern.recorded", target="concern", key=found.key, by=by, at=at)
    if not (found.lead_confirmed_at and found.deputy_confirmed_at):
        return False
    SafeguardingConcern.objects.filter(pk=found.pk, closed_at=None).update(closed_at=at)
    ledger.append(CLEARED, found.key, at)
    replay_clearing(found.key, at)
    return True


def chase_unopened(*, at: datetime) -> int:
    """Say again that a worry waits, as often as hours pass without anybody reading it; safe to run twice."""
    before = at - timedelta(hours=settings.SAFETY_CHASE_HOURS)
    late = SafeguardingConcern.objects.unopened().filter(
        Q(last_chased_at=None, sent_at__lte=before) | Q(last_chased_at__lte=before)
    )
    chased = 0
    for concern in late.select_related("organisation"):
        with transaction.atomic():
            mine = SafeguardingConcern.objects.filter(pk=concern.pk, opened_at=None, times_chased=concern.times_chased)
            if mine.update(last_chased_at=at, times_chased=F("times_chased") + 1):
                concern.refresh_from_db(fields=["times_chased"])
                audit.record("concern.chased", target="concern", key=concern.key, by=None, at=at)
                concern_unopened.send(sender=SafeguardingConcern, concern=concern, at=at)
                chased += 1
    return chased


def clear_old_concerns(before: datetime) -> int:
    """Retention: the words of what was closed long ago. That there was one, and what was done, stays."""
    old = list(SafeguardingConcern.objects.filter(closed_at__lt=before, cleared_at=None).values_list("key", flat=True))
    for key in old:
        at = now()
        ledger.append(CLEARED, key, at)
        replay_clearing(key, at)
    return len(old)


def replay_clearing(key: str, at: datetime) -> None:
    """A restored backup loses the words again, and the picture or recording that came with them."""
    ContributionFile.objects.filter(concern__key=key).delete()
    SafeguardingConcern.objects.filter(key=key).update(words="", contact="", reference="", cleared_at=at)
