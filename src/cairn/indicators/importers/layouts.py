"""Which kind of file this is, told from its content; names of files are never trusted."""

import csv
from itertools import islice
from typing import BinaryIO

from cairn.common.reading.parquet import open_parquet
from cairn.common.reading.refusals import Refusal
from cairn.common.reading.text import read_rows
from cairn.common.reading.workbooks import find_header, open_workbook, read_sheet
from cairn.indicators.importers import areas, deprivation, ees, lait, neighbours, ofsted, sfr
from cairn.indicators.importers.base import Layout
from cairn.indicators.importers.dictionary import COLUMNS as DICTIONARY_COLUMNS
from cairn.indicators.importers.dictionary import DictionaryLayout
from cairn.indicators.importers.fingertips import FingertipsLayout

PARQUET, ZIP, PDF = b"PAR1", b"PK\x03\x04", b"%PDF"
# What a sheet's row of heads holds -> the layout of the workbook.
WORKBOOKS: tuple[tuple[set[str], Layout], ...] = (
    (neighbours.HEADER, neighbours.NeighboursLayout()),
    ({ofsted.CODE, ofsted.OVERALL}, ofsted.OutcomesLayout()),
    (ofsted.OVERVIEW_COLUMNS, ofsted.OverviewLayout()),
    (areas.CODE_LIST, areas.CodeListLayout()),
)
OTHER_KINDS = {
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"<!DO": "a web page",
    b"<htm": "a web page",
}
SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}
FIRST_ROWS = 12  # among which a header can be that has lines above it
OTHERS: tuple[type[Layout], ...] = (
    sfr.SfrLayout,
    lait.LaitLayout,
    DictionaryLayout,
    FingertipsLayout,
    deprivation.DeprivationLayout,
)
OTHERS += (areas.LookupLayout, areas.ProviderLayout, ofsted.ReportLayout)
TITLES: dict[str, None] = dict.fromkeys(
    [
        *(layout.title for layout in ees.LAYOUTS),
        *(layout.title for layout in OTHERS),  # type: ignore[list-item]  # each says it as a class
        *(layout.title for _, layout in WORKBOOKS),
    ]
)
OFFER = "Cairn reads: " + "; ".join(TITLES)


class UnknownLayout(Refusal):
    """Not a file of a kind that Cairn reads."""


def recognise(source: BinaryIO) -> Layout:
    source.seek(0)
    start = source.read(4)
    if not start:
        raise UnknownLayout("the file is empty.", "Download it again.")
    if start == PARQUET:
        return _recognise_parquet(source)
    if start == ZIP:
        return _recognise_workbook(source)
    if start == PDF:
        return _recognise_pdf(source)
    for magic, kind in OTHER_KINDS.items():
        if start.startswith(magic):
            raise UnknownLayout(f"this is {kind}, not a type of table that Cairn can read.", "Use the publisher's CSV.")
    return _recognise_csv(source)


def _recognise_parquet(source: BinaryIO) -> Layout:
    columns = open_parquet(source).schema.names
    missing = [name for name in lait.COLUMNS if name not in columns]
    if not missing:
        return lait.LaitLayout()
    if len(missing) < len(lait.COLUMNS) / 2:
        _refuse_missing(lait.LaitLayout.title, missing, columns)
    raise UnknownLayout(f"its columns ({_list(columns)}) do not match any known layout.", f"{OFFER}.")


def _recognise_workbook(source: BinaryIO) -> Layout:
    workbook = open_workbook(source)
    for sheet in workbook.sheet_names:
        rows = read_sheet(workbook, sheet)
        for wanted, layout in WORKBOOKS:
            if find_header(rows, wanted) is not None:
                return layout
    sheets = _list(list(workbook.sheet_names))
    raise UnknownLayout(f"this workbook (sheets {sheets}) is of no layout that Cairn knows.", f"{OFFER}.")


