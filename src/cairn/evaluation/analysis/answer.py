"""From a locked plan to the document that is stored."""

from typing import Any

import numpy as np

import cairn
import stepchange
from cairn.evaluation.analysis.documents import (
    describe_data,
    describe_estimate,
    describe_own_figures,
    describe_sample,
)
from cairn.evaluation.analysis.questions import find_panel, make_harm_specification, make_question
from cairn.evaluation.analysis.watching import describe_watching
from cairn.evaluation.models.specification import PlanSpecification
from cairn.indicators.analysis import MeasurePanel
from cairn.indicators.definitions import IndicatorDefinition, get_definition, get_evaluable_definitions
from cairn.library.definitions.programmes import get_known_programmes
from cairn.places.models import Place
from stepchange import Evaluation

DOCUMENT_FORMAT = "cairn.evaluation/3"
# Where neither way is good by itself, a code may not speak of improvement either.
NEUTRAL_VERDICTS = {
    "gradual_improvement": "gradual_change_as_planned",
    "improved_shape_unclear": "changed_as_planned_shape_unclear",
    "changed_for_the_worse": "changed_the_other_way",
}
NO_CHANGE = (stepchange.Verdict.NOT_ENOUGH_EVIDENCE.value, stepchange.Verdict.NO_DETECTABLE_CHANGE.value)
# What is kept of the estimate of harm.
HARM_PARTS = ("change", "low", "high", "p_value", "rank", "places", "detectable_rise", "detectable_fall")


def answer(specification: PlanSpecification) -> dict[str, Any]:
    """Everything the figures say about a plan, as plain values ready to be written down.

    The same plan on the same releases gives the same document: there is no clock in it.
    """
    place = Place.objects.get(code=specification.place)
    measure = get_definition(specification.measure)
    panel = find_panel(measure, place)
    document: dict[str, Any] = {
        "format": DOCUMENT_FORMAT,
        "rules": stepchange.RULES,
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
        "data": [] if panel is None else describe_data(panel),
        "figures": [] if panel is None else describe_own_figures(panel, place.code),
        "harm": None,
    }
    document |= _evaluate(specification, measure, panel, place)
    document["watching"] = (
        None
        if panel is None
        else describe_watching(
            panel,
            place.code,
            measure,
            document["first_year"],
            specification.last_year,
            has_changed=document["finding"]["verdict"] not in NO_CHANGE,
        )
    )
    is_too_short = "too_few_years_before" in document["finding"]["reasons"]
    document["longer_measure"] = _longer_measure(specification, measure, place) if is_too_short else None
    if specification.harm_measure and not specification.is_national_reform:
        document["harm"] = _harm(specification, place)
    return document


def _evaluate(
    specification: PlanSpecification,
    measure: IndicatorDefinition,
    panel: MeasurePanel | None,
    place: Place,
    *,
    in_depth: bool = True,
) -> dict[str, Any]:
    if specification.is_national_reform:
        return _refusal("national_reform")
    if panel is None:
        return _refusal("no_figures")
    question = make_question(specification, measure, place, panel)
    evaluation = stepchange.evaluate(panel.panel, question, in_depth=in_depth)
    split = stepchange.split_question(panel.panel, question)
    return {
        "finding": describe_finding(evaluation, measure.polarity),
        "years": {"before": list(split.before), "transition": list(split.transition), "after": list(split.after)},
        "sample": describe_sample(evaluation),
        "estimate": describe_estimate(evaluation, panel.names),
        "known_programmes": _find_known_programmes(evaluation, panel.names),
    }


def describe_finding(evaluation: Evaluation, polarity: str) -> dict[str, Any]:
    verdict = evaluation.finding.verdict.value
    return {
        "verdict": NEUTRAL_VERDICTS.get(verdict, verdict) if polarity == "none" else verdict,
        "reasons": list(evaluation.finding.reasons),
        "explanation": evaluation.explanation,
    }


def _refusal(code: str) -> dict[str, Any]:
    return {
        "finding": {"verdict": stepchange.Verdict.NOT_ENOUGH_EVIDENCE.value, "reasons": [code], "explanation": ""},
        "years": {"before": [], "transition": [], "after": []},
        "sample": None,
        "estimate": None,
        "known_programmes": [],
    }


def _harm(specification: PlanSpecification, place: Place) -> dict[str, Any]:
    """The same test on the measure that would show harm; any direction, its own smallest change."""
    measure = get_definition(specification.harm_measure)
    panel = find_panel(measure, place)
    result = _evaluate(make_harm_specification(specification), measure, panel, place, in_depth=False)
    estimate = result["estimate"]
    return {
        "measure": measure.key,
        "finding": result["finding"],
        "after": result["sample"]["after"] if result["sample"] else [],
        "implausible": result["sample"]["implausible"] if result["sample"] else [],
        "estimate": {key: estimate[key] for key in HARM_PARTS} if estimate else None,
        "data": [] if panel is None else describe_data(panel),
    }


def _longer_measure(specification: PlanSpecification, measure: IndicatorDefinition, place: Place) -> str | None:
    """Another measure that counts the same and has enough years of this place before the start; None without."""
    for other in get_evaluable_definitions():
        if other.counted != measure.counted or other.key == measure.key:
            continue
        panel = find_panel(other, place)
        if panel is None:
            continue
        values = panel.panel.values[panel.panel.index(place.code)]
        before = stepchange.split_periods(panel.panel.periods, specification.start, other.period).before
        known = [year for year, value in zip(panel.panel.periods, values, strict=True) if np.isfinite(value)]
        if len(set(before) & set(known)) >= stepchange.MINIMUM_BEFORE:
            return other.key
    return None


def _find_known_programmes(evaluation: Evaluation, names: dict[str, str]) -> list[dict[str, str]]:
    """What comparison councils with weight are known to have done (engine.md, appendix A4)."""
    weights = evaluation.estimate.weights if evaluation.estimate else {}
    known = [one for one in get_known_programmes() if one.code in weights]
    fields = ("code", "programme", "since", "source", "grade")
    return [{field: getattr(one, field) for field in fields} | {"name": names[one.code]} for one in known]
