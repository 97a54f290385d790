"""Tables as files: CSV that Excel opens rightly, and XLSX."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings

BYTE_ORDER_MARK = "\ufeff"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TABLE_TYPES = {"csv": "text/csv", "xlsx": XLSX_TYPE}  # by the form that an address names
A4 = 9  # its number in Excel
DAY_FORMAT = "d mmmm yyyy"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def to_csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Comma-separated text with a byte-order mark; text that a spreadsheet would run as a formula is quoted."""
    out = io.StringIO()
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_harmless(cell) for cell in header])
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def to_xlsx(sheets: Sequence[tuple[str, Sequence[str], Iterable[Sequence[Any]]]], *, as_text: bool = False) -> bytes:
    """A workbook of (name, header, rows); text is always written as text. Printed, each sheet is a page wide.

    With `as_text` what somebody types into it stays text too: Excel makes no date of “2015-01”.
    """
    import xlsxwriter  # needed by few requests

    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_date_format": DAY_FORMAT,
    }
    with xlsxwriter.Workbook(out, options) as workbook:
        workbook.set_properties({"title": sheets[0][0], "author": settings.SITE_NAME})
        typed = workbook.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}) if as_text else None
        bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for name, header, rows in sheets:
            sheet = workbook.add_worksheet(name[:31])
            sheet.freeze_panes(1, 0)
            _set_up_print(sheet)
            widths = [len(title) for title in header]
            sheet.write_row(0, 0, header, bold)
            for number, row in enumerate(rows, start=1):
                for column, cell in enumerate(row):
                    if cell is not None:
                        sheet.write(number, column, cell, typed)
                        widths[column] = max(widths[column], len(str(cell)))
            for column, width in enumerate(widths):
                sheet.set_column(column, column, min(width + 2, 80), typed)
    return out.getvalue()


def _set_up_print(sheet: Any) -> None:
    """A4, landscape, as wide as the page, with the header on each and the number of the page."""
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&L&A&RPage &P of &N")


def to_table(form: str, name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str | bytes:
    """One table in a form of `TABLE_TYPES`; `name` is that of its sheet, which CSV has none of."""
    return to_csv(header, rows) if form == "csv" else to_xlsx([(name, header, rows)])


class _Sink:
    """A file that is only written to, and emptied as it fills."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self.parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        pass

    def take(self) -> bytes:
        taken = b"".join(self.parts)
        self.parts.clear()
        return taken


def stream_zip(members: Iterable[tuple[str, Iterable[str]]], *, at: datetime) -> Iterator[bytes]:
    """A zip archive of texts (name, parts), made and sent part by part; it is never whole in memory."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:  # type: ignore[call-overload]
        for name, parts in members:
            about = zipfile.ZipInfo(name, at.timetuple()[:6])
            about.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(about, "w", force_zip64=True) as member:
                for part in parts:
                    member.write(part.encode())
                    if ready := sink.take():
                        yield ready
    yield sink.take()


def stream_csv(header: Sequence[str], rows: Iterable[Sequence[Any]], *, batch: int = 2000) -> Iterator[str]:
    """As `to_csv`, in parts of some thousand rows."""
    out = io.StringIO()
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    for number, row in enumerate(rows, start=1):
        writer.writerow([_harmless(cell) for cell in row])
        if number % batch == 0:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def _harmless(cell: Any) -> Any:
    if cell is None:
        return ""
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
        return f"'{cell}"
    return cell
