"""What search knows of who uses what, besides the texts."""

from cairn.adoption.models import Adoption, AdoptionMove, ScalingStrategy
from cairn.common.dates import show_years
from cairn.library.searchable import tag_grade, tag_place
from cairn.records.indexing import IndexedFields


def index_adoption(adoption: Adoption) -> IndexedFields:
    """Its changes are found by their words, and it by how it stands."""
    moves = sorted(adoption.moves.all(), key=lambda move: move.position)
    status = [str(AdoptionMove.Status(moves[-1].status).label)] if moves else []
    said = [words for one in adoption.adaptations.all() for words in (one.what, one.why) if words]
    reasons = [words for move in moves for words in (move.reason, move.note) if words]
    return IndexedFields(
        (adoption.place.name, *status, *said, *reasons),
        (tag_place(adoption.place), tag_grade(adoption.grade)),
        show_years(min((move.moved_on for move in moves if move.moved_on), default=""), ""),
    )


def index_scaling_strategy(strategy: ScalingStrategy) -> IndexedFields:
    words = (str(row) for rows in (strategy.funding, strategy.moves) for row in rows.all())
    days = [move.moved_on for move in strategy.moves.all() if move.moved_on]
    return IndexedFields(tuple(words), years=show_years(min(days, default=""), max(days, default="")))
