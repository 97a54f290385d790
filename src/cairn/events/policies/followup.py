"""What may be said after an event, and from how many answers on a number is shown."""

from datetime import datetime

from cairn.events.models import Booking, EventArrangements, FeedbackRequest

FEWEST_ANSWERS = 4  # below that a number could say what one person answered


class UnableToGiveFeedback(Exception):
    """The sentence says why, and what to do instead."""


def check_can_give_feedback(booking: Booking, request: FeedbackRequest | None, *, at: datetime) -> None:
    arrangements = EventArrangements.objects.filter(event=booking.event_id).first()
    if not booking.attending:
        raise UnableToGiveFeedback("Only people who had a place can answer. Write to the hosts if you were there.")
    if arrangements is None or arrangements.ends_at > at:
        raise UnableToGiveFeedback("The event is not over yet. Open this link again afterwards.")
    if request is not None and request.has_answered:
        raise UnableToGiveFeedback("You have answered already. Thank you.")


def shows_number(answers: int) -> bool:
    return answers >= FEWEST_ANSWERS
