from cairn.events.models.booking import Booking, BookingNeeds, BookingQuerySet, SessionChoice
from cairn.events.models.events import EventEvidence, EventSession, EventSpeaker, EventTakeaway, LearningEvent
from cairn.events.models.planning import EventArrangements

__all__ = [
    "Booking",
    "BookingNeeds",
    "BookingQuerySet",
    "EventArrangements",
    "EventEvidence",
    "EventSession",
    "EventSpeaker",
    "EventTakeaway",
    "LearningEvent",
    "SessionChoice",
]
