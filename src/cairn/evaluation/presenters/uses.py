"""What our own test says of the outcomes of a council's use of a model, for the page of that use."""

from django.db.models import Q

from cairn.accounts.models import Reader
from cairn.adoption.models import Adoption
from cairn.adoption.queries import Finding, Found
from cairn.evaluation.presenters.plan import PlanView
from cairn.evaluation.queries import get_plans


def find_outcome(use: Adoption, user: Reader) -> Found | None:
    """The newest result of a locked plan that was made for the use or is linked to it, about its council."""
    linked = Q(about=use.pk) | Q(ties_out__target=use.pk) | Q(ties_in__source=use.pk)
    plans = get_plans(user, examples=False).filter(linked, place=use.place_id, is_replaced=False).distinct()
    for plan in plans:
        if plan.is_locked and plan.latest_verdict:
            return Found(Finding(plan.latest_verdict), PlanView(plan).title, plan.get_absolute_url())
    return None
