"""What happens while something runs: it starts, plans and leaders change, people talk, risks are reviewed, it ends."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from cairn.accounts.requests import SignedInRequest
from cairn.conditions import services
from cairn.conditions.enums import Again
from cairn.conditions.forms import EndForm, LeaderForm, PlanForm, RiskReviewForm, StartedForm, TalkedForm
from cairn.conditions.models import Groundwork
from cairn.conditions.policies import UnableToRecord, list_open_parts
from cairn.conditions.policies.groundwork import find_open
from cairn.records.policies import UnableToChangeRecord
from cairn.records.views.loading import get_own_record

# What can be recorded: its title, the word on the button.
ACTS = {
    "start": ("Record that it has started", "Record the start"),
    "change": ("Change the plan", "Save the change"),
    "leader": ("Record a new leader", "Save the new leader"),
    "end": ("Record how it ended", "Record the end"),
}


@login_required
def record_act(request: SignedInRequest, slug: str, act: str) -> HttpResponse:
    if act not in ACTS:
        raise Http404
    record = _get_own(request, slug)
    draft = record.get_draft()
    form = _make_form(request, act, draft)
    if request.method == "POST" and form.is_valid():
        try:
            words = _record(act, record, form.cleaned_data, request)
        except (UnableToRecord, UnableToChangeRecord) as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, words)
            return redirect(record)
    title, button = ACTS[act]
    open_parts = list_open_parts(find_open(draft)) if act == "start" else []
    context = {"record": record, "form": form, "act": act, "title": title, "button": button, "open_parts": open_parts}
    return render(request, "conditions/record.html", context)


def _make_form(request: HttpRequest, act: str, draft: Groundwork) -> Any:
    given = request.POST if request.method == "POST" else None
    if act == "change":
        return PlanForm(given, record=draft)
    return {"start": StartedForm, "leader": LeaderForm, "end": EndForm}[act](given)


def _record(act: str, record: Groundwork, answers: dict[str, Any], request: SignedInRequest) -> str:
    """What was done, for the reader."""
    by, at = request.user, now()
    match act:
        case "start":
            services.record_start(record=record, by=by, at=at, **answers)
            return "Start recorded."
        case "change":
            is_shown = services.change_plan(record=record, by=by, at=at, **answers)
            rest = "" if is_shown else " Publish the draft so that others see the new plan."
            return f"The plan was changed. The old date or number stays in the history.{rest}"
        case "leader":
            services.change_leader(record=record, by=by, at=at, **answers)
            return "New leader recorded. Your desk reminds the team to go through this page again with them."
        case _:
            services.record_ending(record=record, by=by, at=at, **answers)
            return "The end is recorded."


@require_POST
@login_required
def again(request: SignedInRequest, slug: str, what: str, key: str) -> HttpResponse:
    """People talked, or a risk was reviewed, on a day."""
    if what not in Again.values:
        raise Http404
    record = _get_own(request, slug)
    form: Any = TalkedForm(request.POST) if what == Again.TALK else RiskReviewForm(request.POST)
    if not form.is_valid():
        messages.error(request, "We cannot read this date. Enter it like 2027-03-31.")
        return redirect(record)
    answers = {"next_on": None, **form.cleaned_data}
    try:
        services.record_repeated(record=record, what=what, key=key, by=request.user, at=now(), **answers)
    except (UnableToRecord, UnableToChangeRecord) as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "Date saved." if what == Again.TALK else "Review saved.")
    return redirect(record)


@require_POST
@login_required
def looked_again(request: SignedInRequest, slug: str) -> HttpResponse:
    record = _get_own(request, slug)
    services.confirm_new_look(record=record, by=request.user, at=now())
    messages.success(request, "Saved: you have gone through it with the new leader.")
    return redirect(record)


def _get_own(request: HttpRequest, slug: str) -> Groundwork:
    own = get_own_record(request, slug)
    found = Groundwork.objects.filter(pk=own.pk).first()
    if found is None:
        raise Http404
    return found
