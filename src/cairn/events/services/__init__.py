from cairn.events.services.loading import load_events

__all__ = ["load_events"]
