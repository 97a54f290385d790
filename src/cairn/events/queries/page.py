"""What the pages of events show of arrangements and of the reader's own booking."""

from datetime import datetime

from django.db.models import QuerySet

from cairn.accounts.models import Reader
from cairn.events.enums import ACTIVE
from cairn.events.models import Booking, LearningEvent


def get_coming(user: Reader, *, at: datetime) -> QuerySet[LearningEvent]:
    """Events that are not over, the next one first."""
    found = LearningEvent.objects.visible_to(user).filter(arrangements__ends_at__gt=at)
    related = found.select_related("arrangements", "organisation", "team", "circle")
    return related.order_by("arrangements__starts_at", "title", "pk")


def get_past(user: Reader, *, at: datetime) -> QuerySet[LearningEvent]:
    """All others, the newest first: held, or without a day that anybody knows."""
    found = LearningEvent.objects.visible_to(user).exclude(arrangements__ends_at__gt=at)
    return found.select_related("arrangements", "organisation", "team", "circle").order_by("-held_on", "title", "pk")


def find_own_booking(event: LearningEvent, user: Reader) -> Booking | None:
    """Of somebody with a log-in."""
    if not user.is_authenticated:
        return None
    return Booking.objects.filter(event=event.pk, user=user, state__in=ACTIVE).order_by("state", "pk").first()
