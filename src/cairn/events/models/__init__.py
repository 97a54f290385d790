from cairn.events.models.booking import Booking, BookingNeeds, BookingQuerySet, SessionChoice
from cairn.events.models.events import EventEvidence, EventSession, EventSpeaker, EventTakeaway, LearningEvent
from cairn.events.models.planning import EventArrangements
from cairn.events.models.suggestions import ReceivedMail, Suggestion, SuggestionFollower

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
    "ReceivedMail",
    "SessionChoice",
    "Suggestion",
    "SuggestionFollower",
]
