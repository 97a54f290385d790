"""What search knows of needs and challenges besides the texts."""

from cairn.library.searchable import tag_place
from cairn.records.indexing import IndexedFields
from cairn.records.models import Record


def index_place(record: Record) -> IndexedFields:
    return IndexedFields((record.place.name,), (tag_place(record.place),)) if record.place else IndexedFields()
