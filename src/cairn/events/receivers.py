"""What follows for learning events from news about the library, and for people from news about events."""

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import receiver
from django.utils.timezone import now

from cairn.accounts.models import SiteRole, User
from cairn.accounts.permissions import Permission
from cairn.accounts.roles import get_roles_with
from cairn.events import tasks
from cairn.events.models import Booking, EventFile, LearningEvent, ReceivedMail, Suggestion, SuggestionFollower
from cairn.events.services import follow_sessions, load_events, telling
from cairn.events.services.files import delete_files_with_names
from cairn.events.signals import (
    arrangements_changed,
    booking_changed,
    event_cancelled,
    event_file_requested,
    follower_asked,
    mail_received,
    mails_wait,
    suggestion_answered,
    suggestion_sent,
)
from cairn.library.signals import starter_loaded
from cairn.notices.services import notify
from cairn.records.enums import RecordKind
from cairn.records.models import Record
from cairn.records.signals import record_published


@receiver(starter_loaded)
def load_with_the_library(*, at: datetime, **kwargs: Any) -> None:
    load_events(at=at)


@receiver(booking_changed)
def queue_news_of_booking(sender: Any, booking: Booking, **kwargs: Any) -> None:
    telling.queue_news(bookings=[booking], at=now())
    delete_files_with_names(booking.event)


@receiver(arrangements_changed)
@receiver(event_cancelled)
def queue_news_of_event(sender: Any, event: LearningEvent, **kwargs: Any) -> None:
    telling.queue_news_of_event(event=event, at=now())


@receiver(record_published)
def queue_news_of_programme(*, record: Record, at: datetime, **kwargs: Any) -> None:
    """Another name, another hour of a break-out: whoever was told otherwise hears of it."""
    if record.kind == RecordKind.LEARNING_EVENT:
        telling.queue_news_of_event(event=record.get_specific(), at=at)


@receiver(mails_wait)
def queue_mails(sender: Any, **kwargs: Any) -> None:
    tasks.send_booking_mails.enqueue()


@receiver(event_file_requested)
def queue_file(sender: Any, event_file: EventFile, **kwargs: Any) -> None:
    transaction.on_commit(partial(tasks.make_file.enqueue, event_file.pk))


@receiver(record_published)
def follow_the_programme(*, record: Record, **kwargs: Any) -> None:
    if record.kind == RecordKind.LEARNING_EVENT:
        follow_sessions(record.get_specific())


@receiver(suggestion_sent)
def notify_those_who_answer(sender: Any, suggestion: Suggestion, at: datetime, **kwargs: Any) -> None:
    roles = SiteRole.objects.filter(role__in=get_roles_with(Permission.SUGGESTIONS_ANSWER)).values("user")
    people = User.objects.filter(pk__in=roles, is_active=True)
    notify(users=set(people) - {suggestion.suggested_by}, kind="suggestion.sent", about=suggestion.key, at=at)


@receiver(suggestion_answered)
def tell_followers(sender: Any, suggestion: Suggestion, at: datetime, by: User, **kwargs: Any) -> None:
    followers = SuggestionFollower.objects.filter(suggestion=suggestion, user__isnull=False).exclude(user=by)
    people = [one.user for one in followers.select_related("user") if one.user]
    key = f"{suggestion.answered_at:%Y%m%d%H%M%S}"  # once for each answer, also to those who came by a merge
    notify(users=people, kind="suggestion.answered", about=suggestion.key, at=at, key=key)
    transaction.on_commit(partial(tasks.send_answers.enqueue, suggestion.pk))


@receiver(follower_asked)
def ask_address(sender: Any, follower: SuggestionFollower, **kwargs: Any) -> None:
    transaction.on_commit(partial(tasks.ask_follower.enqueue, follower.pk))


@receiver(mail_received)
def reply_to_mail(sender: Any, mail: ReceivedMail, **kwargs: Any) -> None:
    transaction.on_commit(partial(tasks.reply_to_mail.enqueue, mail.pk))
