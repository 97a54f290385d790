"""A table of a team's own figures: read row by row, and refused with all that is wrong with it at once."""

import calendar
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any

from cairn.adoption.forms.figures import UnableToReadCount, check_figure, read_count
from cairn.adoption.models import OwnFigure, OwnMeasure
from cairn.adoption.policies import UnableToKeepFigures, check_has_ended
from cairn.common.exports import FORMULA_STARTS, to_csv, to_table, to_xlsx
from cairn.records.forms.safeguarding import is_safeguarding_concern

Row = tuple[int, list[str]]

MOST_ROWS = 400
PERIOD, NUMBER, OUT_OF, WHY_NONE, NOTE = "period", "number", "out_of", "why_none", "note"
ALIASES = {
    PERIOD: ("month", "quarter", "period", "date"),
    NUMBER: ("number", "count", "value", "numerator", "figure"),
    OUT_OF: ("out of", "denominator", "total"),
    WHY_NONE: ("nothing collected because", "reason", "why none"),
    NOTE: ("note", "notes", "comment"),
}
# What our own download has besides; it follows from the rest, so it is not read.
WORKED_OUT = ("percentage", "signal", "mean", "lower limit", "upper limit")
MONTHS = {
    name.casefold(): number
    for number in range(1, 13)
    for name in (calendar.month_name[number], calendar.month_abbr[number])
} | {"sept": 9}
YEAR_FIRST = re.compile(r"^(\d{4})[-/](\d{1,2})(?:[-/]\d{1,2})?$")
DAY_FIRST = re.compile(r"^(?:\d{1,2}/)?(\d{1,2})/(\d{4})$")
NAMED = re.compile(r"^([a-z]+)[\s.-]+(\d{4}|\d{2})$")


@dataclass(frozen=True)
class Problem:
    """Something to correct: in which row (none: the whole table), in which column, and how."""

    row: int | None
    column: str
    sentence: str


@dataclass(frozen=True)
class Planned:
    """What one row would do."""

    row: int
    period: date
    answers: dict[str, Any]
    before: OwnFigure | None

    @property
    def is_same(self) -> bool:
        there = self.before
        return there is not None and all(getattr(there, name) == value for name, value in self.answers.items())


@dataclass
class CheckedTable:
    planned: list[Planned] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def new(self) -> list[Planned]:
        return [one for one in self.planned if one.before is None]

    @property
    def changed(self) -> list[Planned]:
        return [one for one in self.planned if one.before is not None and not one.is_same]

    @property
    def same(self) -> list[Planned]:
        return [one for one in self.planned if one.is_same]

    @property
    def can_be_saved(self) -> bool:
        return not self.problems and bool(self.new or self.changed)


def list_columns(measure: OwnMeasure) -> dict[str, str]:
    """The columns of a table of this measure, and how each is called."""
    columns = {PERIOD: "Month" if measure.months == 1 else "Quarter", NUMBER: "Number"}
    if measure.is_percentage:
        columns[OUT_OF] = "Out of"
    return columns | {WHY_NONE: "Nothing collected because", NOTE: "Note"}


def check_table(measure: OwnMeasure, rows: Sequence[Row], *, day: date) -> CheckedTable:
    """What a table would do, or everything that is wrong with it. Nothing is saved."""
    return _Check(measure, rows, day).run()


