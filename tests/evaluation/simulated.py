"""Figures and answers of the fictional nation that are worked out once for a run."""

from collections.abc import Callable, Hashable
from dataclasses import replace
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Count, Max, Sum

from cairn.evaluation import analysis
from cairn.evaluation.models.specification import ListedMeasure, ModelSpecification, PlanSpecification
from cairn.indicators.models import Observation, Release
from cairn.indicators.services import load_simulated
from cairn.places.services import load_fictional_places
from tests.factories.evaluation import NOON

ANSWERS: dict[PlanSpecification, dict[str, Any]] = {}
POOLED: dict[Hashable, dict[str, Any]] = {}


@cache
def get_figures() -> tuple[analysis.SimulatedFigure, ...]:
    return tuple(analysis.simulate_figures())


def load_nation(*measures: str) -> None:
    """The fictional councils and the simulated figures of some measures."""
    load_fictional_places()
    load_simulated([row for row in get_figures() if row[0] in measures], at=NOON)
    if connection.vendor == "postgresql":
        # Nobody counts rows of an open transaction, and a plan made for empty tables can take minutes.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def answer_once(specification: PlanSpecification) -> dict[str, Any]:
    """The answer on the figures of the fixture `nation`, kept for the other tests of this process."""
    if specification not in ANSWERS:
        ANSWERS[specification] = analysis.answer(specification)
    return ANSWERS[specification]


def make_pooling_once(answer_measure: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """`answer_measure`, which looks first whether the same list was worked out on the same figures.

    Models of two tests differ by their address, which is only named in the document.
    """

    def answer(specification: ModelSpecification, listed: ListedMeasure, **given: Any) -> dict[str, Any]:
        if given:
            return answer_measure(specification, listed, **given)
        key = replace(specification, model="", title=""), listed, _describe_figures()
        if key not in POOLED:
            POOLED[key] = answer_measure(specification, listed)
        return POOLED[key] | {"plan": specification.to_document(), "plan_sha256": specification.sha256}

    return answer


def _describe_figures() -> Hashable:
    live = tuple(Release.objects.live().order_by("pk").values_list("pk", "title", "sha256"))
    return live, tuple(Observation.objects.aggregate(Count("pk"), Max("pk"), Sum("value")).values())
