"""What other pages show: who is told of a worry about safety, and the voices behind a need."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.timezone import localdate

from cairn.common.panels import Panel
from cairn.places.models import Membership, Organisation
from cairn.records.policies import can_edit
from cairn.voice.models import Need
from cairn.voice.policies import can_name
from cairn.voice.presenters import list_posts
from cairn.voice.presenters.listening import describe_voices


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


def show_voices(request: HttpRequest, need: Need) -> str:
    """Themes, quotes that this reader may read, who was heard and who was not."""
    context = {
        "need": need,
        "voices": describe_voices(need, request.user, day=localdate()),
        "may_link": can_edit(need, request.user),
    }
    return render_to_string("voice/voices_panel.html", context, request)


PANELS = (Panel("safety", ("organisation",), show_posts), Panel("voices", ("need",), show_voices))
