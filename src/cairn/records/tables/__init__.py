"""Many records at once: a table out, and a table in that waits for a yes. Other packages use what is named here."""

from cairn.records.tables.checking import check
from cairn.records.tables.columns import UnableToReadCell, get_table_kinds
from cairn.records.tables.export import list_records, write_records, write_template
from cairn.records.tables.forms import ImportForm
from cairn.records.tables.links import LinkColumn, Linked, TableLinks
from cairn.records.tables.reading import MOST_ROWS, read_sheet, register_withdrawn_check
from cairn.records.tables.taking import accept_table, delete_table, receive_table, return_table, take_table

__all__ = [
    "MOST_ROWS",
    "ImportForm",
    "LinkColumn",
    "Linked",
    "TableLinks",
    "UnableToReadCell",
    "accept_table",
    "check",
    "delete_table",
    "get_table_kinds",
    "list_records",
    "read_sheet",
    "receive_table",
    "register_withdrawn_check",
    "return_table",
    "take_table",
    "write_records",
    "write_template",
]
