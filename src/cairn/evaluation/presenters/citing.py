"""How a result is cited."""

from django.conf import settings

from cairn.common.addresses import make_absolute
from cairn.common.presenters.citing import Citation
from cairn.evaluation.models import Evaluation, EvaluationPlan
from cairn.evaluation.presenters.plan import PlanView
from cairn.records.enums import Sharing


def cite_result(plan: EvaluationPlan, evaluation: Evaluation, finding: str) -> Citation | None:
    """With the first letters of its code, because a plan can be calculated again; not where others cannot read it."""
    if not plan.live or plan.sharing != Sharing.PUBLIC or evaluation.finished_at is None:
        return None
    return Citation(
        form="Report",
        title=f"{finding}: {PlanView(plan).title}",
        address=make_absolute(plan.get_absolute_url()),
        publisher=settings.SITE_NAME,
        date=f"{evaluation.finished_at:%Y-%m-%d}",
        version=f"Result {evaluation.sha256[:12]}",
    )
