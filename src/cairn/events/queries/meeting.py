"""Those who come to an event and let others know, and what they may have in common."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from cairn.events.models import Booking, EventCalendar, LearningEvent
from cairn.events.queries.booking import get_attending
from cairn.indicators.queries.figures import get_councils_like
from cairn.places.models import JourneyPlace, Place


def get_shown(event: LearningEvent) -> QuerySet[Booking]:
    """Those with a place who let others see them, in the list or as a suggestion. A group is never among them."""
    shown = get_attending(event).filter(Q(may_show_name=True) | Q(wants_to_meet=True))
    return shown.select_related("organisation__place__region", "meeting").prefetch_related("choices")


def find_place(booking: Booking) -> Place | None:
    """The council area for which somebody works, where their organisation has one."""
    return booking.organisation.place if booking.organisation else None


def list_places_like(booking: Booking) -> list[Place]:
    place = find_place(booking)
    return get_councils_like(place) if place is not None else []


def get_latest_stages(bookings: Iterable[Booking]) -> dict[int, JourneyPlace]:
    """Where their organisations last were on their improvement journey, as a source says it; by organisation."""
    organisations = {one.organisation_id for one in bookings} - {None}
    found = JourneyPlace.objects.filter(organisation__in=organisations).select_related("organisation")
    return {one.organisation_id: one for one in found.order_by("on", "pk")}


def find_calendar(key: str) -> EventCalendar | None:
    return EventCalendar.objects.select_related("user").filter(key=key, user__is_active=True).first()


def get_bookings_of(calendar: EventCalendar) -> QuerySet[Booking]:
    """Every place that its owner has, and only those."""
    own = Booking.objects.confirmed().filter(user=calendar.user_id, event__withdrawn_at=None)
    return (
        own.exclude(event__arrangements=None)
        .select_related("event__arrangements")
        .prefetch_related("choices", "event__sessions")
        .order_by("event__arrangements__starts_at", "pk")
    )
