"""Learning events as a reader may see them."""

from django.db.models import QuerySet

from cairn.accounts.models import Reader
from cairn.events.models import LearningEvent
from cairn.records.models import Record


def get_events(user: Reader) -> QuerySet[LearningEvent]:
    """The newest day first."""
    found = LearningEvent.objects.visible_to(user).select_related("organisation", "team", "circle")
    return found.order_by("-held_on", "title", "pk")


def get_named_records(event: LearningEvent, user: Reader) -> dict[int, Record]:
    """What its sessions and takeaways name, as far as the reader may see it, by key."""
    named = {one.about_id for one in event.sessions.all()} | {one.record_id for one in event.evidence.all()}
    found = Record.objects.visible_to(user).filter(pk__in=named - {None})
    return {record.pk: record for record in found.select_related("organisation")}
