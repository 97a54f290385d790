"""Pages of those who work with a group, and of members who have an account."""

import uuid
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from cairn.accounts.requests import SignedInRequest
from cairn.common.keys import read_key
from cairn.common.limits import limit_rate
from cairn.common.pagination import get_page
from cairn.decisions.enums import NotShown, Way
from cairn.decisions.forms.together import (
    AccountForm,
    AssemblyForm,
    BallotForm,
    CardsForm,
    MinutesForm,
    OpenForm,
    OverruleForm,
    ReadForm,
)
from cairn.decisions.models import Assembly, Decision, Meeting, Member, Proposal
from cairn.decisions.policies import together as policies
from cairn.decisions.policies.ballots import get_fewest
from cairn.decisions.policies.together import UnableToDecideTogether
from cairn.decisions.presenters.together import describe_group, describe_proposal, draft_minutes
from cairn.decisions.queries.together import get_assemblies, get_meetings, get_members, get_proposals
from cairn.decisions.services import ballots, minutes, proposals
from cairn.decisions.services import together as services
from cairn.records.queries import get_own_teams
from cairn.rooms.presenters import DoorView

PAGE_LENGTH = 50


@require_safe
@login_required
def together(request: SignedInRequest) -> HttpResponse:
    """What it is, and one's groups."""
    page = get_page(get_assemblies(request.user), request, PAGE_LENGTH)
    return render(request, "decisions/together.html", {"page": page})


@login_required
@limit_rate("assembly", per_hour=30)
def new_assembly(request: SignedInRequest) -> HttpResponse:
    if not get_own_teams(request.user).exists():
        return render(request, "rooms/no_team.html")
    form = AssemblyForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            assembly = services.start_assembly(
                team=form.get_team(), name=given["name"], about=given["about"], by=request.user, at=now()
            )
        except UnableToDecideTogether as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("decisions:members", assembly.key)
    return render(request, "decisions/new_assembly.html", {"form": form})


@require_safe
@never_cache
@login_required
def assembly(request: SignedInRequest, key: str) -> HttpResponse:
    """The meeting, what is to read, the proposals and the minutes."""
    found = get_seen_assembly(request, key)
    is_run = policies.can_run(request.user, found)
    meetings = list(get_meetings(found)[:PAGE_LENGTH])
    context: dict[str, Any] = {
        "assembly": found,
        "group": describe_group(found),
        "is_run": is_run,
        "is_member": found.members.filter(user=request.user).exists(),
        "members": found.members.count(),
        "fewest": get_fewest(),
        "meeting": policies.find_open_meeting(found, at=now()),
        "meetings": meetings,
    }
    if is_run:
        context["waiting"] = [
            (kind, one) for kind, rows in proposals.get_waiting(found).items() for one in rows[:PAGE_LENGTH]
        ]
        context["reasons"] = NotShown.choices
    return render(request, "decisions/assembly.html", context)


def get_seen_assembly(request: SignedInRequest, key: str) -> Assembly:
    """404 for others: that there is a group is nobody's business either."""
    rows = Assembly.objects.seen_by(request.user).select_related("team__organisation")
    return get_object_or_404(rows, key=key)


def get_run_assembly(request: SignedInRequest, key: str) -> Assembly:
    rows = Assembly.objects.run_by(request.user).select_related("team__organisation")
    return get_object_or_404(rows, key=key)


# --- Members ------------------------------------------------------------------------------------------


