from cairn.events.models.booking import Booking, BookingNeeds, BookingQuerySet, SessionChoice
from cairn.events.models.events import EventEvidence, EventSession, EventSpeaker, EventTakeaway, LearningEvent
from cairn.events.models.files import EventFile
from cairn.events.models.meeting import EventCalendar, MeetingProfile
from cairn.events.models.planning import EventArrangements
from cairn.events.models.suggestions import ReceivedMail, Suggestion, SuggestionFollower
from cairn.events.models.telling import BookingMail

__all__ = [
    "Booking",
    "BookingMail",
    "BookingNeeds",
    "BookingQuerySet",
    "EventArrangements",
    "EventCalendar",
    "EventEvidence",
    "EventFile",
    "EventSession",
    "EventSpeaker",
    "EventTakeaway",
    "LearningEvent",
    "MeetingProfile",
    "ReceivedMail",
    "SessionChoice",
    "Suggestion",
    "SuggestionFollower",
]
