"""Events in calendar programs: a file of one, one's own places under a private address, and making that address."""

import uuid
from collections.abc import Iterable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from cairn.accounts.requests import SignedInRequest
from cairn.common.access import NothingThere, log_in_to_see
from cairn.events.models import EventCalendar, LearningEvent
from cairn.events.presenters.calendar import CalendarEntry, Method, make_calendar
from cairn.events.presenters.entries import make_booking_entry, make_event_entry, make_session_entries
from cairn.events.presenters.facts import list_chosen
from cairn.events.queries.booking import find_booking
from cairn.events.queries.meeting import find_calendar, get_bookings_of
from cairn.events.services import meeting as services
from cairn.records.views.loading import get_record


@require_safe
@log_in_to_see
def event_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """For anybody who may read the event: to download, or to subscribe to."""
    found = get_record(request, slug, LearningEvent, "arrangements")
    if not hasattr(found, "arrangements"):
        raise NothingThere
    return _send([make_event_entry(found), *make_session_entries(found)], found.title, f"{slug}.ics")


@require_safe
def booking_calendar(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """For somebody with a place; the key of the booking is the secret."""
    booking = find_booking(key)
    if booking is None or not booking.attending:
        raise Http404
    chosen = {one.key for one in list_chosen(booking)}
    entries = [make_booking_entry(booking), *make_session_entries(booking.event, chosen)]
    return _keep_private(_send(entries, booking.event.title, "event.ics"))


@require_safe
def calendar(request: HttpRequest, key: str) -> HttpResponse:
    """For a program that cannot sign in: the address is the key. It shows the places that its owner has today."""
    address = find_calendar(key)
    if address is None:
        raise Http404
    entries: list[CalendarEntry] = []
    for booking in get_bookings_of(address):
        entries.append(make_booking_entry(booking))
        entries += make_session_entries(booking.event, {one.key for one in list_chosen(booking)})
    return _keep_private(_send(entries, "My learning events", "events.ics"))


@login_required
def calendars(request: SignedInRequest) -> HttpResponse:
    """The address of the reader; making one, and ending it."""
    if request.method == "POST":
        if "end" in request.POST:
            services.delete_calendar_address(user=request.user)
            messages.success(request, "The address no longer works.")
        else:
            services.make_calendar_address(user=request.user, at=now())
            messages.success(request, "Address made. An earlier address no longer works.")
        return redirect("events:calendars")
    made = EventCalendar.objects.filter(user=request.user).first()
    return render(request, "events/calendars.html", {"made": made})


def _send(entries: Iterable[CalendarEntry], name: str, file_name: str) -> HttpResponse:
    content = make_calendar(entries, method=Method.PUBLISH, at=now(), name=name)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    response["Cache-Control"] = "private, max-age=900"
    return response


def _keep_private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response
