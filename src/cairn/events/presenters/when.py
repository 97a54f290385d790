"""Days and times of events in words, on the clock of the place where they are held."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cairn.events.models import EventArrangements

LONDON = "Europe/London"


def describe_time(at: datetime | time) -> str:
    return f"{at:%H:%M}"


def describe_hours(starts: datetime | time | None, ends: datetime | time | None) -> str:
    """ "10:00 to 15:30"; less where less is known."""
    return " to ".join(describe_time(one) for one in (starts, ends) if one is not None)


def describe_day(day: date) -> str:
    return f"{day:%A %-d %B %Y}"


def describe_when(starts_at: datetime, ends_at: datetime, zone: str) -> str:
    """ "Tuesday 16 March 2027, 10:00 to 15:30"; an event of several days names its last one too."""
    start, end = starts_at.astimezone(ZoneInfo(zone)), ends_at.astimezone(ZoneInfo(zone))
    if start.date() == end.date() or _ends_at_midnight(start, end):
        return f"{describe_day(start)}, {describe_hours(start, end)}"
    return f"{describe_day(start)}, {describe_time(start)}, to {describe_day(end)}, {describe_time(end)}"


def describe_held(held: EventArrangements) -> str:
    """The same of an event, with whose time it is."""
    return f"{describe_when(held.starts_at, held.ends_at, held.time_zone)} ({name_zone(held.time_zone)})"


def _ends_at_midnight(start: datetime, end: datetime) -> bool:
    return end.time() == time(0) and end.date() - start.date() == timedelta(days=1)


def name_zone(zone: str) -> str:
    """ "UK time"; elsewhere by its city."""
    return "UK time" if zone == LONDON else f"{zone.rpartition('/')[2].replace('_', ' ')} time"


def describe_moment(at: datetime, zone: str) -> str:
    """ "14:00 on Tuesday 16 March 2027" """
    local = at.astimezone(ZoneInfo(zone))
    return f"{describe_time(local)} on {describe_day(local)}"


def describe_distance(day: date, today: date) -> str:
    """ "Today", "Tomorrow", or the day itself."""
    distance = (day - today).days
    return {0: "Today", 1: "Tomorrow"}.get(distance, f"{day:%A %-d %B}")
