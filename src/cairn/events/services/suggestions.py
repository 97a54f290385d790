"""Suggestions: sending, releasing, answering, following, merging, and letting go of what people sent."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now

from cairn.accounts.models import Reader, User
from cairn.audit import services as audit
from cairn.common.privacy import delete_rows
from cairn.events.models import LearningEvent, ReceivedMail, Suggestion, SuggestionFollower
from cairn.events.models.suggestions import SENT
from cairn.events.policies import suggestions as policies
from cairn.events.signals import follower_asked, suggestion_answered, suggestion_sent
from cairn.places.models import Team
from cairn.records.services import start_record

State = Suggestion.State


@transaction.atomic
def send_suggestion(
    *,
    title: str,
    words: str,
    by: Reader,
    at: datetime,
    name: str = "",
    organisation: str = "",
    email: str = "",
    topic: str = "",
    came_by: str = Suggestion.CameBy.FORM,
) -> Suggestion:
    """Nothing of it is public until a moderator writes what is. Whoever left an address, or is signed in, follows."""
    sender = by if by.is_authenticated else None
    email = "" if sender else email.lower()
    sent = Suggestion.objects.create(
        title=title,
        words=words,
        name=name,
        organisation=organisation,
        email=email,
        topic=topic,
        suggested_by=sender,
        came_by=came_by,
        sent_at=at,
    )
    if sender or email:
        SuggestionFollower.objects.create(
            suggestion=sent,
            user=sender,
            email=email,
            sent=sent,
            since=at,
            confirmed_at=at,
        )
    audit.record("suggestion.sent", target="suggestion", key=sent.key, by=sender, at=at, came_by=str(came_by))
    suggestion_sent.send(sender=Suggestion, suggestion=sent, at=at)
    return sent


@transaction.atomic
def release_suggestion(
    *, suggestion: Suggestion, public_title: str, public_words: str, topic: str, by: User, at: datetime
) -> Suggestion:
    """Make public what a moderator wrote of it; the first day of it stays."""
    found = _lock(suggestion)
    policies.check_can_answer(found, by)
    found.public_title, found.public_words, found.topic = public_title, public_words, topic
    found.released_at = found.released_at or at
    found.save()
    audit.record("suggestion.released", target="suggestion", key=found.key, by=by, at=at)
    return found


@transaction.atomic
def hide_suggestion(*, suggestion: Suggestion, by: User, at: datetime) -> None:
    """It is public no more; its followers still hear the answer."""
    found = _lock(suggestion)
    policies.check_can_answer(found, by)
    found.released_at = None
    found.save(update_fields=["released_at"])
    audit.record("suggestion.hidden", target="suggestion", key=found.key, by=by, at=at)


@transaction.atomic
def answer_suggestion(
    *, suggestion: Suggestion, state: str, answer: str, event: LearningEvent | None, by: User, at: datetime
) -> Suggestion:
    """May be answered again: what was not now may be planned a year later. Each time everyone who follows hears."""
    found = _lock(suggestion)
    policies.check_can_answer(found, by)
    policies.check_answer(state, event, by)
    found.state, found.answer, found.event = state, answer, event
    found.answered_by, found.answered_at = by, at
    found.save()
    audit.record("suggestion.answered", target="suggestion", key=found.key, by=by, at=at, state=state)
    suggestion_answered.send(sender=Suggestion, suggestion=found, at=at, by=by)
    return found


@transaction.atomic
def merge_suggestions(*, kept: Suggestion, other: Suggestion, by: User, at: datetime) -> None:
    """The followers of the other follow the one that is kept; where that is answered, they hear it."""
    locked = {one.pk: one for one in _lock_all([kept, other])}
    kept, other = locked[kept.pk], locked[other.pk]
    policies.check_can_merge(kept, other, by)
    for one in SuggestionFollower.objects.filter(suggestion=other):
        _move_follower(one, kept)
    Suggestion.objects.filter(merged_into=other).update(merged_into=kept)
    Suggestion.objects.filter(pk=other.pk).update(merged_into=kept)
    audit.record("suggestion.merged", target="suggestion", key=other.key, by=by, at=at, into=kept.key)
    if not kept.is_waiting:
        suggestion_answered.send(sender=Suggestion, suggestion=kept, at=at, by=by)


def _move_follower(follower: SuggestionFollower, kept: Suggestion) -> None:
    """Whoever follows both follows the one that is kept once, confirmed if either was."""
    there = SuggestionFollower.objects.filter(suggestion=kept, user=follower.user_id, email=follower.email).first()
    if there is None:
        SuggestionFollower.objects.filter(pk=follower.pk).update(suggestion=kept, told_at=None)
        return
    there.sent_id = there.sent_id or follower.sent_id
    there.confirmed_at = there.confirmed_at or follower.confirmed_at
    there.save(update_fields=["sent", "confirmed_at"])
    follower.delete()


@transaction.atomic
def delete_suggestion(*, suggestion: Suggestion, by: User, at: datetime) -> None:
    """For what is no suggestion: advertising, or a test."""
    found = _lock(suggestion)
    policies.check_can_delete(found, by)
    audit.record("suggestion.deleted", target="suggestion", key=found.key, by=by, at=at)
    _delete_with_mails(found)


@transaction.atomic
def plan_event(
    *, suggestions: Sequence[Suggestion], title: str, team: Team | None, by: User, at: datetime
) -> LearningEvent:
    """A draft of an event that names the suggestions it comes from. They are answered when it is announced."""
    found = _lock_all(suggestions)
    policies.check_can_plan(found, by)
    event = start_record(LearningEvent, by=by, at=at, team=team, answers={"title": title})
    for one in found:
        Suggestion.objects.filter(pk=one.pk).update(event=event)
        audit.record("suggestion.taken_up", target="suggestion", key=one.key, by=by, at=at)
    return event


# --- Following ------------------------------------------------------------------------------------


@transaction.atomic
def follow_suggestion(*, suggestion: Suggestion, user: User, at: datetime) -> None:
    policies.check_can_follow(suggestion)
    SuggestionFollower.objects.get_or_create(
        suggestion=suggestion, user=user, defaults={"since": at, "confirmed_at": at}
    )


def unfollow_suggestion(*, suggestion: Suggestion, user: User) -> None:
    SuggestionFollower.objects.filter(suggestion=suggestion, user=user).delete()


@transaction.atomic
def ask_follower(*, suggestion: Suggestion, email: str, at: datetime) -> SuggestionFollower:
    """An address hears nothing but one question until it has said yes; whether it follows already is not told."""
    policies.check_can_follow(suggestion)
    follower, _ = SuggestionFollower.objects.get_or_create(
        suggestion=suggestion, email=email.lower(), defaults={"since": at}
    )
    follower_asked.send(sender=SuggestionFollower, follower=follower)
    return follower


def confirm_follower(*, follower: SuggestionFollower, at: datetime) -> None:
    SuggestionFollower.objects.filter(pk=follower.pk, confirmed_at=None).update(confirmed_at=at)


@transaction.atomic
def stop_following(*, follower: SuggestionFollower, at: datetime) -> None:
    """By the private link: the address goes. Whoever sent the suggestion takes back what they sent, too."""
    SuggestionFollower.objects.filter(pk=follower.pk).delete()
    if follower.sent is not None:
        _delete_what_was_sent(_lock(follower.sent), at=at)


# --- Letting go -----------------------------------------------------------------------------------


def clear_old_suggestions(before: datetime) -> None:
    """Retention: what was sent, by whom, and the addresses that heard the answer, long after it."""
    old = Suggestion.objects.exclude(state=State.WAITING).filter(answered_at__lt=before, cleared_at=None)
    for one in old:
        with transaction.atomic():
            SuggestionFollower.objects.filter(Q(suggestion=one) | Q(suggestion__merged_into=one), user=None).delete()
            for each in (one, *Suggestion.objects.filter(merged_into=one, cleared_at=None)):
                _clear(each, at=now())


def delete_unconfirmed(before: datetime) -> None:
    """Retention: addresses that never said yes."""
    SuggestionFollower.objects.filter(confirmed_at=None, since__lt=before).delete()


def _delete_what_was_sent(suggestion: Suggestion, *, at: datetime) -> None:
    """What nobody but moderators could read goes as a whole."""
    if not suggestion.is_released and not suggestion.merged.exists():
        _delete_with_mails(suggestion)
        return
    delete_rows(ReceivedMail.objects.filter(suggestion=suggestion))
    _clear(suggestion, at=at)


def _delete_with_mails(suggestion: Suggestion) -> None:
    delete_rows(ReceivedMail.objects.filter(suggestion=suggestion))
    delete_rows(Suggestion.objects.filter(pk=suggestion.pk))


def _clear(suggestion: Suggestion, *, at: datetime) -> None:
    gone: dict[str, Any] = dict.fromkeys(SENT, "")
    Suggestion.objects.filter(pk=suggestion.pk).update(**gone, suggested_by=None, cleared_at=at)


def _lock(suggestion: Suggestion) -> Suggestion:
    return Suggestion.objects.select_for_update().get(pk=suggestion.pk)


def _lock_all(suggestions: Sequence[Suggestion]) -> list[Suggestion]:
    """In one order, so that two who merge the same two wait for each other and do not stand still."""
    keys = [one.pk for one in suggestions]
    return list(Suggestion.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
