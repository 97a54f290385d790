"""When pages change next without anybody having written anything: an event begins, a place to book closes.

What goes by days needs no line here, because no page outlives the local midnight.
"""

from collections.abc import Callable
from datetime import datetime, time, timedelta

from django.utils.timezone import get_current_timezone, localtime

FindMoment = Callable[[datetime], datetime | None]
_finders: list[FindMoment] = []


def register_moment(find: FindMoment) -> None:
    """`find` gives the first moment after the given one at which a public page of its app says something else."""
    if find not in _finders:
        _finders.append(find)


def find_next_moment(at: datetime) -> datetime:
    tomorrow = localtime(at).date() + timedelta(days=1)
    midnight = datetime.combine(tomorrow, time.min, tzinfo=get_current_timezone())
    found = [moment for find in _finders if (moment := find(at)) is not None]
    return min([midnight, *found])
