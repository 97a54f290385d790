"""Reads used by more than one page."""

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from cairn.accounts.models import Reader
from cairn.evaluation.models import Evaluation, EvaluationPlan, EvaluationState
from cairn.notices.queries import QueuePlace, find_place

WORK_OUT = "cairn.evaluation.tasks.work_out"  # as the queue calls it


def get_plans(user: Reader, *, examples: bool) -> QuerySet[EvaluationPlan]:
    """Plans a person may see, newest first, each with its latest request's state and latest result's verdict.

    A plan is replaced when a locked plan stands in for it; a draft does not yet.
    """
    latest = Evaluation.objects.filter(plan=OuterRef("pk")).order_by("-requested_at", "-pk")
    done = latest.filter(state=EvaluationState.DONE)
    return (
        EvaluationPlan.objects.visible_to(user)
        .filter(is_example=examples)
        .select_related("place")
        .defer("document")
        .annotate(
            latest_state=Subquery(latest.values("state")[:1]),
            latest_verdict=Subquery(done.values("verdict")[:1]),
            is_replaced=Exists(EvaluationPlan.objects.locked().filter(replaces=OuterRef("pk"))),
        )
        .order_by("-created_at", "-pk")
    )


def get_shown_evaluation(plan: EvaluationPlan) -> Evaluation | None:
    """The newest finished result, or the newest request while there is none."""
    done = plan.evaluations.filter(state=EvaluationState.DONE).order_by("-requested_at", "-pk").first()
    return done or plan.evaluations.order_by("-requested_at", "-pk").first()


def find_queue_place(evaluation: Evaluation | None) -> QueuePlace | None:
    """None where no job will make this result: it is made, has failed, or was lost."""
    if evaluation is None or evaluation.state != EvaluationState.WAITING:
        return None
    return find_place(WORK_OUT, evaluation.pk)
