"""The whole library as files, each holding what its reader may see and nothing else."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime

from cairn.accounts.models import Reader
from cairn.common.exports import stream_csv
from cairn.library.models import Method, Milestone, PracticeModel, Project, ReportedJudgement, Source
from cairn.library.presenters.claims import cite
from cairn.library.presenters.judgements import JudgementView
from cairn.library.presenters.rows import show_rows
from cairn.library.queries import get_sources
from cairn.library.services.rows import RowKind
from cairn.records.enums import RecordKind
from cairn.records.kinds import Kind, get_kinds
from cairn.records.models import Record
from cairn.records.sections import get_sections
from cairn.records.tables import list_records

Table = tuple[str, Sequence[str], Iterable[Sequence[Any]]]  # name, header, rows

# What the library is made of, the kinds of the apps above included.
OF_THE_LIBRARY = (
    *(RecordKind.CHALLENGE, RecordKind.PRACTICE_MODEL, RecordKind.PROGRAMME, RecordKind.ROUND, RecordKind.PROJECT),
    *(RecordKind.METHOD, RecordKind.ADOPTION, RecordKind.SCALING_STRATEGY, RecordKind.EVALUATION_REPORT),
    *(RecordKind.CLAIM, RecordKind.GUIDANCE, RecordKind.RECOMMENDATION),
)
LISTS: tuple[tuple[str, type[Record], str], ...] = (
    ("Part of the model", PracticeModel, "components"),
    ("Cost", PracticeModel, "prices"),
    ("Rating", PracticeModel, "ratings"),
    ("Stage or ending", Project, "moves"),
    ("Money", Project, "awards"),
    ("Cost", Project, "prices"),
    ("Outcome", Project, "outcomes"),
    ("Part of the system", Project, "parts"),
)
ROW_COLUMNS = ("Reference", "Record", "List", "What", "More", "Source", "Who says it")
SOURCE_COLUMNS = (
    *("Short name", "Authors", "Title", "Publisher", "Year", "Address"),
    *("Link check", "Link checked on", "Citation"),
)
JUDGEMENT_COLUMNS = ("Council", "Code", "Judged on", "Area", "Grade", "Framework", "In words", "Source")
README = """The library of {site}, as {whose} could read it on {day}.

One table for each kind of record, as on the pages of the site, and besides:
rows.csv what belongs to records: parts of models, costs, money, stages, events; each with who says so
sources.csv what was read, with its address and whether the link still worked
judgements.csv inspection grades, as reported by sources

