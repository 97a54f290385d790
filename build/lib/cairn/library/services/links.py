"""Whether the addresses of sources still work. A dead address is marked; the citation stays as it was."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import F, Q

from cairn.library.models import Source

CHECK_AFTER = timedelta(days=30)
MOST_AT_ONCE = 50

# Answers with the status of an address; 0 where nothing answered, None where it may not be asked.
Look = Callable[[str], int | None]
NO_ANSWER = 0
GONE = {NO_ANSWER, 404, 410}


def check_links(*, look: Look, at: datetime) -> list[Source]:
    """Look at addresses that were not looked at for a month, the oldest first; safe to run twice. Returns the dead.

    Only an address that is gone is called dead: a publisher that refuses to answer a program (403, 429) or is unwell
    for a day (5xx) keeps its state until it is asked again. Where nothing at all answered, this site is cut off.
    """
    never = Q(checked_at=None)
    due = Source.objects.exclude(address="").filter(never | Q(checked_at__lte=at - CHECK_AFTER))
    looked = [
        (one, look(one.address)) for one in due.order_by(F("checked_at").asc(nulls_first=True), "pk")[:MOST_AT_ONCE]
    ]
    if all(status in (NO_ANSWER, None) for _, status in looked):
        return []
    for source, status in looked:
        if status in GONE or (status is not None and 200 <= status < 400):
            source.state = Source.State.DEAD if status in GONE else Source.State.WORKS
        source.checked_at = at
        source.save(update_fields=["state", "checked_at"])
    return [source for source, status in looked if status in GONE]
