"""The local figures of a paper: the chart of its first page, and the tables behind it."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from cairn.common.charts import NARROW, WIDE, LineChart, draw_for_sheet, draw_line_chart
from cairn.common.documents import Chart, Paragraph, Table
from cairn.common.marks import MARKS
from cairn.indicators.definitions import get_definitions
from cairn.indicators.presenters.comparing import make_chart
from cairn.papers.models import Paper
from cairn.papers.presenters.wording import Notes

# The fewer options there are beside it, the higher the chart: the first page has to hold both.
HEIGHTS = {2: 330, 3: 290, 4: 225, 5: 180, 6: 150}
Row = dict[str, Any]
Column = tuple[str, Callable[[Row], str]]


def name_council(paper: Paper) -> str:
    """With its tag where it is invented."""
    if paper.place is None:
        return ""
    return f"{paper.place.name} (fictional)" if paper.place.is_fictional else paper.place.name


def make_local_chart(paper: Paper, notes: Notes, *, for_file: bool) -> Iterator[Any]:
    """What it says, the chart, and where its figures are from."""
    taken = paper.snapshot.get("chart")
    if not taken or paper.place is None:
        return
    sentence = taken["sentence"].replace(paper.place.name, name_council(paper), 1)
    yield Paragraph((f"{taken['title']}. {sentence}",))
    if chart := _make_chart(taken):
        height = HEIGHTS[min(max(len(paper.options), min(HEIGHTS)), max(HEIGHTS))]
        if for_file:
            yield Chart(chart.words.description, svg=draw_for_sheet(chart, height))
        else:
            wide, narrow = draw_line_chart(chart, WIDE, height), draw_line_chart(chart, NARROW)
            yield Chart(chart.words.description, svg=wide, narrow=narrow)
    yield Paragraph((f"Source: {taken['source']} {notes.cite(taken['source'])}",))


def _make_chart(taken: Row) -> LineChart | None:
    """None where the measure is one of the site's no more: its figures stay in the table."""
    definition = next((one for one in get_definitions() if one.key == taken["measure"]), None)
    if definition is None:
        return None
    lines = [(name, [(year, value) for year, value in line]) for name, line in taken["lines"]]
    gaps = tuple((year, sign) for year, sign in taken["gaps"])
    return make_chart(definition, lines, taken["sentence"], taken["title"], own=True, gaps=gaps)


def make_figures(paper: Paper, notes: Notes) -> Iterator[Any]:
    """The newest figures of each measure, then the years of the chart."""
    rows = paper.snapshot.get("figures", [])
    if not rows or paper.place is None:
        return
    name = name_council(paper)
    columns = _choose_columns(rows)
    yield Table(
        caption=f"{name}: newest figures",
        columns=("Measure", *(title.replace("OWN", name) for title, _ in columns), "Source"),
        rows=tuple(
            (f"{row['title']}, {row['unit']}", *(read(row) for _, read in columns), notes.cite(row["source"]))
            for row in rows
        ),
        widths=(10, 2, *([4] * (len(columns) - 2)), 6, 3),
    )
    taken = paper.snapshot.get("chart")
    marks = {row["mark"] for row in rows}
    if taken:
        marks |= {mark for _, cells in taken["rows"] for _, mark in cells}
        yield _make_years(taken, name)
    texts = [f"{MARKS[mark].sign} {MARKS[mark].explanation}" for mark in sorted(marks - {""})]
    if model := paper.snapshot.get("neighbours"):
        texts.append(
            f"Neighbours: the average of the ten councils most like this one in this model {notes.cite(model)}."
        )
    if texts:
        yield Paragraph((" ".join(texts),))


def _make_years(taken: Row, name: str) -> Table:
    """The chart in numbers, the newest year first."""
    heads = [name, *taken["heads"][1:]]
    return Table(
        caption=f"The figures in the chart: {taken['title']}",
        columns=("Year", *heads),
        rows=tuple(
            (str(year), *(MARKS[mark].sign if mark else text for text, mark in cells)) for year, cells in taken["rows"]
        ),
        widths=(2, *([5] * len(heads))),
    )


def _choose_columns(rows: Sequence[Row]) -> list[Column]:
    columns: list[Column] = [("Year", lambda row: str(row["year"])), ("OWN", _show_own)]
    for title, name in (("Neighbours", "neighbours"), ("England", "england")):
        if any(row[name] for row in rows):
            columns.append((title, lambda row, name=name: row[name] or "not shown"))  # type: ignore[misc]  # one with a default is not inferred
    columns.append(("Last years", lambda row: row["trend"] or "not told"))
    return columns


def _show_own(row: Row) -> str:
    return MARKS[row["mark"]].sign if row["mark"] else row["own"]
