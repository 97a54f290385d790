"""The long table behind the Local Authority Interactive Tool, as Parquet: every measure, not only those we define."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple

from cairn.indicators.enums import Status
from cairn.indicators.importers.base import Figure, Notes, PlaceBook, Refusal, SeriesKey, read_cell
from cairn.indicators.models import Release, Series

COLUMNS = ["Short Desc", "Years", "LA Number", "Values"]
LONGEST_PERIOD = 10  # years; "2016-14" is a mistake and not a century
MOST_ROWS = 5_000_000  # the full table has 0.6 million
CODES = {"-": Status.MISSING, "..": Status.MISSING, "": Status.MISSING}
# The file does not say what a measure counts; these we use ourselves and know.
COUNTS = {"LACnum"}
AREAS = {970: "E92000001", 987: "E13000001", 988: "E13000002"}
AREAS |= dict(zip([*range(980, 987), 989, 990], [f"E1200000{number}" for number in range(1, 10)], strict=True))
REMARK = re.compile(r" \((OT|Rev|Revised|Final|Prov|Provisional)\)", re.IGNORECASE)
PLACEHOLDER = "0"


class Period(NamedTuple):
    year: int
    span: int


@dataclass
class Seen:
    label: str
    rows: dict[int, int] = field(default_factory=dict)  # place -> row


@dataclass(frozen=True)
class LaitLayout:
    family: str = "lait"
    content: str = Release.Content.FIGURES
    title: str = "Local Authority Interactive Tool"
    publisher: str = "Department for Education"
    licence: str = "Open Government Licence v3.0"

    def read(self, source: BinaryIO, places: PlaceBook, notes: Notes) -> Iterator[Figure]:
        measures, labels, areas, values = read_columns(source)
        periods = {label: read_label(label) for label in set(labels)}
        cells: dict[str | None, tuple[float | None, Status]] = {}
        place_ids: dict[float | None, int] = {}
        seen: dict[tuple[str, Period], Seen] = {}
        set_aside: list[int] = []
        for row, (measure, label, area, text) in enumerate(zip(measures, labels, areas, values, strict=True), start=1):
            notes.rows += 1
            if text not in cells:
                cells[text] = read_cell(
                    (text or "").strip(), CODES, Series.Unit.UNSTATED, row=row, column="Values", may_be_negative=True
                )
            value, status = cells[text]
            period = periods[label]
            if period is None:
                _check_placeholder(row, label, text, status)
                set_aside.append(row)
                continue
            if area not in place_ids:
                place_ids[area] = _get_place(row, area, places)
            series = _get_series(row, measure)
            if series.unit == Series.Unit.COUNT:
                read_cell((text or "").strip(), CODES, series.unit, row=row, column="Values")
            _check_unique(seen, row, series, label, period, place_ids[area])
            yield Figure(series, *period, label, place_ids[area], value, status)
        if set_aside:
            notes.add(
                f"{len(set_aside)} rows with the year label 0 and no number were set aside: "
                f"rows {get_ranges(set_aside)}."
            )


def read_columns(source: BinaryIO) -> tuple[list, list, list, list]:
    import polars  # a third of a second that only this importer needs

    source.seek(0)
    try:
        rows = polars.scan_parquet(source).select(polars.len()).collect().item()
        if rows > MOST_ROWS:
            raise Refusal(f"the table has {rows:,} rows; at most {MOST_ROWS:,} are read.", "Check what file this is.")
        source.seek(0)
        table = polars.read_parquet(source, columns=COLUMNS)
    except (polars.exceptions.PolarsError, OSError) as problem:
        reason = str(problem).splitlines()[0][:200]
        raise Refusal(
            f"this Parquet file cannot be read ({reason}).", "It may have been cut off; download it again."
        ) from None
    for name, wanted in zip(COLUMNS, (polars.String, polars.String, polars.Float64, polars.String), strict=True):
        if table[name].dtype != wanted and not (name == "LA Number" and table[name].dtype.is_numeric()):
            raise Refusal(f"the column holds {table[name].dtype}, not {wanted()}.", "Give the original.", column=name)
    return tuple(table[name].to_list() for name in COLUMNS)  # type: ignore[return-value]


def read_label(label: str | None) -> Period | None:
    """The year in which a period ends, and how many years it pools; none for the placeholder 0.

    "2014-16" is three calendar years and "2015-16" one financial or academic year: the shape is the same, and only
    whether the second year follows the first tells them apart.
    """
    text = REMARK.sub("", label or "").strip()
    if text == PLACEHOLDER:
        return None
    if found := re.fullmatch(r"([0-9]{4})", text):
        return Period(int(text), 1)
    if found := re.fullmatch(r"([0-9]{4})/([0-9]{2})", text):
        first, last = int(found[1]), _get_end(found[1], found[2])
        if last == first + 1:
            return Period(last, 1)
    if found := re.fullmatch(r"([0-9]{4})-([0-9]{2})", text):
        first, last = int(found[1]), _get_end(found[1], found[2])
        if first < last <= first + LONGEST_PERIOD:
            return Period(last, 1 if last == first + 1 else last - first + 1)
    if found := re.fullmatch(r"([0-9]{4})/([0-9]{2})-([0-9]{2})/([0-9]{2})", text):
        first, last = int(found[1]), _get_end(found[1], found[4])
        follow = _get_end(found[1], found[2]) == first + 1 and _get_end(found[1], found[3]) == last - 1
        if follow and first + 1 < last <= first + LONGEST_PERIOD:
            return Period(last, last - first)
    raise Refusal(
        f"{label!r} is not a year label that Cairn knows.",
        "Known are 2016, 2015/16, 2015-16, 2014-16 and 2013/14-15/16, with remarks such as (Rev), (Final) or (OT).",
        column="Years",
    )


def get_ranges(numbers: list[int]) -> str:
    """1, 2, 3, 7 as "1-3, 7"."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in ranges)


