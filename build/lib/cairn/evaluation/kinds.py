"""What plans and evaluations are among the kinds of record."""

from cairn.evaluation import policies
from cairn.evaluation.models import Evaluation, EvaluationPlan
from cairn.records.enums import RecordKind
from cairn.records.kinds import Gap, Kind, register_kind


def register_kinds() -> None:
    register_kind(
        Kind(
            name=RecordKind.EVALUATION_PLAN,
            model=EvaluationPlan,
            page="evaluation:plan",
            plural="Plans",
            asks_for=(Gap(RecordKind.CHALLENGE, "No challenge is linked that this plan looks at."),),
            leads_to=(Gap(RecordKind.EVALUATION, "No result yet."),),
            can_be_withdrawn=False,
            check_sharing=policies.check_sharing,
        )
    )
    register_kind(
        Kind(
            name=RecordKind.EVALUATION,
            model=Evaluation,
            page="evaluation:evaluation",
            plural="Evaluations",
            asks_for=(Gap(RecordKind.EVALUATION_PLAN, "No plan is linked."),),
            can_be_withdrawn=False,
            check_sharing=policies.check_sharing_of_result,
        )
    )
