"""One action: its page, starting it, doing something about it, giving it to somebody."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from cairn.accounts.models import User
from cairn.accounts.requests import SignedInRequest
from cairn.actions import policies, services
from cairn.actions.additions import find_next_step
from cairn.actions.forms import ACT_PAGES, ActPage, GiveForm, StartForm
from cairn.actions.models import Action, ActionInvitation
from cairn.actions.policies import UnableToAct
from cairn.actions.presenters import (
    describe_move,
    describe_owner,
    describe_state,
    list_offers,
    read_answer_link,
)
from cairn.actions.queries import (
    get_moves,
    needs_owner,
)
from cairn.common.access import log_in_to_see
from cairn.common.limits import limit_rate
from cairn.common.panels import render_panels
from cairn.records.models import Record
from cairn.records.policies import UnableToChangeRecord
from cairn.records.views.loading import describe_page, get_record

MOST_ORIGINS = 20


@require_safe
@log_in_to_see
def action(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_record(request, slug, Action, "owner", "invitation")
    context = describe_page(request, found)
    may_act = policies.can_act(found, request.user)
    context |= {
        "state": describe_state(found, day=localdate()),
        "may_act": may_act,
        "offers": list_offers(found, request.user, day=localdate()),
    }
    # The figure stands beside what was done, above what the action is based on.
    context["result"] = context["panels_by_name"].pop("action-measure", "")
    context["panels"] = list(context["panels_by_name"].values())
    if may_act:
        context["owner"] = describe_owner(found, lacks_owner=needs_owner(found))
        context["moves"] = [describe_move(move) for move in get_moves(found)]
    return render(request, "actions/action.html", context)


@login_required
@limit_rate("new action", per_hour=60)
def new_action(request: SignedInRequest) -> HttpResponse:
    """Because of records that the reader sees (`?of=`, several times where it answers several), or by itself."""
    asked = [slug[:60] for slug in request.GET.getlist("of")[:MOST_ORIGINS]]
    because_of = list(Record.objects.visible_to(request.user).filter(slug__in=asked).order_by("title"))
    given = request.POST if request.method == "POST" else None
    form = StartForm(given, user=request.user, today=localdate())
    if given is not None and form.is_valid():
        names = ("what", "why", "first_step", "due_date", "review_date")
        answers = {name: form.cleaned_data[name] for name in names}
        try:
            started = services.start_action(
                **answers,
                owner=form.get_ownership(),
                team=form.get_team(),
                by=request.user,
                at=now(),
                because_of=because_of,
            )
        except UnableToChangeRecord as problem:
            form.add_error("owner", str(problem))
        else:
            messages.success(request, _say_started(form))
            return redirect(find_next_step(started))
    return render(request, "actions/new_action.html", {"form": form, "because_of": because_of})


def _say_started(form: StartForm) -> str:
    to = form.get_ownership()
    if to.email:
        return f"Action added. We have invited {to.email}; they can see this action and nothing else."
    if to.body:
        return f"Action added for {to.body}. Reminders come to you."
    return "Action added. It will appear on the owner’s desk when it is due."


@login_required
def act(request: SignedInRequest, slug: str, act: str) -> HttpResponse:
    """Something is done about an action by its owner or its team."""
    page, found = ACT_PAGES.get(act), get_record(request, slug, Action)
    if page is None or not policies.can_act(found, request.user):
        raise Http404
    try:
        policies.check_is_possible(found, page.act)
    except UnableToAct as problem:
        messages.error(request, str(problem))
        return redirect(found)
    beside = render_panels(f"action-{act}", request, found)
    shown = _show_act(request, page, found, by=request.user, panels=beside)
    return shown or _say_saved(request, page, found)


def _show_act(request: HttpRequest, page: ActPage, found: Action, *, by: User, **context: Any) -> HttpResponse | None:
    """The form of an act; None once it was done."""
    form = page.form(request.POST if request.method == "POST" else None, action=found, today=localdate())
    if request.method == "POST" and form.is_valid():
        try:
            page.do(action=found, by=by, at=now(), **form.cleaned_data)
        except UnableToChangeRecord as problem:
            form.add_error(None, str(problem))
        else:
            return None
    return render(request, "actions/act.html", {"form": form, "record": found, "page": page, **context})


def _say_saved(request: HttpRequest, page: ActPage, found: Action) -> HttpResponse:
    found.refresh_from_db()
    is_waiting = page.act == "done" and not found.outcome
    waits = " Everyone can read the text once a colleague has reviewed the draft." if is_waiting else ""
    messages.success(request, f"{page.saved}{waits}")
    return redirect(found)


@limit_rate("answer action", per_hour=60)
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """What a link of a reminder leads to. It works for the owner only, and nothing happens before they confirm."""
    found = read_answer_link(token)
    if found is None or (request.user.is_authenticated and request.user != found[0]):
        return render(request, "actions/no_answer.html", status=404)
    user, record, name = found
    page = ACT_PAGES[name]
    try:
        policies.check_is_possible(record, page.act)
    except UnableToAct as problem:
        return render(request, "actions/no_answer.html", {"problem": str(problem), "record": record}, status=409)
    shown = _show_act(request, page, record, by=user, name=user.get_short_name())
    return shown or render(request, "actions/answered.html", {"page": page, "record": record})


@login_required
@limit_rate("invite", per_hour=60)
def owner(request: SignedInRequest, slug: str) -> HttpResponse:
    """Give an action to somebody else. A coordinator may, once its owner has gone, and reads no more than before."""
    found = get_object_or_404(Action.objects.select_related("team", "organisation"), slug=slug, withdrawn_at=None)
    sees = Record.objects.visible_to(request.user).filter(pk=found.pk).exists()
    try:
        policies.check_can_give(found, request.user)
    except UnableToAct as problem:
        if not sees:
            raise Http404 from None
        messages.error(request, str(problem))
        return redirect(found)
    except UnableToChangeRecord:
        raise Http404 from None
    form = GiveForm(request.POST if request.method == "POST" else None, action=found, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            services.give_action(
                action=found,
                to=form.get_ownership(),
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=now(),
            )
        except UnableToChangeRecord as problem:
            form.add_error("owner", str(problem))
        else:
            messages.success(request, "The action has a new owner.")
            return redirect(found) if sees else redirect("records:desk")
    return render(request, "actions/owner.html", {"form": form, "record": found, "sees": sees})


def invitation(request: HttpRequest, key: str) -> HttpResponse:
    """What the link of an invitation to own one action leads to."""
    invited = ActionInvitation.objects.select_related("action__organisation", "invited_by")
    found, at = get_object_or_404(invited, key=key, action__withdrawn_at=None), now()
    if request.method == "POST" and request.user.is_authenticated:
        try:
            accepted = services.accept_invitation(invitation=found, user=request.user, at=at)
        except UnableToAct as problem:
            messages.error(request, str(problem))
            return redirect("actions:invitation", key)
        messages.success(request, "Read the action, then say whether you will do it.")
        return redirect(accepted)
    return render(request, "actions/invitation.html", {"invitation": found, "is_open": found.is_open(at=at)})
