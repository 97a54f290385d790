"""The door to the engine: from a plan to panels, and from the engine's answer to a plain document."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import numpy as np

import cairn
import stepchange
from cairn.evaluation import nation
from cairn.evaluation.programmes import get_known_programmes
from cairn.evaluation.specification import PlanSpecification
from cairn.indicators.analysis import MeasurePanel, UnableToMakePanel, make_panel
from cairn.indicators.definitions import IndicatorDefinition, get_definition, get_definitions
from cairn.indicators.enums import Status
from cairn.places.models import Place
from stepchange import Change, Estimate, Evaluation, NotEnoughDataError, Panel, Planted, Power, Question, Truth

NO_FIGURES = "Cairn holds no figures of this measure for this council."
TOO_SHORT = "The last year to use leaves fewer than two years after the start, and a finding takes two."
DOCUMENT_FORMAT = "cairn.evaluation/1"
PLANNED_YEARS = 3
# Where neither way is good by itself, a code may not speak of improvement either.
NEUTRAL_VERDICTS = {
    "gradual_improvement": "gradual_change_as_planned",
    "improved_shape_unclear": "changed_as_planned_shape_unclear",
    "changed_for_the_worse": "changed_the_other_way",
}
SMALLEST_SHOWN = 6
SimulatedFigure = tuple[str, str, int, float | None, float | None, str]  # as indicators.services.load_simulated takes
# Which way a measure moves when things get worse; a rise is looked for where neither way is good by itself.
HARMFUL_DIRECTION = {"up": -1, "down": 1, "none": 1}


@dataclass(frozen=True)
class Foresight:
    """What is known before a plan is locked, without looking at the place's figures after the start.

    `power` is None where the data cannot carry the plan; `problem` and `problem_code` then say why.
    `last_count` is what was counted in the last year before the start, `last_count_year`.
    """

    power: Power | None
    problem: str
    problem_code: str
    first_year: int
    years_after: tuple[int, ...]
    last_count: float | None
    last_count_year: int | None = None


def foresee(specification: PlanSpecification) -> Foresight:
    """The smallest change this plan could find, and the first year that could show anything."""
    place = Place.objects.get(code=specification.place)
    measure = get_definition(specification.measure)
    first_year = stepchange.first_period_after(specification.start, measure.period)
    panel = _find_panel(measure, place)
    if panel is None:
        return Foresight(None, NO_FIGURES, "no_figures", first_year, (), None)
    question = _question(specification, measure, place)
    years_after = stepchange.split_question(panel.panel, question).after
    count, counted_in = _last_count_before(panel, place.code, specification.start)
    if specification.last_year and specification.last_year < first_year + stepchange.MINIMUM_AFTER - 1:
        return Foresight(None, TOO_SHORT, "last_year_too_early", first_year, years_after, count, counted_in)
    try:
        power = stepchange.plan_power(panel.panel, question, planned_years=PLANNED_YEARS)
    except NotEnoughDataError as problem:
        return Foresight(None, str(problem), problem.code, first_year, years_after, count, counted_in)
    return Foresight(power, "", "", first_year, years_after, count, counted_in)


def answer(specification: PlanSpecification) -> dict[str, Any]:
    """Everything the figures say about a plan, as plain values ready to be written down.

    The same plan on the same releases gives the same document: there is no clock in it.
    """
    place = Place.objects.select_related("region").get(code=specification.place)
    measure = get_definition(specification.measure)
    panel = _find_panel(measure, place)
    document: dict[str, Any] = {
        "format": DOCUMENT_FORMAT,
        "plan": specification.to_document(),
        "plan_sha256": specification.sha256,
        "place": {
            "code": place.code,
            "name": place.name,
            "is_fictional": place.is_fictional,
            "opened_on": place.opened_on.isoformat() if place.opened_on else None,
            "closed_on": place.closed_on.isoformat() if place.closed_on else None,
        },
        "measure": {"title": measure.title, "unit": measure.unit, "kind": measure.kind, "polarity": measure.polarity},
        "first_year": stepchange.first_period_after(specification.start, measure.period),
        "software": {"cairn": cairn.__version__, "stepchange": stepchange.__version__},
        "data": [] if panel is None else _data_document(panel),
        "figures": [] if panel is None else _own_figures(panel, place.code),
        "harm": None,
    }
    document |= _evaluate(specification, measure, panel, place)
    document["longer_measure"] = _longer_measure(specification, measure, place)
    if specification.harm_measure and not specification.is_national_reform:
        document["harm"] = _harm(specification, place)
    return document


def _find_panel(measure: IndicatorDefinition, place: Place) -> MeasurePanel | None:
    """The panel of the place's nation; none where there are no figures for the place at all."""
    try:
        panel = make_panel(measure.key, fictional=place.is_fictional)
    except UnableToMakePanel:
        return None
    return panel if place.code in panel.panel.units else None


