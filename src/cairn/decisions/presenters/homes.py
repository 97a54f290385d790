"""Homes over time: a sentence, a chart and a table, of the numbers that a reader may see."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cairn.accounts.models import Reader
from cairn.common.charts import DrawnChart, Line, LineChart, Words, draw_both
from cairn.common.marks import MARKS
from cairn.common.tables import Column
from cairn.decisions.analysis import HomesShown, show_homes
from cairn.decisions.policies.homes import can_count_homes
from cairn.decisions.queries.homes import get_homes
from cairn.records.models import Record

HIDDEN = MARKS["suppressed"].sign
HEADER = ("First day", "Last day", "Homes offered", "Moved in", "Ended", "Still home on the last day")


@dataclass(frozen=True)
class HomesView:
    record: Record
    periods: list[HomesShown]
    is_team: bool

    @property
    def columns(self) -> list[str | Column]:
        return ["Period", *(Column(one, numeric=True) for one in HEADER[2:])]

    @property
    def rows(self) -> list[list[str]]:
        return [[name_period(one.first, one.last), *map(show_number, list_numbers(one))] for one in self.periods]

    @property
    def file_rows(self) -> Iterator[list[str | int]]:
        for one in self.periods:
            numbers = (HIDDEN if number is None else number for number in list_numbers(one))
            yield [one.first.isoformat(), one.last.isoformat(), *numbers]

    @property
    def hides_any(self) -> bool:
        return any(one.hides_any for one in self.periods)

    @property
    def sentence(self) -> str:
        """What the newest numbers say that are not hidden."""
        shown = [one for one in self.periods if one.still_home is not None]
        if not shown:
            return "The numbers are too small to be shown here."
        last = shown[-1]
        return f"On {last.last:%-d %B %Y}, {say_people(last.still_home or 0)} still in their home."

    @property
    def drawn(self) -> DrawnChart | None:
        """From two numbers that are shown."""
        values = tuple(None if one.still_home is None else float(one.still_home) for one in self.periods)
        if sum(value is not None for value in values) < 2:
            return None
        chart = LineChart(
            words=Words(
                title="People still in their home",
                description=f"{self.sentence} The table below the chart has every number.",
                unit="People still in their home",
                short_unit="Still home",
            ),
            years=tuple(range(len(values))),
            lines=(Line(values, "own", "Still home", "Still home", name="Still home"),),
            from_zero=True,
            gaps=tuple((number, HIDDEN) for number, value in enumerate(values) if value is None),
            names=tuple(f"{one.last:%b %Y}" for one in self.periods),
        )
        return draw_both(chart)


def describe_homes(record: Record, user: Reader) -> HomesView:
    is_team = can_count_homes(record, user)
    return HomesView(record, show_homes(get_homes(record), hides_small=not is_team), is_team)


def list_numbers(one: HomesShown) -> tuple[int | None, ...]:
    return one.offered, one.moved_in, one.ended, one.still_home


def show_number(number: int | None) -> str:
    return HIDDEN if number is None else f"{number:,}"


def say_people(number: int) -> str:
    return "1 person was" if number == 1 else f"{number:,} people were"


def name_period(first: date, last: date) -> str:
    return f"{first:%-d %B %Y} to {last:%-d %B %Y}"
