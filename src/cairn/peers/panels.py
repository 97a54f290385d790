"""What the page of an organisation shows of its asks and offers."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from cairn.common.panels import Panel
from cairn.peers.models import PeerAsk, PeerOffer
from cairn.peers.policies import can_read_all_of
from cairn.peers.presenters.declaring import show_declared
from cairn.peers.queries.declaring import get_shown_of
from cairn.places.models import Organisation


def show_asks_and_offers(request: HttpRequest, organisation: Organisation) -> str:
    """Nothing for a reader who may see none, and cannot add any."""
    asks, offers = (show_declared(get_shown_of(model, organisation, request.user)) for model in (PeerAsk, PeerOffer))
    if not asks and not offers and not can_read_all_of(request.user, organisation):
        return ""
    context = {"organisation": organisation, "asks": asks, "offers": offers}
    return render_to_string("peers/organisation_panel.html", context, request)


PANELS = (Panel("asks-and-offers", ("organisation",), show_asks_and_offers),)
