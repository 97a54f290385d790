"""Figures of the fictional nation, from the engine's simulation."""

from typing import Any

import stepchange
from cairn.evaluation.analysis import nation
from cairn.indicators.analysis import SIMULATED_HIDDEN
from cairn.indicators.definitions import get_definition
from cairn.indicators.enums import Status
from cairn.places.models import Place
from stepchange import Panel, Planted, Truth

SimulatedFigure = tuple[str, str, int, float | None, float | None, str]  # as indicators.services.load_simulated takes


def simulate_figures() -> list[SimulatedFigure]:
    """Figures of the fictional nation for every measure, the planted changes included; the same every time.

    Counts below six are hidden, as a publisher would, so that the marks can be seen at work.
    """
    places = list(Place.objects.fictional().councils().order_by("code").values_list("code", flat=True))
    years = tuple(range(nation.FIRST_YEAR, nation.LAST_YEAR + 1))
    population = stepchange.simulate_nation(seed=nation.SEED, units=places, periods=years).panel.denominators
    counts: dict[str, Any] = {}
    figures: list[SimulatedFigure] = []
    for number, measure in enumerate(nation.MEASURES, start=1):
        definition = get_definition(measure.key)
        simulated = stepchange.simulate_nation(
            seed=nation.SEED + number,
            units=places,
            periods=years,
            mean_rate=measure.mean,
            per=float(definition.per),
            residual_sd=measure.residual_sd,
            trend=measure.trend,
            denominators=counts[measure.base] if measure.base else population,
            truth=_planted_truth(measure.key),
        ).panel
        counts[measure.key] = simulated.counts
        keys = ("cla_rate", "cla_number") if measure.key == "cla_rate" else (measure.key,)
        for key in keys:
            figures += _simulated_rows(key, simulated, with_denominator=key != "cla_number")
    return figures


def _planted_truth(measure: str) -> dict[str, Truth]:
    planted = {
        one.place: Truth(Planted(one.kind), one.first_year, one.change)
        for one in nation.EXAMPLES
        if one.measure == measure and one.kind != "nothing"
    }
    if measure != nation.MODEL_MEASURE:
        return planted
    return planted | {
        one.place: Truth(Planted.STEP, one.first_year, one.change)
        for one in nation.MODEL_USERS
        if one.change and one.first_year <= nation.LAST_YEAR
    }


def _simulated_rows(key: str, panel: Panel, *, with_denominator: bool) -> list[SimulatedFigure]:
    rows: list[SimulatedFigure] = []
    for i, place in enumerate(panel.units):
        for t, year in enumerate(panel.periods):
            count, below = float(panel.counts[i, t]), float(panel.denominators[i, t])  # type: ignore[index]  # it simulates counts
            hidden = SIMULATED_HIDDEN[0] <= count <= SIMULATED_HIDDEN[1]
            status = Status.SUPPRESSED if hidden else Status.NUMBER
            denominator = below if with_denominator else None
            rows.append((key, place, year, None if hidden else count, denominator, str(status)))
    return rows
