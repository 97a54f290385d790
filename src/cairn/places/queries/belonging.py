"""What somebody belongs to, and in which roles. Every rule of who may read or do what starts from it.

While a page is read (GET), the database is asked once for each person, because one page puts the question twenty times
and nothing that only reads changes the answer. Whatever changes something (POST), and every job, asks each time anew.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db.models import Q, Value
from django.utils.timezone import localdate

from cairn.accounts.models import SiteRole, User
from cairn.accounts.permissions import Permission
from cairn.accounts.roles import get_roles_with
from cairn.places.models import CircleMembership, Membership, TeamMembership

_known: ContextVar[dict[int, "Belonging"] | None] = ContextVar("belonging", default=None)


@dataclass(frozen=True)
class Belonging:
    """Keys of what somebody is an active member of; `circles` are those that let them read."""

    roles: dict[int, str]  # organisation -> role in it
    teams: list[int]
    circles: list[int]
    site_roles: list[str]  # those that count now

    @property
    def organisations(self) -> list[int]:
        return list(self.roles)

    def get_organisations_allowing(self, permission: Permission) -> list[int]:
        allowing = get_roles_with(permission)
        return [organisation for organisation, role in self.roles.items() if role in allowing]

    def filter_run(self) -> Q:
        """Rows of their teams, while they write for them, and of teams of an organisation that they coordinate."""
        writing, managing = (
            self.get_organisations_allowing(permission)
            for permission in (Permission.RECORD_EDIT, Permission.TEAMS_MANAGE)
        )
        return Q(team__in=self.teams, team__organisation__in=writing) | Q(team__organisation__in=managing)

    def may_on_the_site(self, permission: Permission) -> bool:
        return not get_roles_with(permission).isdisjoint(self.site_roles)


@contextmanager
def asked_once() -> Iterator[None]:
    """Each person's answer is kept until the end of this."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def get_belonging(user: User) -> Belonging:
    known = _known.get()
    if known is None:
        return _read(user)
    if user.pk not in known:
        known[user.pk] = _read(user)
    return known[user.pk]


def _read(user: User) -> Belonging:
    """One statement for all four."""
    active = Membership.State.ACTIVE
    # Whoever asked to be let in says themselves where they belong; it counts once a coordinator has said yes.
    memberships = Membership.objects.filter(user=user.pk, state=active)
    teams = TeamMembership.objects.filter(membership__user=user.pk, membership__state=active)
    # An ended circle, or rules that somebody has not agreed to, let nobody read on; no job has to run for it.
    circles = CircleMembership.objects.filter(user=user.pk).reading(on=localdate())
    rows = memberships.values_list(Value("organisation"), "organisation", "role").union(
        teams.values_list(Value("team"), "team", Value("")),
        circles.values_list(Value("circle"), "circle", Value("")),
        SiteRole.objects.held_by(user).values_list(Value("site"), Value(0), "role"),
        all=True,
    )
    found: dict[str, list[tuple[int, str]]] = {"organisation": [], "team": [], "circle": [], "site": []}
    for what, key, role in rows:
        found[what].append((key, role))
    return Belonging(
        roles=dict(sorted(found["organisation"])),
        teams=sorted(key for key, _ in found["team"]),
        circles=sorted(key for key, _ in found["circle"]),
        site_roles=sorted(role for _, role in found["site"]),
    )
