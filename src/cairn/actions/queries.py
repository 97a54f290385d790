"""Actions as somebody may see them, and what is late, stuck or without an owner among them."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from cairn.accounts.models import Reader, User
from cairn.accounts.permissions import Permission
from cairn.accounts.roles import get_roles_with
from cairn.actions.enums import FINISHED, OPEN, Response, State
from cairn.actions.models import Action, ActionInvitation, ActionMove
from cairn.places.models import Membership, Team
from cairn.records.enums import RecordKind, Relation
from cairn.records.models import Guest, Record, Tie
from cairn.records.queries import get_what_comes_of

BEFORE = timedelta(days=7)  # how long before the day the owner is reminded
LATE_AGAIN = timedelta(days=14)  # how long after it a second time
WITH_PAGE = ("owner", "organisation", "team", "circle", "invitation")


def get_actions(user: Reader, *, only_mine: bool = False) -> QuerySet[Action]:
    """What is open first, the soonest due on top; then what is done."""
    found = Action.objects.visible_to(user).select_related(*WITH_PAGE)
    if only_mine:
        found = found.filter(owner=user)
    return found.order_by(F("done_date").desc(nulls_first=True), F("due_date").asc(nulls_last=True), "pk")


def is_open() -> Q:
    return Q(state__in=OPEN)


def is_due(*, until: date) -> Q:
    """Open and due by then; not what was answered with "not now", which is asked about at its review."""
    return is_open() & Q(due_date__lte=until) & ~Q(state=State.PROPOSED, response=Response.NOT_NOW)


def is_overdue(*, day: date) -> Q:
    return is_due(until=day - timedelta(days=1))


def get_due_actions(user: Reader, *, until: date) -> QuerySet[Action]:
    return get_actions(user, only_mine=True).filter(is_due(until=until))


def get_actions_because_of(records: Iterable[int], user: Reader) -> QuerySet[Action]:
    """What people will do, or did, because of any of these records, given by their keys."""
    found = get_what_comes_of(records, RecordKind.ACTION)
    return get_actions(user).filter(pk__in=found, live=True)


def count_actions(user: Reader) -> dict[int, int]:
    """How many actions come of each record, as far as somebody may see both the action and what it comes from."""
    actions = Record.objects.visible_to(user).of_kind(RecordKind.ACTION).filter(live=True).values("pk")
    ties = Tie.objects.filter(source__in=actions, relation=Relation.COMES_FROM)
    return dict(ties.values_list("target").annotate(number=Count("source", distinct=True)))


# --- Owners ---------------------------------------------------------------------------------------


def has_present_owner() -> Q:
    """Whether whoever owns it is still there: with an account, and in its organisation or invited to it.

    Asked of the rows as they are, so that no way of leaving can be forgotten.
    """
    member = Membership.objects.active().filter(user=OuterRef("owner"), organisation=OuterRef("organisation"))
    guest = Guest.objects.filter(user=OuterRef("owner"), record=OuterRef("pk"))
    author_alone = Q(organisation=None, owner=F("author"))
    return Q(owner__is_active=True) & (Exists(member) | Exists(guest) | author_alone)


def lacks_owner() -> Q:
    """Open, and nobody has it: no person who is still there, no body, nobody who was invited."""
    invited = ActionInvitation.objects.filter(action=OuterRef("pk"))
    return is_open() & Q(body="") & ~Exists(invited) & ~has_present_owner()


def needs_owner(action: Action) -> bool:
    return Action.objects.filter(lacks_owner(), pk=action.pk).exists()


def is_owner(action: Action, user: Reader) -> bool:
    """Whether somebody owns it now and may still see it."""
    if not user.is_authenticated or action.owner_id != user.pk:
        return False
    return Action.objects.visible_to(user).filter(has_present_owner(), pk=action.pk).exists()


def get_without_owner(coordinator: User) -> QuerySet[Action]:
    """In the organisations that somebody coordinates, whoever may read them: a page names no more than the team."""
    managed = Membership.objects.active().filter(user=coordinator, role__in=get_roles_with(Permission.MEMBERS_MANAGE))
    found = Action.objects.filter(lacks_owner(), withdrawn_at=None, organisation__in=managed.values("organisation"))
    return found.select_related("organisation", "team").order_by("due_date", "pk")


def get_coordinators(organisation: int | None) -> QuerySet[User]:
    roles = get_roles_with(Permission.MEMBERS_MANAGE)
    own = Membership.objects.active().filter(organisation=organisation, role__in=roles)
    return User.objects.filter(pk__in=own.values("user"), is_active=True)


def get_possible_owners(team: Team | None, user: User) -> QuerySet[User]:
    """People of the team, with whoever asks among them where they belong to it or have no team."""
    found = User.objects.filter(pk=user.pk)
    if team is not None:
        found = User.objects.filter(
            memberships__team_memberships__team=team, memberships__state=Membership.State.ACTIVE, is_active=True
        )
    return found.distinct().order_by("name")


def get_reminded(action: Action) -> User | None:
    """Who hears of its days: its owner; for a body outside, or while an invitation waits, whoever asked."""
    return action.owner or action.author


# --- What was done about one ------------------------------------------------------------------------


def get_moves(action: Action) -> QuerySet[ActionMove]:
    return ActionMove.objects.filter(action=action.pk).select_related("by").order_by("-at", "-pk")


def get_origins(action: Action, user: Reader) -> QuerySet[Record]:
    """What it answers, as far as somebody may see."""
    ties = Tie.objects.filter(source=action.pk, relation=Relation.COMES_FROM)
    return Record.objects.visible_to(user).filter(pk__in=ties.values("target")).order_by("title")


def get_reviewable(*, day: date) -> Q:
    """Its review has come: has it lasted, or why was it not done?"""
    return Q(review_date__lte=day) & (is_open() | Q(state__in=FINISHED))
