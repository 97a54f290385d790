"""What records put on other pages."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from cairn.accounts.models import User
from cairn.accounts.roles import SITE_ROLES
from cairn.common.panels import Panel
from cairn.places.models import Circle
from cairn.places.queries.belonging import get_belonging
from cairn.records.enums import RecordKind, Sharing
from cairn.records.models import Record

MOST_SHARED = 25


def show_role(request: HttpRequest, user: User) -> str:
    """On a desk: where the work of somebody with a role on the site is done. No list leads there."""
    held = get_belonging(user).site_roles
    allowed = {str(permission) for role in held for permission in SITE_ROLES[role].permissions}
    return render_to_string("records/role_panel.html", {"allowed": allowed}, request) if allowed else ""


def show_shared(request: HttpRequest, circle: Circle) -> str:
    """On the page of a circle: what members shared with it, as far as whoever asks still reads it."""
    found = Record.objects.visible_to(request.user).published().filter(sharing=Sharing.CIRCLE, circle=circle)
    found = found.exclude(kind=RecordKind.QUESTION).select_related("organisation").order_by("-updated_at", "-pk")
    newest = list(found[: MOST_SHARED + 1])
    context = {"records": newest[:MOST_SHARED], "has_more": len(newest) > MOST_SHARED, "most": MOST_SHARED}
    return render_to_string("records/circle_panel.html", context, request)


PANELS = (Panel("role", ("desk",), show_role), Panel("shared", ("circle",), show_shared))