def _recognise_pdf(source: BinaryIO) -> Layout:
    text = ofsted.read_words(source)
    if ofsted.IS_REPORT.search(" ".join(text[:3000].split())):
        return ofsted.ReportLayout(text)
    raise UnknownLayout(
        "this is a PDF document, and not a report of an inspection of a council's children's services.",
        "Tables are read from the publisher's CSV.",
    )


def _recognise_csv(source: BinaryIO) -> Layout:
    header = _read_header(source)
    if layout := _find_layout(header):
        return layout
    _check_separator(header)
    _check_title_lines(source)
    best = _find_best(header)
    missing = [name for name in best.own_columns if name not in header]
    nearest = f" The nearest is '{best.title}', which also needs {_list(missing)}." if _score(best, header) else ""
    raise UnknownLayout(f"its columns ({_list(header)}) do not match any known layout.{nearest}", f"{OFFER}.", line=1)


def _find_layout(header: list[str]) -> Layout | None:
    if set(DICTIONARY_COLUMNS) <= set(header):
        return DictionaryLayout()
    if set(FingertipsLayout().own_columns) <= set(header):
        return FingertipsLayout()
    if deprivation.is_deprivation(header):
        return deprivation.DeprivationLayout()
    if areas.find_year(header):
        return areas.LookupLayout()
    if set(areas.PROVIDER) <= set(header):
        return areas.ProviderLayout()
    if {"geog_l", "geog_c"} <= set(header):
        sfr.find_year(header)
        return sfr.SfrLayout()
    best = _find_best(header)
    # Filters say what the figures are about; columns of figures alone are shared by many tables.
    filters_there = all(one.column in header for one in best.filters)
    return best if _score(best, header) > 0.5 and filters_there and "time_period" in header else None


def _find_best(header: list[str]) -> ees.EesLayout:
    return max(ees.LAYOUTS, key=lambda layout: (_score(layout, header), _count_known(layout, header)))


def _check_separator(header: list[str]) -> None:
    for mark, name in SEPARATORS.items():
        if len(header) < 3 and mark in header[0]:
            raise UnknownLayout(
                f"its columns are separated by {name} and not by commas.",
                "Save the file as 'CSV UTF-8' with commas, or use the publisher's original file.",
                line=1,
            )


def _check_title_lines(source: BinaryIO) -> None:
    """Say where the header is when somebody has written lines above it."""
    try:
        for row in islice(read_rows(source), 1, FIRST_ROWS):
            if _find_layout([name.strip() for name in row.cells]):
                raise UnknownLayout(
                    f"the names of the columns are on line {row.line}, and other lines are above them.",
                    f"Delete the lines above line {row.line}, or use the publisher's original file.",
                    line=1,
                )
    except UnknownLayout:
        raise
    except Refusal:  # what is below is no table that could be read
        return


def _read_header(source: BinaryIO) -> list[str]:
    try:
        header = next(read_rows(source)).cells
    except (StopIteration, csv.Error):
        raise UnknownLayout("it has no rows.", "Download it again.") from None
    except Refusal as problem:  # not even the first line is text
        raise UnknownLayout(problem.found, problem.mend, line=problem.line, column=problem.column) from None
    return [name.strip() for name in header]


def _score(layout: ees.EesLayout, header: list[str]) -> float:
    if layout.national_only and "old_la_code" in header:
        return 0.0
    return sum(name in header for name in layout.own_columns) / len(layout.own_columns)


def _count_known(layout: ees.EesLayout, header: list[str]) -> int:
    """Of two layouts that are there whole, the one that knows more of the columns is meant."""
    return sum(name in header for name in layout.columns)


def _refuse_missing(title: str, missing: list[str], columns: list[str]) -> None:
    raise Refusal(
        f"this looks like '{title}', and the columns {_list(missing)} are missing; found are {_list(columns)}.",
        "Use the publisher's original file.",
    )


def _list(names: list[str]) -> str:
    shown = ", ".join(repr(name[:40]) for name in names[:8])
    return shown + (f" and {len(names) - 8} more" if len(names) > 8 else "")
