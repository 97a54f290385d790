"""What a host sets up about organisations."""

from cairn.accounts.permissions import Permission
from cairn.accounts.roles import get_roles_with
from cairn.common.operations.set_up import Finding, Part, SetUpCheck, decide
from cairn.places.models import Membership


def find_coordinators() -> Finding:
    roles = get_roles_with(Permission.MEMBERS_MANAGE)
    number = Membership.objects.active().filter(role__in=roles).values("organisation").distinct().count()
    return decide(
        number > 0,
        f"{number} organisation{' has' if number == 1 else 's have'} a coordinator.",
        "No organisation has a coordinator, so no one can approve members.",
    )


CHECKS = (
    SetUpCheck(
        "H022",
        Part.PEOPLE,
        "A first organisation",
        find_coordinators,
        "Create an organisation and name its coordinator.",
        view="places:organisations",
    ),
)
