"""Places as pages show them."""

from collections.abc import Iterable
from itertools import groupby

from cairn.places.models import Place, PlaceChange
from cairn.places.queries import get_day


def group_by_region(councils: Iterable[Place]) -> list[tuple[str, list[Place]]]:
    """Councils by name under their regions, in the order of the alphabet."""
    rows = sorted(councils, key=lambda place: (place.region.name, place.name, place.code))
    return [(region, list(group)) for region, group in groupby(rows, key=lambda place: place.region.name)]


def tell_history(place: Place) -> list[tuple[str, Place, str]]:
    """What came before and after a council: a sentence around the other council, as (before, council, after)."""
    told = []
    for change in place.changes_before.select_related("predecessor").order_by("date", "predecessor__code"):
        told.append(("Took over from", change.predecessor, _tell(change)))
    for change in place.changes_after.select_related("successor").order_by("date", "successor__code"):
        told.append(("Followed by", change.successor, _tell(change)))
    return told


def get_successors(place: Place) -> list[Place]:
    """The councils that took over an ended one; none for a council of today."""
    changes = place.changes_after.select_related("successor").order_by("successor__name", "successor__code")
    return [] if place.is_current else [change.successor for change in changes]


def _tell(change: PlaceChange) -> str:
    return f"on {get_day(change.date)}. {change.note}".strip()
