"""What plans and their results put on a desk, and what the digest of an organisation says of them."""

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate

from cairn.accounts.models import User
from cairn.accounts.permissions import Permission
from cairn.evaluation.models import EvaluationPlan
from cairn.evaluation.presenters.lists import describe_state
from cairn.evaluation.presenters.plan import PlanView
from cairn.evaluation.queries import get_plans
from cairn.evaluation.queries.replies import get_rights_of, get_untold
from cairn.places.models import Organisation
from cairn.places.policies import has_permission
from cairn.records.desk import Column, DigestItem, DigestPart, DueItem, WorkItem

MOST = 20
WAITING = "waiting_for_figures"
SHOWN = 2


def find_work(user: User) -> list[WorkItem]:
    """One's own plans, without those that another stands in for."""
    plans = get_plans(user, examples=False).filter(author=user, is_replaced=False)
    return [_make_work_item(plan) for plan in plans[:MOST]]


def _make_work_item(plan: EvaluationPlan) -> WorkItem:
    page = plan.get_absolute_url()
    step = "Read the result" if plan.latest_verdict not in (None, "", WAITING) else "View plan"
    return WorkItem(
        title=PlanView(plan).title,
        url=page,
        kind="Plan",
        state=describe_state(plan),
        next_step=step if plan.is_locked else "Continue editing",
        next_url=page if plan.is_locked else reverse("evaluation:change-plan", args=[plan.slug]),
        changed_at=plan.locked_at or plan.updated_at,
    )


def find_replies(user: User) -> list[DueItem]:
    """Results to which somebody's council may still reply and has not, and, for moderators, councils to be told."""
    own = get_rights_of(user).filter(reply="", ends_on__gte=localdate())
    due = [
        DueItem(
            title=one.record.title,
            action=f"Reply for {one.place.name} by {one.ends_on:%-d %B %Y}",
            url=reverse("evaluation:reply", args=[one.pk]),
            since=one.told_at or one.opened_at,
        )
        for one in own[:MOST]
    ]
    if not has_permission(user, Permission.REPORTS_ANSWER):
        return due
    return due + [
        DueItem(
            title=one.record.title,
            action=f"Tell {one.place.name} what its figures show, and record how",
            url=reverse("evaluation:reply", args=[one.pk]),
            since=one.opened_at,
        )
        for one in get_untold()[:MOST]
    ]


def find_results(user: User, organisation: Organisation) -> DigestPart | None:
    """Of tests in the council area, and of those that the organisation made elsewhere."""
    place = organisation.place
    whose = Q(organisation=organisation) | Q(place=place) if place else Q(organisation=organisation)
    plans = [
        plan
        for examples in (False, True)
        for plan in get_plans(user, examples=examples).filter(whose, is_replaced=False)
        if plan.latest_verdict
    ]
    if not plans:
        return None
    return DigestPart(
        Column.MOVED,
        len(plans),
        f"result{'' if len(plans) == 1 else 's'} of a test",
        reverse("places:council", args=[place.slug]) if place else reverse("evaluation:plans"),
        [DigestItem(PlanView(one).title, one.get_absolute_url(), describe_state(one)) for one in plans[:SHOWN]],
    )
