"""What search knows of learning events besides the texts: sessions and takeaways."""

from cairn.events.models import LearningEvent
from cairn.records.enums import RecordKind
from cairn.search.searchable import Told, register_searchable


def register() -> None:
    register_searchable(RecordKind.LEARNING_EVENT, tell_event, prefetch=("sessions", "takeaways"))


def tell_event(event: LearningEvent) -> Told:
    sessions = (text for one in event.sessions.all() for text in (one.title, one.speakers, one.notes))
    takeaways = (text for one in event.takeaways.all() for text in (one.title, one.words))
    return Told((*sessions, *takeaways))
