"""What search knows of needs and challenges besides the texts."""

from typing import Any

from cairn.library.searchable import tag_place
from cairn.records.indexing import IndexedFields


def index_place(record: Any) -> IndexedFields:
    return IndexedFields((record.place.name,), (tag_place(record.place),)) if record.place else IndexedFields()
