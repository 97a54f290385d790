"""A figure that an action should move: what it was, what it is since, and what that does not prove."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import inf

from django.urls import reverse
from django.utils.timezone import localdate

from cairn.common.charts import LineChart, Start
from cairn.common.dates import show_day
from cairn.common.marks import MARKS
from cairn.indicators.definitions import IndicatorDefinition, UnableToFindMeasure, get_definition
from cairn.indicators.enums import Hoped
from cairn.indicators.models import ActionMeasure
from cairn.indicators.presenters.comparing import make_chart, show_place_cell
from cairn.indicators.presenters.figures import ShownCell, show_value
from cairn.indicators.queries import PlaceFigure, get_series_of_pairs

YEARS_BEFORE = 5  # so that a reader sees which way it went before
NO_PROOF = "A change after an action does not prove that the action caused it."


@dataclass(frozen=True)
class ExpectedYear:
    """A year is after the start of the action where it ends, or the day of its figure lies, after that day."""

    figure: PlaceFigure
    cell: ShownCell
    is_after: bool

    @property
    def year(self) -> int:
        return self.figure.year


@dataclass(frozen=True)
class ExpectedView:
    """The figure of one action, in words, as years for a table, and as a chart."""

    chosen: ActionMeasure
    definition: IndicatorDefinition
    years: tuple[ExpectedYear, ...]  # oldest first: some before the start, and all after it

    @property
    def url(self) -> str:
        return reverse("indicators:council-measure", args=[self.chosen.place.slug, self.definition.key])

    @property
    def place_name(self) -> str:
        return f"{self.chosen.place.name}{' (fictional)' if self.chosen.place.is_fictional else ''}"

    @property
    def aim(self) -> str:
        return f"It should become {Hoped(self.chosen.hoped).label.lower()}."

    @property
    def before_words(self) -> str:
        """As it was known then; where it was revised since, what it is now."""
        if self.chosen.start_value is None or self.chosen.start_year is None:
            return "No figure was published for the time before the action began."
        known, unit = self._show(self.chosen.start_value), self.definition.unit
        words = (
            f"Before the action began: {known}{'' if self.definition.kind == 'count' else f' {unit}'} "
            f"({self._name(self.chosen.start_year)}), as published on {show_day(self.chosen.chosen_at)}."
        )
        now = self._get_before()
        return words if now is None or self._show(now) == known else f"{words} Since revised to {self._show(now)}."

    @property
    def since_words(self) -> str:
        """What is known since, or from when something can be."""
        latest = self._find_latest()
        if latest is None:
            return f"Cannot tell yet. {self._describe_next()}"
        year, value = latest
        words = f"Since then: {self._show(value)} ({self._name(year)}). {self._describe_move(value)}"
        if self.definition.period == "flow" and self.definition.get_last_day(year - 1) < self._began:
            words += f" This year began before the action did, on {self._began:%-d %B %Y}."
        return words

    @property
    def line(self) -> str:
        """All of it in one line, beside the result of the action."""
        name, latest = f"{self.definition.short_title}, {self.place_name}", self._find_latest()
        if latest is None:
            return f"{name}: cannot tell yet. {self._describe_next()}"
        year, value = latest
        before = self._get_before()
        was = "" if before is None else f"{self._show(before)} in {self.chosen.start_year}, "
        return f"{name}: {was}{self._show(value)} in {year}. {self._describe_move(value)} {NO_PROOF}"

    @property
    def has_changed(self) -> bool:
        return self._find_latest() is not None

    @property
    def chart(self) -> LineChart | None:
        """From some years before the start on, with a line at the last of those."""
        values = [(one.year, one.figure.value) for one in self.years]
        if all(value is None for _, value in values):
            return None
        title = f"{self.definition.title}: {self.place_name}"
        gaps = tuple((one.year, MARKS[one.cell.mark].sign) for one in self.years if one.cell.mark)
        said = f"{self.before_words} {self.since_words}"
        chart = make_chart(self.definition, [(self.chosen.place.name, values)], said, title, own=True, gaps=gaps)
        last = max((one.year for one in self.years if not one.is_after), default=None)
        if last not in chart.years:
            return chart
        return replace(chart, start=Start(last, "Last figure before the action", "Last before"))

    @property
    def marks(self) -> list[str]:
        return sorted({one.cell.mark for one in self.years if one.cell.mark})

    @property
    def _began(self) -> date:
        return localdate(self.chosen.action.created_at)

    def _find_latest(self) -> tuple[int, float] | None:
        """The newest year after the start that has a number."""
        found = [(one.year, one.figure.value) for one in self.years if one.is_after and one.figure.value is not None]
        return found[-1] if found else None

    def _get_before(self) -> float | None:
        """What a later figure is compared with: the newest word of the publisher, revised together with it."""
        now = {one.year: one.figure.value for one in self.years}.get(self.chosen.start_year or 0)
        return self.chosen.start_value if now is None else now

    def _describe_move(self, value: float) -> str:
        before = self._get_before()
        if before is None:
            return "There is no earlier figure to compare it with."
        if self._show(value) == self._show(before):
            return "That is the same."
        is_higher = value > before
        word, is_hoped = "higher" if is_higher else "lower", is_higher == (self.chosen.hoped == Hoped.UP)
        smallest = self.definition.smallest_important_change
        if self._measure_change(before, value) < smallest:
            return f"That is {word}, by less than the {smallest:g} {self.definition.change_unit} that would matter."
        return f"That is {word}, {'as hoped' if is_hoped else 'not as hoped'}."

    def _measure_change(self, before: float, value: float) -> float:
        """In the unit in which the definition says how large a change must be to matter."""
        change = abs(value - before)
        if self.definition.kind == "percentage":
            return change
        return 100 * change / abs(before) if before else inf

    def _describe_next(self) -> str:
        """From which figure on a change could be seen; what came out without a number is no help."""
        if self.definition.stops:
            return f"The series stopped in {self.definition.stops.year}."
        after = [one.year for one in self.years if one.is_after]
        year = after[-1] + 1 if after else self._began.year
        if self.definition.get_last_day(year) <= self._began:
            year += 1
        due = "" if self.chosen.place.is_fictional else self.definition.describe_due(year)
        return f"The first figure that could show a change: {self._name(year)}{f', expected in {due}' if due else ''}."

    def _show(self, value: float) -> str:
        return show_value(self.definition, value)

    def _name(self, year: int) -> str:
        day = f"{self.definition.year_ends} {year}"
        return day if self.definition.period == "snapshot" else f"year to {day}"


def view_expected(chosen: Sequence[ActionMeasure]) -> list[ExpectedView]:
    """Of several actions, with as few questions as of one. A measure that the site has no more is left out."""
    known = [(one, definition) for one in chosen if (definition := _find_definition(one.measure))]
    series = get_series_of_pairs((definition, one.place) for one, definition in known)
    return [_make_view(one, definition, series[definition.key, one.place.code]) for one, definition in known]


def _find_definition(key: str) -> IndicatorDefinition | None:
    try:
        return get_definition(key)
    except UnableToFindMeasure:
        return None


def _make_view(chosen: ActionMeasure, definition: IndicatorDefinition, figures: Sequence[PlaceFigure]) -> ExpectedView:
    began = localdate(chosen.action.created_at)
    years = [
        ExpectedYear(one, show_place_cell(definition, one, chosen.place), definition.get_last_day(one.year) > began)
        for one in figures
    ]
    before, after = [one for one in years if not one.is_after], [one for one in years if one.is_after]
    return ExpectedView(chosen, definition, (*before[-YEARS_BEFORE:], *after))
