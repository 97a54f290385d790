"""Reads used by more than one page."""

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from cairn.accounts.models import Reader
from cairn.evaluation.models import Evaluation, EvaluationPlan, EvaluationState
from cairn.notices.queries import QueuePlace, find_place

WORK_OUT = "cairn.evaluation.tasks.work_out"  # as the queue calls it


def get_plans(user: Reader, *, examples: bool | None = None) -> QuerySet[EvaluationPlan]:
    """Plans a person may see, newest first, each with its latest request's state and latest result's verdict.

    A plan is replaced when a locked plan stands in for it; a draft does not yet.
    """
    latest = Evaluation.objects.filter(plan=OuterRef("pk")).order_by("-requested_at", "-pk")
    # A result that awaits a council's reply is seen by fewer than its plan.
    readable = Evaluation.objects.visible_to(user).filter(plan=OuterRef("pk")).order_by("-requested_at", "-pk")
    done = readable.filter(state=EvaluationState.DONE)
    found = EvaluationPlan.objects.visible_to(user)
    if examples is not None:
        found = found.filter(is_example=examples)
    return (
        found.select_related("place")
        .defer("document")
        .annotate(
            latest_state=Subquery(latest.values("state")[:1]),
            latest_verdict=Subquery(done.values("verdict")[:1]),
            is_replaced=Exists(EvaluationPlan.objects.locked().filter(replaces=OuterRef("pk"))),
        )
        .order_by("-created_at", "-pk")
    )


def get_shown_evaluation(plan: EvaluationPlan, user: Reader) -> Evaluation | None:
    """The newest finished result that somebody may see, or the newest request while there is none."""
    readable = Evaluation.objects.visible_to(user).filter(plan=plan, state=EvaluationState.DONE)
    done = readable.order_by("-requested_at", "-pk").first()
    not_done = plan.evaluations.exclude(state=EvaluationState.DONE)
    return done or not_done.order_by("-requested_at", "-pk").first()


def find_queue_place(evaluation: Evaluation | None) -> QueuePlace | None:
    """None where no job will make this result: it is made, has failed, or was lost."""
    if evaluation is None or evaluation.state != EvaluationState.WAITING:
        return None
    return find_place(WORK_OUT, evaluation.pk)
