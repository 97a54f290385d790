"""What somebody who comes lets the others know, and the private address of their calendar."""

from datetime import datetime

from django.db import transaction

from cairn.accounts.models import User
from cairn.events.models import Booking, EventCalendar, MeetingProfile
from cairn.events.policies.meeting import check_can_meet


@transaction.atomic
def save_meeting(
    *,
    booking: Booking,
    wants_to_meet: bool,
    may_show_name: bool,
    asks: str,
    asks_about: list[str],
    offers: str,
    offers_about: list[str],
    at: datetime,
) -> None:
    """Their own choice, to change whenever they like. Whoever does not want to meet anybody keeps no words here."""
    held = Booking.objects.select_for_update().get(pk=booking.pk)
    check_can_meet(held)
    held.wants_to_meet, held.may_show_name, held.updated_at = wants_to_meet, may_show_name, at
    held.save(update_fields=["wants_to_meet", "may_show_name", "updated_at"])
    if not wants_to_meet:
        MeetingProfile.objects.filter(booking=held).delete()
        return
    words = {"asks": asks, "asks_about": asks_about, "offers": offers, "offers_about": offers_about}
    MeetingProfile.objects.update_or_create(booking=held, defaults=words)


@transaction.atomic
def make_calendar_address(*, user: User, at: datetime) -> EventCalendar:
    """A new one ends the earlier one."""
    delete_calendar_address(user=user)
    return EventCalendar.objects.create(user=user, made_at=at)


def delete_calendar_address(*, user: User) -> None:
    """Calendars that ask for it get nothing from now on."""
    EventCalendar.objects.filter(user=user).delete()
