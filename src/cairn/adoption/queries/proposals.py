"""Proposals that a council uses a model, for those who review them and for those who made them."""

from django.db.models import Q, QuerySet

from cairn.accounts.models import User
from cairn.accounts.permissions import Permission
from cairn.accounts.roles import get_roles_with
from cairn.adoption.models import UseProposal
from cairn.library.models import PracticeModel
from cairn.places.models import Membership, Organisation
from cairn.places.policies import get_organisations_where, has_permission


def get_proposals_to_review(user: User) -> QuerySet[UseProposal]:
    """Those that wait and are about somebody's council or their organisation's model; all of them for a moderator."""
    waiting = UseProposal.objects.waiting().exclude(by=user.pk)
    if not has_permission(user, Permission.USES_REVIEW):
        writes_for = get_organisations_where(user, Permission.RECORD_EDIT)
        councils = writes_for.filter(kind=Organisation.Kind.COUNCIL, place__isnull=False)
        own_council = Q(place__in=councils.values("place"))
        waiting = waiting.filter(own_council | Q(practice_model__originated_by__in=writes_for.values("pk")))
    return _with_names(waiting.filter(practice_model__in=PracticeModel.objects.visible_to(user).values("pk")))


def get_own_proposals(user: User) -> QuerySet[UseProposal]:
    return _with_names(UseProposal.objects.filter(by=user.pk)).order_by("-at", "-pk")


def _with_names(found: QuerySet[UseProposal]) -> QuerySet[UseProposal]:
    return found.select_related("practice_model", "place", "by", "adoption").order_by("at", "pk")


def get_reviewers(proposal: UseProposal) -> QuerySet[User]:
    """Those of the council and of the originator who write there, and moderators; not whoever proposed it."""
    active = Q(memberships__state=Membership.State.ACTIVE, memberships__role__in=get_roles_with(Permission.RECORD_EDIT))
    council = active & Q(
        memberships__organisation__place=proposal.place_id, memberships__organisation__kind=Organisation.Kind.COUNCIL
    )
    found = council | Q(site_roles__role__in=get_roles_with(Permission.USES_REVIEW))
    if originator := proposal.practice_model.originated_by_id:
        found |= active & Q(memberships__organisation=originator)
    return User.objects.filter(found, is_active=True).exclude(use_proposals=proposal).distinct()


def get_speakers(organisation: int) -> QuerySet[User]:
    """People who write for an organisation."""
    return User.objects.filter(
        memberships__state=Membership.State.ACTIVE,
        memberships__role__in=get_roles_with(Permission.RECORD_EDIT),
        memberships__organisation=organisation,
        is_active=True,
    ).distinct()
