"""Measures that people propose: written in a form, checked against the figures that are here, exported as YAML."""

from dataclasses import dataclass
from statistics import median
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cairn.accounts.requests import SignedInRequest
from cairn.common.definitions import DefinitionError
from cairn.common.limits import limit_rate
from cairn.indicators import services
from cairn.indicators.definitions import UnableToFindMeasure, check_text, get_definition
from cairn.indicators.forms import ProposalForm
from cairn.indicators.models import MeasureProposal
from cairn.indicators.presenters.figures import show_value
from cairn.indicators.queries import ENGLAND, get_all_sources, get_latest
from cairn.places.models import Place


@dataclass(frozen=True)
class Check:
    """What the figures that are here say of a proposal."""

    problem: str = ""
    years: tuple[int, ...] = ()
    councils: int = 0
    lowest: str = ""
    middle: str = ""
    highest: str = ""
    england: str = ""


@login_required
@require_safe
def proposals(request: SignedInRequest) -> HttpResponse:
    own = MeasureProposal.objects.filter(by=request.user).order_by("-changed_at")
    return render(request, "indicators/proposals.html", {"proposals": own})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@limit_rate("proposal", per_hour=60)
def propose(request: SignedInRequest, number: int | None = None) -> HttpResponse:
    """Write or change one's own proposal; every save is checked against the figures that are here."""
    proposal = get_object_or_404(MeasureProposal, pk=number, by=request.user) if number else None
    form = ProposalForm(request.POST or None, initial=proposal.answers if proposal else None)
    if request.method == "POST" and form.is_valid():
        saved = services.save_proposal(proposal=proposal, answers=form.cleaned_data, by=request.user, at=now())
        messages.success(request, "Saved and checked against the figures on this site.")
        return redirect("indicators:proposal", saved.pk)
    check = _check(request, proposal) if proposal and request.method != "POST" else None
    return render(request, "indicators/propose.html", {"form": form, "proposal": proposal, "check": check})


@login_required
@require_safe
def proposal_file(request: SignedInRequest, number: int) -> HttpResponse:
    proposal = get_object_or_404(MeasureProposal, pk=number, by=request.user)
    response = HttpResponse(_make_yaml(request, proposal), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{proposal.answers["key"]}.yaml"'
    return response


@login_required
@require_POST
def remove_proposal(request: SignedInRequest, number: int) -> HttpResponse:
    services.remove_proposal(proposal=get_object_or_404(MeasureProposal, pk=number, by=request.user))
    messages.success(request, "Proposal deleted.")
    return redirect("indicators:proposals")


def _make_yaml(request: HttpRequest, proposal: MeasureProposal) -> str:
    return services.make_yaml(proposal.answers, author=str(request.user), today=localdate())


def _check(request: HttpRequest, proposal: MeasureProposal) -> Check:
    key = proposal.answers["key"]
    try:
        known = get_definition(key)
    except UnableToFindMeasure:
        known = None
    if known:
        return Check(f"There is already a measure with the short name {key}: {known.title}.")
    try:
        definition = check_text(key, _make_yaml(request, proposal))
    except DefinitionError as problem:
        return Check(str(problem))
    years = tuple(one.year for one in get_all_sources([definition], fictional=False)[key])
    latest = get_latest([definition], fictional=False).get(key)
    if latest is None:
        return Check("None of its series has a figure in the years you entered.")
    codes = set(Place.objects.councils().real().current().values_list("code", flat=True))
    numbers = [one.value for code, one in latest.figures.items() if code in codes and one.value is not None]
    if not numbers:
        return Check(f"In {latest.year}, its latest year, none of today’s councils has a figure.", years)
    england = latest.figures.get(ENGLAND)

    def show(value: Any) -> str:
        return show_value(definition, value)

    return Check(
        "",
        years,
        len(numbers),
        show(min(numbers)),
        show(median(numbers)),
        show(max(numbers)),
        show(england.value) if england and england.value is not None else "",
    )
