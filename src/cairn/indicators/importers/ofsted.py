"""Inspections of councils' children's services: Ofsted's own workbook, a list made from reports, and the reports."""

import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO

from cairn.common.files.text import extract_text
from cairn.common.reading.refusals import Refusal
from cairn.common.reading.workbooks import Cells, find_header, open_workbook, read_day, read_sheet, read_text
from cairn.indicators.importers.base import MONTHS, InspectionRow, Notes, PlaceBook, ReportRow, UnknownPlace
from cairn.indicators.models import Judgement, Release
from cairn.places.queries import AROUND, normalise

OFSTED, OGL, ILACS = "Ofsted", "Open Government Licence v3.0", "ILACS"
CODE, NAME, OVERALL = "Local authority area code", "Local authority name", "Overall effectiveness"
AREAS = {
    OVERALL: Judgement.Area.OVERALL,
    "The impact of leaders on social work practice with children and families": Judgement.Area.LEADERS,
    "The experiences and progress of children who need help and protection": Judgement.Area.HELP,
    "The experiences and progress of children in care": Judgement.Area.IN_CARE,
    "The experiences and progress of care leavers": Judgement.Area.CARE_LEAVERS,
    "The experiences and progress of children in care and care leavers": Judgement.Area.IN_CARE_AND_LEAVERS,
}
# Until 2022 one judgement covered both; in the tables it stands in the column of children in care.
SPLIT_ON = date(2023, 1, 1)
GRADES = {str(label).casefold(): str(value) for value, label in Judgement.Grade.choices}
GRADES["requires improvement"] = Judgement.Grade.REQUIRES_IMPROVEMENT
NO_GRADE = {"", "none", "nan", "-", "inspection_pre_dates_judgement"}
INSPECTED = ("Inspection date", "Inspection/Visit date", "Inspection start date")
PUBLISHED = ("Publication date",)
KINDS = ("Inspection type", "Inspection/Visit type")
THEMES = ("Visit Theme", "Visit theme")
FORMS = ("%d/%m/%Y", "%d/%m/%y", "%Y-%m-%d")
OVERVIEW = {
    "overall_effectiveness_grade": Judgement.Area.OVERALL,
    "impact_of_leaders_grade": Judgement.Area.LEADERS,
    "help_and_protection_grade": Judgement.Area.HELP,
    "in_care_grade": Judgement.Area.IN_CARE,
    "care_leavers_grade": Judgement.Area.CARE_LEAVERS,
}
OVERVIEW_COLUMNS = {"la_code", "inspection_framework", "inspection_start_date", "publication_date", *OVERVIEW}


def read_grade(cell: Any, *, row: int, column: str) -> str | None:
    text = read_text(cell).casefold()
    if text in NO_GRADE:
        return None
    if text not in GRADES:
        raise Refusal(
            f"{read_text(cell)[:40]!r} is not a grade; known are {', '.join(GRADES)}.",
            "Correct the cell.",
            row=row,
            column=column,
        )
    return GRADES[text]


def read_link(text: str) -> str:
    return text if text.startswith("https://") and len(text) <= 300 else ""


def _place_care_grade(grades: dict[str, str], inspected_on: date | None) -> dict[str, str]:
    """Before 2023 the one judgement was about children in care and care leavers together; keep it so."""
    combined = inspected_on and inspected_on < SPLIT_ON and Judgement.Area.CARE_LEAVERS not in grades
    if combined and Judgement.Area.IN_CARE in grades:
        grades[Judgement.Area.IN_CARE_AND_LEAVERS] = grades.pop(Judgement.Area.IN_CARE)
    return grades


