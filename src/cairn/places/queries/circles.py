"""Who is in a circle, and who is asked into one."""

from datetime import datetime

from django.db.models import QuerySet

from cairn.accounts.models import User
from cairn.places.models import Circle, CircleInvitation, CircleMembership, Membership


def get_circle_people(circle: Circle) -> list[tuple[CircleMembership, str]]:
    """Everybody in a circle with the organisations they work for."""
    people = list(
        CircleMembership.objects.filter(circle=circle).select_related("user").order_by("-leads", "user__name")
    )
    work = Membership.objects.active().filter(user__in=[one.user_id for one in people]).select_related("organisation")
    names: dict[int, list[str]] = {}
    for membership in work:
        names.setdefault(membership.user_id, []).append(membership.organisation.name)
    return [(one, ", ".join(sorted(names.get(one.user_id, [])))) for one in people]


def get_own_invitations(user: User, *, at: datetime) -> QuerySet[CircleInvitation]:
    """To circles that somebody may still join."""
    found = CircleInvitation.objects.filter(email__iexact=user.email, expires_at__gt=at, circle__ended_at=None)
    return found.select_related("circle__organisation").order_by("circle__name")
