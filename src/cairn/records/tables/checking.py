"""A table of records, checked row by row with the forms of the site. Nothing is written here."""

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.validators import slug_re
from django.http import QueryDict

from cairn.common.canonical import sha256_of
from cairn.records.kinds import get_kind
from cairn.records.models import BulkImport, Record
from cairn.records.sections import Section, SectionForm, get_sections
from cairn.records.tables.columns import REFERENCE, UnableToReadCell, get_columns, without_guard
from cairn.records.tables.links import Linked
from cairn.records.tables.reading import Row


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
    linked: Linked = field(default_factory=Linked)


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
    def adds(self) -> list[str]:
        """What the new rows bring along, each once."""
        return list(dict.fromkeys(added for one in self.new for added in one.linked.adds))

    @property
    def fingerprint(self) -> str:
        """Stands for what would be done: another one than was shown means that something changed meanwhile."""
        new = [(one.row, one.title, one.linked.notes) for one in self.new]
        changed = [(one.row, one.record.latest_revision_id, one.changed) for one in self.changed if one.record]
        return sha256_of(json.dumps([new, changed, len(self.same), len(self.problems)]))


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
        self.links = self.kind.links(self.by) if self.kind.links else None
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
        blanks = self.links.blanks if self.links else {}
        paired = {name: cell for name, cell in zip(self.sheet["columns"], cells, strict=False) if name}
        return {name: "" if cell.casefold() == blanks.get(name) else cell for name, cell in paired.items()}

    def _find_repeated_references(self) -> None:
        counts = Counter(filter(None, map(self._get_reference, self.sheet["rows"])))
        for row in self.sheet["rows"]:
            if counts[self._get_reference(row)] > 1:
                sentence = f"“{self._get_reference(row)[:60]}” appears in more than one row. Keep one of them."
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
            sentence = f"You have no {kind} with the reference “{slug[:60]}”. Leave the cell blank to start a new one."
            self._refuse(number, REFERENCE, sentence)
            return
        draft = get_newest_words(self.own[slug]) if slug else None
        before = len(self.result.problems)
        linked = self._read_links(number, given, draft)
        if draft is None:
            given = {**linked.defaults, **{name: cell for name, cell in given.items() if cell}}
        answers = self._read_answers(number, given, draft)
        if len(self.result.problems) == before:
            self._plan(number, slug, draft, answers, linked)

    def _read_links(self, number: int, given: dict[str, str], draft: Record | None) -> Linked:
        if self.links is None:
            return Linked()
        cells = {
            column.name: without_guard(given[column.name]) for column in self.links.columns if column.name in given
        }
        linked: Linked = self.links.read(cells) if draft is None else self.links.compare(cells, draft)
        for column, sentence in linked.problems:
            self._refuse(number, column, sentence)
        return linked

    def _read_answers(self, number: int, given: dict[str, str], draft: Record | None) -> dict[str, Any]:
        answers: dict[str, Any] = {}
        for section in self.sections:
            cells = {name: given[name] for name in section.form.base_fields if name in given}
            if self._says_something(cells, draft) or (draft is None and "title" in section.form.base_fields):
                answers |= self._read_section(number, section, cells, draft)
        return answers

    def _says_something(self, cells: dict[str, str], draft: Record | None) -> bool:
        """Whether a section was filled in, or differs from the draft: one that is left as it was may be unfinished."""
        if draft is None:
            return any(cells.values())
        there = {name: self.columns[name].write(self.columns[name].get(draft)) for name in cells}
        return any(there[name] != without_guard(cell) for name, cell in cells.items())

    def _read_section(
        self, number: int, section: Section, given: dict[str, str], draft: Record | None
    ) -> dict[str, Any]:
        """The answers of one section, checked as if they had been sent; what the table leaves out stays as shown."""
        sent = _list_sent(section.form.from_record(draft) if draft else section.form())
        wrong: set[str] = set()
        for name, cell in given.items():
            if not cell and draft is None:
                continue
            try:
                sent[name] = self.columns[name].read(cell)
            except UnableToReadCell as problem:
                self._refuse(number, self._name_column(name), str(problem))
                wrong.add(name)
        form = section.form(_as_query(sent))
        for name, errors in form.errors.items():
            title = self._name_column(name) if name in self.columns else section.title
            if name not in wrong:
                self._refuse(number, title, " ".join(map(str, errors)))
        names = given if draft else self.columns
        return {name: value for name, value in form.cleaned_data.items() if name in names}

    def _name_column(self, name: str) -> str:
        """As the table calls it, where it has the column."""
        return str(self.sheet.get("titles", {}).get(name) or self.columns[name].title)

    def _plan(self, number: int, slug: str, draft: Record | None, answers: dict[str, Any], linked: Linked) -> None:
        if draft is None:
            self.result.new.append(Planned(number, None, answers["title"], answers, linked=linked))
            return
        changed = {name: value for name, value in answers.items() if not self._is_same(name, draft, value)}
        title = changed.get("title", draft.title)
        titles = tuple(self.columns[name].title for name in changed)
        planned = Planned(number, self.own[slug], title, changed, titles)
        (self.result.changed if changed else self.result.same).append(planned)

    def _is_same(self, name: str, draft: Record, value: Any) -> bool:
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


def get_newest_words(record: Record) -> Any:
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