class _Check:
    def __init__(self, measure: OwnMeasure, rows: Sequence[Row], day: date) -> None:
        self.measure, self.rows, self.day = measure, rows, day
        self.columns = list_columns(measure)
        self.there = {one.period: one for one in measure.figures.all()}
        self.result = CheckedTable()
        self.found: dict[date, list[int]] = {}

    def run(self) -> CheckedTable:
        names = self._read_header()
        if names is not None:
            rows = [(number, cells) for number, cells in self.rows[1:] if any(cells) and not cells[0].startswith("#")]
            if not rows:
                self._refuse(None, "", "There are no rows under the header. Add a row for each period.")
            for number, cells in rows:
                self._check_row(number, self._pair(names, cells))
            self._find_doubled()
            self._find_gaps()
        self.result.problems.sort(key=lambda one: one.row or 0)
        self.result.planned.sort(key=lambda one: one.period)
        return self.result

    def _refuse(self, row: int | None, column: str, sentence: str) -> None:
        self.result.problems.append(Problem(row, self.columns.get(column, column), sentence))

    # --- the header ----------------------------------------------------------------------------------

    def _read_header(self) -> list[str] | None:
        """What each column is; none where the table cannot be read at all."""
        if not self.rows:
            self._refuse(None, "", "This table is empty. Add your figures to the template.")
            return None
        titles = [" ".join(cell.split()) for cell in self.rows[0][1]]
        known = {alias: name for name in self.columns for alias in ALIASES[name]} | dict.fromkeys(WORKED_OUT, "")
        names = [known.get(title.casefold(), None if title else "") for title in titles]
        for title, name in zip(titles, names, strict=True):
            if name is None:
                self._refuse(None, "", self._describe_strange(title, known))
        for name in self.columns:
            if names.count(name) > 1:
                self._refuse(None, "", f"The column “{self.columns[name]}” appears twice. Keep one of them.")
        needed = (PERIOD, NUMBER, *((OUT_OF,) if self.measure.is_percentage else ()))
        for name in needed:
            if name not in names:
                more = " A percentage needs both the number and out of how many." if name == OUT_OF else ""
                self._refuse(
                    None, "", f"The column “{self.columns[name]}” is missing.{more} Add it, or use the template."
                )
        return None if self.result.problems else [name or "" for name in names]

    def _describe_strange(self, title: str, known: dict[str, str]) -> str:
        near = get_close_matches(title.casefold(), [one for one in known if known[one]], n=1)
        meant = f" Did you mean “{self.columns[known[near[0]]]}”?" if near else ""
        return (
            f"“{title[:40]}” is not one of the columns.{meant} "
            f"The columns are: {', '.join(self.columns.values())}. Rename or delete it."
        )

    # --- the rows ------------------------------------------------------------------------------------

    def _pair(self, names: list[str], cells: list[str]) -> dict[str, str]:
        paired = dict.fromkeys(self.columns, "")
        paired |= {name: _without_guard(cell.strip()) for name, cell in zip(names, cells, strict=False) if name}
        return paired

    def _check_row(self, row: int, given: dict[str, str]) -> None:
        period = self._read_period(row, given[PERIOD])
        answers = self._read_answers(row, given)
        if period is None:
            return
        self.found.setdefault(period, []).append(row)
        if answers is not None:
            self.result.planned.append(Planned(row, period, answers, self.there.get(period)))

    def _read_period(self, row: int, written: str) -> date | None:
        example = "2026-04 or April 2026"
        if not written:
            self._refuse(row, PERIOD, f"There is no {self.measure.period_word}. Enter one, such as {example}.")
            return None
        month = read_month(written)
        if month is None:
            self._refuse(row, PERIOD, f"“{written[:30]}” is not a month. Enter one, such as {example}.")
            return None
        if self.measure.get_period(month) != month:
            self._refuse(
                row,
                PERIOD,
                f"{month:%B} is not the first month of a quarter. Enter January, April, July or October, "
                f"such as {self.measure.get_period(month):%B %Y}.",
            )
            return None
        try:
            check_has_ended(self.measure, month, day=self.day)
        except UnableToKeepFigures as problem:
            self._refuse(row, PERIOD, str(problem))
            return None
        return month

    def _read_answers(self, row: int, given: dict[str, str]) -> dict[str, Any] | None:
        before = len(self.result.problems)
        counts = {name: self._read_count(row, name, given.get(name, "")) for name in (NUMBER, OUT_OF)}
        for name, most in ((WHY_NONE, 200), (NOTE, 300)):
            if len(given[name]) > most:
                self._refuse(row, name, f"This is longer than {most} characters. Shorten it.")
            if is_safeguarding_concern([given[name]], {}):
                self._refuse(
                    row,
                    name,
                    "This sounds like a concern about someone’s safety, so we did not save the table. If it is, tell "
                    "the safeguarding lead. If it is not, remove it here and add it on the page of the figure.",
                )
        if len(self.result.problems) > before:
            return None
        for name, sentence in check_figure(self.measure, counts[NUMBER], counts[OUT_OF], given[WHY_NONE]):
            self._refuse(row, name, f"{sentence}.")
        if len(self.result.problems) > before:
            return None
        return {**counts, WHY_NONE: given[WHY_NONE], NOTE: given[NOTE]}

    def _read_count(self, row: int, name: str, written: str) -> int | None:
        try:
            return read_count(written)
        except UnableToReadCount as problem:
            more = f" If nothing was collected, leave it blank and say why in “{self.columns[WHY_NONE]}”"
            self._refuse(row, name, f"{problem}.{more}.")
            return None

    # --- all rows together ---------------------------------------------------------------------------

    def _find_doubled(self) -> None:
        for period, rows in self.found.items():
            if len(rows) > 1:
                others = ", ".join(f"{row}" for row in rows[:-1])
                name = self.measure.name_period(period)
                self._refuse(
                    rows[-1],
                    PERIOD,
                    f"{name} is in row {others} as well. Keep the row that is right, delete the other.",
                )

    def _find_gaps(self) -> None:
        """Periods between the first and the last of all, in the table or saved before, for which there is nothing."""
        known = sorted({*self.found, *self.there})
        if not known:
            return
        missing: list[date] = []
        for period in [*self.measure.list_periods(known[0], known[-1]), None]:
            if period is not None and period not in known:
                missing.append(period)
            elif missing:
                self._refuse_gap(missing, period or known[-1])
                missing = []

    def _refuse_gap(self, missing: list[date], next_known: date) -> None:
        first, last = self.measure.name_period(missing[0]), self.measure.name_period(missing[-1])
        many = len(missing) > 1
        what = (
            f"{first} to {last} are missing ({len(missing)} {self.measure.period_word}s)"
            if many
            else f"{first} is missing"
        )
        row = next(iter(self.found.get(next_known, [])), None)
        if row is None:
            row = next(iter(self.found.get(self.measure.get_previous(missing[0]), [])), None)
        self._refuse(
            row,
            PERIOD,
            f"{what}. Add {'a row for each' if many else 'a row'}. If nothing was collected, leave the number "
            f"blank and say why in “{self.columns[WHY_NONE]}”.",
        )


