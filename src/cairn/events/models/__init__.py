from cairn.events.models.events import EventEvidence, EventSession, EventTakeaway, LearningEvent
from cairn.events.models.suggestions import ReceivedMail, Suggestion, SuggestionFollower

__all__ = [
    "EventEvidence",
    "EventSession",
    "EventTakeaway",
    "LearningEvent",
    "ReceivedMail",
    "Suggestion",
    "SuggestionFollower",
]
