"""Where an organisation was on its improvement journey, from every source that the site knows.

Stages are entered here; what inspectors said is known to an app above, which registers it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from cairn.places.models import JourneyPlace, Organisation, Place


@dataclass(frozen=True)
class JourneyPoint:
    """`words` such as “Good”, on a day as exact as its source; `number` is the row of a stage that was entered here."""

    on: str
    words: str
    source: str
    address: str = ""
    number: int | None = None


FindPoints = Callable[[Place], Iterable[JourneyPoint]]
_others: list[FindPoints] = []


def register_points(find: FindPoints) -> None:
    """Called from `ready()`."""
    _others.append(find)


def get_stages(about: Organisation | Place) -> list[JourneyPoint]:
    """The stages that were entered for an organisation, or for the council of an area; the earliest first."""
    if isinstance(about, Place):
        found = JourneyPlace.objects.filter(organisation__place=about, organisation__kind=Organisation.Kind.COUNCIL)
    else:
        found = JourneyPlace.objects.filter(organisation=about)
    return [
        JourneyPoint(one.on, str(one.get_stage_display()), one.source, one.address, one.pk)
        for one in found.order_by("on", "pk")
    ]


def get_journey(about: Organisation | Place) -> list[JourneyPoint]:
    """Stages and grades in the order of time, each with its source; two sources that disagree stand side by side."""
    place = about if isinstance(about, Place) else _get_area(about)
    others = [point for find in _others for point in find(place)] if place else []
    return sorted([*get_stages(about), *others], key=lambda point: point.on)


def _get_area(organisation: Organisation) -> Place | None:
    """Only of a council: a charity with a seat in an area is not the one that was inspected."""
    return organisation.place if organisation.kind == Organisation.Kind.COUNCIL else None


def find_point(points: Sequence[JourneyPoint], when: str) -> JourneyPoint | None:
    """The newest on or before a year, month or day: “where was Leeds in 2015?”. "2015" stands for the whole year."""
    before = [point for point in points if point.on <= f"{when}-99"]
    return max(before, key=lambda point: point.on, default=None)
