"""When pages of events say something else although nobody wrote anything."""

from datetime import datetime, timedelta

from django.db.models import Min, Q

from cairn.events.models import EventArrangements, Suggestion

MOMENTS = ("starts_at", "ends_at", "books_from", "books_until")


def find_next_moment(at: datetime) -> datetime | None:
    """An event begins or ends, booking opens or closes, or a suggestion has waited for one more day."""
    first = {name: Min(name, filter=Q(**{f"{name}__gt": at})) for name in MOMENTS}
    found = [moment for moment in EventArrangements.objects.aggregate(**first).values() if moment is not None]
    for sent_at in Suggestion.objects.released().waiting().values_list("sent_at", flat=True):
        found.append(sent_at + timedelta(days=(at - sent_at).days + 1))
    return min(found, default=None)