@dataclass(frozen=True)
class OutcomesLayout:
    family: str = "ofsted.outcomes"
    title: str = "Outcomes of inspections of local authority children's services"
    publisher: str = OFSTED
    licence: str = OGL
    content: str = Release.Content.INSPECTIONS

    def read(self, source: BinaryIO, places: PlaceBook, notes: Notes) -> Iterator[InspectionRow]:
        workbook = open_workbook(source)
        seen: dict[tuple[int, date | None], InspectionRow] = {}
        for name in workbook.sheet_names:
            rows = read_sheet(workbook, name)
            start = find_header(rows, {CODE, OVERALL})
            if start is None:
                continue
            for row in _read_sheet(rows, start, name, places, notes):
                notes.rows += 1
                key = row.place_id, row.inspected_on
                earlier = seen.get(key)
                if earlier and earlier.grades != row.grades:
                    raise Refusal(
                        f"the sheet {name!r} and an earlier one give one inspection of {row.inspected_on} different "
                        "grades.",
                        "Ask the publisher which is right.",
                    )
                # The history says of each whether it was short or standard; the list of the present does not.
                if earlier is None or not earlier.kind:
                    seen[key] = row
        notes.add("The same inspection is in several sheets; each was used once.")
        yield from seen.values()


def _read_sheet(rows: Cells, start: int, sheet: str, places: PlaceBook, notes: Notes) -> Iterator[InspectionRow]:
    header = [read_text(cell) for cell in rows[start]]

    def find(names: tuple[str, ...]) -> int | None:
        return next((header.index(name) for name in names if name in header), None)

    columns = (INSPECTED, PUBLISHED, KINDS, THEMES, (NAME,))
    inspected_at, published_at, kind_at, theme_at, name_at = (find(names) for names in columns)
    if inspected_at is None:
        raise Refusal(f"the sheet {sheet!r} has no column of inspection dates.", "Use the original workbook.")
    for number, cells in enumerate(rows[start + 1 :], start=start + 2):
        code = read_text(cells[header.index(CODE)])
        if not code:
            continue
        name = read_text(cells[name_at]) if name_at is not None else ""
        try:
            place = places.get_by_gss(code, name=name, row=number, column=CODE)
        except UnknownPlace as problem:
            notes.leave_out(problem)
            continue
        inspected_on = read_day(cells[inspected_at], FORMS, row=number, column=header[inspected_at])
        grades = {
            str(area): grade
            for name, area in AREAS.items()
            if name in header and (grade := read_grade(cells[header.index(name)], row=number, column=name))
        }
        yield InspectionRow(
            place,
            ILACS,
            _tidy_kind(read_text(cells[kind_at])) if kind_at is not None else "",
            inspected_on,
            read_day(cells[published_at], FORMS, row=number, column=header[published_at]) if published_at else None,
            _place_care_grade(grades, inspected_on),
            read_text(cells[theme_at])[:200] if theme_at is not None else "",
        )


def _tidy_kind(text: str) -> str:
    return text.removeprefix("ILACS ").removeprefix("LA ").capitalize()[:60]


@dataclass(frozen=True)
class OverviewLayout:
    family: str = "ofsted.overview"
    title: str = "Latest inspections, read from the reports"
    publisher: str = "Data to Insight, from Ofsted's reports"
    licence: str = OGL
    content: str = Release.Content.INSPECTIONS

    def read(self, source: BinaryIO, places: PlaceBook, notes: Notes) -> Iterator[InspectionRow]:
        workbook = open_workbook(source)
        for name in workbook.sheet_names:
            rows = read_sheet(workbook, name)
            start = find_header(rows, OVERVIEW_COLUMNS)
            if start is not None:
                yield from self._read(rows, start, places, notes)
                return
        raise Refusal("no sheet has the columns of this list.", "Use the original workbook.")

    def _read(self, rows: Cells, start: int, places: PlaceBook, notes: Notes) -> Iterator[InspectionRow]:
        header = [read_text(cell) for cell in rows[start]]
        at = {name: header.index(name) for name in header}
        undated: list[str] = []
        seen: dict[int, tuple[int, list[str]]] = {}
        for number, cells in enumerate(rows[start + 1 :], start=start + 2):
            code = read_text(cells[at["la_code"]])
            if not code:
                continue
            notes.rows += 1
            name = read_text(cells[at["local_authority"]]) if "local_authority" in at else ""
            try:
                place = places.get_council(code, name=name, row=number, column="la_code")
            except UnknownPlace as problem:
                notes.leave_out(problem)
                continue
            texts = [read_text(cell) for cell in cells]
            first, before = seen.setdefault(place, (number, texts))
            if first != number:
                other = Refusal(
                    f"the council {code} is already on row {first}, with another inspection.", "Keep one.", row=number
                )
                notes.is_repeat(before, texts, other)
                continue
            inspected_on, published_on = (
                read_day(cells[at[name]], FORMS, row=number, column=name)
                for name in ("inspection_start_date", "publication_date")
            )
            if inspected_on is None:
                undated.append(code)
            grades = {
                str(area): grade
                for name, area in OVERVIEW.items()
                if (grade := read_grade(cells[at[name]], row=number, column=name))
            }
            kind = read_text(cells[at["inspection_framework"]])
            link = read_link(read_text(cells[at["inspection_link"]])) if "inspection_link" in at else ""
            yield InspectionRow(
                place,
                ILACS,
                "" if kind.casefold() in NO_GRADE else f"{kind.capitalize()} inspection",
                inspected_on,
                published_on,
                _place_care_grade(grades, inspected_on or published_on),
                link=link,
            )
        if undated:
            notes.add(f"There is no inspection date for these councils: {', '.join(undated)}.")


