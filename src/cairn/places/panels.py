"""What organisations add to the page of an account."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from cairn.accounts.roles import ORGANISATION_ROLES
from cairn.common.panels import Panel
from cairn.places.models import CircleMembership, Membership
from cairn.places.queries import find_named


def show_memberships(request: HttpRequest, user: Any) -> str:
    memberships = Membership.objects.filter(user=user).select_related("organisation").order_by("organisation__name")
    teams = memberships.filter(team_memberships__isnull=False)
    context = {
        "rows": [(membership, ORGANISATION_ROLES[membership.role]) for membership in memberships],
        "teams": teams.values_list("team_memberships__team__name", flat=True),
        "circles": CircleMembership.objects.filter(user=user).select_related("circle").order_by("circle__name"),
    }
    return render_to_string("places/account_panel.html", context, request)


def show_councils(request: HttpRequest, text: str) -> str:
    """Council areas that somebody named in a search."""
    places = find_named(text)
    return render_to_string("places/search_panel.html", {"places": places}, request) if places else ""


PANELS = (Panel("organisations", ("account",), show_memberships), Panel("councils", ("search",), show_councils))
