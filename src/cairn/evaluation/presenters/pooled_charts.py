"""The charts of a model's evaluation: all councils together by years since their start, and each of them."""

from collections.abc import Mapping
from typing import Any

from cairn.common.charts import EventChart, EventYear, SmallChart, Words, render_chart, render_small_chart
from cairn.evaluation.presenters import pooled_words
from cairn.evaluation.presenters.pooled import (
    EVENT,
    MeasureView,
    get_own_change,
    get_part,
    get_unit,
    shuffle,
    to_reader,
    to_reader_end,
)
from cairn.evaluation.services.pooled import StoredDrawing
from cairn.indicators.definitions import IndicatorDefinition

SMALL = "council"
LEFT_AND_RIGHT = (-6, 8)  # years that small charts show at most


def draw_pooled(document: Mapping[str, Any]) -> list[StoredDrawing]:
    """The event-time chart, and the gap of every council on the same scales; none where too few are used."""
    view = MeasureView(document)
    if view.estimate is None:
        return []
    event = _make_event(view)
    return [
        StoredDrawing(EVENT, event.words.title, event.words.description, render_chart(event)),
        *(_draw_council(view, site, number) for number, site in enumerate(shuffle(view), start=1)),
    ]


def _make_event(view: MeasureView) -> EventChart:
    measure, unit = view.measure, get_unit(view.measure)
    years = tuple(
        EventYear(
            since=year["years_since"],
            value=to_reader(year["effect"], measure),
            low=to_reader_end(year["low"], measure),
            high=to_reader_end(year["high"], measure),
            usual_low=to_reader(year["usual_low"], measure),
            usual_high=to_reader(year["usual_high"], measure),
        )
        for year in get_part(view, "path")
    )
    return EventChart(
        Words(
            title=f"{measure.title}: before and after the start",
            description=f"Dot chart with ranges. {view.event_sentence} The figures are in the table.",
            unit=f"Gap from councils that did not use the model, {unit}",
            short_unit=f"Gap, {unit}",
            heading=f"{view.document['plan']['title']}: {measure.short_title}",
            subheading=f"{pooled_words.councils(view.used)} together, by years since their start",
            source=_source(view),
        ),
        years,
        start_label="Start",
        axis_label="Years since each council’s start (0 is the last year before)",
    )


def _draw_council(view: MeasureView, site: Mapping[str, Any], number: int) -> StoredDrawing:
    first, last, lowest, highest = _common_scale(view)
    measure = view.measure
    values = tuple((since, value) for since, value in _line(site, measure) if first <= since <= last)
    chart = SmallChart(
        Words(
            title=f"{measure.short_title}: one council",
            description=f"Line chart of one council’s gap by years since its start. On average after the start: "
            f"{get_own_change(site, measure)}.",
            unit=get_unit(measure),
        ),
        first,
        last,
        lowest,
        highest,
        values,
    )
    drawn = render_small_chart(chart)
    return StoredDrawing(f"{SMALL}-{number:03d}", chart.words.title, chart.words.description, drawn, site["code"])


def _common_scale(view: MeasureView) -> tuple[int, int, float, float]:
    lines = [_line(site, view.measure) for site in get_part(view, "sites")]
    first = max(min(since for line in lines for since, _ in line), LEFT_AND_RIGHT[0])
    last = min(max(since for line in lines for since, _ in line), LEFT_AND_RIGHT[1])
    shown = [value for line in lines for since, value in line if first <= since <= last]
    return first, last, min(shown), max(shown)


def _line(site: Mapping[str, Any], measure: IndicatorDefinition) -> list[tuple[int, float]]:
    before, after = site["gaps_before"], site["gaps"]
    gaps = [(number - len(before) + 1, gap) for number, gap in enumerate(before)]
    gaps += [(number + 1, gap) for number, gap in enumerate(after)]
    return [(since, to_reader(gap, measure)) for since, gap in gaps]


def _source(view: MeasureView) -> str:
    publishers = ", ".join(dict.fromkeys(row["publisher"] for row in view.document["data"]))
    return (
        f"Source: {publishers} (fictional)" if view.document["plan"]["is_fictional"] else f"Source: {publishers}; Cairn"
    )
