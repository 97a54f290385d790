"""What search knows of learning events besides the texts: sessions and takeaways."""

from cairn.events.models import LearningEvent
from cairn.records.indexing import IndexedFields


def index_event(event: LearningEvent) -> IndexedFields:
    sessions = (text for one in event.sessions.all() for text in (one.title, one.speakers, one.notes))
    takeaways = (text for one in event.takeaways.all() for text in (one.title, one.words))
    return IndexedFields((*sessions, *takeaways))
