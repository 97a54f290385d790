"""Matches of one's own organisation; running the matching and deciding on it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localtime, now
from django.views.decorators.http import require_POST, require_safe

from cairn.accounts.permissions import Permission
from cairn.accounts.requests import SignedInRequest
from cairn.common.exports import TABLE_TYPES, to_csv
from cairn.common.limits import limit_rate
from cairn.common.pagination import get_page
from cairn.peers import policies
from cairn.peers.forms.matching import DecideForm, RunForm
from cairn.peers.models import MatchRun
from cairn.peers.presenters.files import MATCH_COLUMNS, list_matches
from cairn.peers.presenters.matching import (
    compare_runs,
    is_unequal,
    show_matches,
    show_outcome,
    show_own_matches,
)
from cairn.peers.queries.matching import (
    get_earlier_run,
    get_entries,
    get_matches,
    get_matches_of,
    get_outcome,
    get_own_organisations,
    get_runs,
    get_visible_matches,
)
from cairn.peers.services import matching as services
from cairn.places.policies import require_permission

RUNS_A_PAGE = 20
PAIRS_A_PAGE = 100
MOST_NAMED = 100  # of those without a match; of changes a tenth


@require_safe
@login_required
def matches(request: SignedInRequest) -> HttpResponse:
    """Of each organisation that one belongs to: its matches, or why it has none."""
    parts = []
    for organisation in get_own_organisations(request.user):
        found, outcome = get_matches(organisation), get_outcome(organisation)
        missed = show_outcome(outcome) if outcome and not outcome.is_served else None
        run = outcome.run if outcome else None
        parts.append((organisation, show_own_matches(found, organisation), missed, run))
    return render(request, "peers/matches.html", {"parts": parts, "can_match": policies.can_match(request.user)})


@require_safe
@login_required
def match(request: SignedInRequest, key: str) -> HttpResponse:
    found = get_object_or_404(get_visible_matches(request.user), key=key)
    own = get_own_organisations(request.user).filter(Q(pk=found.first_id) | Q(pk=found.second_id)).first()
    view = show_own_matches([found], own)[0] if own else show_matches([found])[0]
    return render(request, "peers/match.html", {"view": view, "match": found, "organisation": own})


@require_safe
@login_required
def runs(request: SignedInRequest) -> HttpResponse:
    require_permission(request.user, Permission.PEERS_MATCH)
    return _show_runs(request)


def _show_runs(request: SignedInRequest, problem: str = "") -> HttpResponse:
    nations = []
    for name, fictional in (("real", False), ("fictional", True)):
        entries = get_entries(fictional=fictional)
        if entries or not fictional:
            both = sum(bool(one.asks and one.offers) for one in entries)
            nations.append((name, len(entries), both))
    context = {"nations": nations, "page": get_page(get_runs(), request, RUNS_A_PAGE), "problem": problem}
    return render(request, "peers/runs.html", context)


@require_POST
@login_required
@limit_rate("matching", per_hour=60)
def start_run(request: SignedInRequest) -> HttpResponse:
    require_permission(request.user, Permission.PEERS_MATCH)
    form = RunForm(request.POST)
    if not form.is_valid():
        return redirect("peers:runs")
    try:
        run = services.run_matching(fictional=form.cleaned_data["nation"] == "fictional", by=request.user, at=now())
    except policies.UnableToMatch as problem:
        return _show_runs(request, str(problem))
    return redirect(run)


@login_required
@limit_rate("matching", per_hour=60)
def run(request: SignedInRequest, number: int) -> HttpResponse:
    """What a matching proposes, beside the one before it, and deciding on it."""
    require_permission(request.user, Permission.PEERS_MATCH)
    found = get_object_or_404(MatchRun.objects.select_related("made_by", "decided_by"), pk=number)
    form = DecideForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        shares = form.cleaned_data["answer"] == "share"
        try:
            services.decide_run(
                run=found, shares=shares, decision=form.cleaned_data["decision"], by=request.user, at=now()
            )
        except policies.UnableToMatch as problem:
            form.add_error("answer", str(problem))
        else:
            messages.success(request, "Shared. Organisations see their matches." if shares else "Discarded.")
            return redirect(found)
    return render(request, "peers/run.html", {"form": form, **_describe_run(request, found)})


def _describe_run(request: SignedInRequest, found: MatchRun) -> dict[str, Any]:
    matched = list(get_matches_of(found))
    outcomes = list(found.outcomes.select_related("organisation").order_by("organisation__name"))
    earlier = get_earlier_run(found)
    return {
        "run": found,
        "page": (page := get_page(matched, request, PAIRS_A_PAGE)),
        "views": show_matches(list(page.object_list)),
        "number_of_pairs": len(matched),
        "number": len(outcomes),
        "served": sum(one.is_served for one in outcomes),
        "number_without": sum(not one.is_served for one in outcomes),
        "two_way": sum(one.is_two_way for one in matched),
        "unequal": sum(map(is_unequal, matched)),
        "without": [show_outcome(one) for one in outcomes if not one.is_served][:MOST_NAMED],
        "most_named": f":{MOST_NAMED // 10}",
        "comparison": compare_runs(found, earlier, matched, list(get_matches_of(earlier))) if earlier else None,
    }


@require_safe
@login_required
def run_file(request: SignedInRequest, number: int) -> HttpResponse:
    require_permission(request.user, Permission.PEERS_MATCH)
    found = get_object_or_404(MatchRun, pk=number)
    rows = list_matches(show_matches(list(get_matches_of(found))))
    response = HttpResponse(to_csv(MATCH_COLUMNS, rows), content_type=TABLE_TYPES["csv"])
    response["Content-Disposition"] = f'attachment; filename="cairn-matches-{localtime(found.made_at):%Y-%m-%d}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response
