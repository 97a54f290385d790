"""Rights of reply: the present one of each council, whether its name is shown, and who is told."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from cairn.accounts.models import Reader, User
from cairn.accounts.permissions import Permission
from cairn.accounts.roles import get_roles_with
from cairn.evaluation.models import Evaluation, EvaluationPlan, RightOfReply
from cairn.library.models import PracticeModel
from cairn.places.models import Membership, Place
from cairn.records.enums import Sharing


def get_people_of(place: Place) -> QuerySet[User]:
    """Those of a council on this site who may speak for it."""
    active = Membership.objects.active().filter(
        organisation__place=place, role__in=get_roles_with(Permission.RECORD_SHARE)
    )
    return User.objects.filter(pk__in=active.values("user"), is_active=True)


def get_present_rights(model: PracticeModel) -> dict[str, RightOfReply]:
    """The newest of each council, by its code."""
    rows = RightOfReply.objects.filter(record=model).select_related("place").order_by("pk")
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
    return found.select_related("place", "record").order_by("-pk")


def get_rights_of_plan(plan: EvaluationPlan) -> list[RightOfReply]:
    """Of a plan by outsiders, the newest first."""
    return list(RightOfReply.objects.filter(record=plan.pk).select_related("place", "evaluation").order_by("-pk"))


def get_present_right(plan: EvaluationPlan) -> RightOfReply | None:
    return RightOfReply.objects.filter(record=plan.pk).select_related("evaluation").order_by("-pk").first()


def get_replies(model: PracticeModel, *, day: date) -> list[RightOfReply]:
    """What councils said, each beside the finding that it was about, once its name is shown."""
    found = RightOfReply.objects.filter(record=model, ends_on__lt=day).exclude(reply="")
    return list(found.select_related("place").order_by("place__name", "-replied_at"))


def get_untold() -> QuerySet[RightOfReply]:
    """Councils with nobody on the site, whom a moderator has to tell."""
    return RightOfReply.objects.filter(told_at=None).select_related("place", "record").order_by("pk")


def find_held_back(plan: EvaluationPlan, *, day: date) -> list[int]:
    """Results that others do not read yet, because the council still has time to reply to what they say."""
    present = get_present_right(plan)
    if present is None or present.evaluation is None or present.is_over(day=day):
        return []
    newer = plan.evaluations.filter(requested_at__gte=present.evaluation.requested_at)
    return list(newer.values_list("pk", flat=True))


def get_plans_with_reply_over(*, day: date) -> QuerySet[EvaluationPlan]:
    """Shared plans of which a result is held back although the council's time is over."""
    over = RightOfReply.objects.filter(record=OuterRef("pk"), ends_on__lt=day)
    narrower = Evaluation.objects.filter(plan=OuterRef("pk"), live=True).exclude(sharing=OuterRef("sharing"))
    return EvaluationPlan.objects.filter(Exists(over), Exists(narrower)).exclude(
        sharing__in=(Sharing.TEAM, Sharing.ORGANISATION)
    )
