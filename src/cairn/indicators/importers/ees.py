"""Open data of the service Explore Education Statistics: looked after, children in need, care leavers,
workforce, attainment, population."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from cairn.common.reading.refusals import Refusal
from cairn.common.reading.text import Row, check_width, find_columns, read_rows
from cairn.indicators.enums import Status
from cairn.indicators.importers.base import (
    MARKS,
    Figure,
    Notes,
    PlaceBook,
    SeriesKey,
    UnknownPlace,
    read_cell,
    tidy_code,
)
from cairn.indicators.models import LONGEST_KEY, Release, Series

COUNT, RATE, PERCENTAGE = Series.Unit.COUNT, Series.Unit.RATE, Series.Unit.PERCENTAGE
AMOUNT, UNSTATED = Series.Unit.AMOUNT, Series.Unit.UNSTATED
OGL = "Open Government Licence v3.0"
COMMON = ["time_period", "time_identifier", "geographic_level", "country_code", "region_code", "old_la_code"]
# Columns that say again what others say; known, and not needed.
SPARE = {"country_name", "region_name", "la_name", "new_la_code"}
LEVELS = {"National": "country_code", "Regional": "region_code", "Local authority": "old_la_code"}
NAMES = {"country_code": "country_name", "region_code": "region_name", "old_la_code": "la_name"}
LONG = "new_la_code"
# Amounts that are as true of two councils together as of each: a caseload per social worker, a score per pupil.
AVERAGES = {"caseload_fte", "avg_att8", "avg_ebaccaps"}
ENGLAND = "E92000001"


@dataclass(frozen=True)
class Filter:
    """A column whose values tell apart what the rows are about."""

    column: str
    values: dict[str, str] | None  # value, as `_normalise` leaves it -> its part of the series' keys; none: any value


@dataclass(frozen=True)
class EesLayout:
    """One table of the service: filter columns that pick the series, and columns of figures."""

    family: str
    title: str
    filters: tuple[Filter, ...]
    columns: dict[str, tuple[str, Series.Unit]]  # column -> end of the series' keys, unit
    start: str = ""  # of every key
    spare: frozenset[str] = frozenset()  # columns that are known and not needed
    period: str = "Reporting year"
    national_only: bool = False
    allows_shared_rows: bool = False
    known_shared: tuple[tuple[str, ...], ...] = ()  # councils whose figures stand on the row of the first of them
    optional: frozenset[str] = frozenset()  # columns of figures that some releases do not have
    publisher: str = "Department for Education"
    licence: str = OGL
    content: str = Release.Content.FIGURES

    @property
    def own_columns(self) -> list[str]:
        return [*(one.column for one in self.filters), *(name for name in self.columns if name not in self.optional)]

    def read(self, source: BinaryIO, places: PlaceBook, notes: Notes) -> Iterator[Figure]:
        rows = read_rows(source)
        header = next(rows).cells
        there = {name.strip() for name in header}
        columns = {name: end for name, end in self.columns.items() if name in there or name not in self.optional}
        common = COMMON[:4] if self.national_only else COMMON
        where = find_columns(header, [*common, *(one.column for one in self.filters), *columns])
        if absent := sorted(set(self.columns) - set(columns)):
            notes.add(f"Columns that other releases have are not in this file: {', '.join(absent)}.")
        header_at = {name.strip(): index for index, name in enumerate(header)}
        unknown = sorted(set(header_at) - SPARE - self.spare - set(where))
        if unknown:
            notes.add(f"Unknown columns were left out: {', '.join(unknown)}.")
        about_place = [header_at[name] for name in (*COMMON[2:], *NAMES.values(), LONG) if name in header_at]
        met: dict[tuple[str, ...], list[int]] = {}  # what rows say of their place -> its places
        seen: dict[tuple[Any, ...], tuple[int, tuple[str, ...]]] = {}
        names: dict[tuple[int, ...], str] = {}
        for row in rows:
            check_width(row, header)
            notes.rows += 1
            cells = {name: row.cells[index].strip() for name, index in where.items()}
            if self._is_counted_elsewhere(row, cells, list(columns)):
                continue
            year = self._get_year(row, cells)
            try:
                said = tuple(row.cells[index] for index in about_place)
                if said not in met:
                    more = {name: row.cells[index].strip() for name, index in header_at.items()}
                    met[said] = self._get_places(row, more, places)
                councils = met[said]
            except UnknownPlace as problem:
                notes.leave_out(problem)
                continue
            chosen = self._get_chosen(row, cells)
            values = (*map(str, councils), *(cells[column] for column in columns))
            if self._is_repeat(seen, [(year, place, chosen) for place in councils], row.line, values, notes):
                continue
            if len(councils) > 1:
                names.setdefault(tuple(councils), _normalise(cells["old_la_code"]))
                for place_id in councils:
                    notes.shared[place_id, year] = councils
            for column, (end, unit) in columns.items():
                value, status = read_cell(cells[column], MARKS, unit, line=row.line, column=column, notes=notes)
                series = _get_series(".".join(filter(None, [self.start, *chosen, end])), unit)
                if len(councils) > 1 and value is not None and unit in (COUNT, AMOUNT) and end not in AVERAGES:
                    value, status = None, Status.SHARED
                for place_id in councils:
                    yield Figure(series, year, 1, cells["time_period"], place_id, value, status)
        if names:
            notes.add(
                f"One row covers several councils ({'; '.join(sorted(names.values()))}): each of them "
                "gets its percentages and averages, and none of them its numbers."
            )

    def _is_repeat(
        self, seen: dict[Any, Any], keys: list[tuple[Any, ...]], line: int, values: tuple[str, ...], notes: Notes
    ) -> bool:
        found = {seen.setdefault(key, (line, values)) for key in keys}
        first, before = min(found)
        if first == line:
            return False
        text = " and ".join(one.column for one in self.filters)
        problem = Refusal(
            f"the same place, year{' and ' if text else ''}{text} are already on line {first}, with other figures.",
            "Keep the row that is right.",
            line=line,
        )
        return notes.is_repeat(before, values, problem)

    def _is_counted_elsewhere(self, row: Row, cells: dict[str, str], columns: list[str]) -> bool:
        """A council whose figures stand on another's row has a row without figures, or none."""
        if not any(tidy_code(cells.get("old_la_code", "")) in pair[1:] for pair in self.known_shared):
            return False
        if any(cells[column] != "z" for column in columns):
            raise Refusal(
                "this council has figures of its own here; Cairn knows this layout with its figures on another's row.",
                "Use the latest release of this table, which names both councils on one row.",
                line=row.line,
                column="old_la_code",
            )
        return True

    def _get_chosen(self, row: Row, cells: dict[str, str]) -> tuple[str, ...]:
        return tuple(_get_part(row, one, cells[one.column]) for one in self.filters)

    def _get_year(self, row: Row, cells: dict[str, str]) -> int:
        text, kind = tidy_year(cells["time_period"]), cells["time_identifier"]
        if not text[:1].isdecimal():
            raise Refusal(
                f"{text!r} is not a year.",
                "Remove the row if it is a total or a note; otherwise correct it.",
                line=row.line,
                column="time_period",
            )
        if kind.casefold() != self.period.casefold():
            raise Refusal(
                f"{kind!r} is not a kind of period known for this table; known is {self.period!r}.",
                f"Use the table by {self.period.lower()}.",
                line=row.line,
                column="time_identifier",
            )
        if self.period == "Academic year":
            found = re.fullmatch("([0-9]{4})[/-]?([0-9]{2})", text)
            if found and int(found[2]) == (int(found[1]) + 1) % 100:
                return int(found[1]) + 1
            raise Refusal(
                f"{text!r} is not an academic year.",
                "Write six digits, such as 202425.",
                line=row.line,
                column="time_period",
            )
        if not re.fullmatch("[0-9]{4}", text) or not 1990 <= int(text) <= 2100:
            raise Refusal(
                f"{text!r} is not a year.", "Write four digits, such as 2025.", line=row.line, column="time_period"
            )
        return int(text)

    def _get_places(self, row: Row, cells: dict[str, str], places: PlaceBook) -> list[int]:
        """The place of a row; several where councils that share a service have one row."""
        level = cells["geographic_level"].capitalize()
        column = LEVELS.get(level)
        if column is None or (self.national_only and level != "National"):
            raise Refusal(
                f"{cells['geographic_level']!r} is not a level known for this table; known are "
                f"{'National' if self.national_only else ', '.join(LEVELS)}.",
                "Correct or remove the row.",
                line=row.line,
                column="geographic_level",
            )
        code, name = cells[column], cells.get(NAMES[column], "")
        if column != "old_la_code":
            if (code == ENGLAND) != (level == "National"):
                raise Refusal(
                    f"{code!r} is not the code of {'England' if level == 'National' else 'a region of England'}.",
                    "Correct or remove the row.",
                    line=row.line,
                    column=column,
                )
            return [places.get_other(code, name=name, line=row.line, column=column)]
        codes, names, long = ([code], [name], [cells.get(LONG, "")])
        if self.allows_shared_rows and " / " in code:
            codes, names, long = (text.split(" / ") for text in (code, name, long[0]))
        elif pair := next((pair for pair in self.known_shared if pair[0] == tidy_code(code)), None):
            codes = list(pair)
        if not len(codes) == len(names) == len(long):
            names = long = [""] * len(codes)
        return [
            places.get_council(one, name=called, gss=gss, line=row.line, column=column)
            for one, called, gss in zip(codes, names, long, strict=True)
        ]


