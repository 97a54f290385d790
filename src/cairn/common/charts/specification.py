"""What a chart shows, whatever its width. Everything that is drawn or exported is made from one of these."""

import json
from dataclasses import dataclass, field
from typing import Any

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
Values = tuple[float | None, ...]


@dataclass(frozen=True)
class Line:
    """One line over the years of its chart; None is a year without a figure, and a gap in the line.

    `stands_out` names years drawn as a diamond; `signals` are years drawn by a key of `lines.SIGNALS`.

    `look` is a key of `svg.LOOKS`. `label` stands at its end; `short` does so on a phone. `name` says what it is in the
    file of figures where no label does.
    """

    values: Values
    look: str = "own"
    label: str = ""
    short: str = ""
    name: str = ""
    stands_out: frozenset[int] = frozenset()
    signals: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Start:
    """An upright line at a year: what begins after it, in words."""

    year: int
    label: str
    short: str = ""


@dataclass(frozen=True)
class Mark:
    """A number in a ring below a year; the page says under the chart what happened then."""

    year: int
    sign: str


@dataclass(frozen=True)
class Words:
    """What is written around a chart. Title and description are for those who do not see it."""

    title: str
    description: str
    unit: str  # above the scale
    short_unit: str = ""
    heading: str = ""  # in the file only, which has no page around it
    subheading: str = ""
    source: str = ""


@dataclass(frozen=True)
class LineChart:
    """Lines over years; or over other periods, which `years` then only numbers, and `names` names."""

    words: Words
    years: tuple[int, ...]
    lines: tuple[Line, ...]
    start: Start | None = None
    from_zero: bool = False
    zero_line: bool = False  # the scale has both signs, and 0 is what counts
    gaps: tuple[tuple[int, str], ...] = ()  # year and sign of a figure of the first line that is not there
    names: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()

    def get_name(self, year: int) -> str:
        return self.names[self.years.index(year)] if self.names else str(year)

    def to_vega_lite(self) -> str:
        period = "Period" if self.names else "Year"
        rows = [
            {period: self.get_name(year), "Figure": value, "Series": line.name or line.label}
            for line in self.lines
            for year, value in zip(self.years, line.values, strict=True)
        ]
        encoding = {
            "x": {"field": period, "type": "ordinal", "title": None} | ({"sort": None} if self.names else {}),
            "y": {
                "field": "Figure",
                "type": "quantitative",
                "title": self.words.unit,
                "scale": {"zero": self.from_zero},
            },
            "color": {"field": "Series", "type": "nominal"},
            "detail": {"field": "Series"},
        }
        return _to_vega_lite(self.words, rows, {"type": "line", "point": True}, encoding)


@dataclass(frozen=True)
class Row:
    """Dots in one line of a dot chart: (index of the series, value)."""

    label: str
    points: tuple[tuple[int, float], ...] = field(default_factory=tuple)


@dataclass(frozen=True)
class DotChart:
    """Rows of dots on one scale with 0 on it."""

    words: Words
    series: tuple[str, ...]
    rows: tuple[Row, ...]

    def to_vega_lite(self) -> str:
        rows = [
            {"Change": value, "Method": row.label, "Series": self.series[index]}
            for row in self.rows
            for index, value in row.points
        ]
        encoding = {
            "x": {"field": "Change", "type": "quantitative", "title": self.words.unit},
            "y": {"field": "Method", "type": "nominal", "title": None, "sort": [row.label for row in self.rows]},
            "color": {"field": "Series", "type": "nominal"},
            "shape": {"field": "Series", "type": "nominal"},
        }
        return _to_vega_lite(self.words, rows, {"type": "point", "filled": True}, encoding)


@dataclass(frozen=True)
class AnswerRow:
    """What people answered to one question: in each column how many of which series, as (index, number)."""

    label: str
    cells: tuple[tuple[tuple[int, int], ...], ...]


@dataclass(frozen=True)
class AnswerChart:
    """A dot for each person, in the column of their answer and with the shape of their group."""

    words: Words
    columns: tuple[str, ...]
    series: tuple[str, ...]
    rows: tuple[AnswerRow, ...]


@dataclass(frozen=True)
class FlowStage:
    """How many came so far; None is a number that may not be shown. `words` stand below it, in a few letters."""

    label: str
    number: int | None
    words: str = ""


@dataclass(frozen=True)
class FlowChart:
    """How many go on from one stage to the next; `stays` is said of those that do not: "not yet"."""

    words: Words
    stages: tuple[FlowStage, ...]
    stays: str


@dataclass(frozen=True)
class EventYear:
    """A year counted from the start, 1 being the first after it and 0 the last before.

    `low` and `high` are None for a side without an end; `usual_low` and `usual_high` are where as many places drawn at
    random mostly lie.
    """

    since: int
    value: float
    low: float | None
    high: float | None
    usual_low: float
    usual_high: float


@dataclass(frozen=True)
class EventChart:
    """Several places together, each year counted from their own starts."""

    words: Words
    years: tuple[EventYear, ...]
    start_label: str
    axis_label: str

    def to_vega_lite(self) -> str:
        rows = [
            {"Year": one.since, "Change": one.value, "Low": one.low, "High": one.high}
            | {"Usual low": one.usual_low, "Usual high": one.usual_high}
            for one in self.years
        ]
        encoding = {
            "x": {"field": "Year", "type": "quantitative", "title": self.axis_label},
            "y": {"field": "Change", "type": "quantitative", "title": self.words.unit},
        }
        return _to_vega_lite(self.words, rows, {"type": "point", "filled": True}, encoding)


@dataclass(frozen=True)
class SmallChart:
    """One of many places on the same scales: years counted from its start, and its line."""

    words: Words
    first: int  # of the years that all of them show
    last: int
    lowest: float
    highest: float
    values: tuple[tuple[int, float], ...]  # year since the start, figure

    def to_vega_lite(self) -> str:
        rows = [{"Year": since, "Change": value} for since, value in self.values]
        encoding = {
            "x": {"field": "Year", "type": "quantitative", "title": None},
            "y": {"field": "Change", "type": "quantitative", "title": self.words.unit},
        }
        return _to_vega_lite(self.words, rows, {"type": "line", "point": True}, encoding)


def _to_vega_lite(words: Words, rows: list[dict[str, Any]], mark: dict[str, Any], encoding: dict[str, Any]) -> str:
    """A specification for other programs, with its data in it."""
    text = {
        "$schema": SCHEMA,
        "title": {
            "text": words.heading or words.title,
            "subtitle": [one for one in (words.subheading, words.source) if one],
        },
        "description": words.description,
        "width": 620,
        "height": 300,
        "data": {"name": "figures"},
        "datasets": {"figures": rows},
        "mark": mark,
        "encoding": encoding,
    }
    return json.dumps(text, sort_keys=True)
