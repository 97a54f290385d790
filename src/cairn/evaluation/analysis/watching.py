"""The place's own figures as a display: what is usual for them, without any other council."""

from typing import Any

import numpy as np

from cairn.indicators.analysis import MeasurePanel
from cairn.indicators.definitions import IndicatorDefinition
from stepchange import NotEnoughDataError
from stepchange.errors import PanelError
from stepchange.watching import Direction, Rebase, Segmented, Xmr, draw_xmr, fit_segmented

BETTER = {1: Direction.UP, -1: Direction.DOWN, 0: Direction.NEITHER}

CHANGED = "the test found a change since the start"


def describe_watching(
    panel: MeasurePanel,
    code: str,
    measure: IndicatorDefinition,
    first_year: int,
    last_year: int | None,
    *,
    has_changed: bool,
) -> dict[str, Any] | None:
    """An XmR chart of the figures as published and two straight lines that meet at the start; None with too few.

    The limits are those of the years before the start, so that what came after cannot widen them. Where the test
    found a change, they begin anew with it.
    """
    periods = [year for year in panel.panel.periods if last_year is None or year <= last_year]
    values = panel.panel.values[panel.panel.index(code), : len(periods)]
    known = np.flatnonzero(np.isfinite(values))
    if not len(known):
        return None
    periods, values = periods[known[0] : known[-1] + 1], values[known[0] : known[-1] + 1]
    chart = _draw_phases(periods, values, measure, first_year, has_changed=has_changed)
    return None if chart is None else _describe_chart(chart) | {"lines": _fit_lines(periods, values, first_year)}


def _draw_phases(
    periods: list[int], values: Any, measure: IndicatorDefinition, first_year: int, *, has_changed: bool
) -> Xmr | None:
    """With limits that begin anew at the change, where enough figures came since for limits of their own."""
    before = sum(bool(np.isfinite(value)) for year, value in zip(periods, values, strict=True) if year < first_year)
    rebases = [Rebase(str(first_year), CHANGED)] if has_changed and first_year in periods[1:] else []
    for anew in (rebases, []):
        try:
            return draw_xmr(
                [str(year) for year in periods],
                values,
                better=BETTER[measure.good_direction or 0],
                baseline=before if before < len(periods) else None,
                rebases=anew,
            )
        except (NotEnoughDataError, PanelError):
            continue
    return None


def _describe_chart(chart: Xmr) -> dict[str, Any]:
    return {
        "points": [
            {"year": int(point.period), "value": point.value, "rules": [rule.value for rule in point.rules]}
            for point in chart.points
        ],
        "phases": [
            {
                "first": int(chart.points[limits.first].period),
                "last": int(chart.points[limits.last].period),
                "mean": limits.mean,
                "lower": limits.lower,
                "upper": limits.upper,
                "number": limits.points,
                "is_provisional": limits.is_provisional,
            }
            for limits in chart.limits
        ],
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
