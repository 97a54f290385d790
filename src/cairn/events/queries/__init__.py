from cairn.events.queries.booking import Seats, count_places, count_seats, find_booking, get_attending
from cairn.events.queries.events import get_events, get_named_records

__all__ = [
    "Seats",
    "count_places",
    "count_seats",
    "find_booking",
    "get_attending",
    "get_events",
    "get_named_records",
]
