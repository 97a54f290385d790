"""Plans, results and their documents for tests. No figure here was ever published."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import factory

from cairn.accounts.models import User
from cairn.common.charts import RenderedChart
from cairn.evaluation import services
from cairn.evaluation.analysis import RULES
from cairn.evaluation.models import Evaluation, EvaluationPlan
from cairn.evaluation.models.specification import PlanSpecification
from tests.factories.accounts import UserFactory
from tests.factories.places import FictionalCouncilFactory

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SPECIFICATION = PlanSpecification(
    place="F002",
    measure="cla_rate",
    start=date(2018, 6, 1),
    direction=-1,
    smallest_change=10.0,
    harm_measure="cpp_rate",
)
CHARTS = {
    name: (f"Title of {name}", f"Description of {name}", RenderedChart('{"a":1}', f"<svg>{name}</svg>", b"\x89PNG"))
    for name in ("paths", "gaps")
}


class PlanFactory(factory.django.DjangoModelFactory):
    """A draft."""

    class Meta:
        model = EvaluationPlan

    author = factory.SubFactory(UserFactory)
    title = "A plan"
    created_at = updated_at = NOON
    place = factory.SubFactory(FictionalCouncilFactory)
    measure = "cla_rate"
    start_date = date(2018, 6, 1)
    direction = -1
    smallest_change = 10.0


def make_answers(**changes: Any) -> dict[str, Any]:
    """What `draft_plan` takes."""
    answers = {
        "place": changes.pop("place", None) or FictionalCouncilFactory(),
        "measure": "cla_rate",
        "start_date": date(2018, 6, 1),
        "direction": -1,
        "smallest_change": 10.0,
    }
    return answers | changes


def make_locked_plan(author: User, *, at: datetime = NOON, had_figures: bool = True, **changes: Any) -> EvaluationPlan:
    """A locked plan that waits for its result."""
    replaces, excluded = changes.pop("replaces", None), changes.pop("excluded", ())
    answers = make_answers(**{"harm_measure": "cpp_rate", **changes})
    plan = services.draft_plan(author=author, at=at, answers=answers, excluded=excluded, replaces=replaces)
    services.lock_plan(plan=plan, by=author, at=at, had_figures=had_figures)
    plan.refresh_from_db()
    return plan


def make_example(**changes: Any) -> EvaluationPlan:
    """A locked example that waits for its result."""
    evaluation = services.lock_example(answers=make_answers(**{"harm_measure": "cpp_rate", **changes}), at=NOON)
    return evaluation.plan


def make_result(plan: EvaluationPlan, document: dict[str, Any] | None = None, *, charts: Any = None) -> Evaluation:
    """The result of a locked plan, from a document of its own or an invented one."""
    evaluation = plan.evaluations.get()
    if document is None:
        document = make_document(specification=plan.specification(), name=plan.place.name)
    charts = CHARTS if charts is None and document["estimate"] else charts or {}
    services.store_result(evaluation=evaluation, document=document, charts=charts, at=NOON)
    evaluation.refresh_from_db()
    return evaluation


def make_change(relative: float | None, people: float | None = None) -> dict[str, float | None]:
    return {"analysis": relative, "relative": relative, "people": people}


def make_estimate(
    change: tuple = (-0.2, -50.0),
    low: tuple = (-0.3, -80.0),
    high: tuple = (-0.1, -20.0),
    **changes: Any,
) -> dict[str, Any]:
    """An estimate of four councils and eight years; each change is (relative, people)."""
    gaps = [-0.01, 0.01, 0.0, 0.01, -0.01, -0.2, -0.2, -0.2]
    return {
        "change": make_change(*change),
        "low": make_change(*low),
        "high": make_change(*high),
        "detectable_fall": make_change(-0.15, -40.0),
        "detectable_rise": make_change(0.18, 45.0),
        "p_value": 0.02,
        "rank": 3,
        "places": 150,
        "years": [2014, 2015, 2016, 2017, 2018, 2019, 2020, 2021],
        "actual": [60.0, 61.0, 62.0, 61.0, 60.0, 50.0, 49.0, 48.0],
        "synthetic": [60.5, 60.5, 62.0, 60.5, 60.5, 61.0, 61.0, 61.0],
        "people_gap": [-49.6, -0.4, 50.4],
        "gaps": [
            {"code": "F002", "name": "Ashmere", "gaps": gaps, "z": -3.2, "scale": 0.06},
            {"code": "other-001", "name": "another council", "gaps": [0.01] * 8, "z": 0.2, "scale": 0.05},
            {"code": "other-002", "name": "another council", "gaps": [0.1] * 8, "z": 6.0, "scale": 0.02},
        ],
        "weights": [
            {"code": "F003", "name": "Brackholt", "weight": 0.75},
            {"code": "F004", "name": "=Cold Fen", "weight": 0.25},
        ],
        "effective_donors": 1.6,
        "certificate": 3e-13,
        "inside_hull_levels": False,
        "inside_hull_changes": True,
        "estimators": {"ridge_corrected": -0.2, "ridge_uncorrected": -0.25, "difference_in_differences": -0.22},
        "specifications": [
            make_way("ridge_corrected", "all", -0.2),
            make_way("difference_in_differences", "all", -0.22),
            make_way("ridge_corrected", "without_pandemic", 0.05),
        ],
        "identification": {"low": -0.3, "high": -0.1, "largest_error": 0.02},
        "sampling_error": {"standard_deviation": 0.04, "low": -0.26, "high": -0.13, "resamples": 499},
        "small_counts": None,
        "hidden_range": None,
        "shapes": {"step": 12.0, "ramp": 4.0, "late": 9.0, "fading": 10.0, "last_over_mean": 1.0},
        "checks": [make_check("in_time", "1"), make_check("without_pandemic", result="not_tested", estimate=None)],
    } | changes


def make_way(estimator: str, sample: str, effect: float) -> dict[str, Any]:
    return {"estimator": estimator, "sample": sample, "effect": effect, "p_value": 0.02, "places": 150}


WATCHING = {
    "points": [
        {"year": year, "value": value, "rules": ["outside"] if year == 2019 else []}
        for year, value in zip(range(2014, 2022), (60.0, 61.0, 62.0, 61.0, 60.0, 50.0, 49.0, 48.0), strict=True)
    ],
    "mean": 56.4,
    "lower": 50.3,
    "upper": 62.5,
    "number": 8,
    "is_provisional": True,
    "variation": "concern_low",
    "lines": {
        "level_change": -10.5,
        "level_interval": [-13.0, -8.0],
        "slope_change": -1.2,
        "slope_interval": [-2.0, 0.1],
    },
}


def make_check(kind: str, detail: str = "", **changes: Any) -> dict[str, Any]:
    return {
        "kind": kind,
        "detail": detail,
        "name": detail,
        "result": "passed",
        "decides": True,
        "estimate": -0.05,
        "p_value": 0.5,
        "reason": "",
    } | changes


def make_document(
    verdict: str = "step_change",
    reasons: tuple[str, ...] = ("shape_step",),
    *,
    specification: PlanSpecification = SPECIFICATION,
    name: str = "Ashmere",
    explanation: str = "",
    is_fictional: bool = True,
    **changes: Any,
) -> dict[str, Any]:
    """A result as `analysis.answer` gives it, small and invented; `estimate=None` for a refusal."""
    estimate = changes.pop("estimate", make_estimate())
    before, after = [2014, 2015, 2016, 2017, 2018], [2019, 2020, 2021]
    if estimate is not None:  # its own row carries the code of the place
        own = [row | {"code": specification.place} for row in estimate["gaps"][:1]]
        estimate = estimate | {"gaps": own + estimate["gaps"][1:]}
    sample = {
        "before": before,
        "after": after,
        "transition": [],
        "implausible": [],
        "years_left_out": {},
        "donors_left_out": [{"code": "F009", "name": "Dun Harrow", "reason": "left out by the plan"}],
    }
    figures = [
        {"year": year, "value": value, "count": 250.0, "denominator": 41000.0, "status": "number"}
        for year, value in zip(before + after, (60.0, 61.0, 62.0, 61.0, 60.0, 50.0, 49.0, 48.0), strict=True)
    ]
    hidden = {"year": 2013, "value": None, "count": None, "denominator": 41000.0, "status": "suppressed"}
    return {
        "format": "cairn.evaluation/3",
        "rules": RULES,
        "plan": specification.to_document(),
        "plan_sha256": specification.sha256,
        "place": {
            "code": specification.place,
            "name": name,
            "is_fictional": is_fictional,
            "opened_on": None,
            "closed_on": None,
        },
        "software": {"cairn": "0.1.0", "stepchange": "0.1.0"},
        "data": [
            {
                "title": "Figures of the fictional nation",
                "publisher": "Cairn simulation",
                "edition": "to 2025",
                "sha256": "0" * 64,
                "role": "numerator",
                "years": [2013, *before, *after],
            }
        ],
        "figures": [hidden, *figures],
        "watching": WATCHING,
        "harm": None,
        "first_year": 2019,
        "longer_measure": None,
        "finding": {"verdict": verdict, "reasons": list(reasons), "explanation": explanation},
        "years": {"before": before, "transition": [], "after": after},
        "known_programmes": [],
        "sample": None if estimate is None else sample,
        "estimate": estimate,
    } | changes


def about(measure: str, **changes: Any) -> PlanSpecification:
    """The specification of these documents, for another measure."""
    return replace(SPECIFICATION, measure=measure, **changes)
