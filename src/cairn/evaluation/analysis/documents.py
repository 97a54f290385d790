"""The engine's results as plain values, ready to be written down."""

from dataclasses import asdict
from datetime import date
from typing import Any

import numpy as np

from cairn.indicators.analysis import MeasurePanel
from cairn.places.models import Place
from stepchange import Change, Estimate, Evaluation


def describe_data(panel: MeasurePanel) -> list[dict[str, Any]]:
    """Each release and what it was used for, with the years it served."""
    rows: dict[tuple[str, ...], list[int]] = {}
    for year in panel.provenance:
        for role in ("value", "numerator", "denominator"):
            for source in getattr(year, role):
                key = (source.title, source.publisher, source.edition, source.sha256, role)
                rows.setdefault(key, []).append(year.year)
    names = ("title", "publisher", "edition", "sha256", "role")
    return [dict(zip(names, key, strict=True)) | {"years": years} for key, years in rows.items()]


def describe_own_figures(panel: MeasurePanel, code: str) -> list[dict[str, Any]]:
    """The place's own figures year by year, with the reason where there is none."""
    engine_panel = panel.panel
    row = engine_panel.index(code)
    return [
        {
            "year": year,
            "value": _number(engine_panel.values[row, t]),
            "count": None if engine_panel.counts is None else _number(engine_panel.counts[row, t]),
            "denominator": None if engine_panel.denominators is None else _number(engine_panel.denominators[row, t]),
            "status": str(panel.statuses[row][t]),
        }
        for t, year in enumerate(engine_panel.periods)
    ]


def describe_sample(evaluation: Evaluation) -> dict[str, Any] | None:
    sample = evaluation.sample
    if sample is None:
        return None
    years = (min(sample.before), max(sample.after))
    left_out = Place.objects.in_bulk(list(sample.donors_left_out), field_name="code")
    return {
        "before": list(sample.before),
        "after": list(sample.after),
        "transition": list(sample.transition),
        "implausible": [
            {"year": one.year, "counted": one.counted, "expected": one.expected} for one in sample.implausible
        ],
        "years_left_out": {str(year): reason for year, reason in sample.years_left_out.items()},
        "donors_left_out": [
            {"code": code, "name": _dated_name(left_out[code]), "reason": _why_left_out(left_out[code], reason, years)}
            for code, reason in sorted(sample.donors_left_out.items())
        ],
    }


def _dated_name(place: Place) -> str:
    """A name with the dates that tell it from another council of the same name."""
    if place.closed_on:
        return f"{place.name} (until {place.closed_on:%B %Y})"
    return f"{place.name} (since {place.opened_on:%B %Y})" if place.opened_on else place.name


def _why_left_out(place: Place, reason: str, years: tuple[int, int]) -> str:
    if place.existed_on(date(years[0], 3, 31)) and place.existed_on(date(years[1], 3, 31)):
        return reason
    return "did not exist in all the years used"


def _gap_rows(estimate: Estimate, names: dict[str, str]) -> list[dict[str, Any]]:
    """Gaps of the place under its name, and of all others without: a result is about one place only.

    The others are ordered by z, so that their place in the list does not tell who they are.
    """
    order = [0, *sorted(range(1, len(estimate.units)), key=lambda i: float(estimate.z[i]))]
    own = estimate.units[0]
    return [
        {
            "code": f"other-{number:03d}" if number else own,
            "name": "another council" if number else names[own],
            "gaps": _numbers(estimate.gaps[i]),
            "z": float(estimate.z[i]),
            "scale": float(estimate.scale[i]),
        }
        for number, i in enumerate(order)
    ]


def describe_estimate(evaluation: Evaluation, names: dict[str, str]) -> dict[str, Any] | None:
    estimate = evaluation.estimate
    if estimate is None:
        return None
    shapes = estimate.shapes
    return {
        "change": _change(estimate.change),
        "low": _change(estimate.low),
        "high": _change(estimate.high),
        "detectable_fall": _change(estimate.detectable_fall),
        "detectable_rise": _change(estimate.detectable_rise),
        "p_value": estimate.p_value,
        "rank": estimate.rank,
        "places": len(estimate.units),
        "years": list(estimate.years),
        "actual": _numbers(estimate.actual),
        "synthetic": _numbers(estimate.synthetic),
        "people_gap": None if estimate.people_gap is None else _numbers(estimate.people_gap),
        "gaps": _gap_rows(estimate, names),
        "weights": [
            {"code": code, "name": names.get(code, code), "weight": weight} for code, weight in estimate.weights.items()
        ],
        "effective_donors": estimate.effective_donors,
        "certificate": estimate.certificate,
        "inside_hull_levels": estimate.inside_hull_levels,
        "inside_hull_changes": estimate.inside_hull_changes,
        "estimators": dict(estimate.estimators),
        "specifications": [asdict(one) for one in estimate.specifications],
        "identification": asdict(estimate.identification) if estimate.identification else None,
        "sampling_error": asdict(estimate.sampling_error) if estimate.sampling_error else None,
        "small_counts": asdict(estimate.small_counts) if estimate.small_counts else None,
        "hidden_range": list(evaluation.hidden_range) if evaluation.hidden_range else None,
        "shapes": None
        if shapes is None
        else {
            "step": shapes.step,
            "ramp": shapes.ramp,
            "late": shapes.late,
            "fading": shapes.fading,
            "last_over_mean": shapes.last_over_mean,
        },
        "checks": [
            {
                "kind": check.kind,
                "detail": check.detail,
                "name": names.get(check.detail, check.detail),
                "result": check.result.value,
                "decides": check.decides,
                "estimate": check.estimate,
                "p_value": check.p_value,
                "reason": check.reason,
            }
            for check in estimate.checks
        ],
    }


def _change(change: Change) -> dict[str, float | None]:
    return {"analysis": change.analysis, "relative": change.relative, "people": change.people}


def _numbers(values: Any) -> list[float | None]:
    return [_number(value) for value in values]


def _number(value: Any) -> float | None:
    return float(value) if np.isfinite(value) else None
