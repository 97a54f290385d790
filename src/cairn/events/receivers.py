"""What follows from news: of the library, of reports, of bookings, of suggestions, and of people who are written to."""

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import receiver
from django.utils.timezone import now
from wagtail.models import TaskState
from wagtail.signals import task_approved, task_rejected, task_submitted

from cairn.accounts.models import SiteRole, User
from cairn.accounts.permissions import Permission
from cairn.accounts.roles import get_roles_with
from cairn.boards.models import NamedDeciderTask
from cairn.events import tasks
from cairn.events.models import (
    Booking,
    EventAction,
    EventFile,
    EventReminder,
    EventReportPage,
    FeedbackRequest,
    LearningEvent,
    ReceivedMail,
    SpeakerApproval,
    Suggestion,
    SuggestionFollower,
)
from cairn.events.policies.reports import check_can_submit
from cairn.events.services import follow_sessions, load_events, telling
from cairn.events.services.demonstration import load_demonstration_events
from cairn.events.services.files import delete_files_with_names
from cairn.events.services.reports import note_step
from cairn.events.signals import (
    action_written,
    arrangements_changed,
    booking_changed,
    event_cancelled,
    event_file_requested,
    feedback_requested,
    follower_asked,
    line_sent,
    mail_received,
    mails_wait,
    owner_reminded,
    suggestion_answered,
    suggestion_sent,
)
from cairn.library.signals import demonstration_loaded, starter_loaded
from cairn.notices.services import notify
from cairn.records.enums import RecordKind
from cairn.records.models import Record
from cairn.records.signals import record_published


@receiver(starter_loaded)
def load_with_the_library(*, at: datetime, **kwargs: Any) -> None:
    load_events(at=at)


@receiver(demonstration_loaded)
def load_demonstration(*, at: datetime, **kwargs: Any) -> None:
    load_demonstration_events(at=at)


# --- Bookings ---------------------------------------------------------------------------------------


@receiver(booking_changed)
def queue_news_of_booking(sender: Any, booking: Booking, **kwargs: Any) -> None:
    telling.queue_news(bookings=[booking], at=now())
    delete_files_with_names(booking.event)


@receiver(arrangements_changed)
@receiver(event_cancelled)
def queue_news_of_event(sender: Any, event: LearningEvent, **kwargs: Any) -> None:
    telling.queue_news_of_event(event=event, at=now())


@receiver(record_published)
def follow_the_programme(*, record: Record, at: datetime, **kwargs: Any) -> None:
    """Another name, another hour of a break-out: whoever was told otherwise hears of it."""
    if record.kind == RecordKind.LEARNING_EVENT:
        event = record.get_specific()
        telling.queue_news_of_event(event=event, at=at)
        follow_sessions(event)


@receiver(mails_wait)
def queue_mails(sender: Any, **kwargs: Any) -> None:
    tasks.send_booking_mails.enqueue()


@receiver(event_file_requested)
def queue_file(sender: Any, event_file: EventFile, **kwargs: Any) -> None:
    transaction.on_commit(partial(tasks.make_file.enqueue, event_file.pk))


# --- The way of a report ----------------------------------------------------------------------------


def is_step_of_report(state: TaskState) -> bool:
    is_ours = isinstance(state.task.specific, NamedDeciderTask)
    return is_ours and state.revision.content_type.model_class() is EventReportPage


@receiver(task_submitted, sender=TaskState)
def notify_decider(instance: TaskState, user: User, **kwargs: Any) -> None:
    """Also the last door: whatever started the workflow, a report without a decider does not come through."""
    if not is_step_of_report(instance):
        return
    check_can_submit(instance.revision.as_object(), user)
    note_step(state=instance, action="asked", by=user, at=now())
    decider = User.objects.filter(pk=instance.revision.content["decider"])
    notify(users=decider, kind="event_report.asked", about=str(instance.pk), at=now())


@receiver(task_approved, sender=TaskState)
@receiver(task_rejected, sender=TaskState)
def note_decision(instance: TaskState, user: User, **kwargs: Any) -> None:
    if not is_step_of_report(instance):
        return
    note_step(state=instance, action=str(instance.status), by=user, at=now())
    if instance.workflow_state.requested_by is not None:
        people = [instance.workflow_state.requested_by]
        notify(users=people, kind="event_report.decided", about=str(instance.pk), at=now())


# --- Mails to people without a log-in ---------------------------------------------------------------


@receiver(line_sent)
def queue_line(approval: SpeakerApproval, **kwargs: Any) -> None:
    transaction.on_commit(partial(tasks.send_line.enqueue, approval.pk))


@receiver(action_written)
def queue_action_link(written: EventAction, by_link: bool, **kwargs: Any) -> None:
    if by_link:  # the other one is invited by the app of actions
        transaction.on_commit(partial(tasks.send_action_link.enqueue, written.pk))


@receiver(owner_reminded)
def remind_owner(reminder: EventReminder, at: datetime, **kwargs: Any) -> None:
    """By a notice where an account has the action by now, else by a mail with the private link."""
    action = reminder.event_action.action
    if action.owner is not None:
        notify(users=[action.owner], kind="event.action", about=action.slug, at=at, key=str(reminder.days))
    else:
        transaction.on_commit(partial(tasks.send_action_reminder.enqueue, reminder.pk))


@receiver(feedback_requested)
def queue_feedback_request(request: FeedbackRequest, **kwargs: Any) -> None:
    transaction.on_commit(partial(tasks.send_feedback_request.enqueue, request.pk))


# --- Suggestions ------------------------------------------------------------------------------------


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
