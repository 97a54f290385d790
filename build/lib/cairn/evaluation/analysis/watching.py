"""The place's own figures as a display: what is usual for them, without any other council."""

from typing import Any

import numpy as np

from cairn.indicators.analysis import MeasurePanel
from cairn.indicators.definitions import IndicatorDefinition
from stepchange import NotEnoughDataError
from stepchange.watching import Direction, Segmented, Xmr, draw_xmr, fit_segmented

BETTER = {1: Direction.UP, -1: Direction.DOWN, 0: Direction.NEITHER}


def describe_watching(
    panel: MeasurePanel, code: str, measure: IndicatorDefinition, first_year: int, last_year: int | None
) -> dict[str, Any] | None:
    """An XmR chart of the figures as published and two straight lines that meet at the start; None with too few."""
    periods = [year for year in panel.panel.periods if last_year is None or year <= last_year]
    values = panel.panel.values[panel.panel.index(code), : len(periods)]
    known = np.flatnonzero(np.isfinite(values))
    if not len(known):
        return None
    periods, values = periods[known[0] : known[-1] + 1], values[known[0] : known[-1] + 1]
    try:
        chart = draw_xmr([str(year) for year in periods], values, better=BETTER[measure.good_direction or 0])
    except NotEnoughDataError:
        return None
    return _describe_chart(chart) | {"lines": _fit_lines(periods, values, first_year)}


def _describe_chart(chart: Xmr) -> dict[str, Any]:
    limits = chart.limits[-1]
    return {
        "points": [
            {"year": int(point.period), "value": point.value, "rules": [rule.value for rule in point.rules]}
            for point in chart.points
        ],
        "mean": limits.mean,
        "lower": limits.lower,
        "upper": limits.upper,
        "number": limits.points,
        "is_provisional": limits.is_provisional,
        "variation": chart.variation.value,
    }


def _fit_lines(periods: list[int], values: Any, first_year: int) -> dict[str, Any] | None:
    try:
        lines: Segmented = fit_segmented(periods, values, first_year)
    except NotEnoughDataError:
        return None
    return {
        "level_change": lines.level_change,
        "level_interval": list(lines.level_interval),
        "slope_change": lines.slope_change,
        "slope_interval": list(lines.slope_interval),
    }