def _evaluate(
    specification: PlanSpecification,
    measure: IndicatorDefinition,
    panel: MeasurePanel | None,
    place: Place,
) -> dict[str, Any]:
    if specification.is_national_reform:
        return _refusal("national_reform")
    if panel is None:
        return _refusal("no_figures")
    question = _question(specification, measure, place)
    evaluation = stepchange.evaluate(panel.panel, question)
    split = stepchange.split_question(panel.panel, question)
    verdict = evaluation.finding.verdict.value
    return {
        "finding": {
            "verdict": NEUTRAL_VERDICTS.get(verdict, verdict) if measure.polarity == "none" else verdict,
            "reasons": list(evaluation.finding.reasons),
            "explanation": evaluation.explanation,
        },
        "years": {"before": list(split.before), "transition": list(split.transition), "after": list(split.after)},
        "sample": _sample_document(evaluation),
        "estimate": _estimate_document(evaluation, panel.names),
        "known_programmes": _known_programmes(evaluation, panel.names),
    }


def _refusal(code: str) -> dict[str, Any]:
    return {
        "finding": {"verdict": stepchange.Verdict.NOT_ENOUGH_EVIDENCE.value, "reasons": [code], "explanation": ""},
        "years": {"before": [], "transition": [], "after": []},
        "sample": None,
        "estimate": None,
        "known_programmes": [],
    }


def _question(specification: PlanSpecification, measure: IndicatorDefinition, place: Place) -> Question:
    neighbours = Place.objects.councils().filter(region_id=place.region_id, is_fictional=place.is_fictional)
    return Question(
        unit=place.code,
        start=specification.start,
        timing=measure.period,
        direction=specification.direction,
        smallest_change=specification.smallest_change,
        last_period=specification.last_year,
        excluded=frozenset(specification.excluded),
        neighbours=frozenset(neighbours.exclude(code=place.code).values_list("code", flat=True)),
    )


def _harm(specification: PlanSpecification, place: Place) -> dict[str, Any]:
    """The same test on the measure that would show harm; any direction, its own smallest change."""
    measure = get_definition(specification.harm_measure)
    panel = _find_panel(measure, place)
    own = PlanSpecification(
        place=specification.place,
        measure=measure.key,
        start=specification.start,
        direction=HARMFUL_DIRECTION[measure.polarity],
        smallest_change=measure.smallest_important_change,
        last_year=specification.last_year,
        excluded=specification.excluded,
    )
    result = _evaluate(own, measure, panel, place)
    estimate = result["estimate"]
    kept = ("change", "low", "high", "p_value", "rank", "places", "detectable_rise", "detectable_fall")
    return {
        "measure": measure.key,
        "finding": result["finding"],
        "after": result["sample"]["after"] if result["sample"] else [],
        "estimate": {key: estimate[key] for key in kept} if estimate else None,
        "data": [] if panel is None else _data_document(panel),
    }