@never_cache
@login_required
@sensitive_variables("cards", "context")
def members(request: SignedInRequest, key: str) -> HttpResponse:
    """Who they are, and new cards, whose codes are shown once."""
    found = get_run_assembly(request, key)
    what = request.POST.get("what", "")
    cards_form = CardsForm(request.POST if what == "cards" else None)
    account_form = AccountForm(request.POST if what == "account" else None, assembly=found)
    cards: list[tuple[Member, str]] = []
    form = cards_form if what == "cards" else account_form
    try:
        if what == "cards" and cards_form.is_valid():
            names = cards_form.cleaned_data["names"]
            cards = services.add_cards(assembly=found, names=names, by=request.user, at=now())
            cards_form = CardsForm()
        elif what == "account" and account_form.is_valid():
            services.add_account(assembly=found, user=account_form.cleaned_data["user"], by=request.user, at=now())
            return redirect("decisions:members", key)
        elif what == "renew":
            member = get_member(request, found)
            cards = [(member, services.renew_card(member=member, by=request.user, at=now()))]
        elif what == "remove":
            services.remove_member(member=get_member(request, found), by=request.user, at=now())
            return redirect("decisions:members", key)
    except UnableToDecideTogether as problem:
        form.is_valid()
        form.add_error(None, str(problem))
    context = {
        "assembly": found,
        "members": get_members(found),
        "cards": cards,
        "cards_form": cards_form,
        "account_form": account_form,
        "form": form if form.is_bound else None,
        "fewest": get_fewest(),
    }
    return render(request, "decisions/members.html", context)


def get_member(request: SignedInRequest, assembly: Assembly) -> Member:
    rows = Member.objects.filter(assembly=assembly).select_related("assembly__team__organisation", "user")
    return get_object_or_404(rows, pk=read_key(request.POST.get("member", "")) or 0)


# --- Meetings -----------------------------------------------------------------------------------------


@never_cache
@login_required
def meeting(request: SignedInRequest, key: str) -> HttpResponse:
    """Opening the meeting, its code for the members, and closing it."""
    found = get_run_assembly(request, key)
    form = OpenForm(request.POST if request.method == "POST" and "close" not in request.POST else None)
    now_open = policies.find_open_meeting(found, at=now())
    try:
        if "close" in request.POST and now_open:
            services.close_meeting(meeting=now_open, by=request.user, at=now())
            messages.success(request, "Meeting closed. You can now write the minutes.")
            return redirect(now_open)
        if form.is_bound and form.is_valid():
            services.open_meeting(assembly=found, hours=form.cleaned_data["hours"], by=request.user, at=now())
            return redirect("decisions:meeting", key)
    except UnableToDecideTogether as problem:
        form.is_valid()
        form.add_error(None, str(problem))
    context = {
        "assembly": found,
        "form": form,
        "meeting": now_open,
        "door": DoorView.of(now_open.room) if now_open and now_open.room else None,
    }
    return render(request, "decisions/meeting.html", context)


@require_POST
@login_required
def read(request: SignedInRequest, key: str) -> HttpResponse:
    """Show something to the members, or do not, for a reason from the list."""
    found = get_run_assembly(request, key)
    form = ReadForm(request.POST)
    if not form.is_valid():
        raise Http404
    given = {"kind": form.cleaned_data["kind"], "number": form.cleaned_data["number"]}
    reason = form.cleaned_data["reason"]
    if "hide" not in request.POST:
        proposals.show(assembly=found, by=request.user, at=now(), **given)
        messages.success(request, "Shown. All members can read it.")
    elif reason:
        proposals.hide(assembly=found, reason=NotShown(reason), by=request.user, at=now(), **given)
        messages.success(request, "Not shown. The words were deleted; members see the reason.")
    else:
        messages.error(request, "Choose why it is not shown. Members see how many were not shown, and why.")
    return redirect(found)


@login_required
def write_minutes(request: SignedInRequest, key: str, meeting: uuid.UUID) -> HttpResponse:
    """The minutes for all members who have an account; the worker writes them."""
    assembly = get_seen_assembly(request, key)
    rows = Meeting.objects.select_related("room", "worker", "assembly__team__organisation")
    found = get_object_or_404(rows, assembly=assembly, key=meeting)
    is_run = policies.can_run(request.user, assembly)
    if request.method == "POST" and not is_run:
        raise Http404
    draft = found.minutes or draft_minutes(found)
    form = MinutesForm(request.POST if request.method == "POST" else None, initial={"minutes": draft})
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["minutes"]
        try:
            minutes.save_minutes(meeting=found, words=words, by=request.user, at=now())
            if "ask" in request.POST:
                proposal = minutes.ask_to_approve(meeting=found, by=request.user, at=now())
                messages.success(request, "Saved. The members can now approve the minutes, or object.")
                return redirect(proposal)
        except UnableToDecideTogether as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Minutes saved.")
            return redirect(found)
    context = {"assembly": assembly, "meeting": found, "form": form, "is_run": is_run}
    return render(request, "decisions/minutes.html", context)


