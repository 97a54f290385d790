"""Several councils together, and every council and measure: for those who run the site, in a terminal."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from cairn.indicators.analysis import UnableToMakePanel, make_panel
from cairn.indicators.definitions import IndicatorDefinition
from stepchange import Pooled, PoolQuestion, ScreenedMeasure, Site, StepchangeError, pool, screen

# What a caller tells a person, as it stands.
UNABLE_TO_ANSWER = (StepchangeError, UnableToMakePanel)


@dataclass(frozen=True)
class UsedModel:
    """A council that used a model, from when, until when, and how faithfully on a scale of the reader's own."""

    code: str
    start: date
    stop: date | None = None
    fidelity: float | None = None


def pool_councils(
    councils: Sequence[UsedModel],
    measure: IndicatorDefinition,
    *,
    direction: int,
    smallest_change: float,
    last_year: int | None = None,
    fictional: bool = False,
) -> dict[str, Any]:
    """The answer for all of them as plain values; raises what the engine raises when it cannot answer."""
    panel = make_panel(measure.key, fictional=fictional)
    absent = [one.code for one in councils if one.code not in panel.panel.units]
    question = PoolQuestion(
        sites=tuple(
            Site(one.code, one.start, one.stop, one.fidelity) for one in councils if one.code in panel.panel.units
        ),
        timing=measure.period,
        direction=direction,
        smallest_change=smallest_change,
        last_period=last_year,
    )
    found = pool(panel.panel, question)
    return {
        "measure": measure.key,
        "verdict": found.verdict.value,
        "reasons": list(found.reasons),
        "change": found.change,
        "low": found.low,
        "high": found.high,
        "p_value": found.p_value,
        "detectable": found.detectable,
        "places": len(found.pool.units),
        "sites": [asdict(site) | {"name": panel.names[site.unit]} for site in found.sites],
        "left_out": _describe_left_out(found, panel.names) | dict.fromkeys(absent, "no figures of this measure"),
        "not_compared": {panel.names[code]: reason for code, reason in found.pool.places_left_out.items()},
        "path": [asdict(year) for year in found.path],
        "next_site": found.synthesis.prediction if found.synthesis else None,
        "cross_check": found.cross_check,
        "checks": [asdict(check) | {"result": check.result.value} for check in found.checks],
    }


def _describe_left_out(found: Pooled, names: dict[str, str]) -> dict[str, str]:
    return {names[code]: reason.words for code, reason in found.pool.sites_left_out.items()}


def screen_councils(measures: Sequence[IndicatorDefinition], *, fictional: bool = False) -> dict[str, Any]:
    """Leads over all councils and the measures given; a measure without figures is named."""
    panels, without = {}, []
    for measure in measures:
        try:
            panels[measure.key] = make_panel(measure.key, fictional=fictional)
        except UnableToMakePanel:
            without.append(measure.key)
    areas = {measure.key: measure.area for measure in measures}
    found = screen([ScreenedMeasure(key, areas[key], panel.panel) for key, panel in panels.items()])
    tested = set(found.hypothesis_keys)
    return {
        "tests": found.tests,
        "hypotheses": found.hypotheses,
        "left_out": dict(found.left_out) | dict.fromkeys(without, "no figures"),
        "not_tested": {
            key: sorted(panel.names[code] for code in panel.panel.units if (key, code) not in tested)
            for key, panel in panels.items()
            if key in found.places_tested and found.places_tested[key] < len(panel.panel.units)
        },
        "freedom": dict(found.freedom),
        "leads": [
            asdict(lead)
            | {
                "name": panels[lead.measure].names[lead.unit],
                "tier": lead.tier.value,
                "flags": [flag.words for flag in lead.flags],
                "checks": [asdict(check) | {"result": check.result.value} for check in lead.checks],
            }
            for lead in found.leads
        ],
    }