def tidy_year(text: str) -> str:
    """2025.0, as data frames write a column with gaps, is 2025."""
    return re.sub(r"\.0+$", "", text)


_series: dict[str, SeriesKey] = {}


def _get_series(key: str, unit: Series.Unit) -> SeriesKey:
    if len(key) > LONGEST_KEY:
        raise Refusal(f"the values of the filters are too long ({key[:60]}…).", "Use the publisher's own file.")
    return _series.setdefault(key, SeriesKey(key, unit))


def _normalise(text: str) -> str:
    """Releases write "at 31 March" and "on 31 March", and capitals as they like."""
    return " ".join(text.casefold().replace(" at 31 march", " on 31 march").split())


def _get_part(row: Row, wanted: Filter, text: str) -> str:
    if wanted.values is None and text:
        return _make_part(text)
    part = (wanted.values or {}).get(_normalise(text))
    if part is None:
        raise Refusal(
            f"{text!r} is not a value that is known for this table; known are: {'; '.join(wanted.values or ())}.",
            "If the publisher has renamed it, report it to the Cairn project; otherwise correct the file.",
            line=row.line,
            column=wanted.column,
        )
    return part


def _plain(percentages: list[str], counts: list[str]) -> dict[str, tuple[str, Series.Unit]]:
    return {name: (name, COUNT) for name in counts} | {name: (name, PERCENTAGE) for name in percentages}