# --- A proposal ---------------------------------------------------------------------------------------


@never_cache
@login_required
def proposal(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    """What is proposed and said, the vote and its result; for the worker, starting and ending the vote."""
    found = get_seen_assembly(request, key)
    is_run = policies.can_run(request.user, found)
    one = get_shown_proposal(found, number)
    form = BallotForm(request.POST if request.POST.get("what") == "ballot" else None)
    if request.method == "POST" and not is_run:
        raise Http404
    if problem := change_vote(request, one, form):
        form.is_valid()
        form.add_error(None, problem)
    elif request.method == "POST" and not form.errors:
        return redirect(one)
    context = {
        "assembly": found,
        "view": describe_proposal(one, wants_to_see="see" in request.GET),
        "form": form,
        "is_run": is_run,
        "decision": find_decision(request, one),
        "can_overrule": policies.can_overrule(request.user, found),
        "fewest": get_fewest(),
    }
    return render(request, "decisions/proposal.html", context)


def find_decision(request: SignedInRequest, proposal: Proposal) -> Decision | None:
    """The record of it, where the reader may see it; with the actions that came of it."""
    return Decision.objects.visible_to(request.user).filter(pk=proposal.decision_id or 0).first()


def change_vote(request: SignedInRequest, proposal: Proposal, form: BallotForm) -> str:
    """Start or end the vote, as was asked; the problem, if there is one."""
    try:
        if request.POST.get("what") == "end":
            for ballot in proposal.ballots.filter(closed_at=None):
                ballots.close_ballot(ballot=ballot, by=request.user, at=now())
        elif form.is_bound and form.is_valid():
            start_vote(request, proposal, form)
    except UnableToDecideTogether as problem:
        return str(problem)
    return ""


def start_vote(request: SignedInRequest, proposal: Proposal, form: BallotForm) -> None:
    at, days = now(), form.cleaned_data["days"]
    now_open = policies.find_open_meeting(proposal.assembly, at=at)
    if not days and now_open is None:
        raise UnableToDecideTogether("No meeting is open. Open one first, or choose a number of days.")
    ends_at = at + timedelta(days=days) if days or now_open is None else now_open.ends_at
    way = Way(form.cleaned_data["way"])
    ballots.open_ballot(proposal=proposal, way=way, ends_at=ends_at, by=request.user, at=at)


def get_shown_proposal(assembly: Assembly, number: int) -> Proposal:
    found = get_object_or_404(get_proposals(assembly), pk=number)
    found.assembly = assembly
    return found


@login_required
def overrule(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    """For coordinators of the organisation: never without a reason, which all members read."""
    found = get_seen_assembly(request, key)
    if not policies.can_overrule(request.user, found):
        raise Http404
    one = get_shown_proposal(found, number)
    form = OverruleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            proposals.overrule(proposal=one, reason=form.cleaned_data["reason"], by=request.user, at=now())
        except UnableToDecideTogether as problem:
            form.add_error("reason", str(problem))
        else:
            messages.success(request, "Overruled. All members can read your reason.")
            return redirect(one)
    return render(request, "decisions/overrule.html", {"assembly": found, "proposal": one, "form": form})


@require_POST
@login_required
def write_decision(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    """Start the record of what was decided."""
    one = get_shown_proposal(get_run_assembly(request, key), number)
    try:
        decision = proposals.write_decision(proposal=one, by=request.user, at=now())
    except UnableToDecideTogether as problem:
        messages.error(request, str(problem))
        return redirect(one)
    messages.success(request, "Draft started. Add who took part and what it is based on, then share it.")
    return redirect(decision)
