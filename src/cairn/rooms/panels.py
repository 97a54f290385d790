"""What rooms put on a desk: those that are open, with the code to read out and when they close."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.timezone import now

from cairn.common.panels import Panel
from cairn.rooms.queries import get_open_rooms


def show_open_rooms(request: HttpRequest, subject: Any) -> str:
    rooms = list(get_open_rooms(request.user, at=now()))
    return render_to_string("rooms/open_rooms_panel.html", {"rooms": rooms}, request) if rooms else ""


PANELS = (Panel("open-rooms", ("desk",), show_open_rooms),)