def _data_document(panel: MeasurePanel) -> list[dict[str, Any]]:
    """Each release and what it was used for, with the years it served."""
    rows: dict[tuple[str, ...], list[int]] = {}
    for year in panel.provenance:
        for role in ("value", "numerator", "denominator"):
            source = getattr(year, role)
            if source is not None:
                key = (source.title, source.publisher, source.edition, source.sha256, role)
                rows.setdefault(key, []).append(year.year)
    names = ("title", "publisher", "edition", "sha256", "role")
    return [dict(zip(names, key, strict=True)) | {"years": years} for key, years in rows.items()]


def _own_figures(panel: MeasurePanel, code: str) -> list[dict[str, Any]]:
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


def _longer_measure(specification: PlanSpecification, measure: IndicatorDefinition, place: Place) -> str | None:
    """Another measure that counts the same and has enough years of this place before the start; None without."""
    for other in get_definitions():
        if other.counted != measure.counted or other.key == measure.key:
            continue
        panel = _find_panel(other, place)
        if panel is None:
            continue
        values = panel.panel.values[panel.panel.index(place.code)]
        before = stepchange.split_periods(panel.panel.periods, specification.start, other.period).before
        known = [year for year, value in zip(panel.panel.periods, values, strict=True) if np.isfinite(value)]
        if len(set(before) & set(known)) >= stepchange.MINIMUM_BEFORE:
            return other.key
    return None


def _last_count_before(panel: MeasurePanel, code: str, start: date) -> tuple[float | None, int | None]:
    """How many were counted in the last year before the start, and that year: to say a change in people."""
    engine_panel = panel.panel
    counts = engine_panel.counts if engine_panel.scale == "log" else engine_panel.denominators
    if counts is None:
        return None, None
    row = engine_panel.index(code)
    known = [
        (float(counts[row, t]), year)
        for t, year in enumerate(engine_panel.periods)
        if date(year, 3, 31) < start and np.isfinite(counts[row, t])
    ]
    return known[-1] if known else (None, None)


def _sample_document(evaluation: Evaluation) -> dict[str, Any] | None:
    sample = evaluation.sample
    if sample is None:
        return None
    years = (min(sample.before), max(sample.after))
    left_out = Place.objects.in_bulk(list(sample.donors_left_out), field_name="code")
    return {
        "before": list(sample.before),
        "after": list(sample.after),
        "transition": list(sample.transition),
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


def _estimate_document(evaluation: Evaluation, names: dict[str, str]) -> dict[str, Any] | None:
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


def _known_programmes(evaluation: Evaluation, names: dict[str, str]) -> list[dict[str, str]]:
    """What comparison councils with weight are known to have done (engine.md, appendix A4)."""
    weights = evaluation.estimate.weights if evaluation.estimate else {}
    return [asdict(one) | {"name": names[one.code]} for one in get_known_programmes() if one.code in weights]


def _change(change: Change) -> dict[str, float | None]:
    return {"analysis": change.analysis, "relative": change.relative, "people": change.people}


def _numbers(values: Any) -> list[float | None]:
    return [_number(value) for value in values]


def _number(value: Any) -> float | None:
    return float(value) if np.isfinite(value) else None


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
    return {
        one.place: Truth(Planted(one.kind), one.first_year, one.change)
        for one in nation.EXAMPLES
        if one.measure == measure and one.kind != "nothing"
    }


def _simulated_rows(key: str, panel: Panel, *, with_denominator: bool) -> list[SimulatedFigure]:
    rows: list[SimulatedFigure] = []
    for i, place in enumerate(panel.units):
        for t, year in enumerate(panel.periods):
            count, below = float(panel.counts[i, t]), float(panel.denominators[i, t])
            hidden = 0 < count < SMALLEST_SHOWN
            status = Status.SUPPRESSED if hidden else Status.NUMBER
            denominator = below if with_denominator else None
            rows.append((key, place, year, None if hidden else count, denominator, str(status)))
    return rows
