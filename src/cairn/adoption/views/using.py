"""One council's use of one model."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from cairn.accounts.requests import SignedInRequest
from cairn.adoption import services
from cairn.adoption.forms import MoveForm, StartForm
from cairn.adoption.models import Adoption
from cairn.adoption.presenters import UseView
from cairn.common.access import log_in_to_see
from cairn.common.dates import show_date
from cairn.library.models import Grade, PracticeModel
from cairn.library.presenters.claims import cite, describe_address
from cairn.records.policies import UnableToChangeRecord
from cairn.records.views.loading import describe_page, get_own_record, get_record


@require_safe
@log_in_to_see
def adoption(request: HttpRequest, slug: str) -> HttpResponse:
    record = get_record(request, slug, Adoption, "place", "source")
    page = describe_page(request, record)
    if record.source:  # it is named with its address, so its title need not be said twice
        page["texts"] = [(label, text) for label, text in page["texts"] if label != Adoption.TEXTS["who_says"]]
    more = {
        "model": PracticeModel.objects.visible_to(request.user).filter(pk=record.practice_model_id).first(),
        "use": UseView(record),
        "moves": [(show_date(move.moved_on), move) for move in UseView(record).moves],
        "grade": Grade(record.grade).label,
        "citation": cite(record.source) if record.source else "",
        "address_note": describe_address(record.source) if record.source else "",
    }
    return render(request, "adoption/adoption.html", page | more)


@login_required
def new_use(request: SignedInRequest) -> HttpResponse:
    """`?model=` names the model."""
    model = get_record(request, request.GET.get("model", "")[:60], PracticeModel)
    form = StartForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        answers = {name: form.cleaned_data[name] for name in ("place", "status", "moved_on", "who_says", "grade")}
        started = services.start_use(model=model, team=form.get_team(), by=request.user, at=now(), **answers)
        messages.success(request, "The draft is there. Say what was changed, then decide who sees it.")
        return redirect("records:edit", started.slug)
    return render(request, "adoption/new_use.html", {"form": form, "model": model})


@login_required
def move(request: SignedInRequest, slug: str) -> HttpResponse:
    """Say how it stands with the model now."""
    record = get_object_or_404(Adoption, pk=get_own_record(request, slug).pk)
    form = MoveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_move(adoption=record, answers=form.cleaned_data, by=request.user, at=now())
        except UnableToChangeRecord as problem:
            form.add_error("note", str(problem))
        else:
            messages.success(request, "It is noted. Whoever sees the record sees it.")
            return redirect(record)
    return render(request, "adoption/move.html", {"form": form, "record": record})
