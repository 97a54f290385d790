"""Councils using a model: how it stands in each, on a map of tiles, and in the order of time."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from cairn.adoption.models import OVER, Adoption, AdoptionMove
from cairn.common.dates import show_date


@dataclass(frozen=True)
class UseView:
    """One council's use of one model."""

    adoption: Adoption

    @cached_property
    def moves(self) -> list[AdoptionMove]:
        return sorted(self.adoption.moves.all(), key=lambda move: move.position)

    @property
    def last(self) -> AdoptionMove | None:
        return self.moves[-1] if self.moves else None

    @property
    def is_over(self) -> bool:
        return self.last is not None and self.last.status in OVER

    @property
    def confirmed(self) -> str:
        if self.adoption.by_council:
            return "Yes, the council itself says so"
        if self.adoption.is_confirmed:
            return "Yes, an evaluation or a government source says so"
        return "No: the council itself has not said so in any source we read"

    @property
    def words(self) -> str:
        """How it stands: "since April 2015", "ended 2022/23", "start date not known"."""
        if self.last is None:
            return "start date not known"
        when = show_date(self.last.moved_on)
        if self.last.status == AdoptionMove.Status.STARTING:
            return f"since {when}" if when else "start date not known"
        label = str(AdoptionMove.Status(self.last.status).label).lower()
        return f"{label}, {when}" if when else label


def make_timeline(views: Iterable[UseView]) -> list[tuple[str, AdoptionMove, Adoption]]:
    """Every move with a date, the oldest first."""
    moves = [(move, view.adoption) for view in views for move in view.moves if move.moved_on]
    moves.sort(key=lambda pair: (pair[0].moved_on, pair[1].place.name))
    return [(show_date(move.moved_on), move, adoption) for move, adoption in moves]
