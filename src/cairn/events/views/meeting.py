"""Who is coming to an event and whom one might meet: for those with a place, by the private link of their booking."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cairn.events.forms.meeting import MeetingForm
from cairn.events.models import Booking
from cairn.events.policies.meeting import UnableToMeet, can_see_people
from cairn.events.presenters.meeting import compare, get_meeting, get_organisation, suggest
from cairn.events.queries.booking import find_booking
from cairn.events.queries.meeting import get_latest_stages, get_shown, list_places_like
from cairn.events.services import meeting as services


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def people(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    booking = find_booking(key)
    if booking is None or not can_see_people(booking):
        raise Http404
    form = None if booking.is_group else MeetingForm(request.POST or None, initial=_get_initial(booking))
    if form is not None and request.method == "POST" and form.is_valid():
        return _save(request, booking, form)
    shown = list(get_shown(booking.event))
    meeting = compare(booking, list_places_like(booking), get_latest_stages([booking, *shown]))
    context = {
        "booking": booking,
        "event": booking.event,
        "form": form,
        "shown": [(one.name, get_organisation(one), one.pk == booking.pk) for one in shown if one.may_show_name],
        "suggestions": suggest(meeting, shown),
    }
    response = render(request, "events/people.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def _save(request: HttpRequest, booking: Booking, form: MeetingForm) -> HttpResponse:
    try:
        services.save_meeting(booking=booking, **form.cleaned_data, at=now())
    except UnableToMeet as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "Saved.")
    return redirect("events:people", key=booking.key)


def _get_initial(booking: Booking) -> dict[str, object]:
    own = get_meeting(booking)
    words = {name: getattr(own, name) for name in ("asks", "asks_about", "offers", "offers_about")} if own else {}
    return {"wants_to_meet": booking.wants_to_meet, "may_show_name": booking.may_show_name, **words}
