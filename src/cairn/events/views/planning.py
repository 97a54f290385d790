"""Pages of the hosts: time and place, opening and calling off, who has booked."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cairn.accounts.requests import SignedInRequest
from cairn.audit import services as audit
from cairn.common.exports import TABLE_TYPES, to_table
from cairn.events import services
from cairn.events.forms.planning import ArrangementsForm, CallOffForm
from cairn.events.models import Booking, EventArrangements, LearningEvent
from cairn.events.policies import UnableToBook, UnableToPlan, can_plan
from cairn.events.presenters import cover_topics, list_sessions
from cairn.events.presenters.booking import (
    LIST_NAMES,
    add_up_needs,
    count_audiences,
    count_columns,
    describe_event_booking,
    list_bookings,
    make_table,
)
from cairn.events.queries import get_named_records
from cairn.events.services.booking import list_sessions as list_published_sessions
from cairn.records.views.loading import get_record


def get_own_event(request: SignedInRequest, slug: str) -> LearningEvent:
    """One that whoever asks may plan; 404 for everything else, even where they may read it."""
    event: LearningEvent = get_record(request, slug, LearningEvent)
    if not can_plan(event, request.user):
        raise Http404
    return event


def get_arrangements(event: LearningEvent) -> EventArrangements | None:
    return EventArrangements.objects.filter(event=event.pk).first()


@require_safe
@login_required
def plan(request: SignedInRequest, slug: str) -> HttpResponse:
    """All that has to be settled before the day, with what is still missing. Sessions are those of the draft."""
    event = get_own_event(request, slug)
    draft = event.get_draft()
    sessions = list_sessions(draft, get_named_records(draft, request.user))
    context = {
        "event": event,
        "view": describe_event_booking(event, at=now()),
        "sessions": sessions,
        "coverage": cover_topics(sessions),
    }
    return render(request, "events/plan.html", context)


@login_required
def arrangements(request: SignedInRequest, slug: str) -> HttpResponse:
    event = get_own_event(request, slug)
    found = get_arrangements(event)
    form = ArrangementsForm(request.POST if request.method == "POST" else None, arrangements=found)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_arrangements(event=event, answers=form.get_answers(), by=request.user, at=now())
        except UnableToPlan as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Saved. People who have booked will hear of changes to the time or place.")
            return redirect("events:plan", slug)
    return render(request, "events/arrangements.html", {"event": event, "form": form, "arrangements": found})


@require_POST
@login_required
def open_booking(request: SignedInRequest, slug: str) -> HttpResponse:
    event = get_own_event(request, slug)
    try:
        services.open_booking(event=event, by=request.user, at=now())
    except UnableToPlan as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "Booking is open. Share the address of the event’s page.")
    return redirect("events:plan", slug)


@login_required
def call_off(request: SignedInRequest, slug: str) -> HttpResponse:
    event = get_own_event(request, slug)
    view = describe_event_booking(event, at=now())
    if view is None:
        raise Http404
    form = CallOffForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.call_off(event=event, because=form.cleaned_data["because"], by=request.user, at=now())
        except UnableToPlan as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "The event is cancelled.")
            return redirect("events:plan", slug)
    return render(request, "events/call_off.html", {"event": event, "form": form, "view": view})


@require_safe
@login_required
@never_cache
def bookings(request: SignedInRequest, slug: str) -> HttpResponse:
    """Who attends, who was offered a place and who waits, each apart; with needs, until they are erased."""
    event = get_own_event(request, slug)
    view = describe_event_booking(event, at=now())
    if view is None:
        raise Http404
    lists = list_bookings(event, list_published_sessions(event))
    context: dict[str, Any] = {
        "event": event,
        "view": view,
        "lists": lists,
        "needs": add_up_needs(lists),
        "need_columns": count_columns(),
        "audiences": count_audiences(lists),
    }
    return render(request, "events/bookings.html", context)


@require_safe
@login_required
@never_cache
def bookings_file(request: SignedInRequest, slug: str, which: str, form: str) -> HttpResponse:
    """One list as a file: those who attend and those who wait are never in the same one."""
    if form not in TABLE_TYPES or which not in LIST_NAMES:
        raise Http404
    event = get_own_event(request, slug)
    listed = next(one for one in list_bookings(event, list_published_sessions(event)) if one.name == which)
    audit.record(
        "booking.exported", target="record", key=event.slug, by=request.user, at=now(), number=len(listed.rows)
    )
    content = to_table(form, listed.title, *make_table(listed), title=f"{event.title}: {listed.title}")
    response = HttpResponse(content, content_type=TABLE_TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{slugify(event.title)[:50] or "event"}-{which}.{form}"'
    return response


@require_POST
@login_required
def cancel_booking(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """A host takes somebody off the list, who hears of it."""
    event = get_own_event(request, slug)
    booking = get_object_or_404(Booking, event=event.pk, pk=number)
    try:
        services.cancel_booking(booking=booking, by=request.user, at=now())
    except UnableToBook as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"The booking of {booking.name} was cancelled.")
    return redirect("events:bookings", slug)
