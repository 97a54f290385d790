"""Proposing that a council uses a model, and reviewing what others proposed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from cairn.accounts.requests import SignedInRequest
from cairn.adoption import policies, services
from cairn.adoption.forms import DecideForm, ProposalForm
from cairn.adoption.models import StartConfirmation, UseProposal
from cairn.adoption.policies import UnableToSpeak, Voice
from cairn.adoption.presenters import ProposalView
from cairn.adoption.queries import get_own_proposals, get_proposals_to_review
from cairn.common.limits import limit_rate
from cairn.common.pagination import get_page
from cairn.library.models import PracticeModel
from cairn.records.views.loading import get_record

PAGE_LENGTH = 50


@login_required
@limit_rate("propose-use", per_hour=60)
def propose(request: SignedInRequest) -> HttpResponse:
    """`?model=` names the model."""
    model = get_record(request, request.GET.get("model", "")[:60], PracticeModel)
    form = ProposalForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        place = form.cleaned_data["place"]
        try:
            services.propose_use(model=model, place=place, answers=form.get_answers(), by=request.user, at=now())
        except UnableToSpeak as problem:
            form.add_error("place", str(problem))
        else:
            messages.success(request, "Proposal sent. You hear from us when it has been reviewed.")
            return redirect("adoption:proposals")
    return render(request, "adoption/propose.html", {"form": form, "model": model})


@require_safe
@login_required
def proposals(request: SignedInRequest) -> HttpResponse:
    """What waits for whoever asks, and what became of their own."""
    own = get_page(get_own_proposals(request.user), request, PAGE_LENGTH)
    context = {
        "waiting": [ProposalView(one) for one in get_proposals_to_review(request.user)[:PAGE_LENGTH]],
        "page": own,
        "own": [ProposalView(one) for one in own],
    }
    return render(request, "adoption/proposals.html", context)


@login_required
def proposal(request: SignedInRequest, number: int) -> HttpResponse:
    """For its proposer, who reads what became of it, and for those who review it."""
    found = UseProposal.objects.select_related("practice_model__originated_by", "place", "by", "adoption")
    one = get_object_or_404(found, pk=number)
    reviews = policies.can_review(one, request.user) and _sees_model(request, one)
    if one.by_id != request.user.pk and not reviews:
        raise Http404
    is_open = reviews and one.decision == UseProposal.Decision.WAITING
    given = request.POST if request.method == "POST" else None
    form = DecideForm(given, who=_list_who(request, one)) if is_open else None
    if form is not None and form.is_bound and form.is_valid() and (answer := _decide(request, one, form)):
        return answer
    return render(request, "adoption/proposal.html", {"proposal": ProposalView(one), "form": form})


def _sees_model(request: SignedInRequest, one: UseProposal) -> bool:
    return PracticeModel.objects.visible_to(request.user).filter(pk=one.practice_model_id).exists()


def _list_who(request: SignedInRequest, one: UseProposal) -> list[tuple[str, str]]:
    """Who may be named as confirming the start; nobody where it has no date."""
    if not one.moved_on:
        return []
    voices = policies.find_voices(request.user, model=one.practice_model, place=one.place)
    says = {
        StartConfirmation.By.COUNCIL: "the council itself",
        StartConfirmation.By.ORIGINATOR: "those the model comes from",
    }
    if Voice.MODERATOR not in voices:
        return [(by.value, f"Yes, as {words}") for by, words in says.items() if by.value in voices]
    says[StartConfirmation.By.EVALUATION] = "an independent evaluation"
    return [(by.value, f"Yes: {words} says so in the source") for by, words in says.items()]


def _decide(request: SignedInRequest, one: UseProposal, form: DecideForm) -> HttpResponse | None:
    given = form.cleaned_data
    try:
        decided = services.decide_proposal(
            proposal=one,
            accepts=given["decision"] == "accept",
            answer=given["answer"],
            confirms=given.get("confirms", ""),
            by=request.user,
            at=now(),
        )
    except UnableToSpeak as problem:
        form.add_error("decision", str(problem))
        return None
    if decided.adoption is None:
        messages.success(request, "Not accepted. The person who proposed it hears why.")
        return redirect("adoption:proposals")
    messages.success(request, "Accepted. Everyone can see it now.")
    return redirect(decided.adoption)
