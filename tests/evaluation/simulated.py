"""Figures and answers of the fictional nation that are worked out once for a run."""

from functools import cache
from typing import Any

from django.db import connection

from cairn.evaluation import analysis
from cairn.evaluation.models.specification import PlanSpecification
from cairn.indicators.services import load_simulated
from cairn.places.services import load_fictional_places
from tests.factories.evaluation import NOON

ANSWERS: dict[PlanSpecification, dict[str, Any]] = {}


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
