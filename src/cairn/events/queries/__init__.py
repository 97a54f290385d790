from cairn.events.queries.events import get_events, get_named_records

__all__ = ["get_events", "get_named_records"]
