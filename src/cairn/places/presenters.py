"""Places as pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from urllib.parse import quote

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.timezone import localdate

from cairn.accounts.models import SiteRole, User
from cairn.accounts.roles import ORGANISATION_ROLES, SECOND_FACTOR_ROLES, SITE_ROLES
from cairn.common.dates import show_date
from cairn.places.models import Circle, Invitation, Membership, Organisation, Place, PlaceChange
from cairn.places.queries import get_day
from cairn.places.queries.journey import JourneyPoint

USE_WORDS = {
    Circle.Use.READ: "Members can read it here. The site gives them no files of it, and they do not quote it.",
    Circle.Use.INSIDE: "Members can use and quote it inside their own organisation, naming where it comes from.",
    Circle.Use.ANYWHERE: "Members can quote it anywhere, naming where it comes from.",
}
AFTERWARDS_WORDS = {
    Circle.Afterwards.PRIVATE: "Only the team that wrote a record can see it.",
    Circle.Afterwards.KEPT: "Members can still read what was shared, but share nothing new.",
}


def describe_end(circle: Circle, *, on: date) -> str:
    """When a circle ends, or ended, and what becomes of what was shared with it."""
    afterwards = AFTERWARDS_WORDS[Circle.Afterwards(circle.afterwards)]
    if not circle.is_running(on=on):
        day = localdate(circle.ended_at) if circle.ended_at else circle.ends_on
        return f"The circle ended on {get_day(day)}. {afterwards}"  # type: ignore[arg-type]  # it has one of the two
    afterwards = f"After that, {afterwards[0].lower()}{afterwards[1:]}"
    if circle.ends_on:
        return f"The circle’s last day is {get_day(circle.ends_on)}. {afterwards}"
    return f"The circle runs until its leaders end it. {afterwards}"


def describe_terms(circle: Circle) -> str:
    """What everybody knows who shares with it, or reads there."""
    return f"{USE_WORDS[Circle.Use(circle.use)]} {describe_end(circle, on=localdate())}"


def group_by_region(councils: Iterable[Place]) -> list[tuple[str, list[Place]]]:
    """Councils by name under their regions, in the order of the alphabet."""
    rows = sorted(councils, key=lambda place: (place.region.name, place.name, place.code))  # type: ignore[union-attr]  # every council lies in a region
    return [(region, list(group)) for region, group in groupby(rows, key=lambda place: place.region.name)]  # type: ignore[union-attr]  # as above


def describe_history(place: Place) -> list[tuple[str, Place, str]]:
    """What came before and after a council: a sentence around the other council, as (before, council, after)."""
    history = []
    for change in place.changes_before.select_related("predecessor").order_by("date", "predecessor__code"):
        history.append(("Took over from", change.predecessor, _describe_change(change)))
    for change in place.changes_after.select_related("successor").order_by("date", "successor__code"):
        history.append(("Followed by", change.successor, _describe_change(change)))
    return history


def get_successors(place: Place) -> list[Place]:
    """The councils that took over an ended one; none for a council of today."""
    changes = place.changes_after.select_related("successor").order_by("successor__name", "successor__code")
    return [] if place.is_current else [change.successor for change in changes]


def _describe_change(change: PlaceChange) -> str:
    return f"on {get_day(change.date)}. {change.note}".strip()


def write_letter(place: Place, *, site: str) -> list[str]:
    """A letter to a council from which nobody is here yet, line by line."""
    return [
        "Dear colleague,",
        f"We are looking at what councils have tried in children’s social care, and what happened. We would like "
        f"to learn from {place.name}, and to hear what did not work too.",
        f"Our notes are on {settings.SITE_NAME} ({site}). No one from {place.name} is there yet. "
        "Could you, or someone who knows the work, join, or spare us half an hour on the phone?",
        "What you write there is private until you share it. You can see what is recorded about your "
        "council, report mistakes, and get an answer.",
        "With thanks,",
    ]


def show_points(points: Iterable[JourneyPoint]) -> list[tuple[JourneyPoint, str]]:
    """Each with its day in words."""
    return [(point, show_date(point.on)) for point in points]


def show_invitations(organisation: Organisation, *, at: datetime) -> list[tuple[Invitation, str, bool]]:
    """Those that nobody has accepted: with the role in words, and whether the link still works."""
    found = Invitation.objects.filter(organisation=organisation, accepted_at=None).order_by("email")
    return [(one, ORGANISATION_ROLES[one.role].label, one.is_open(at=at)) for one in found]


@dataclass(frozen=True)
class UserRow:
    """Somebody with an account, in the list of hosts."""

    user: User
    roles: str
    organisations: str
    lacks_second_step: bool  # so that their role does not count yet


def show_users(users: Iterable[User]) -> list[UserRow]:
    """A fixed number of queries, however many they are."""
    people = list(users)
    memberships = Membership.objects.active().filter(user__in=people).select_related("organisation")
    names: dict[int, list[str]] = {}
    for one in memberships.order_by("organisation__name"):
        fictional = "fictional, " if one.organisation.is_fictional else ""
        role = ORGANISATION_ROLES[one.role].label.lower()
        names.setdefault(one.user_id, []).append(f"{one.organisation.name} ({fictional}{role})")
    roles: dict[int, list[str]] = {}
    for held in SiteRole.objects.filter(user__in=people).order_by("role"):
        roles.setdefault(held.user_id, []).append(held.role)
    secured = set(
        Authenticator.objects.filter(user__in=people).exclude(type="recovery_codes").values_list("user", flat=True)
    )
    return [
        UserRow(
            user=one,
            roles=", ".join(SITE_ROLES[role].label for role in roles.get(one.pk, [])),
            organisations=", ".join(names.get(one.pk, [])),
            lacks_second_step=one.pk not in secured
            and not (one.is_demonstration and settings.DEMONSTRATION)
            and bool(SECOND_FACTOR_ROLES & set(roles.get(one.pk, []))),
        )
        for one in people
    ]


def describe_invited(sent: int, left_out: int) -> str:
    words = "1 invitation sent." if sent == 1 else f"{sent} invitations sent."
    if left_out:
        words += f" {left_out} {'person belongs' if left_out == 1 else 'people belong'} to the organisation already."
    return words


def make_mail_link(subject: str, lines: list[str]) -> str:
    """An address that opens a mail program with the letter in it."""
    return f"mailto:?subject={quote(subject)}&body={quote(chr(10).join([*(f'{line}{chr(10)}' for line in lines)]))}"
