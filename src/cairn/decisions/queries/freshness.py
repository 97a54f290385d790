"""How new the figures are that a decision rests on. Worked out from the releases at each request, never stored."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cairn.common.dates import add_months
from cairn.decisions.models import DecisionFigure
from cairn.indicators.definitions import IndicatorDefinition, UnableToFindMeasure, get_definition
from cairn.indicators.queries import get_latest

LATE_AFTER = 12  # months since the end of the next year, where no publisher has said when its figures come


@dataclass(frozen=True)
class FigureState:
    """One figure of a decision beside what the site has today; `newest` is empty where it has none."""

    figure: DecisionFigure
    definition: IndicatorDefinition | None  # none: a reviewer took the measure out of the list since
    newest: int | None

    @property
    def is_newer_live(self) -> bool:
        return self.newest is not None and self.newest > self.figure.year

    def is_overdue(self, *, day: date) -> bool:
        """The next figures should be there by now, and this site does not have them."""
        if self.definition is None or self.is_newer_live or self._has_stopped:
            return False
        if self.figure.place.is_fictional:  # nobody publishes figures of an invented council
            return False
        return day >= self._find_late_from(self.definition)

    def is_old(self, *, day: date) -> bool:
        return self.is_newer_live or self.is_overdue(day=day)

    @property
    def _has_stopped(self) -> bool:
        stops = self.definition.stops if self.definition else None
        return stops is not None and stops.year <= self.figure.year

    def _find_late_from(self, definition: IndicatorDefinition) -> date:
        following = self.figure.year + 1
        due = definition.get_due(following)
        return add_months(due, 1) if due else add_months(definition.get_last_day(following), LATE_AFTER)


def list_figures(figures: Iterable[DecisionFigure]) -> list[FigureState]:
    """At most one question to the database for each nation; `place` has to be there."""
    found = [(one, _find_definition(one.measure)) for one in figures]
    newest: dict[tuple[str, bool], int] = {}
    for fictional in sorted({one.place.is_fictional for one, _ in found}):
        wanted = {known.key: known for one, known in found if known and one.place.is_fictional == fictional}
        for key, latest in get_latest(wanted.values(), fictional=fictional).items():
            newest[key, fictional] = latest.year
    return [FigureState(one, known, newest.get((one.measure, one.place.is_fictional))) for one, known in found]


def _find_definition(key: str) -> IndicatorDefinition | None:
    try:
        return get_definition(key)
    except UnableToFindMeasure:
        return None
