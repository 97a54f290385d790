"""Open data of the service Explore Education Statistics: looked after, children in need, population."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from cairn.indicators.enums import Status
from cairn.indicators.importers.base import Figure, Notes, PlaceBook, Refusal, SeriesKey, read_cell
from cairn.indicators.importers.text import Row, check_width, find_columns, read_rows
from cairn.indicators.models import Series

COUNT, RATE, PERCENTAGE = Series.Unit.COUNT, Series.Unit.RATE, Series.Unit.PERCENTAGE
OGL = "Open Government Licence v3.0"
COMMON = ["time_period", "time_identifier", "geographic_level", "country_code", "region_code", "old_la_code"]
# Columns that say again what others say; known, and not needed.
SPARE = {"country_name", "region_name", "la_name", "new_la_code"}
CODES = {
    "c": Status.SUPPRESSED,
    "k": Status.ROUNDS_TO_ZERO,
    "u": Status.LOW_RELIABILITY,
    "x": Status.NOT_AVAILABLE,
    "z": Status.NOT_APPLICABLE,
    "low": Status.LOW,
    "-": Status.MISSING,
    "..": Status.MISSING,
    "": Status.MISSING,
}


@dataclass(frozen=True)
class EesLayout:
    """One table of the service: a filter column that picks the series, and columns of figures."""

    family: str
    title: str
    filter_column: str
    filters: dict[str, str]  # value in the filter column -> start of the series' keys
    columns: dict[str, tuple[str, Series.Unit]]  # column -> end of the series' keys, unit
    publisher: str = "Department for Education"
    licence: str = OGL

    @property
    def own_columns(self) -> list[str]:
        return [self.filter_column, *self.columns]

    def read(self, source: BinaryIO, places: PlaceBook, notes: Notes) -> Iterator[Figure]:
        rows = read_rows(source)
        header = next(rows).cells
        where = find_columns(header, [*COMMON, *self.own_columns])
        unknown = sorted({name.strip() for name in header} - SPARE - set(where))
        if unknown:
            notes.add(f"Columns that Cairn does not know were left out: {', '.join(unknown)}.")
        series = {
            (value, column): SeriesKey(".".join(filter(None, [start, end])), unit)
            for value, start in self.filters.items()
            for column, (end, unit) in self.columns.items()
        }
        seen: dict[tuple[int, int, str], int] = {}
        for row in rows:
            check_width(row, header)
            notes.rows += 1
            cells = {name: row.cells[index].strip() for name, index in where.items()}
            year, place_id, chosen = _get_year(row, cells), _get_place(row, cells, places), self._get_filter(row, cells)
            first = seen.setdefault((year, place_id, chosen), row.line)
            if first != row.line:
                raise Refusal(
                    f"the same place, year and {self.filter_column} already stand on line {first}.",
                    "Keep the row that is right.",
                    line=row.line,
                )
            for column, (_, unit) in self.columns.items():
                value, status = read_cell(cells[column], CODES, unit, line=row.line, column=column)
                yield Figure(series[chosen, column], year, 1, cells["time_period"], place_id, value, status)

    def _get_filter(self, row: Row, cells: dict[str, str]) -> str:
        value = cells[self.filter_column]
        if value not in self.filters:
            raise Refusal(
                f"{value!r} is not a value that is known for this table; known are: {'; '.join(self.filters)}.",
                "If the publisher has renamed it, Cairn needs to be told; otherwise correct the file.",
                line=row.line,
                column=self.filter_column,
            )
        return value


def _get_year(row: Row, cells: dict[str, str]) -> int:
    text, kind = cells["time_period"], cells["time_identifier"]
    if kind != "Reporting year":
        raise Refusal(
            f"{kind!r} is not a kind of period known for this table; known is 'Reporting year'.",
            "Give the table by reporting year.",
            line=row.line,
            column="time_identifier",
        )
    if not re.fullmatch("[0-9]{4}", text) or not 1990 <= int(text) <= 2100:
        raise Refusal(
            f"{text!r} is not a year.", "Write four digits, such as 2025.", line=row.line, column="time_period"
        )
    return int(text)


def _get_place(row: Row, cells: dict[str, str], places: PlaceBook) -> int:
    level = cells["geographic_level"]
    column = {"National": "country_code", "Regional": "region_code", "Local authority": "old_la_code"}.get(level)
    if column is None:
        raise Refusal(
            f"{level!r} is not a level known for this table; known are National, Regional, Local authority.",
            "Correct the row or take it out.",
            line=row.line,
            column="geographic_level",
        )
    find = places.get_council if column == "old_la_code" else places.get_other
    return find(cells[column], line=row.line, column=column)


def _plain(percentages: list[str], counts: list[str]) -> dict[str, tuple[str, Series.Unit]]:
    return {name: (name, COUNT) for name in counts} | {name: (name, PERCENTAGE) for name in percentages}


CLA_COLUMNS = {"population_estimate": ("population_estimate", COUNT), "rate_per_10000": ("rate_per_10000", RATE)}
CLA_TITLE = "Children looked after: numbers and rates"
DURATIONS = ["3_months_or_less", "more_than_3_months_6_months", "more_than_6_months_less_than_1_year"]
DURATIONS += ["1_year_less_than_2_years", "2_years_or_more"]
EPISODES = ["Anypoint_episodes", "Anypoint_child", "Started_episodes", "Started_child"]
EPISODES += ["Ended_episodes", "Ended_child", "At31_episodes", "awaiting_assessment"]
REFERRAL_COUNTS = ["referral_count", "rereferral_count", "no_further_action_count", "not_in_need_count"]
REFERRAL_COUNTS += ["referral_child_count", "rereferral_child_count"]
REFERRAL_PERCENTAGES = ["rereferral_percent", "no_further_action_percent", "not_in_need_percent"]
REFERRAL_PERCENTAGES += ["rereferral_child_percent"]

LAYOUTS = (
    EesLayout(
        family="ees.cla",
        title=CLA_TITLE,
        filter_column="population_type",
        filters={
            "Children starting to be looked after each year": "ees.cla.starting",
            "Children looked after on 31 March each year": "ees.cla.on_31_march",
            "Children ceasing to be looked after each year": "ees.cla.ceasing",
        },
        columns=CLA_COLUMNS | {"children_count": ("children_count", COUNT)},
    ),
    # The same table in the words of the releases up to 2022.
    EesLayout(
        family="ees.cla",
        title=CLA_TITLE,
        filter_column="population_count",
        filters={
            "Children starting to be looked after each year": "ees.cla.starting",
            "Children looked after at 31 March each year": "ees.cla.on_31_march",
            "Children ceasing to be looked after each year": "ees.cla.ceasing",
        },
        columns=CLA_COLUMNS | {"number": ("children_count", COUNT)},
    ),
    EesLayout(
        family="ees.b1",
        title="Children in need: episodes and children (table B1)",
        filter_column="category",
        filters={"Children in Need": "ees.b1"},
        columns=_plain([], EPISODES),
    ),
    EesLayout(
        family="ees.c1",
        title="Referrals and re-referrals (table C1)",
        filter_column="category",
        filters={"Referrals and Re-referrals": "ees.c1"},
        columns=_plain(REFERRAL_PERCENTAGES, REFERRAL_COUNTS),
    ),
    EesLayout(
        family="ees.d3",
        title="Child protection plans that are a second or later plan (table D3)",
        filter_column="category",
        filters={"Child Protection Plans which are a second or subsequent plan": "ees.d3"},
        columns=_plain(["CPP_subsequent_percent"], ["CPP_start", "CPP_subsequent"]),
    ),
    EesLayout(
        family="ees.d5",
        title="Child protection plans at 31 March by length (table D5)",
        filter_column="category",
        filters={"Child Protection Plans by length of time": "ees.d5"},
        columns=_plain([f"{name}_percent" for name in DURATIONS], ["CPP_At31", *DURATIONS]),
    ),
    EesLayout(
        family="ons.population",
        title="Mid-year population estimates, children aged 0 to 17",
        filter_column="age_group",
        filters={"Children aged 0 to 17 years": "ons.population_0_17"},
        columns={"population_estimate": ("", COUNT)},
        publisher="Office for National Statistics",
    ),
)
