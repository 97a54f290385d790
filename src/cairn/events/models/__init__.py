from cairn.events.models.events import EventEvidence, EventSession, EventTakeaway, LearningEvent

__all__ = ["EventEvidence", "EventSession", "EventTakeaway", "LearningEvent"]
