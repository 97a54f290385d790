"""What the tests of events share."""

from cairn.events.models import LearningEvent
from tests.factories.records import approve, share_with_all


def publish(event: LearningEvent) -> LearningEvent:
    approve(event)
    share_with_all(event)
    event.refresh_from_db()
    return event
