"""The report of an event, the answers of its speakers, and what people took on there."""

from uuid import UUID

from cairn.accounts.models import Reader
from cairn.actions.models import Action
from cairn.actions.queries import get_actions_because_of
from cairn.events.models import EventReportPage, LearningEvent, SessionNote, SpeakerApproval


def find_report(event: LearningEvent) -> EventReportPage | None:
    return EventReportPage.objects.filter(event=event.pk).first()


def get_approvals(event: LearningEvent) -> dict[UUID, SpeakerApproval]:
    """By the key of the speaker."""
    return {one.speaker: one for one in SpeakerApproval.objects.filter(event=event.pk)}


def get_recorded_notes(event: LearningEvent) -> list[SessionNote]:
    """What was said in the sessions and became a record of its own."""
    return list(SessionNote.objects.filter(event=event.pk, record__isnull=False).order_by("pk"))


def get_actions_of(event: LearningEvent, reader: Reader) -> list[Action]:
    """What people do because of the event, as far as somebody may see it."""
    return list(get_actions_because_of([event.pk], reader))
