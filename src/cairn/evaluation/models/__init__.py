from cairn.evaluation.models.outlook import Outlook
from cairn.evaluation.models.plans import (
    OVERDUE,
    Direction,
    Evaluation,
    EvaluationChart,
    EvaluationPlan,
    EvaluationState,
    ResultBundle,
)
from cairn.evaluation.models.pooled import ModelBundle, ModelChart, ModelPlan, ModelResult, ModelRun
from cairn.evaluation.models.replies import RightOfReply

__all__ = [
    "OVERDUE",
    "Direction",
    "Evaluation",
    "EvaluationChart",
    "EvaluationPlan",
    "EvaluationState",
    "ModelBundle",
    "ModelChart",
    "ModelPlan",
    "ModelResult",
    "ModelRun",
    "Outlook",
    "ResultBundle",
    "RightOfReply",
]
