"""What search knows of who uses what, besides the texts."""

from cairn.adoption.models import Adoption
from cairn.library.searchable import tag_grade, tag_place
from cairn.records.enums import RecordKind
from cairn.search.searchable import Told, register_searchable


def register() -> None:
    register_searchable(RecordKind.ADOPTION, tell_adoption, related=("place",))


def tell_adoption(adoption: Adoption) -> Told:
    return Told((adoption.place.name,), (tag_place(adoption.place), tag_grade(adoption.grade)))
