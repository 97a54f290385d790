"""What records put on other pages."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from cairn.accounts.roles import SITE_ROLES
from cairn.common.panels import Panel
from cairn.places.queries.belonging import get_belonging


def show_role(request: HttpRequest, user: Any) -> str:
    """On a desk: where the work of somebody with a role on the site is done. No list leads there."""
    held = get_belonging(user).site_roles
    allowed = {str(permission) for role in held for permission in SITE_ROLES[role].permissions}
    return render_to_string("records/role_panel.html", {"allowed": allowed}, request) if allowed else ""


PANELS = (Panel("role", ("desk",), show_role),)
