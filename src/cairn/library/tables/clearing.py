"""Tables that wait name other records by their titles; of a withdrawn record those words go."""

from typing import Any

from cairn.library.tables import claims, recommendations
from cairn.library.tables.finding import normalise
from cairn.records.enums import RecordKind
from cairn.records.models import BulkImport, Record

NAMING = {
    RecordKind.CLAIM: (claims.ABOUT,),
    RecordKind.RECOMMENDATION: (recommendations.DOCUMENT, recommendations.ABOUT),
}
SEPARATOR = recommendations.SEPARATOR


def clear_in_tables(*, record: Record, titles: list[str], **_: Any) -> None:
    """Only in tables of people who could read it: in the table of anybody else the same words mean something else."""
    names = {normalise(title) for title in titles}
    for table in BulkImport.objects.filter(kind__in=NAMING).select_related("by"):
        columns = table.rows["columns"]
        places = [columns.index(one.name) for one in NAMING[RecordKind(table.kind)] if one.name in columns]
        if not places or not Record.objects.withdrawn_from(table.by).filter(pk=record.pk).exists():
            continue
        if any([_clear_row(cells, places, names) for _, cells in table.rows["rows"]]):  # noqa: C419 (every row is cleared)
            table.save(update_fields=["rows"])


def _clear_row(cells: list[str], places: list[int], names: set[str]) -> bool:
    """Whether something was cleared. A title that holds the separator is looked for as a whole first."""
    before = list(cells)
    for at in places:
        if at >= len(cells):
            continue
        if normalise(cells[at]) in names:
            cells[at] = ""
        else:
            parts = cells[at].split(SEPARATOR)
            kept = [part for part in parts if normalise(part) not in names]
            if len(kept) < len(parts):
                cells[at] = SEPARATOR.join(kept).strip()
    return cells != before
