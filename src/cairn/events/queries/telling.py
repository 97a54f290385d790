"""What bookers were told, and what waits to be told."""

from datetime import datetime, timedelta

from django.db.models import Exists, Max, OuterRef, QuerySet

from cairn.events.enums import ArrangementState, BookingState
from cairn.events.models import Booking, BookingMail

MOST_ATTEMPTS = 5
LEADS = {BookingMail.Reason.WEEK: timedelta(days=7), BookingMail.Reason.DAY: timedelta(days=1)}


def get_last_told(booking: Booking) -> BookingMail | None:
    return booking.mails.exclude(sent_at=None).order_by("-sent_at", "-pk").first()


def find_last_sequence(booking: Booking) -> int | None:
    """Of the calendar files that this address got about this event, those of an earlier booking included."""
    same = BookingMail.objects.filter(booking__event=booking.event_id, booking__email=booking.email)
    found: int | None = same.aggregate(last=Max("sequence"))["last"]
    return found


def get_waiting_mails(*, at: datetime) -> QuerySet[BookingMail]:
    """In the order in which things happened."""
    waiting = BookingMail.objects.filter(sent_at=None, attempts__lt=MOST_ATTEMPTS, try_after__lte=at)
    related = waiting.select_related("booking__event__arrangements", "booking__needs")
    return related.prefetch_related("booking__choices", "booking__event__sessions").order_by("pk")


def get_unreminded(reason: BookingMail.Reason, *, at: datetime) -> QuerySet[Booking]:
    """Those with a place at an event that is so near, who booked before that and were not reminded of this start."""
    lead = LEADS[reason]
    had = BookingMail.objects.filter(booking=OuterRef("pk"), reason=reason).filter(
        reminds_of=OuterRef("event__arrangements__starts_at")
    )
    near = Booking.objects.filter(
        state=BookingState.CONFIRMED,
        event__withdrawn_at=None,
        event__arrangements__starts_at__gt=at,
        event__arrangements__starts_at__lte=at + lead,
    ).exclude(event__arrangements__state=ArrangementState.CANCELLED)
    return near.exclude(Exists(had)).select_related("event__arrangements")


def get_untold(*, before: datetime, at: datetime) -> QuerySet[Booking]:
    """Bookings of which nothing was ever written down to be told, as where the site stopped at that moment."""
    never = ~Exists(BookingMail.objects.filter(booking=OuterRef("pk")))
    return Booking.objects.filter(never, created_at__lt=before, event__arrangements__ends_at__gt=at)
