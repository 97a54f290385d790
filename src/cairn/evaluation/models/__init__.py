from cairn.evaluation.models.plans import (
    OVERDUE,
    Direction,
    Evaluation,
    EvaluationChart,
    EvaluationPlan,
    EvaluationState,
)

__all__ = ["OVERDUE", "Direction", "Evaluation", "EvaluationChart", "EvaluationPlan", "EvaluationState"]
