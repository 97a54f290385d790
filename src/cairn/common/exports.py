"""Tables as files: CSV that Excel opens rightly, and XLSX."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.timezone import localdate

from cairn.common.addresses import make_absolute

BYTE_ORDER_MARK = "\ufeff"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TABLE_TYPES = {"csv": "text/csv", "xlsx": XLSX_TYPE}  # by the form that an address names
A4 = 9  # its number in Excel
DAY_FORMAT, TIME_FORMAT = "d mmmm yyyy", "d mmmm yyyy hh:mm"
COUNT_FORMAT, DECIMAL_FORMAT = "#,##0", "#,##0.0##"
WIDEST = 60  # letters in a column; longer words wrap
ABOUT = "About"  # the sheet that says what a workbook is
Sheet = tuple[str, Sequence[str], Iterable[Sequence[Any]]]  # name, header, rows
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def to_csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Comma-separated text with a byte-order mark; text that a spreadsheet would run as a formula is quoted."""
    out = io.StringIO()
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_harmless(cell) for cell in header])
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def to_xlsx(
    sheets: Sequence[Sheet], *, title: str = "", about: Iterable[tuple[str, Any]] = (), as_text: bool = False
) -> bytes:
    """A workbook of (name, header, rows) and a last sheet that says what it is; text is always written as text.

    Printed, each sheet is a page wide. With `as_text` it is a form to fill in: what somebody types stays text, so that
    Excel makes no date of “2015-01”, and nothing is said about it.
    """
    import xlsxwriter  # needed by few requests

    title = title or sheets[0][0]
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "remove_timezone": True,
        "default_date_format": DAY_FORMAT,
    }
    with xlsxwriter.Workbook(out, options) as workbook:
        workbook.set_properties({"title": title, "author": settings.SITE_NAME})
        look = _Look(workbook, as_text=as_text)
        for sheet in sheets:
            _write_sheet(workbook, look, *sheet)
        if not as_text:
            _write_sheet(workbook, look, ABOUT, ("About this file", ""), _describe_file(title, about))
    return out.getvalue()


def _describe_file(title: str, about: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    yield "Title", title
    yield from about
    yield "From", f"{settings.SITE_NAME}, {make_absolute('/')}"
    yield "Downloaded", localdate()


class _Look:
    """The formats of a workbook: figures with commas and at most three decimals, years without, words that wrap."""

    def __init__(self, workbook: Any, *, as_text: bool) -> None:
        self.add = cache(lambda number: workbook.add_format({"num_format": number, "text_wrap": True, "valign": "top"}))
        self.bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.as_text = as_text

    def choose(self, title: str, cell: Any) -> Any:
        if self.as_text:
            return self.add("@")
        if isinstance(cell, date):  # a time is one too
            return self.add(TIME_FORMAT if isinstance(cell, datetime) else DAY_FORMAT)
        if isinstance(cell, float | Decimal):
            return self.add(DECIMAL_FORMAT)
        is_count = isinstance(cell, int) and not isinstance(cell, bool) and "year" not in title.lower()
        return self.add(COUNT_FORMAT if is_count else "General")


def _write_sheet(workbook: Any, look: _Look, name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    sheet = workbook.add_worksheet(name[:31])
    sheet.freeze_panes(1, 0)
    _set_up_print(sheet)
    sheet.write_row(0, 0, header, look.bold)
    widths = [len(title) for title in header]
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if cell is not None:
                sheet.write(number, column, cell, look.choose(header[column], cell))
                widths[column] = max(widths[column], len(str(cell)))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(width + 2, WIDEST), look.add("@") if look.as_text else None)


def _set_up_print(sheet: Any) -> None:
    """A4, landscape, as wide as the page, with the header on each and the number of the page."""
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&L&A&RPage &P of &N")


def to_table(
    form: str,
    name: str,
    header: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    title: str = "",
    about: Iterable[tuple[str, Any]] = (),
) -> str | bytes:
    """One table in a form of `TABLE_TYPES`; its names and what it is about are in a workbook, as CSV has no place."""
    return to_csv(header, rows) if form == "csv" else to_xlsx([(name, header, rows)], title=title, about=about)


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
