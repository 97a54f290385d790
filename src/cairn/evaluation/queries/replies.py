"""Rights of reply: the present one of each council, whether its name is shown, and who is told."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from cairn.accounts.models import Reader, User
from cairn.accounts.permissions import Permission
from cairn.accounts.roles import get_roles_with
from cairn.evaluation.models import RightOfReply
from cairn.library.models import PracticeModel
from cairn.places.models import Membership, Place


def get_people_of(place: Place) -> QuerySet[User]:
    """Those of a council on this site who may speak for it."""
    active = Membership.objects.active().filter(
        organisation__place=place, role__in=get_roles_with(Permission.RECORD_SHARE)
    )
    return User.objects.filter(pk__in=active.values("user"), is_active=True)


def get_present_rights(model: PracticeModel) -> dict[str, RightOfReply]:
    """The newest of each council, by its code."""
    rows = RightOfReply.objects.filter(practice_model=model).select_related("place").order_by("pk")
    return {row.place.code: row for row in rows}


def find_named(rights: dict[str, RightOfReply], codes: Iterable[str], *, fictional: bool, day: date) -> set[str]:
    """Codes of councils whose time to reply is over; a fictional one that nobody speaks for needs none."""
    return {code for code in codes if (rights[code].is_over(day=day) if code in rights else fictional)}


def get_rights_of(user: Reader) -> QuerySet[RightOfReply]:
    """Those of the councils that somebody may speak for, the newest first."""
    if not user.is_authenticated:
        return RightOfReply.objects.none()
    own = Membership.objects.active().filter(user=user.pk, role__in=get_roles_with(Permission.RECORD_SHARE))
    found = RightOfReply.objects.filter(place__in=own.values("organisation__place"))
    return found.select_related("place", "practice_model", "plan").order_by("-pk")


def get_untold() -> QuerySet[RightOfReply]:
    """Councils with nobody on the site, whom a moderator has to tell."""
    return RightOfReply.objects.filter(told_at=None).select_related("place", "practice_model", "plan").order_by("pk")
