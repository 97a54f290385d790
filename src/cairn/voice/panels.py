"""What other pages show of the way for worries about safety."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.timezone import localdate

from cairn.common.panels import Panel
from cairn.places.models import Membership, Organisation
from cairn.voice.policies import can_name
from cairn.voice.presenters import list_posts


def show_posts(request: HttpRequest, organisation: Organisation) -> str:
    """For the people of an organisation: who is told of a worry."""
    user = request.user
    is_member = user.is_authenticated and (
        Membership.objects.active().filter(user=user, organisation=organisation).exists()
    )
    if not is_member:
        return ""
    context = {
        "organisation": organisation,
        "posts": list_posts(organisation, day=localdate()),
        "may_name": can_name(user, organisation),
    }
    return render_to_string("voice/safety_panel.html", context, request)


PANELS = (Panel("safety", ("organisation",), show_posts),)
