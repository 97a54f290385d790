"""Asking for an introduction, and answering one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now

from cairn.accounts.permissions import Permission
from cairn.accounts.requests import SignedInRequest
from cairn.common.limits import limit_rate
from cairn.peers.definitions import get_title
from cairn.peers.enums import RequestState
from cairn.peers.forms.partnerships import IntroductionForm
from cairn.peers.models import Introduction
from cairn.peers.policies import partnerships as policies
from cairn.peers.presenters.partnerships import UNNAMED, IntroductionView
from cairn.peers.queries.introductions import Proposal, find_proposal
from cairn.peers.queries.partnerships import get_introductions
from cairn.peers.services import introductions as services
from cairn.places.models import Organisation
from cairn.places.policies import get_organisations_where
from cairn.places.queries import is_from_fictional_council


@login_required
@limit_rate("introductions", per_hour=30)
def ask(request: SignedInRequest) -> HttpResponse:
    """By hand, or from a match (`?match=`), which says who asks whom and for what."""
    own = get_organisations_where(request.user, Permission.PEERS_DECLARE).order_by("name")
    if not own:
        return render(request, "peers/nobody_to_ask.html")
    key = request.GET.get("match", "")[:20]
    proposal = find_proposal(key, own) if key else None
    if key and proposal is None:
        raise Http404
    nation = Organisation.objects.filter(is_fictional=is_from_fictional_council(request.user))
    others = nation.exclude(pk__in=own.values("pk")).order_by("name")
    given = request.POST if request.method == "POST" else None
    initial = _fill_in(request, proposal)
    form = IntroductionForm(given, own=own, others=others, is_matched=proposal is not None, initial=initial)
    if given is not None and form.is_valid():
        answers = {name: form.cleaned_data[name] for name in form.fields}
        if proposal:
            answers |= {"asker": proposal.asker, "asked": proposal.asked, "is_named": proposal.is_named}
            answers["match"] = proposal.match
        try:
            made = services.ask_for_introduction(**answers, by=request.user, at=now())
        except policies.UnableToPartner as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Request sent. We will tell you what they answer.")
            return redirect(made)
    asked_name = (proposal.asked.name if proposal.is_named else UNNAMED) if proposal else ""
    return render(request, "peers/ask_for_introduction.html", {"form": form, "asked_name": asked_name})


def _fill_in(request: SignedInRequest, proposal: Proposal | None) -> dict[str, object]:
    if proposal is not None:
        learns, gives = (get_title(one) if one else "" for one in (proposal.asker_learns, proposal.asked_learns))
        return {"asker_learns": learns, "asked_learns": gives}
    wanted = Organisation.objects.filter(slug=request.GET.get("organisation", "")[:60]).first()
    return {"asked": wanted.pk} if wanted else {}


@login_required
@limit_rate("introductions", per_hour=30)
def introduction(request: SignedInRequest, key: str) -> HttpResponse:
    """For coordinators of the two: those who were asked answer, those who asked may cancel."""
    found: Introduction = get_object_or_404(get_introductions(request.user), key=key)
    is_asker = policies.can_speak_for(request.user, found.asker)
    if request.method == "POST":
        try:
            return _answer(request, found)
        except policies.UnableToPartner as problem:
            messages.error(request, str(problem))
            return redirect(found)
    context = {"shown": IntroductionView(found, is_asker), "is_waiting": found.state == RequestState.WAITING}
    return render(request, "peers/introduction.html", context)


def _answer(request: SignedInRequest, found: Introduction) -> HttpResponse:
    match request.POST.get("answer", ""):
        case "agree":
            made = services.agree_to_introduction(introduction=found, by=request.user, at=now())
            messages.success(request, "You are introduced. Start with an aim and a day to meet.")
            return redirect(made)
        case "decline":
            services.decline_introduction(introduction=found, by=request.user, at=now())
            messages.success(request, "Answer sent: not now. We tell no one but those who asked.")
        case "cancel":
            services.cancel_introduction(introduction=found, by=request.user, at=now())
            messages.success(request, "Request cancelled.")
        case _:
            raise policies.UnableToPartner("Choose one of the answers.")
    return redirect("peers:partnerships")
