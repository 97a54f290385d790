"""A table of records, checked row by row with the forms of the site. Nothing is written here."""

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from django.core.validators import slug_re
from django.http import QueryDict

from cairn.common.canonical import sha256_of
from cairn.records.columns import KEPT, REFERENCE, Column, UnableToReadCell, get_columns, without_guard
from cairn.records.empty_answers import tidy_label
from cairn.records.kinds import Kind, get_kind
from cairn.records.models import BulkImport, Record
from cairn.records.policies import UnableToChangeRecord
from cairn.records.sections import Section, SectionForm, get_sections
from cairn.records.worries import is_worrying

MOST_ROWS = 500  # so many are written within a request; more are brought in as several tables
NOT_READ = "#"  # a row whose first cell begins so is a remark: help, or an example

Row = tuple[int, list[str]]


class UnableToReadTable(UnableToChangeRecord):
    """The table as a whole is not right, so no row of it was looked at."""


@dataclass(frozen=True)
class Problem:
    row: int
    column: str
    sentence: str


@dataclass(frozen=True)
class Double:
    """A row whose title stands elsewhere too; it may be meant."""

    row: int
    title: str
    other: Record | None  # one that whoever asks may see
    rows: tuple[int, ...] = ()  # rows of the same table


@dataclass(frozen=True)
class Planned:
    """What one row would do: start a record, or change the draft of one."""

    row: int
    record: Record | None
    title: str
    answers: dict[str, Any]
    changed: tuple[str, ...] = ()  # titles of columns


@dataclass
class Checked:
    new: list[Planned] = field(default_factory=list)
    changed: list[Planned] = field(default_factory=list)
    same: list[Planned] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    doubles: list[Double] = field(default_factory=list)

    @property
    def can_be_taken(self) -> bool:
        return not self.problems and bool(self.new or self.changed)

    @property
    def fingerprint(self) -> str:
        """Stands for what would be done: another one than was shown means that something changed meanwhile."""
        new = [(one.row, one.title) for one in self.new]
        changed = [(one.row, one.record.latest_revision_id, one.changed) for one in self.changed if one.record]
        return sha256_of(json.dumps([new, changed, len(self.same), len(self.problems)]))


# --- The table as a whole ----------------------------------------------------------------------


def read_sheet(kind: Kind, rows: Sequence[Row]) -> dict[str, Any]:
    """The table as it is kept; raises UnableToReadTable where it is not one of this kind."""
    if not rows:
        raise UnableToReadTable("There is nothing in this table. Write your rows into the template.")
    header = [" ".join(cell.split()) for cell in rows[0][1]]
    names = _name_columns(kind, header)
    taken = [(number, cells) for number, cells in rows[1:] if any(cells) and not cells[0].startswith(NOT_READ)]
    if not taken:
        raise UnableToReadTable("There is no row under the header. Write your rows into the template.")
    for number, cells in taken:
        if is_worrying(cells, {}):
            raise UnableToReadTable(
                f"Row {number} sounds like a worry about somebody’s safety, so nothing of the table was kept. If it is "
                "one, tell the safeguarding lead. If it is not, take the row out and write it in the form instead."
            )
    return {"columns": names, "rows": [[number, cells] for number, cells in taken]}


def _name_columns(kind: Kind, header: list[str]) -> list[str]:
    columns = get_columns(kind)
    known = {column.title.casefold(): column.name for column in columns}
    known |= {column.name.casefold(): column.name for column in columns}
    known |= {REFERENCE.casefold(): REFERENCE, "slug": REFERENCE} | dict.fromkeys(map(str.casefold, KEPT), "")
    names = [known.get(tidy_label(title).casefold(), None if title else "") for title in header]
    strange = [title for title, name in zip(header, names, strict=True) if name is None]
    if strange:
        raise UnableToReadTable(" ".join(_tell_strange(title, columns) for title in strange[:5]))
    doubled = [name for name in names if name and names.count(name) > 1]
    if doubled:
        title = next((column.title for column in columns if column.name == doubled[0]), REFERENCE)
        raise UnableToReadTable(f"The column “{title}” stands there twice. Keep one of them.")
    if not any(name and name != REFERENCE for name in names):
        raise UnableToReadTable("No column has a name that is known. Use the header of the template.")
    return [name or "" for name in names]


