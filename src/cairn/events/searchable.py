"""What search knows of learning events besides the texts: sessions, speakers, barriers and enablers, takeaways."""

from cairn.common.dates import show_years
from cairn.events.models import LearningEvent
from cairn.records.indexing import IndexedFields


def index_event(event: LearningEvent) -> IndexedFields:
    sessions = (text for one in event.sessions.all() for text in (one.title, one.notes))
    speakers = (str(one) for one in event.speakers.all())
    conditions = (one.title for one in event.conditions.all())
    takeaways = (text for one in event.takeaways.all() for text in (one.title, one.words))
    years = show_years(event.held_on, event.held_on)
    return IndexedFields((*sessions, *speakers, *conditions, *takeaways), years=years)
