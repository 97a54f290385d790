"""Who may do it: the one place where a permission is looked up."""

from typing import Any

from django.core.exceptions import PermissionDenied

from cairn.accounts.permissions import Permission
from cairn.accounts.roles import get_roles_with
from cairn.places.models import Membership, Organisation
from cairn.places.queries.belonging import get_belonging


def has_permission(user: Any, permission: Permission, *, organisation: Organisation | int | None = None) -> bool:
    """Whether a role of `user` allows it: a role on the site, or one in the organisation that is named."""
    if not user.is_authenticated:
        return False
    own = get_belonging(user)
    if own.may_on_the_site(permission):
        return True
    owner = organisation.pk if isinstance(organisation, Organisation) else organisation
    return owner in own.get_organisations_allowing(permission)


def get_organisations_where(user: Any, permission: Permission) -> Any:
    """Organisations in which a role of `user` allows it."""
    return Organisation.objects.filter(
        memberships__user=user,
        memberships__state=Membership.State.ACTIVE,
        memberships__role__in=get_roles_with(permission),
    )


def require_permission(user: Any, permission: Permission, *, organisation: Organisation | int | None = None) -> None:
    """Raises PermissionDenied, which the site answers with 403."""
    if not has_permission(user, permission, organisation=organisation):
        raise PermissionDenied
