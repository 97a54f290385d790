"""Which kind of file this is, told from its content; names of files are never trusted."""

import csv
from typing import BinaryIO

from cairn.indicators.importers import ees, lait, sfr
from cairn.indicators.importers.base import Layout, Refusal
from cairn.indicators.importers.text import read_rows

PARQUET = b"PAR1"
OTHER_KINDS = {
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "an Excel or OpenDocument workbook, or an archive",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"<!DO": "a web page",
    b"<htm": "a web page",
}
OFFER = "Cairn reads: " + "; ".join(
    dict.fromkeys([*(layout.title for layout in ees.LAYOUTS), sfr.SfrLayout.title, lait.LaitLayout.title])
)


class UnknownLayout(Refusal):
    """Not a file of a kind that Cairn reads."""


def recognise(source: BinaryIO) -> Layout:
    source.seek(0)
    start = source.read(4)
    if not start:
        raise UnknownLayout("the file is empty.", "Download it again.")
    if start == PARQUET:
        return _recognise_parquet(source)
    for magic, kind in OTHER_KINDS.items():
        if start.startswith(magic):
            raise UnknownLayout(f"this is {kind}, not a table of a kind that Cairn reads.", "Give the publisher's CSV.")
    return _recognise_csv(source)


def _recognise_parquet(source: BinaryIO) -> Layout:
    import polars  # a third of a second that only Parquet files need

    source.seek(0)
    try:
        columns = list(polars.read_parquet_schema(source))
    except (polars.exceptions.PolarsError, OSError):
        raise Refusal("this Parquet file cannot be read.", "It may have been cut off; download it again.") from None
    missing = [name for name in lait.COLUMNS if name not in columns]
    if not missing:
        return lait.LaitLayout()
    if len(missing) < len(lait.COLUMNS) / 2:
        _refuse_missing(lait.LaitLayout.title, missing, columns)
    raise UnknownLayout(f"its columns ({_list(columns)}) are of no layout that Cairn knows.", f"{OFFER}.")


def _recognise_csv(source: BinaryIO) -> Layout:
    header = _read_header(source)
    if {"geog_l", "geog_c"} <= set(header):
        sfr.find_year(header)
        return sfr.SfrLayout()
    best = max(ees.LAYOUTS, key=lambda layout: _score(layout, header))
    score = _score(best, header)
    if score > 0.5 and "time_period" in header:
        return best
    missing = [name for name in best.own_columns if name not in header]
    nearest = f" The nearest is '{best.title}', which also needs {_list(missing)}." if score else ""
    raise UnknownLayout(
        f"its columns ({_list(header)}) are of no layout that Cairn knows.{nearest}", f"{OFFER}.", line=1
    )


def _read_header(source: BinaryIO) -> list[str]:
    try:
        header = next(read_rows(source)).cells
    except (StopIteration, csv.Error):
        raise UnknownLayout("there is no row in it.", "Download it again.") from None
    except Refusal as problem:  # not even the first line is text
        raise UnknownLayout(problem.found, problem.mend, line=problem.line, column=problem.column) from None
    return [name.strip() for name in header]


def _score(layout: ees.EesLayout, header: list[str]) -> float:
    return sum(name in header for name in layout.own_columns) / len(layout.own_columns)


def _refuse_missing(title: str, missing: list[str], columns: list[str]) -> None:
    raise Refusal(
        f"this looks like '{title}', and the columns {_list(missing)} are missing; found are {_list(columns)}.",
        "Give the file as the publisher offers it.",
    )


def _list(names: list[str]) -> str:
    shown = ", ".join(repr(name[:40]) for name in names[:8])
    return shown + (f" and {len(names) - 8} more" if len(names) > 8 else "")
