"""Actions as somebody may see them."""

from datetime import date
from typing import Any

from django.db.models import F, QuerySet

from cairn.actions.models import Action


def get_actions(user: Any, *, only_mine: bool = False) -> QuerySet[Action]:
    """What is open first, the soonest due on top; then what is done."""
    found = Action.objects.visible_to(user).select_related("owner", "organisation", "team", "circle")
    if only_mine:
        found = found.filter(owner=user)
    return found.order_by(F("done_date").desc(nulls_first=True), F("due_date").asc(nulls_last=True), "pk")


def get_due_actions(user: Any, *, until: date) -> QuerySet[Action]:
    return get_actions(user, only_mine=True).filter(done_date=None, due_date__lte=until)
