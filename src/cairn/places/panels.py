"""What organisations add to the page of an account."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from cairn.accounts.models import User
from cairn.accounts.roles import ORGANISATION_ROLES
from cairn.common.panels import Panel
from cairn.places.models import CircleMembership, Membership, Organisation, Place
from cairn.places.policies import can_change_journey
from cairn.places.presenters import show_points
from cairn.places.queries import find_named
from cairn.places.queries.journey import get_journey, get_stages


def show_memberships(request: HttpRequest, user: User) -> str:
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


def show_journey(request: HttpRequest, organisation: Organisation) -> str:
    """On the page of an organisation: where it was on its improvement journey, from all sources."""
    can_change = can_change_journey(request.user, organisation)
    points = show_points(get_journey(organisation))
    context = {"points": points, "organisation": organisation, "can_change": can_change}
    return render_to_string("places/journey_panel.html", context, request) if points or can_change else ""


def show_stages(request: HttpRequest, place: Place) -> str:
    """On the page of a council; what inspectors said of it has a card of its own there."""
    points = show_points(get_stages(place))
    return render_to_string("places/journey_panel.html", {"points": points}, request) if points else ""


PANELS = (
    Panel("organisations", ("account",), show_memberships),
    Panel("councils", ("search",), show_councils),
    Panel("journey", ("organisation",), show_journey),
    Panel("stages", ("council",), show_stages),
)