DAY = rf"(\d{{1,2}})(?:st|nd|rd|th)?(?: ({'|'.join(MONTHS)}))?(?: (20\d\d))?"
DATES = re.compile(rf"(?i)inspection dates?: ?{DAY} ?(?:to|and|-|–) ?{DAY}")
TITLES = (
    re.compile(r"(?is)^\s*(?:\d+\s+)?(?P<name>[^\n]+?)\s*\n\s*(?:re-?)?inspection of children.s social care services"),
    re.compile(
        r"(?is)^\s*(?:\d+\s+)?(?:re-?)?inspection of (?P<name>.+?)(?: local authority)? ?\s*children.s services"
    ),
)


IS_REPORT = re.compile(r"(?i)inspection of .{0,120}children.s (social care )?services")


def read_words(source: BinaryIO) -> str:
    """The words of a PDF, read in a process of its own; empty where there are none."""
    source.seek(0)
    with tempfile.NamedTemporaryFile(suffix=".pdf") as copy:
        shutil.copyfileobj(source, copy)
        copy.flush()
        return extract_text(copy.name, "application/pdf").text.replace("\x00", "")


@dataclass(frozen=True)
class ReportLayout:
    """A report of the framework of 2018, as a PDF; what its first page says is read, and every word is kept."""

    text: str = ""
    family: str = "ofsted.report"
    title: str = "Inspection report"
    publisher: str = OFSTED
    licence: str = OGL
    content: str = Release.Content.REPORT

    def read(self, source: BinaryIO, places: PlaceBook, notes: Notes) -> Iterator[ReportRow]:
        notes.rows = 1
        inspection = InspectionRow(
            _find_council(self.text, places), ILACS, "", _find_dates(self.text), None, _find_grades(self.text)
        )
        yield ReportRow(inspection, self.text)


def _refuse(what: str) -> Refusal:
    return Refusal(
        f"{what} cannot be found on the first page of this PDF.",
        "Cairn reads reports of inspections of local authority children's services since 2018.",
    )


def _find_council(text: str, places: PlaceBook) -> int:
    for pattern in TITLES:
        if found := pattern.search(text[:3000]):
            name = normalise(found["name"])
            codes = places.names.get(name) or places.names.get(AROUND.sub("", name).strip()) or set()
            if len(codes) == 1:
                return places.councils[next(iter(codes))]
    raise _refuse("the name of one council that Cairn knows")


def _find_dates(text: str) -> date:
    found = DATES.search(" ".join(text[:3000].split()))
    if not found:
        raise _refuse("the days of the inspection")
    day, month, year, _, last_month, last_year = found.groups()
    try:
        return datetime.strptime(f"{day} {month or last_month} {year or last_year}", "%d %B %Y").date()  # noqa: DTZ007
    except ValueError:
        raise _refuse("the days of the inspection") from None


def _find_grades(text: str) -> dict[str, str]:
    page = " ".join(text[:4000].split())
    known = "|".join(sorted(map(re.escape, GRADES), key=len, reverse=True))
    grades = {}
    for name, area in AREAS.items():
        if found := re.search(rf"(?i){re.escape(name)}\s+({known})\b", page):
            grades[str(area)] = str(GRADES[found[1].casefold()])
    if Judgement.Area.OVERALL not in grades:
        raise _refuse("the judgement of overall effectiveness")
    return grades
