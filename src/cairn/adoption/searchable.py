"""What search knows of who uses what, besides the texts."""

from cairn.adoption.models import Adoption, ScalingStrategy
from cairn.library.searchable import tag_grade, tag_place
from cairn.records.indexing import IndexedFields


def index_adoption(adoption: Adoption) -> IndexedFields:
    return IndexedFields((adoption.place.name,), (tag_place(adoption.place), tag_grade(adoption.grade)))


def index_scaling_strategy(strategy: ScalingStrategy) -> IndexedFields:
    words = (str(row) for rows in (strategy.funding, strategy.moves) for row in rows.all())
    return IndexedFields(tuple(words))