def _same(*names: str) -> dict[str, str]:
    """Values that become part of a key as they are, in lower case with underscores."""
    return {_normalise(name): _make_part(name) for name in names}


def _make_part(text: str) -> str:
    return re.sub("[^a-z0-9]+", "_", _normalise(text)).strip("_")


def _counted(count: str, percentage: str) -> dict[str, tuple[str, Series.Unit]]:
    return {count: ("count", COUNT), percentage: ("percent", PERCENTAGE)}


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

CLA_GROUPS = {
    "children starting to be looked after each year": "starting",
    "children looked after on 31 march each year": "on_31_march",
    "children ceasing to be looked after each year": "ceasing",
}
NATIONAL_GROUPS = {
    "children starting to be looked after during the year": "starting",
    "children looked after on 31 march": "on_31_march",
    "children looked after on 31 march excluding unaccompanied asylum-seeking children": "without_unaccompanied",
    "children ceasing to be looked after during the year": "ceasing",
    "children looked after on 31 march who were unaccompanied asylum-seeking children": "unaccompanied",
    "children looked after who were adopted during the year": "adopted",
}
STABILITY_GROUPS = {
    "cla on 31 march": "on_31_march",
    "cla 2 years on 31 march": "two_years",
    "children looked after continuously for at least 2.5 years on 31 march aged under 16 years": "long_under_16",
}
STABILITY = {
    "total children": "total",
    "with 3 or more placements during the year": "three_or_more",
    "with 3 or more placements during the previous 2 years": "three_or_more",
    "living with the same carer for at least 2 years": "same_carer",
}
PLACEMENTS = {
    "location of new placements during the year": "location",
    "reason for placement change during the year": "reason",
}
PLACEMENT_BREAKDOWNS = _same(
    "Distance not known or not recorded",
    "Placed inside LA boundary less than 20 miles from home",
    "Placed inside LA boundary more than 20 miles from home",
    "Placed outside LA boundary less than 20 miles from home",
    "Placed outside LA boundary more than 20 miles from home",
    "Total new placements",
    "Allegation (s47)",
    "Approval removed",
    "Carer requests placement end other than due to child's behaviour",
    "Carer requests placement ends due to child's behaviour",
    "Change in the status of a placement only",
    "Change to/implementation of care plan",
    "Child requests placement to end",
    "Custody arrangement",
    "Other",
    "Resignation or closure of provision",
    "Responsible/area authority requests placement ends",
    "Standards of care concern",
    "Total placements changing",
)
LEAVER_AGES = {"17 to 18 years": "17_to_18", "19 to 21 years": "19_to_21"}
LEAVER_ACTIVITIES = _same(
    "Education other than higher education",
    "Higher education i.e. studies beyond A level",
    "In an apprenticeship",
    "In training or employment",
    "In training or employment (excl. apprenticeship)",
    "Not in education, training or employment, owing to illness or disability",
    "Not in education, training or employment, owing to other reasons",
    "Not in education, training or employment, owing to pregnancy or parenting",
    "Total",
    "Total in education, employment or training",
    "Total information not known",
    "Total not in education, employment or training",
)
PUPIL_GROUPS = {
    "cino on 31 march": "in_need",
    "cppo on 31 march": "on_plan",
    "cla 12 months on 31 march": "looked_after_12_months",
}
KS4_COUNTS = ["t_pupils", "t_l2basics_95", "t_l2basics_94", "t_ebacc_e_ptq_ee", "t_inp8calc"]
KS4_PERCENTAGES = ["pt_l2basics_95", "pt_l2basics_94", "pt_ebacc_e_ptq_ee"]
KS4_SCORES = ["t_p8score", "avg_p8score", "p8score_CI_low", "p8score_CI_upp"]
# Workforce: both layouts make the same series. The percentages that one council writes of another's staff can pass 100.
WORKFORCE = {
    "turnover_rate_fte": ("turnover_rate_fte", PERCENTAGE),
    "turnover_rate_headcount": ("turnover_rate_headcount", PERCENTAGE),
    "agency_rate_fte": ("agency_rate_fte", PERCENTAGE),
    "agency_rate_headcount": ("agency_rate_headcount", PERCENTAGE),
    "agency_cover_rate_fte": ("agency_cover_rate_fte", RATE),
    "vacancy_rate_fte": ("vacancy_rate_fte", PERCENTAGE),
    "vacancy_agency_cover_rate_fte": ("vacancy_agency_cover_rate_fte", RATE),
    "absence_rate_fte": ("absence_rate_fte", PERCENTAGE),
    "inpost_fte": ("inpost_fte", AMOUNT),
    "inpost_headcount": ("inpost_headcount", COUNT),
    "starters_fte": ("starters_fte", AMOUNT),
    "starters_headcount": ("starters_headcount", COUNT),
    "leavers_fte": ("leavers_fte", AMOUNT),
    "leavers_headcount": ("leavers_headcount", COUNT),
    "agency_fte": ("agency_fte", AMOUNT),
    "agency_headcount": ("agency_headcount", COUNT),
    "agency_cover_fte": ("agency_cover_fte", AMOUNT),
    "vacancy_fte": ("vacancy_fte", AMOUNT),
    "case_holders_fte": ("case_holders_fte", AMOUNT),
    "cases": ("cases", COUNT),
    "caseload_fte": ("caseload_fte", AMOUNT),
    "working_days_lost_fte": ("working_days_lost_fte", AMOUNT),
}
# How the releases up to 2022 call the same columns.
WORKFORCE_BEFORE = {
    "turnover_rate_fte": "turnover_rate_fte_%",
    "turnover_rate_headcount": "turnover_rate_headcount_%",
    "agency_rate_fte": "agency_worker_rate_fte_%",
    "agency_rate_headcount": "agency_worker_rate_headcount_%",
    "agency_cover_rate_fte": "agency_cover_rate_fte_%",
    "vacancy_rate_fte": "vacancy_rate_fte_%",
    "vacancy_agency_cover_rate_fte": "vacancy_agency_cover_rate_fte_%",
    "absence_rate_fte": "absence_rate_fte_%",
    "inpost_fte": "social_worker_fte",
    "inpost_headcount": "social_worker_headcount",
    "leavers_fte": "leaver_fte",
    "leavers_headcount": "leaver_headcount",
}
NOT_BEFORE = {"starters_fte", "starters_headcount"}
# What every release has; a release may lack others, which are then absent and not guessed.
WORKFORCE_CORE = {"turnover_rate_fte", "agency_rate_fte", "vacancy_rate_fte", "caseload_fte"}
WORKFORCE_TITLE = "Children's social work workforce"
KS4_TITLE = "Key stage 4 of children in need and looked after"

