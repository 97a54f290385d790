from cairn.events.models.booking import Booking, BookingNeeds, BookingQuerySet, SessionChoice
from cairn.events.models.capture import EventRoom, SessionNote
from cairn.events.models.conditions import EventCondition
from cairn.events.models.events import EventEvidence, EventSession, EventSpeaker, EventTakeaway, LearningEvent
from cairn.events.models.followup import EventAction, EventFeedback, EventReminder, FeedbackRequest
from cairn.events.models.planning import EventArrangements
from cairn.events.models.report import EventReportIndexPage, EventReportPage, SpeakerApproval
from cairn.events.models.suggestions import ReceivedMail, Suggestion, SuggestionFollower

__all__ = [
    "Booking",
    "BookingNeeds",
    "BookingQuerySet",
    "EventAction",
    "EventArrangements",
    "EventCondition",
    "EventEvidence",
    "EventFeedback",
    "EventReminder",
    "EventReportIndexPage",
    "EventReportPage",
    "EventRoom",
    "EventSession",
    "EventSpeaker",
    "EventTakeaway",
    "FeedbackRequest",
    "LearningEvent",
    "ReceivedMail",
    "SessionChoice",
    "SessionNote",
    "SpeakerApproval",
    "Suggestion",
    "SuggestionFollower",
]
