"""Which figures of a council moved more than they usually do in a year. No verdict on any of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cairn.indicators.definitions import IndicatorDefinition
from cairn.indicators.presenters.comparing import find_lived
from cairn.indicators.presenters.profile import FEWEST_COUNTED, show_short
from cairn.indicators.queries import Latest, PlaceFigure
from cairn.places.models import Place

FEWEST_CHANGES = 5  # from one year to the next before "more than usual" means anything
YEARS = 10


@dataclass(frozen=True)
class Movement:
    """The newest figure of a measure, whose change from the year before is the largest of the last ten years."""

    definition: IndicatorDefinition
    before: PlaceFigure
    now: PlaceFigure
    since: int
    times: float  # how many times the largest change before it

    @property
    def is_rise(self) -> bool:
        return self.now.value > self.before.value  # type: ignore[operator]  # both are numbers

    @property
    def words(self) -> str:
        old, new = show_short(self.definition, self.before.value), show_short(self.definition, self.now.value)  # type: ignore[arg-type]  # as above
        return (
            f"{new} in {self.now.year}, from {old} in {self.before.year}. Its largest change in a year "
            f"since {self.since}"
        )


def find_movements(
    place: Place,
    definitions: Iterable[IndicatorDefinition],
    series: dict[str, list[PlaceFigure]],
    latest: dict[str, Latest],
) -> list[Movement]:
    """The most unusual first."""
    found = [
        _find_movement(definition, find_lived(place, definition, series.get(definition.key) or [], newest))
        for definition in definitions
        if (newest := latest.get(definition.key)) is not None and not definition.stops
    ]
    return sorted((one for one in found if one is not None), key=lambda one: -one.times)


def _find_movement(definition: IndicatorDefinition, lived: Sequence[PlaceFigure]) -> Movement | None:
    """None where the change is no larger than others were, or where few people are behind it."""
    shown = [figure for figure in lived[-YEARS:] if figure.value is not None]
    if len(shown) < FEWEST_CHANGES + 2 or shown[-1] is not lived[-1] or shown[-2].year != shown[-1].year - 1:
        return None
    if any(_is_small(figure) for figure in shown[-2:]):
        return None
    pairs = [(a, b) for a, b in pairwise(shown) if b.year == a.year + 1]
    *earlier, last = [abs(b.value - a.value) for a, b in pairs]  # type: ignore[operator]  # all are numbers
    if len(earlier) < FEWEST_CHANGES or last <= max(earlier):
        return None
    times = last / max(earlier) if max(earlier) else float("inf")
    return Movement(definition, shown[-2], shown[-1], shown[0].year, times)


def _is_small(figure: PlaceFigure) -> bool:
    counted = [number for number in (figure.numerator, figure.denominator) if number is not None]
    return bool(counted) and min(counted) < FEWEST_COUNTED
