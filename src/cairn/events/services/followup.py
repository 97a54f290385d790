"""After an event: how it was, what owners say of their actions by their private link, and whom to remind."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from cairn.actions.enums import OPEN, Act
from cairn.actions.services import act_from_outside
from cairn.common.dates import add_months
from cairn.events.enums import ArrangementState
from cairn.events.models import (
    Booking,
    EventAction,
    EventArrangements,
    EventFeedback,
    EventReminder,
    FeedbackRequest,
    LearningEvent,
)
from cairn.events.policies import followup as policies
from cairn.events.signals import feedback_requested, owner_reminded

# A site that slept for some days still sends what came meanwhile, and not what came long before.
CATCHES_UP = timedelta(days=13)
SIX_MONTHS = 183  # the name of the stage; its day is counted in months
STAGES = (30, 90, SIX_MONTHS)


# --- Feedback -------------------------------------------------------------------------------------


def ask_for_feedback(*, at: datetime) -> None:
    """In a job, each hour: everybody who had a place is asked once, after the event has ended."""
    over = EventArrangements.objects.filter(ends_at__lte=at, ends_at__gt=at - CATCHES_UP, event__withdrawn_at=None)
    over = over.exclude(state=ArrangementState.CANCELLED)
    bookings = Booking.objects.confirmed().filter(event__arrangements__in=over, feedback_request=None)
    for booking in bookings.order_by("pk"):
        with transaction.atomic():
            request, is_new = FeedbackRequest.objects.get_or_create(booking=booking, defaults={"asked_at": at})
            if is_new:
                feedback_requested.send(sender=FeedbackRequest, request=request)


@transaction.atomic
def give_feedback(
    *, booking: Booking, useful: int | None, will_use: str, better: str, met: str, at: datetime
) -> EventFeedback:
    """Once for each booking. That it was given is noted with the booking; what it says is linked to nobody."""
    request, _ = FeedbackRequest.objects.select_for_update().get_or_create(booking=booking, defaults={"asked_at": at})
    policies.check_can_give_feedback(booking, request, at=at)
    FeedbackRequest.objects.filter(pk=request.pk).update(has_answered=True)
    return EventFeedback.objects.create(
        event_id=booking.event_id, useful=useful, will_use=will_use, better=better, met=met
    )


# --- Actions --------------------------------------------------------------------------------------


def answer_action(*, written: EventAction, act: str, words: str, day: date | None, at: datetime) -> None:
    """What the owner says by the private link."""
    act_from_outside(action=written.action, act=Act(act), words=words, day=day, at=at)


def stop_reminders(*, written: EventAction) -> None:
    """The address goes; the action stays with the hosts, and the link works."""
    EventAction.objects.filter(pk=written.pk).update(email="")


def remind_owners(*, at: datetime) -> None:
    """In a job, each day: at 30 and 90 days and at six months, each once, of what is still open."""
    today = localdate(at)
    waiting = EventAction.objects.filter(
        action__state__in=OPEN, action__withdrawn_at=None, event__withdrawn_at=None
    ).select_related("event", "event__arrangements", "action")
    for written in waiting.filter(~Q(email="") | Q(action__owner__isnull=False)).order_by("pk"):
        held = find_day(written.event)
        for days in STAGES if held else ():
            due = get_day_of_stage(held, days)  # type: ignore[arg-type]  # asked in the line above
            if due <= today <= due + CATCHES_UP:
                _remind(written, days, at=at)


def find_day(event: LearningEvent) -> date | None:
    """The day on which it was held, where it is known."""
    arrangements = EventArrangements.objects.filter(event=event.pk).first() if event.pk else None
    if arrangements is not None:
        return None if arrangements.state == ArrangementState.CANCELLED else arrangements.day
    try:
        return date.fromisoformat(event.held_on)
    except ValueError:
        return None


def get_day_of_stage(held: date, days: int) -> date:
    return add_months(held, 6) if days == SIX_MONTHS else held + timedelta(days=days)


@transaction.atomic
def _remind(written: EventAction, days: int, *, at: datetime) -> None:
    reminder, is_new = EventReminder.objects.get_or_create(event_action=written, days=days, defaults={"sent_at": at})
    if is_new:
        owner_reminded.send(sender=EventReminder, reminder=reminder, at=at)
