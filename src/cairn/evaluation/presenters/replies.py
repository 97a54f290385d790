"""What a council is told that it may reply to."""

import json
from typing import Any

from cairn.evaluation.models import RightOfReply
from cairn.evaluation.presenters import words
from cairn.indicators.definitions import get_definition
from cairn.records.models import Record


def describe_subject(right: RightOfReply) -> str:
    return get_subject(right).title


def get_subject(right: RightOfReply) -> Record:
    """The model or the plan that it is about; the database has exactly one."""
    subject = right.practice_model or right.plan
    if subject is None:
        raise ValueError(f"The right of reply {right.pk} is about nothing.")
    return subject


def describe_finding(right: RightOfReply) -> list[list[str]]:
    """Each measure, and what its figures show of this council."""
    rows: list[list[str]] = []
    for key, one in sorted(json.loads(right.finding).items()):
        measure = get_definition(key)
        change = "" if one["change"] is None else words.relative(one["change"], measure, signed=True)
        rows.append([measure.title, _label(right, one), change])
    return rows


def _label(right: RightOfReply, one: dict[str, Any]) -> str:
    if right.practice_model_id:
        return {"fall": "Fell more than elsewhere", "rise": "Rose more than elsewhere"}.get(
            one["class"], "Less than would matter"
        )
    plan = right.plan
    return words.verdict_label(one["class"], get_definition(plan.measure), plan.direction) if plan else ""