def _tell_strange(title: str, columns: list[Column]) -> str:
    offered = {one.casefold(): one for one in (REFERENCE, *(column.title for column in columns))}
    offered |= {column.name: column.title for column in columns}
    near = get_close_matches(title.casefold(), offered, n=1)
    mend = f"Did you mean “{offered[near[0]]}”?" if near else "Take it out, or use a name of the template."
    return f"There is no column “{title[:60]}”. {mend}"


# --- Row by row --------------------------------------------------------------------------------


def check(waiting: BulkImport) -> Checked:
    """What a waiting table would do now, for the person who gave it."""
    return _Check(waiting).run()


class _Check:
    def __init__(self, waiting: BulkImport) -> None:
        self.by, self.sheet = waiting.by, waiting.rows
        self.kind = get_kind(waiting.kind)
        self.columns = {column.name: column for column in get_columns(self.kind)}
        self.sections = get_sections(self.kind.name)
        self.result = Checked()

    def run(self) -> Checked:
        self._find_repeated_references()
        for number, cells in self.sheet["rows"]:
            self._check_row(number, cells)
        self._find_doubles()
        return self.result

    @cached_property
    def own(self) -> dict[str, Any]:
        """Records named in the table that the person may change, by their reference."""
        wanted = {slug for slug in map(self._get_reference, self.sheet["rows"]) if slug_re.fullmatch(slug)}
        found = self.kind.model.objects.editable_by(self.by).filter(slug__in=wanted)
        return {record.slug: record for record in found.select_related("latest_revision")}

    def _get_reference(self, row: Row) -> str:
        return self._pair(row[1]).get(REFERENCE, "").strip().casefold()

    def _pair(self, cells: list[str]) -> dict[str, str]:
        return {name: cell for name, cell in zip(self.sheet["columns"], cells, strict=False) if name}

    def _find_repeated_references(self) -> None:
        counts = Counter(filter(None, map(self._get_reference, self.sheet["rows"])))
        for row in self.sheet["rows"]:
            if counts[self._get_reference(row)] > 1:
                sentence = f"“{self._get_reference(row)[:60]}” stands in more than one row. Keep one of them."
                self._refuse(row[0], REFERENCE, sentence)

    def _refuse(self, row: int, column: str, sentence: str) -> None:
        self.result.problems.append(Problem(row, column, sentence))

    def _check_row(self, number: int, cells: list[str]) -> None:
        width = len(self.sheet["columns"])
        if any(cells[width:]):
            self._refuse(number, "", f"The row has {len(cells)} cells and the header {width}. Check its commas.")
            return
        given = self._pair(cells)
        slug = self._get_reference((number, cells))
        if slug and slug not in self.own:
            kind = self.kind.label.lower()
            sentence = f"You have no {kind} with the reference “{slug[:60]}”. Leave the cell empty to start a new one."
            self._refuse(number, REFERENCE, sentence)
            return
        draft = get_newest_words(self.own[slug]) if slug else None
        before = len(self.result.problems)
        answers = self._read_answers(number, given, draft)
        if len(self.result.problems) == before:
            self._plan(number, slug, draft, answers)

    def _read_answers(self, number: int, given: dict[str, str], draft: Any) -> dict[str, Any]:
        answers: dict[str, Any] = {}
        for section in self.sections:
            cells = {name: given[name] for name in section.form.base_fields if name in given}
            if self._says_something(cells, draft) or (draft is None and "title" in section.form.base_fields):
                answers |= self._read_section(number, section, cells, draft)
        return answers

    def _says_something(self, cells: dict[str, str], draft: Any) -> bool:
        """Whether a section was filled in, or differs from the draft: one that is left as it was may be unfinished."""
        if draft is None:
            return any(cells.values())
        there = {name: self.columns[name].write(self.columns[name].get(draft)) for name in cells}
        return any(there[name] != without_guard(cell) for name, cell in cells.items())

    def _read_section(self, number: int, section: Section, given: dict[str, str], draft: Any) -> dict[str, Any]:
        """The answers of one section, checked as if they had been sent; what the table leaves out stays as shown."""
        sent = _list_sent(section.form.from_record(draft) if draft else section.form())
        wrong: set[str] = set()
        for name, cell in given.items():
            if not cell and draft is None:
                continue
            try:
                sent[name] = self.columns[name].read(cell)
            except UnableToReadCell as problem:
                self._refuse(number, self.columns[name].title, str(problem))
                wrong.add(name)
        form = section.form(_as_query(sent))
        for name, errors in form.errors.items():
            title = self.columns[name].title if name in self.columns else section.title
            if name not in wrong:
                self._refuse(number, title, " ".join(map(str, errors)))
        names = given if draft else self.columns
        return {name: value for name, value in form.cleaned_data.items() if name in names}

    def _plan(self, number: int, slug: str, draft: Any, answers: dict[str, Any]) -> None:
        if draft is None:
            self.result.new.append(Planned(number, None, answers["title"], answers))
            return
        changed = {name: value for name, value in answers.items() if not self._is_same(name, draft, value)}
        title = changed.get("title", draft.title)
        titles = tuple(self.columns[name].title for name in changed)
        planned = Planned(number, self.own[slug], title, changed, titles)
        (self.result.changed if changed else self.result.same).append(planned)

    def _is_same(self, name: str, draft: Any, value: Any) -> bool:
        """Line ends and the spaces after a text are no change."""
        column = self.columns[name]
        return column.write(column.get(draft)).strip() == column.write(value).strip()

    def _find_doubles(self) -> None:
        """Titles that stand twice, in the table or in the library as far as the person may see it."""
        planned = [*self.result.new, *(one for one in self.result.changed if "title" in one.answers)]
        rows: dict[str, list[int]] = defaultdict(list)
        for one in planned:
            rows[_normalise(one.title)].append(one.row)
        there = {_normalise(record.title): record for record in self._list_visible(rows)} if rows else {}
        for one in planned:
            others = tuple(row for row in rows[_normalise(one.title)] if row != one.row)
            other = there.get(_normalise(one.title))
            if other and one.record and other.pk == one.record.pk:
                other = None
            if others or other:
                self.result.doubles.append(Double(one.row, one.title, other, others))

    def _list_visible(self, titles: dict[str, list[int]]) -> list[Record]:
        found = Record.objects.visible_to(self.by).of_kind(self.kind.name).only("pk", "slug", "kind", "title")
        return [record for record in found if _normalise(record.title) in titles]


def get_newest_words(record: Any) -> Any:
    """As `get_draft`, without asking where the row has them: it lags behind only while what is published stays."""
    return record.get_latest_revision_as_object() if record.live and record.has_unpublished_changes else record


def _normalise(title: str) -> str:
    return " ".join(title.casefold().split())


def _list_sent(form: SectionForm) -> dict[str, list[str]]:
    """The answers of a form as a browser would send them back."""
    sent: dict[str, list[str]] = {}
    for bound in form:
        value = bound.value()
        if isinstance(value, list | tuple):
            sent[bound.name] = [str(one) for one in value]
        elif value is True:
            sent[bound.name] = ["on"]
        elif value not in (None, False, ""):
            sent[bound.name] = [str(getattr(value, "pk", value))]
    return sent


def _as_query(sent: dict[str, list[str]]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in sent.items():
        data.setlist(name, values)
    return data
