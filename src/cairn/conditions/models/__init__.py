from cairn.conditions.models.course import Course, PlanChange, Repeated, Settling
from cairn.conditions.models.groundwork import (
    Activity,
    Assumption,
    Capacity,
    Groundwork,
    GroundworkRow,
    IntendedOutcome,
    Partner,
    SettledRisk,
    StepAfter,
    StepBefore,
    Talk,
)

__all__ = [
    "Activity",
    "Assumption",
    "Capacity",
    "Course",
    "Groundwork",
    "GroundworkRow",
    "IntendedOutcome",
    "Partner",
    "PlanChange",
    "Repeated",
    "SettledRisk",
    "Settling",
    "StepAfter",
    "StepBefore",
    "Talk",
]