def _get_end(first: str, two_digits: str) -> int:
    return int(first[:2] + two_digits) + (100 if two_digits < first[2:] else 0)


def _check_placeholder(row: int, label: str, text: str | None, status: Status) -> None:
    if status == Status.NUMBER:
        raise Refusal(
            f"the year label is {label!r}, a placeholder, and yet there is a number ({text}).",
            "Find out which year it belongs to, or take the row out.",
            row=row,
            column="Years",
        )


def _get_place(row: int, area: float | None, places: PlaceBook) -> int:
    if area in AREAS:
        return places.others[AREAS[int(area)]]
    code = f"{area:.0f}" if area is not None and area == area and area == int(area) else str(area)
    return places.get_council(code, row=row, column="LA Number")


_series: dict[str, SeriesKey] = {}


def _get_series(row: int, measure: str | None) -> SeriesKey:
    if measure in _series:
        return _series[measure]
    if not measure or not measure.strip() or len(measure) > 90:
        raise Refusal(f"{measure!r} is not the key of a measure.", "Correct the row.", row=row, column="Short Desc")
    unit = Series.Unit.COUNT if measure in COUNTS else Series.Unit.UNSTATED
    return _series.setdefault(measure, SeriesKey(f"lait.{measure}", unit))


def _check_unique(seen: dict, row: int, series: SeriesKey, label: str, period: Period, place_id: int) -> None:
    key = (series.key, period)
    if key not in seen:
        seen[key] = Seen(label)
    if seen[key].label != label:
        raise Refusal(
            f"the same measure and year stand there under two labels, {seen[key].label!r} and {label!r}.",
            "Keep the rows of one of them.",
            row=row,
            column="Years",
        )
    first = seen[key].rows.setdefault(place_id, row)
    if first != row:
        raise Refusal(
            f"the same measure, year and area already stand on row {first}.", "Keep the row that is right.", row=row
        )
