"""After an event: feedback, an action by its private link, and the hosts' page of both."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cairn.accounts.requests import SignedInRequest
from cairn.actions.policies import UnableToAct
from cairn.common.limits import limit_rate
from cairn.events.forms.capture import FeedbackForm, OwnActionForm
from cairn.events.models import Booking, EventAction, FeedbackRequest
from cairn.events.policies.followup import UnableToGiveFeedback, check_can_give_feedback
from cairn.events.presenters.followup import describe_feedback, describe_outcomes
from cairn.events.queries.capture import get_written_actions
from cairn.events.services import followup as services
from cairn.events.views.capture import get_hosted
from cairn.records.policies import UnableToChangeRecord


@require_safe
@login_required
def afterwards(request: SignedInRequest, slug: str) -> HttpResponse:
    """For the hosts: how people found the day, and how each action is going."""
    event, today = get_hosted(request, slug), localdate()
    context = {
        "record": event,
        "feedback": describe_feedback(event),
        "written": get_written_actions(event),
        "today": today,
        "outcomes": describe_outcomes(event, request.user, day=today),
    }
    return render(request, "events/afterwards.html", context)


@never_cache
@limit_rate("event feedback", per_hour=30)
def feedback(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """By the private link of a booking, once."""
    booking = get_object_or_404(Booking.objects.select_related("event"), key=key, event__withdrawn_at=None)
    given = FeedbackRequest.objects.filter(booking=booking).first()
    form, problem = FeedbackForm(request.POST if request.method == "POST" else None), ""
    try:
        check_can_give_feedback(booking, given, at=now())
        if request.method == "POST" and form.is_valid():
            services.give_feedback(booking=booking, **form.cleaned_data, at=now())
            messages.success(request, "Answers sent. Thank you.")
            return redirect("events:feedback", key)
    except UnableToGiveFeedback as refusal:
        problem = str(refusal)
    context = {"event": booking.event, "form": form, "problem": problem}
    return _hide_address(render(request, "events/feedback.html", context))


@never_cache
@limit_rate("own action", per_hour=60)
def own_action(request: HttpRequest, key: str) -> HttpResponse:
    """By the private link that was sent to whoever wrote the action. No log-in is asked for."""
    written = _get_written(key)
    form = OwnActionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.answer_action(written=written, **form.cleaned_data, at=now())
        except (UnableToAct, UnableToChangeRecord) as problem:
            form.add_error("words", str(problem))
        else:
            messages.success(request, "Answer saved. The hosts of the event can see it.")
            return redirect("events:own-action", key)
    context = {"event": written.event, "action": written.action, "written": written, "form": form}
    return _hide_address(render(request, "events/own_action.html", context))


@require_POST
@limit_rate("own action", per_hour=60)
def stop_reminders(request: HttpRequest, key: str) -> HttpResponse:
    services.stop_reminders(written=_get_written(key))
    messages.success(request, "E-mails stopped, and your address deleted. Your private link still works.")
    return redirect("events:own-action", key)


def _get_written(key: str) -> EventAction:
    shown = EventAction.objects.filter(action__withdrawn_at=None, event__withdrawn_at=None)
    return get_object_or_404(shown.select_related("event", "action"), key=key)


def _hide_address(response: HttpResponse) -> HttpResponse:
    """The address is the key: no other site is told of it."""
    response["Referrer-Policy"] = "no-referrer"
    return response
