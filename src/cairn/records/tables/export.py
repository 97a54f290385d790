"""Records of a kind as a table, as far as somebody may see them, and the template to give a table back."""

from collections.abc import Iterator
from typing import Any

from django.utils.timezone import localtime

from cairn.accounts.models import Reader
from cairn.common.addresses import make_absolute
from cairn.common.exports import to_csv, to_table, to_xlsx
from cairn.records.forms.empty_answers import tidy_label
from cairn.records.kinds import Kind
from cairn.records.models import Record
from cairn.records.presenters import RecordView
from cairn.records.tables.checking import get_newest_words
from cairn.records.tables.columns import KEPT, REFERENCE, SEPARATOR, Column, get_columns
from cairn.records.tables.links import LinkColumn, TableLinks
from cairn.records.tables.reading import NOT_READ

FOR_EXAMPLE = "For example: "


def write_records(kind: Kind, user: Reader, *, form: str, mine: bool) -> str | bytes:
    """`mine` keeps the records that somebody may change, with the newest words of each."""
    header, rows = list_records(kind, user, mine=mine)
    return to_table(form, kind.plural, header, rows)


def list_records(kind: Kind, user: Reader, *, mine: bool = False) -> tuple[list[str], Iterator[list[str]]]:
    """The header of the table, and its rows."""
    found = kind.model.objects.editable_by(user) if mine else kind.model.objects.copyable_by(user)
    links = kind.links(user) if kind.links else None
    related = ("organisation", "team", "circle", *(links.related if links else ()))
    records = found.select_related(*related, *(("latest_revision",) if mine else ())).order_by("title", "pk")
    columns = get_columns(kind)
    titled: tuple[LinkColumn | Column, ...] = (*_list_links(kind), *columns)
    header = [REFERENCE, *(column.title for column in titled), *KEPT]
    return header, (_write_record(record, columns, links, user, mine) for record in records)


def _write_record(
    record: Record,
    columns: list[Column],
    links: TableLinks | None,
    user: Reader,
    mine: bool,
) -> list[str]:
    words = get_newest_words(record) if mine else record
    return [
        record.slug,
        *(links.describe(words) if links else ()),
        *(column.write(column.get(words)) for column in columns),
        record.get_kind().label,
        RecordView(record, user).sharing_tag[0],
        make_absolute(record.get_absolute_url()),
        f"{localtime(record.updated_at):%Y-%m-%d}",
    ]


def _list_links(kind: Kind) -> tuple[LinkColumn, ...]:
    return kind.links.columns if kind.links else ()


def write_template(kind: Kind, *, form: str) -> str | bytes:
    """An empty table with a row of help and an example, neither of which is read when it is given back."""
    columns, links = get_columns(kind), _list_links(kind)
    titled: tuple[LinkColumn | Column, ...] = (*links, *columns)
    header = [REFERENCE, *(column.title for column in titled)]
    notes = [*(column.help for column in links), *map(_describe_column, columns)]
    help_row = [f"{NOT_READ} Guidance row, not imported: leave this column empty for a new one", *notes]
    shown = [*(column.example for column in links), *(_make_example(column, kind) for column in columns)]
    example = [f"{NOT_READ} Example, not imported", *shown]
    if form == "csv":
        return to_csv(header, [help_row, example])
    answers = [[column.title, label, key] for column in columns for key, label in column.choices.items()]
    sheets: list[Any] = [(kind.plural, header, [help_row, example])]
    if answers:
        sheets.append(("Allowed answers", ["Column", "Answer", "Short form"], answers))
    return to_xlsx(sheets, as_text=True)


def _describe_column(column: Column) -> str:
    return " ".join(_list_help(column))


def _list_help(column: Column) -> Iterator[str]:
    if column.field.required:
        yield "Required."
    if column.field.help_text:
        yield f"{str(column.field.help_text).rstrip('.')}."
    labels = f"{SEPARATOR} ".join(column.choices.values())
    if labels and len(labels) < 600:
        yield f"Any of these, with “{SEPARATOR}” between: {labels}." if column.is_list else f"One of these: {labels}."
    most = getattr(column.field, "max_length", None)
    if most:
        yield f"Up to {most:,} characters."


def _make_example(column: Column, kind: Kind) -> str:
    """Choices are their own example; a text has one where its help gives one."""
    labels = list(column.choices.values())
    if labels:
        return f"{SEPARATOR} ".join(labels[:2]) if column.is_list else labels[0]
    text = str(column.field.help_text or "")
    if column.name == "title" and kind.start:
        text = kind.start.example
    _, found, rest = text.partition(FOR_EXAMPLE)
    return tidy_label(rest.split(". ")[0].rstrip(".")) if found else ""
