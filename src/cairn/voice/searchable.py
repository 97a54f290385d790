"""What search knows of needs and challenges besides the texts, and of stories of change."""

from collections.abc import Iterator

from django.utils.timezone import localdate

from cairn.library.searchable import tag_place
from cairn.records.indexing import IndexedFields
from cairn.records.models import Record
from cairn.search.searchable import PageKind, SearchPage
from cairn.voice.queries import get_readable_stories

LABEL = "Story of change"


def index_place(record: Record) -> IndexedFields:
    return IndexedFields((record.place.name,), (tag_place(record.place),)) if record.place else IndexedFields()


def list_stories() -> Iterator[SearchPage]:
    """Those that everybody may read today."""
    for story in get_readable_stories(day=localdate()):
        page = story.page
        yield SearchPage(
            number=page.pk,
            title=page.heading,
            summary=page.lead,
            body="\n".join([page.words, page.transcript, LABEL]),
            address=story.get_absolute_url(),
            shown_at=page.first_published_at,
        )


STORIES = PageKind("story", LABEL, "Stories of change", list_stories)