LAYOUTS = (
    EesLayout(
        family="ees.cla",
        title=CLA_TITLE,
        start="ees.cla",
        filters=(Filter("population_type", CLA_GROUPS),),
        columns=CLA_COLUMNS | {"children_count": ("children_count", COUNT)},
    ),
    # The same table in the words of the releases up to 2022.
    EesLayout(
        family="ees.cla",
        title=CLA_TITLE,
        start="ees.cla",
        filters=(Filter("population_count", CLA_GROUPS),),
        columns=CLA_COLUMNS | {"number": ("children_count", COUNT)},
    ),
    *(
        EesLayout(
            family="ees.cla_national",
            title="Children looked after in England since 1994",
            start="ees.cla_national",
            filters=(Filter(group, NATIONAL_GROUPS),),
            columns={count: ("", COUNT)},
            national_only=True,
        )
        for group, count in (("population_count", "number"), ("population_type", "children_count"))
    ),
    *(
        EesLayout(
            family="ees.stability",
            title="Children looked after: stability of placements",
            start="ees.stability",
            filters=(Filter("cla_group", STABILITY_GROUPS), Filter("placement_stability", STABILITY)),
            columns=columns,
        )
        for columns in (_counted("children_count", "children_percent"), _counted("number", "percentage"))
    ),
    *(
        EesLayout(
            family="ees.placements",
            title="Children looked after: new placements during the year",
            start="ees.placements",
            filters=(Filter("characteristic", PLACEMENTS), Filter("breakdown", PLACEMENT_BREAKDOWNS)),
            columns=columns,
        )
        for columns in (_counted("children_count", "children_percent"), _counted("number", "percentage"))
    ),
    # Care leavers. The releases of 2019 to 2023 write age, number and percentage (DfE's data guidance of 2023).
    *(
        EesLayout(
            family=f"ees.{family}",
            title=f"Care leavers: {title}",
            start=f"ees.{family}",
            filters=(Filter(age, LEAVER_AGES if values else None), Filter(column, values)),
            columns=_counted(*counted),
        )
        for family, title, column, values in (
            ("care_leavers", "what they do", "breakdown", LEAVER_ACTIVITIES),
            ("care_leavers", "what they do", "activity", LEAVER_ACTIVITIES),
            ("leavers_in_touch", "whether the council is in touch", "in_touch", None),
            ("leavers_homes", "where they live", "accommodation_type", None),
            ("leavers_suitable_homes", "whether their homes are suitable", "accommodation_suitability", None),
        )
        for age, *counted in (
            ("care_leaver_age", "care_leaver_count", "care_leaver_percent"),
            ("age", "number", "percentage"),
        )
    ),
    EesLayout(
        family="ees.workforce",
        title=WORKFORCE_TITLE,
        start="ees.workforce",
        filters=(),
        columns=WORKFORCE,
        optional=frozenset(WORKFORCE) - WORKFORCE_CORE,
        allows_shared_rows=True,
    ),
    EesLayout(
        family="ees.workforce",
        title=WORKFORCE_TITLE,
        start="ees.workforce",
        filters=(),
        columns={WORKFORCE_BEFORE.get(name, name): end for name, end in WORKFORCE.items() if name not in NOT_BEFORE},
        optional=frozenset(WORKFORCE_BEFORE.get(name, name) for name in WORKFORCE if name not in WORKFORCE_CORE),
        allows_shared_rows=True,
        known_shared=(("314", "318"), ("940", "941")),
    ),
    EesLayout(
        family="ees.ks4",
        title=KS4_TITLE,
        start="ees.ks4",
        filters=(Filter("social_care_group", PUPIL_GROUPS),),
        columns=_plain(KS4_PERCENTAGES, KS4_COUNTS)
        | {"t_att8": ("t_att8", AMOUNT), "avg_att8": ("avg_att8", AMOUNT)}
        | {"t_ebaccaps": ("t_ebaccaps", AMOUNT), "avg_ebaccaps": ("avg_ebaccaps", AMOUNT)}
        | {name: (name, UNSTATED) for name in KS4_SCORES},
        spare=frozenset({"version"}),
        period="Academic year",
    ),
    EesLayout(
        family="ees.b1",
        title="Children in need: episodes and children (table B1)",
        start="ees.b1",
        filters=(Filter("category", {"children in need": ""}),),
        columns=_plain([], EPISODES),
    ),
    EesLayout(
        family="ees.c1",
        title="Referrals and re-referrals (table C1)",
        start="ees.c1",
        filters=(Filter("category", {"referrals and re-referrals": ""}),),
        columns=_plain(REFERRAL_PERCENTAGES, REFERRAL_COUNTS),
    ),
    EesLayout(
        family="ees.d3",
        title="Child protection plans that are a second or later plan (table D3)",
        start="ees.d3",
        filters=(Filter("category", {"child protection plans which are a second or subsequent plan": ""}),),
        columns=_plain(["CPP_subsequent_percent"], ["CPP_start", "CPP_subsequent"]),
    ),
    EesLayout(
        family="ees.d5",
        title="Child protection plans at 31 March by length (table D5)",
        start="ees.d5",
        filters=(Filter("category", {"child protection plans by length of time": ""}),),
        columns=_plain([f"{name}_percent" for name in DURATIONS], ["CPP_At31", *DURATIONS]),
    ),
    EesLayout(
        family="ons.population",
        title="Mid-year population estimates, children aged 0 to 17",
        start="ons.population_0_17",
        filters=(Filter("age_group", {"children aged 0 to 17 years": ""}),),
        columns={"population_estimate": ("", COUNT)},
        publisher="Office for National Statistics",
    ),
)
