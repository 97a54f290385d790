"""Actions as somebody may see them."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, F, QuerySet

from cairn.accounts.models import Reader
from cairn.actions.models import Action
from cairn.records.enums import RecordKind, Relation
from cairn.records.models import Record, Tie
from cairn.records.queries import get_what_comes_of


def get_actions(user: Reader, *, only_mine: bool = False) -> QuerySet[Action]:
    """What is open first, the soonest due on top; then what is done."""
    found = Action.objects.visible_to(user).select_related("owner", "organisation", "team", "circle")
    if only_mine:
        found = found.filter(owner=user)
    return found.order_by(F("done_date").desc(nulls_first=True), F("due_date").asc(nulls_last=True), "pk")


def get_due_actions(user: Reader, *, until: date) -> QuerySet[Action]:
    return get_actions(user, only_mine=True).filter(done_date=None, due_date__lte=until)


def get_actions_because_of(records: Iterable[int], user: Reader) -> QuerySet[Action]:
    """What people will do, or did, because of any of these records, given by their keys."""
    found = get_what_comes_of(records, RecordKind.ACTION)
    return get_actions(user).filter(pk__in=found, live=True)


def count_actions(user: Reader) -> dict[int, int]:
    """How many actions come of each record, as far as somebody may see both the action and what it comes from."""
    actions = Record.objects.visible_to(user).of_kind(RecordKind.ACTION).filter(live=True).values("pk")
    ties = Tie.objects.filter(source__in=actions, relation=Relation.COMES_FROM)
    return dict(ties.values_list("target").annotate(number=Count("source", distinct=True)))
