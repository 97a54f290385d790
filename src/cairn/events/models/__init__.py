from cairn.events.models.booking import Booking, BookingNeeds, BookingQuerySet, SessionChoice
from cairn.events.models.capture import EventRoom, SessionNote
from cairn.events.models.conditions import EventCondition
from cairn.events.models.events import EventEvidence, EventSession, EventSpeaker, EventTakeaway, LearningEvent
from cairn.events.models.files import EventFile
from cairn.events.models.followup import EventAction, EventFeedback, EventReminder, FeedbackRequest
from cairn.events.models.meeting import EventCalendar, MeetingProfile
from cairn.events.models.planning import EventArrangements
from cairn.events.models.report import EventReportIndexPage, EventReportPage, SpeakerApproval
from cairn.events.models.suggestions import ReceivedMail, Suggestion, SuggestionFollower
from cairn.events.models.telling import BookingMail

__all__ = [
    "Booking",
    "BookingMail",
    "BookingNeeds",
    "BookingQuerySet",
    "EventAction",
    "EventArrangements",
    "EventCalendar",
    "EventCondition",
    "EventEvidence",
    "EventFeedback",
    "EventFile",
    "EventReminder",
    "EventReportIndexPage",
    "EventReportPage",
    "EventRoom",
    "EventSession",
    "EventSpeaker",
    "EventTakeaway",
    "FeedbackRequest",
    "LearningEvent",
    "MeetingProfile",
    "ReceivedMail",
    "SessionChoice",
    "SessionNote",
    "SpeakerApproval",
    "Suggestion",
    "SuggestionFollower",
]