def read_month(written: str) -> date | None:
    """The first day of a month written as 2026-04, 04/2026, April 2026, Apr-26 or a day of it; else None."""
    text = " ".join(written.casefold().split())
    if found := YEAR_FIRST.match(text):
        year, month = int(found[1]), int(found[2])
    elif found := DAY_FIRST.match(text):
        year, month = int(found[2]), int(found[1])
    elif found := NAMED.match(text):
        year, month = int(found[2]), MONTHS.get(found[1], 0)
        year += 2000 if len(found[2]) == 2 else 0
    else:
        return None
    return date(year, month, 1) if 1 <= month <= 12 and 1990 <= year <= 2100 else None


def _without_guard(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA_STARTS) else cell


# --- Tables out --------------------------------------------------------------------------------------


def write_figures_template(measure: OwnMeasure, *, form: str, periods: Iterable[date]) -> str | bytes:
    """A row for each period that can be filled in next."""
    columns = list_columns(measure)
    rows = [[f"{period:%Y-%m}", *[""] * (len(columns) - 1)] for period in periods]
    header = list(columns.values())
    return to_csv(header, rows) if form == "csv" else to_xlsx([("Figures", header, rows)], as_text=True)


def write_figures(
    header: Sequence[str], rows: Iterable[Sequence[Any]], *, form: str, title: str, page: str
) -> str | bytes:
    return to_table(form, "Figures", header, rows, title=title, about=[("Page", page)])
