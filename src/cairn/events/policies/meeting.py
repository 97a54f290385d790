"""Who may see who comes to an event, and who may be seen there."""

from cairn.events.enums import ArrangementState
from cairn.events.models import Booking


class UnableToMeet(ValueError):
    """It may not happen; the sentence says what to do."""


def can_see_people(booking: Booking) -> bool:
    """Only somebody with a place: waiting for one is not having one."""
    return booking.attending and booking.event.arrangements.state != ArrangementState.CANCELLED


def check_can_meet(booking: Booking) -> None:
    """Nobody is offered to others who does not come, and nobody who is a child or young person."""
    if not booking.attending:
        raise UnableToMeet("You need a place at this event before others can see you. Yours is not confirmed.")
    if booking.is_group:
        raise UnableToMeet("A booking for young people or a family is never shown to others.")
