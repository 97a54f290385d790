"""What search knows of needs and challenges besides the texts."""

from typing import Any

from cairn.library.searchable import tag_place
from cairn.records.enums import RecordKind
from cairn.search.searchable import Told, register_searchable


def register_all() -> None:
    for kind in (RecordKind.NEED, RecordKind.CHALLENGE):
        register_searchable(kind, tell_place, related=("place",))


def tell_place(record: Any) -> Told:
    return Told((record.place.name,), (tag_place(record.place),)) if record.place else Told()