Use “Reference” to join the tables. Absent is not the same as none: an empty cell means that nothing was recorded.
Check who reported a result before you rely on it.
"""


def list_tables(user: Reader) -> Iterator[Table]:
    for kind in get_library_kinds():
        header, rows = list_records(kind, user)
        yield kind.slug, header, rows
    yield "rows", ROW_COLUMNS, _list_rows(user)
    yield "sources", SOURCE_COLUMNS, map(_write_source, get_sources(user).order_by("title", "pk"))
    yield "judgements", JUDGEMENT_COLUMNS, _list_judgements()


def get_library_kinds() -> list[Kind]:
    return [kind for kind in get_kinds() if kind.name in OF_THE_LIBRARY and get_sections(kind.name)]


def write_csv_files(user: Reader, *, site: str, at: datetime) -> Iterator[tuple[str, Iterable[str]]]:
    """Members of an archive, each made when it is asked for."""
    whose = "someone signed in" if user.is_authenticated else "everyone"
    yield "README.txt", [README.format(site=site, whose=whose, day=f"{localtime(at):%-d %B %Y}")]
    for name, header, rows in list_tables(user):
        yield f"{name}.csv", stream_csv(header, rows)


def write_json(user: Reader, *, at: datetime) -> str:
    """The same tables, each row by the names of its columns."""
    tables = {name: [dict(zip(header, row, strict=True)) for row in rows] for name, header, rows in list_tables(user)}
    return json.dumps({"made_at": at.isoformat(timespec="seconds"), **tables}, ensure_ascii=False, indent=1)


def write_ris(user: Reader) -> str:
    """Sources as a bibliography for programs that keep references."""
    import rispy  # needed by few requests

    return str(rispy.dumps([_write_reference(source) for source in get_sources(user).order_by("title", "pk")]))


def _write_reference(source: Source) -> dict[str, Any]:
    reference: dict[str, Any] = {"type_of_reference": "GEN", "id": source.key, "title": source.title}
    if source.authors:
        reference["authors"] = [one.strip() for one in source.authors.split(";")]
    if source.publisher:
        reference["publisher"] = source.publisher
    if source.year:
        reference["year"] = source.year
    if source.address:
        reference["urls"] = [source.address]
    return reference


def _list_rows(user: Reader) -> Iterator[Sequence[str]]:
    for label, model, relation in (*LISTS, *_get_lists_above()):
        rows = _get_related(model, relation).filter(**{f"{_get_owner(model, relation)}__in": _seen(model, user)})
        yield from _write_rows(label, rows, _get_owner(model, relation))
    told_of = Record.objects.visible_to(user).values("pk")
    events = Milestone.objects.filter(about__in=told_of).select_related("about")
    yield from _write_rows("Event", events.order_by("about", "happened_on", "position"), "about")
    uses = Method._meta.get_field("uses").related_model.objects
    seen = Record.objects.visible_to(user).values("pk")
    found = uses.filter(method__in=seen, about__in=seen).select_related("about", "method", "source")
    for use in found.order_by("about", "method__title"):
        about = use.about
        yield about.slug, about.title, "Method", use.method.title, use.words, _cite(use), use.get_grade_display()


def _get_lists_above() -> Iterator[tuple[str, type[Record], str]]:
    """Lists of kinds of the apps above, as these declare them."""
    for kind in get_library_kinds():
        if kind.model not in {model for _, model, _ in LISTS}:
            for rows in kind.rows:
                if isinstance(rows, RowKind) and rows.model:
                    yield rows.title, kind.model, rows.relation


def _seen(model: type[Record], user: Reader) -> Any:
    return model.objects.visible_to(user).values("pk")


def _get_related(model: type[Record], relation: str) -> Any:
    related = model._meta.get_field(relation).related_model
    return related._default_manager.select_related(_get_owner(model, relation))


def _get_owner(model: type[Record], relation: str) -> str:
    return str(model._meta.get_field(relation).remote_field.name)


def _write_rows(label: str, rows: Any, owner: str) -> Iterator[Sequence[str]]:
    found = list(rows)
    sources = Source.objects.in_bulk({row.source_id for row in found if getattr(row, "source_id", None)})
    for row, (_, what, more) in zip(found, show_rows(found), strict=True):
        record = getattr(row, owner)
        source = sources.get(getattr(row, "source_id", None) or 0)
        grade = row.get_grade_display() if hasattr(row, "get_grade_display") else ""
        yield record.slug, record.title, label, what, more, cite(source) if source else "", grade


def _cite(row: Any) -> str:
    return cite(row.source) if row.source else ""


def _write_source(source: Source) -> Sequence[str]:
    checked = f"{localtime(source.checked_at):%Y-%m-%d}" if source.checked_at else ""
    told = (source.key, source.authors, source.title, source.publisher, source.year, source.address)
    return (*told, source.get_state_display(), checked, cite(source))


def _list_judgements() -> Iterator[Sequence[str]]:
    found = ReportedJudgement.objects.select_related("place", "source").order_by("place__name", "judged_on", "pk")
    for one in found:
        view, place = JudgementView(one), one.place
        name = f"{place.name} (fictional)" if place.is_fictional else place.name
        told = (name, place.code, one.judged_on, view.area, view.grade, one.framework, one.words, view.source)
        yield told
