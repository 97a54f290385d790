from cairn.events.presenters.events import cover_topics, list_sessions, list_takeaways

__all__ = ["cover_topics", "list_sessions", "list_takeaways"]
