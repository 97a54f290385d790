"""The long table behind the Local Authority Interactive Tool, as Parquet: every measure, not only those we define."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO, NamedTuple

from cairn.common.reading.parquet import describe, open_parquet, read_columns
from cairn.common.reading.refusals import Refusal
from cairn.indicators.enums import Status
from cairn.indicators.importers.base import (
    MARKS,
    Figure,
    Notes,
    PlaceBook,
    SeriesKey,
    UnknownPlace,
    read_cell,
)
from cairn.indicators.models import Release, Series

COLUMNS = ["Short Desc", "Years", "LA Number", "Values"]
LONGEST_PERIOD = 10  # years; "2016-14" is a mistake and not a century
MOST_ROWS = 5_000_000  # the full table has 0.6 million
NAME = "LA and Regions"
# The file does not say what a measure counts; these we use ourselves and know.
COUNTS = {"LACnum"}
# Shares of a whole, by the publisher's dictionary. Not here, because they can pass 100: agency staff who cover
# vacancies, and offers of the September guarantee.
LISTED = (
    "%_of LAC Adopted, 16-17 NEET, CINFSM, CINFixedExclusion, CINNoSEN, CINPermExclusion, CINSEN_SUP, CINStatement, "
    "CIN_EngBacEntries, CIN_EngMaths9-4, CIN_EngMaths9-5, CIN_Good _Develop, CIN_Refferals_NFA, CPP_Good_Develop, "
    "CPPlans2yrs, CPPlans2yrsActive, CareLeaverEET, CareLeaversNEET, CareLeavers_LA_NotInTouch, ChildPov, "
    "Continue_Assess_Comp, EALPri, HE_19_FSM, LACDistance, LACStable_2016on, LAC_19_HE, LAC_EngMaths9-4, "
    "LAC_Foster_Placements, LAC_Good_Develop, LAC_Ind_SInd_Liv_Arr, LAC_LongStable%, LAC_Other_Place_Inc_Unreg, "
    "LAC_Other_Res_Settings, LAC_Parents_OR_Others, LAC_RetHome_CarePlan_%, LAC_RetHome_Not_CarePlan_%, LAC_SEN, "
    "LAC_SEN_Statement, LAC_SecHome_And_ChildHome, PrevRegCPR, PriFSM, ReReferral, Referrals_AssessedNotNeed, "
    "RevCP, SecFSM, Stability_SocialWorker, TotPerAbNew, TotPermEx, UASC_%_Starting, Unacc_Asylmn_Seek_Childn%, "
    "Work_Force_Agecy_Rate, Work_Force_SWAbsence, Work_Force_Vac_Rate"
)
PERCENTAGES = frozenset(LISTED.split(", "))
# Scores and differences can be below nothing; everything else in this file counts or measures something.
CAN_BE_NEGATIVE = re.compile("(?i)prog|score|gap|net|chang|diff")
AREAS = {970: "E92000001", 987: "E13000001", 988: "E13000002"}
AREAS |= dict(zip([*range(980, 987), 989, 990], [f"E1200000{number}" for number in range(1, 10)], strict=True))
REMARK = re.compile(r" \((OT|Rev|Revised|Final|Prov|Provisional)\)", re.IGNORECASE)
REORGANISED = re.compile(r" \((Pre|Post) LG[A-Z]*\)$")  # added to names that two councils have had
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
        columns = read_table(source)
        values = columns[3]
        periods = {label: read_label(label) for label in set(columns[1])}
        cells: dict[str, dict[str | None, tuple[float | None, Status]]] = {}
        place_ids: dict[tuple[float | None, str | None], int | UnknownPlace] = {}
        seen: dict[tuple[str, Period], Seen] = {}
        set_aside: list[int] = []
        for row, (measure, label, area, text, name) in enumerate(zip(*columns, strict=True), start=1):
            notes.rows += 1
            series = _get_series(row, measure)
            period = periods[label]
            if period is None:
                _check_placeholder(row, label, text)
                set_aside.append(row)
                continue
            if (area, name) not in place_ids:
                place_ids[area, name] = _get_place(row, area, name, places)
            place = place_ids[area, name]
            if isinstance(place, UnknownPlace):
                notes.leave_out(place)
                continue
            first = _get_first(seen, row, series, label, period, place)
            if first != row:
                problem = Refusal(
                    f"the same measure, year and area are already on row {first}, with another figure.",
                    "Keep the row that is right.",
                    row=row,
                )
                notes.is_repeat(values[first - 1], text, problem)
                continue
            known = cells.setdefault(series.key, {})
            cell = known.get(text)
            if cell is None:
                cell = _read_value(row, text, series, notes)
                if cell[1] != Status.SOURCE_ERROR:  # each of those is told by its row
                    known[text] = cell
            yield Figure(series, *period, label, place, *cell)
        if set_aside:
            notes.add(
                f"{len(set_aside)} rows with the year label 0 and no number were set aside: "
                f"rows {get_ranges(set_aside)}."
            )


def _read_value(row: int, text: str | None, series: SeriesKey, notes: Notes) -> tuple[float | None, Status]:
    unit = series.unit
    if unit == Series.Unit.UNSTATED and not CAN_BE_NEGATIVE.search(series.key):
        unit = Series.Unit.AMOUNT
    return read_cell((text or "").strip(), MARKS, unit, row=row, column="Values", notes=notes)


def read_table(source: BinaryIO) -> tuple[list[Any], list[Any], list[Any], list[Any], list[Any]]:
    """The wanted columns, and the names of the areas, which say nothing more where the file has them."""
    table = open_parquet(source)
    types = {name: describe(table.schema.field(name).type) for name in table.schema.names}
    for name, wanted in zip(COLUMNS, ("text", "text", "numbers", "text"), strict=True):
        if types[name] != wanted:
            raise Refusal(f"the column holds {types[name]}, not {wanted}.", "Use the original.", column=name)
    has_names = types.get(NAME) == "text"
    found = read_columns(table, [*COLUMNS, NAME] if has_names else COLUMNS, most=MOST_ROWS)
    names = found[NAME] if has_names else [None] * len(found[COLUMNS[0]])
    return (*(found[name] for name in COLUMNS), names)  # type: ignore[return-value]


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
        f"{label!r} is not a known year label.",
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


def _check_placeholder(row: int, label: str, text: str | None) -> None:
    _, status = read_cell((text or "").strip(), MARKS, Series.Unit.UNSTATED, row=row, column="Values")
    if status == Status.NUMBER:
        raise Refusal(
            f"the year label is {label!r}, a placeholder, and yet there is a number ({text}).",
            "Find out which year it belongs to, or remove the row.",
            row=row,
            column="Years",
        )


def _get_place(row: int, area: float | None, name: str | None, places: PlaceBook) -> int | UnknownPlace:
    if area in AREAS:
        return places.others[AREAS[int(area)]]
    code = f"{area:.0f}" if area is not None and area == area and area == int(area) else str(area)
    try:
        return places.get_council(code, name=REORGANISED.sub("", name or ""), row=row, column="LA Number")
    except UnknownPlace as problem:
        return problem


_series: dict[str, SeriesKey] = {}


def _get_series(row: int, measure: str | None) -> SeriesKey:
    if measure in _series:
        return _series[measure]
    if not measure or not measure.strip() or len(measure) > 90:
        raise Refusal(f"{measure!r} is not the key of a measure.", "Correct the row.", row=row, column="Short Desc")
    return _series.setdefault(measure, SeriesKey(f"lait.{measure}", _get_unit(measure)))


def _get_unit(measure: str) -> Series.Unit:
    if measure in COUNTS:
        return Series.Unit.COUNT
    return Series.Unit.PERCENTAGE if measure in PERCENTAGES else Series.Unit.UNSTATED


def _get_first(seen: dict[Any, Seen], row: int, series: SeriesKey, label: str, period: Period, place_id: int) -> int:
    """The first row of this measure, year and place."""
    key = (series.key, period)
    if key not in seen:
        seen[key] = Seen(label)
    if seen[key].label != label:
        raise Refusal(
            f"the same measure and year are there under two labels, {seen[key].label!r} and {label!r}.",
            "Keep the rows of one of them.",
            row=row,
            column="Years",
        )
    return seen[key].rows.setdefault(place_id, row)
