"""What a council is told that it may reply to."""

import json
from typing import Any

from cairn.evaluation.models import EvaluationPlan, RightOfReply
from cairn.evaluation.presenters import words
from cairn.indicators.definitions import get_definition

OF_MODEL = {
    "fall": "Fell more than elsewhere",
    "rise": "Rose more than elsewhere",
    "little": "Less than would matter",
}


def describe_finding(right: RightOfReply) -> list[list[str]]:
    """Each measure, and what its figures show of this council."""
    rows: list[list[str]] = []
    for key, one in sorted(json.loads(right.finding).items()):
        measure = get_definition(key)
        change = "" if one["change"] is None else words.relative(one["change"], measure, signed=True)
        rows.append([measure.title, _label(right, one), change])
    return rows


def _label(right: RightOfReply, one: dict[str, Any]) -> str:
    if right.is_of_model:
        return OF_MODEL[one["class"]]
    plan: EvaluationPlan = right.record.get_specific()
    return words.verdict_label(one["class"], get_definition(plan.measure), plan.direction)
