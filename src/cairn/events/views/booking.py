"""Booking a place, with an account or without one, and what the private link of a booking leads to."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from cairn.accounts.models import User
from cairn.common.access import NothingThere, View, log_in_to_see
from cairn.common.limits import limit_rate
from cairn.events import services
from cairn.events.forms.booking import BaseBookingForm, get_form_class
from cairn.events.models import Booking, EventArrangements, LearningEvent
from cairn.events.policies import UnableToBook, UnableToBookTwice, check_can_change
from cairn.events.presenters.booking import (
    BookingView,
    describe_arrangements,
    describe_fullness,
    describe_own_booking,
)
from cairn.events.queries import find_booking
from cairn.events.services.booking import list_sessions
from cairn.records.views.loading import get_record

PER_HOUR = 60  # from one network, behind which a whole council may sit
LIMIT = "event booking"


def get_signed_in(request: HttpRequest) -> User | None:
    return request.user if request.user.is_authenticated else None


@never_cache
@log_in_to_see
@limit_rate(LIMIT, per_hour=PER_HOUR)
@sensitive_post_parameters()
@sensitive_variables("form")
def book(request: HttpRequest, slug: str, *, is_group: bool = False) -> HttpResponse:
    """One page: what the event is, and the form. Where nobody can book now, why."""
    event = get_record(request, slug, LearningEvent)
    arrangements = EventArrangements.objects.filter(event=event.pk).first()
    if arrangements is None or not event.live:
        raise NothingThere
    form = make_form(request, event, arrangements, is_group=is_group)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data.get("key") or uuid.uuid4()
        try:
            booking = services.book(
                event=event, answers=form.get_answers(), key=key, user=get_signed_in(request), at=now()
            )
        except (UnableToBook, IntegrityError) as problem:
            form.add_error(None, str(problem) if isinstance(problem, UnableToBook) else str(make_twice()))
        else:
            return redirect(booking)
    return show_form(request, event, describe_arrangements(arrangements, at=now()), form, is_group=is_group)


def make_twice() -> UnableToBookTwice:
    return UnableToBookTwice("This booking was sent twice. Look for its private link in your email.")


def show_form(
    request: HttpRequest, event: LearningEvent, view: BookingView, form: BaseBookingForm, *, is_group: bool
) -> HttpResponse:
    context = {"event": event, "view": view, "form": form, "is_group": is_group}
    status = 409 if request.method == "POST" and view.why_not else 200
    return render(request, "events/book.html", context, status=status)


def make_form(
    request: HttpRequest,
    event: LearningEvent,
    arrangements: EventArrangements,
    *,
    is_group: bool,
    booking: Booking | None = None,
) -> Any:
    sessions = list_sessions(event)
    return get_form_class(is_group=is_group)(
        request.POST if request.method == "POST" else None,
        arrangements=arrangements,
        sessions=sessions,
        full=describe_fullness(event, sessions),
        user=request.user,
        booking=booking,
    )


# --- By the private link ---------------------------------------------------------------------------


def with_booking(view: Callable[..., HttpResponse]) -> View:
    """Whoever has the link is let in; nobody else learns whether there is such a booking."""

    @wraps(view)
    def enter(request: HttpRequest, key: uuid.UUID) -> HttpResponseBase:
        booking = find_booking(key)
        if booking is None:
            raise Http404
        return view(request, booking)

    return never_cache(enter)


@require_safe
@with_booking
def booking(request: HttpRequest, booking: Booking) -> HttpResponse:
    sessions = list_sessions(booking.event)
    view = describe_own_booking(booking, booking.event.arrangements, sessions, at=now())
    return render(request, "events/booking.html", {"view": view, "booking": booking, "event": booking.event})


@limit_rate(LIMIT, per_hour=PER_HOUR)
@sensitive_post_parameters()
@with_booking
def change(request: HttpRequest, booking: Booking) -> HttpResponse:
    arrangements = booking.event.arrangements
    try:
        check_can_change(arrangements, booking, at=now())
    except UnableToBook as problem:
        messages.error(request, str(problem))
        return redirect(booking)
    form = make_form(request, booking.event, arrangements, is_group=booking.is_group, booking=booking)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_booking(booking=booking, answers=form.get_answers(), by=get_signed_in(request), at=now())
        except UnableToBook as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Your booking was changed.")
            return redirect(booking)
    context = {"form": form, "booking": booking, "event": booking.event, "arrangements": arrangements}
    return render(request, "events/change_booking.html", context)


@with_booking
def cancel(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Asks first: who leaves loses the place."""
    if request.method != "POST":
        return render(request, "events/cancel_booking.html", {"booking": booking, "event": booking.event})
    return answer(request, booking, services.cancel_booking, "Your booking was cancelled.")


@require_POST
@with_booking
def accept(request: HttpRequest, booking: Booking) -> HttpResponse:
    return answer(request, booking, services.accept_offer, "You have a place.")


@require_POST
@with_booking
def decline(request: HttpRequest, booking: Booking) -> HttpResponse:
    return answer(request, booking, services.decline_offer, "You declined the place. It goes to the next person.")


def answer(request: HttpRequest, booking: Booking, do: Callable[..., Booking], done: str) -> HttpResponse:
    try:
        do(booking=booking, by=get_signed_in(request), at=now())
    except UnableToBook as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, done)
    return redirect(booking)
