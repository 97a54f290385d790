"""The ten statistical neighbours of each council, as the Local Authority Interactive Tool publishes them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from cairn.common.reading.refusals import Refusal
from cairn.common.reading.workbooks import Cells, find_header, open_workbook, read_sheet, read_text
from cairn.indicators.importers.base import NeighbourRow, Notes, PlaceBook, UnknownPlace
from cairn.indicators.importers.lait import REORGANISED
from cairn.indicators.models import Release

HEADER = {"LA num", "LA Name", "SN1", "SN10", "SNP"}
CLOSENESS = ("Extremely close", "Very close", "Close", "Somewhat close", "Not close")
NOT_WORKED_OUT = "-"
OLD = "Old SNs:"
NUMBER_OF_NEIGHBOURS = 10


@dataclass(frozen=True)
class NeighboursLayout:
    family: str = "neighbours"
    title: str = "Statistical neighbours"
    publisher: str = "Department for Education"
    licence: str = "Open Government Licence v3.0"
    content: str = Release.Content.NEIGHBOURS

    def read(self, source: BinaryIO, places: PlaceBook, notes: Notes) -> Iterator[NeighbourRow]:
        workbook = open_workbook(source)
        rows, start = _find_table([read_sheet(workbook, name) for name in workbook.sheet_names])
        header = [read_text(cell) for cell in rows[start]]
        code_at = header.index("LA num")
        at = [header.index(f"SN{number}") for number in range(1, NUMBER_OF_NEIGHBOURS + 1)]
        without: list[str] = []
        seen: dict[int, tuple[int, list[str]]] = {}
        for number, cells in enumerate(rows[start + 1 :], start=start + 2):
            texts = [read_text(cell) for cell in cells]
            if not any(texts) or texts[header.index("LA Name")] == OLD:
                continue
            notes.rows += 1
            code = texts[code_at]
            name = REORGANISED.sub("", texts[header.index("LA Name")])
            try:
                place = places.get_council(code, name=name, row=number, column="LA num")
            except UnknownPlace as problem:
                notes.leave_out(problem)
                continue
            first, before = seen.setdefault(place, (number, texts))
            if first != number:
                other = Refusal(
                    f"the council {code} is already on row {first}, with other neighbours.", "Keep one.", row=number
                )
                notes.is_repeat(before, texts, other)
                continue
            if all(texts[index] == NOT_WORKED_OUT for index in at):
                without.append(texts[header.index("LA Name")])
                continue
            yield from _read_neighbours(texts, at, place, places, number, notes)
        if without:
            notes.add(f"The model has no neighbours for {', '.join(without)}.")


def _find_table(sheets: list[Cells]) -> tuple[Cells, int]:
    for rows in sheets:
        start = find_header(rows, HEADER)
        if start is not None:
            return rows, start
    raise Refusal("no sheet has the columns LA num and SN1 to SN10.", "Use the workbook as published.")


def _read_neighbours(
    texts: list[str], at: list[int], place: int, places: PlaceBook, row: int, notes: Notes
) -> Iterator[NeighbourRow]:
    met = {place}
    for rank, index in enumerate(at, start=1):
        try:
            neighbour = places.get_council(texts[index], row=row, column=f"SN{rank}")
        except UnknownPlace as problem:
            notes.leave_out(problem)
            continue
        closeness = texts[index + 1].capitalize()
        if closeness not in CLOSENESS:
            raise Refusal(
                f"{texts[index + 1]!r} is not a known level of closeness. Known levels: {', '.join(CLOSENESS)}.",
                "Use the workbook as published.",
                row=row,
                column=f"SNP after SN{rank}",
            )
        if neighbour in met:
            raise Refusal(
                f"the council {texts[index]} is there twice.", "Correct the row.", row=row, column=f"SN{rank}"
            )
        met.add(neighbour)
        yield NeighbourRow(place, neighbour, rank, closeness)
