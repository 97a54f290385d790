"""The door to the engine: which counts of homes others may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from cairn.decisions.models import HomesCount
from stepchange import small_numbers


@dataclass(frozen=True)
class HomesShown:
    """One period as its reader may see it; None for a number that is hidden."""

    first: date
    last: date
    offered: int | None
    moved_in: int | None
    ended: int | None
    still_home: int | None

    @property
    def hides_any(self) -> bool:
        return None in (self.offered, self.moved_in, self.ended, self.still_home)


def show_homes(counts: Sequence[HomesCount], *, hides_small: bool) -> list[HomesShown]:
    """Hidden are small numbers, and those from which a small one could be worked out."""
    if not counts:
        return []
    moved_in, ended, still = (
        np.array([getattr(one, name) for one in counts]) for name in ("moved_in", "ended", "still_home")
    )
    nothing = np.zeros((3, len(counts)), dtype=bool)
    hidden = small_numbers.suppress_flows(moved_in, ended, still) if hides_small else nothing
    return [
        HomesShown(
            one.first,
            one.last,
            None if hides_small and small_numbers.is_small(one.offered) else one.offered,
            None if hidden[0, number] else one.moved_in,
            None if hidden[1, number] else one.ended,
            None if hidden[2, number] else one.still_home,
        )
        for number, one in enumerate(counts)
    ]
