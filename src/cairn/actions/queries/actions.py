"""Actions as somebody may see them, and what is late, stuck or without an owner among them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from cairn.accounts.models import Reader, User
from cairn.accounts.permissions import Permission
from cairn.accounts.roles import get_roles_with
from cairn.actions.enums import FINISHED, OPEN, Response, State
from cairn.actions.models import Action, ActionInvitation, ActionMove
from cairn.places.models import Membership, Team
from cairn.places.queries.belonging import get_belonging
from cairn.records.enums import RecordKind, Relation
from cairn.records.models import Guest, Record, Tie
from cairn.records.queries import get_what_comes_of
from cairn.search.models import SearchTag

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


# --- Boards ---------------------------------------------------------------------------------------


def get_own_actions(user: User) -> QuerySet[Action]:
    """What somebody has, and what they asked a body outside, or somebody who has not accepted yet, to do."""
    return get_actions(user).filter(Q(owner=user) | Q(owner=None, author=user))


def get_quarter(day: date) -> date:
    """The first day of its quarter."""
    return day.replace(month=day.month - (day.month - 1) % 3, day=1)


def get_shown(day: date) -> dict[str, Q]:
    """By what a board is narrowed; the keys stand in its address."""
    return {
        "open": is_open(),
        "overdue": is_overdue(day=day),
        "stuck": Q(state=State.STUCK),
        "not-now": Q(state=State.PROPOSED, response=Response.NOT_NOW),
        "review": get_reviewable(day=day),
        "done": Q(state__in=FINISHED),
        "this-quarter": Q(state__in=FINISHED, done_date__gte=get_quarter(day)),
        "dropped": Q(state=State.DROPPED),
    }


def count_shown(board: QuerySet[Action], *, day: date) -> dict[str, int]:
    """How many each choice would leave, in one question."""
    numbers = {name.replace("-", "_"): Count("pk", filter=which) for name, which in get_shown(day).items()}
    found = board.order_by().values("pk").aggregate(**numbers)
    return {name: found[name.replace("-", "_")] for name in get_shown(day)}


# By which tags of the search records have topics: those of the insights boards, and what families need.
THEME_FACETS = ("topic", "need")
NO_THEME = "none"


@dataclass(frozen=True)
class Theme:
    """A topic of what actions answer, with how many of them are open, overdue, stuck and done this quarter."""

    key: str  # in an address: "topic:conditions"
    label: str
    open: int
    overdue: int
    stuck: int
    done: int


COUNTED = {"open": "open", "overdue": "overdue", "stuck": "stuck", "done": "this-quarter"}


def get_themes(board: QuerySet[Action], user: Reader, *, day: date) -> list[Theme]:
    """The topics of what the actions of a board answer, as far as the reader may see it; most open first.

    An action that answers several counts under each topic once; those without a topic stand last. The database counts.
    """
    shown, tags = get_shown(day), "target__search_document__tags"
    ties = Tie.objects.filter(
        relation=Relation.COMES_FROM,
        source__in=board.order_by().values("pk"),
        target__in=Record.objects.visible_to(user).values("pk"),
        **{f"{tags}__facet__in": THEME_FACETS},
    )
    numbers: dict[str, Any] = {
        name: Count("source", distinct=True, filter=put_before(shown[key], "source__action"))
        for name, key in COUNTED.items()
    }
    grouped: Any = ties.values(facet=F(f"{tags}__facet"), value=F(f"{tags}__value"))  # its columns are named above
    found = [
        Theme(f"{row['facet']}:{row['value']}", row["label"], *(row[name] for name in COUNTED))
        for row in grouped.annotate(label=Max(f"{tags}__label"), **numbers)
    ]
    found.sort(key=lambda theme: (-theme.open, -theme.done, theme.label))
    rest = board.filter(is_about(NO_THEME, user)).order_by().values("pk")
    left = rest.aggregate(**{name: Count("pk", filter=shown[key]) for name, key in COUNTED.items()})
    return [*found, Theme(NO_THEME, "No topic", **left)] if found and any(left.values()) else found


def is_about(theme: str, user: Reader) -> Q:
    """Whether an action answers a record of this topic that the reader may see; or none that has a topic."""
    facet, _, value = theme.partition(":")
    tags = SearchTag.objects.filter(facet__in=THEME_FACETS)
    if theme != NO_THEME:
        tags = tags.filter(facet=facet, value=value)
    # Not a question about each action: the database answers this one once.
    ties = Tie.objects.filter(
        relation=Relation.COMES_FROM,
        target__in=Record.objects.visible_to(user).filter(pk__in=tags.values("document__record")).values("pk"),
    )
    about = Q(pk__in=ties.values("source"))
    return ~about if theme == NO_THEME else about


def put_before(which: Q, path: str) -> Q:
    """The same condition, asked of what a path of names leads to."""
    parts = [
        put_before(part, path) if isinstance(part, Q) else (f"{path}__{part[0]}", part[1])  # type: ignore[index]  # a pair: name, value
        for part in which.children
    ]
    return Q(*parts, _connector=which.connector, _negated=which.negated)


def get_origins_of(actions: Iterable[Action], user: Reader) -> dict[int, list[Record]]:
    """What each of these answers, as far as the reader may see."""
    ties = Tie.objects.filter(source__in=[one.pk for one in actions], relation=Relation.COMES_FROM)
    pairs = list(ties.values_list("source", "target"))
    seen = Record.objects.visible_to(user).in_bulk({target for _, target in pairs}) if pairs else {}
    found: dict[int, list[Record]] = {}
    for source, target in pairs:
        if target in seen:
            found.setdefault(source, []).append(seen[target])
    return found


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


def get_stuck_of_teams(user: User) -> QuerySet[Action]:
    """Of somebody's teams, but for what they own themselves; what has waited longest first."""
    stuck = Action.objects.visible_to(user).filter(state=State.STUCK, team__in=get_belonging(user).teams)
    return stuck.exclude(owner=user).order_by("state_since", "pk")


def get_failed_invitations(user: User, *, at: datetime) -> QuerySet[ActionInvitation]:
    """Those of somebody that came to nothing, of actions that are open."""
    failed = Q(refused_at__isnull=False) | Q(expires_at__lte=at)
    own = ActionInvitation.objects.filter(failed, invited_by=user, action__state__in=OPEN, action__withdrawn_at=None)
    return own.select_related("action").order_by("expires_at", "pk")


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


def get_reviewable(*, day: date) -> Q:
    """Its review has come: has it lasted, or why was it not done?"""
    return Q(review_date__lte=day) & (is_open() | Q(state__in=FINISHED))
