"""The door to the engine: from a plan to panels, and from the engine's answer to a plain document."""

from cairn.evaluation.analysis.answer import NEUTRAL_VERDICTS, answer
from cairn.evaluation.analysis.bundles import (
    Bundle,
    UnableToReproduce,
    make_bundle,
    make_model_bundle,
    read_bundle,
    reproduce,
)
from cairn.evaluation.analysis.foresight import Foresight, foresee
from cairn.evaluation.analysis.outlook import FEWEST_TOGETHER, describe_outlook
from cairn.evaluation.analysis.pooling import USUAL_MEASURES, answer_measure, list_measures
from cairn.evaluation.analysis.several import UNABLE_TO_ANSWER, UsedModel, pool_councils, screen_councils
from cairn.evaluation.analysis.simulation import SimulatedFigure, simulate_figures
from stepchange import RULES

__all__ = [
    "FEWEST_TOGETHER",
    "NEUTRAL_VERDICTS",
    "RULES",
    "UNABLE_TO_ANSWER",
    "USUAL_MEASURES",
    "Bundle",
    "Foresight",
    "SimulatedFigure",
    "UnableToReproduce",
    "UsedModel",
    "answer",
    "answer_measure",
    "describe_outlook",
    "foresee",
    "list_measures",
    "make_bundle",
    "make_model_bundle",
    "pool_councils",
    "read_bundle",
    "reproduce",
    "screen_councils",
    "simulate_figures",
]
