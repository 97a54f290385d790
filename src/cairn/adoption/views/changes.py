"""What a council does with the parts of a model: kept or changed, changes made, how faithfully it runs."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST

from cairn.accounts.requests import SignedInRequest
from cairn.adoption import services
from cairn.adoption.forms import ChangeForm, FidelityForm, PartsForm
from cairn.adoption.models import Adoption, FidelityCheck
from cairn.adoption.policies import UnableToSpeak
from cairn.adoption.presenters import FidelityView, UsePage
from cairn.adoption.views.using import describe_saved
from cairn.library.models import Component, Keep, PracticeModel
from cairn.records.policies import UnableToChangeRecord
from cairn.records.views.loading import get_own_record


def _get_own(request: SignedInRequest, slug: str) -> Adoption:
    return get_object_or_404(Adoption.objects.select_related("place"), pk=get_own_record(request, slug).pk)


def _find_model(request: SignedInRequest, record: Adoption) -> PracticeModel | None:
    return PracticeModel.objects.visible_to(request.user).filter(pk=record.practice_model_id).first()


def _list_parts(model: PracticeModel | None) -> list[Component]:
    found = model.components.all() if model else []
    return sorted(found, key=lambda part: (part.keep != Keep.MUST_KEEP, part.position))


@login_required
def parts(request: SignedInRequest, slug: str) -> HttpResponse:
    """Each part of the model: kept, changed, dropped or not yet."""
    record = _get_own(request, slug)
    given = {one.part: (one.state, one.note) for one in record.get_draft().parts.all()}
    components = _list_parts(_find_model(request, record))
    form = PartsForm(request.POST if request.method == "POST" else None, components=components, given=given)
    if request.method == "POST" and form.is_valid():
        services.save_parts(use=record, answers=form.list_answers(), by=request.user, at=now())
        messages.success(request, describe_saved(record))
        return redirect("records:edit", slug) if record.live else redirect(record)
    return render(request, "adoption/parts.html", {"form": form, "record": record})


@login_required
def changes(request: SignedInRequest, slug: str) -> HttpResponse:
    """All changes of the draft."""
    record = _get_own(request, slug)
    draft = record.get_draft()
    use = UsePage(draft, _find_model(request, record))
    context = {"record": record, "use": use, "seen": draft.latest_revision_id or ""}
    return render(request, "adoption/changes.html", context)


@login_required
def new_change(request: SignedInRequest, slug: str) -> HttpResponse:
    """Under a minute on a phone: what, which part, when; the rest may wait."""
    record = _get_own(request, slug)
    components = _list_parts(_find_model(request, record))
    initial = {"made_on": localdate().isoformat()}
    form = ChangeForm(request.POST if request.method == "POST" else None, components=components, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.add_change(use=record, answers=form.get_answers(), by=request.user, at=now())
        messages.success(request, f"Change recorded. {describe_saved(record)}")
        return redirect("adoption:changes", slug)
    return render(request, "adoption/new_change.html", {"form": form, "record": record})


@require_POST
@login_required
def remove_change(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    record, seen = _get_own(request, slug), request.POST.get("seen", "")
    try:
        services.remove_change(use=record, number=number, seen=seen, by=request.user, at=now())
    except (UnableToSpeak, UnableToChangeRecord) as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "Removed from the draft.")
    return redirect("adoption:changes", slug)


@login_required
def fidelity(request: SignedInRequest, slug: str) -> HttpResponse:
    """The checklist made from the model's parts, and the looks before."""
    record = _get_own(request, slug)
    today = localdate()
    filled: dict[str, Any] = {"initial": {"checked_on": today, "how": FidelityCheck.How.SELF}}
    if request.method == "POST":
        filled = {"data": request.POST}
    form = FidelityForm(components=_list_parts(_find_model(request, record)), given={}, today=today, **filled)
    if request.method == "POST" and form.is_valid():
        answers = {name: form.cleaned_data[name] for name in ("checked_on", "how")}
        services.save_check(use=record, answers=form.list_answers(), by=request.user, at=now(), **answers)
        messages.success(request, "Ratings saved.")
        return redirect("adoption:fidelity", slug)
    checks = record.fidelity_checks.prefetch_related("answers")
    context = {"form": form, "record": record, "fidelity": FidelityView(checks, with_notes=True)}
    return render(request, "adoption/fidelity.html", context)


@require_POST
@login_required
def remove_check(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    record = _get_own(request, slug)
    check = record.fidelity_checks.filter(pk=number).first()
    if check is not None:  # gone already is no fault
        services.delete_check(use=record, check=check, by=request.user, at=now())
    messages.success(request, "Ratings removed.")
    return redirect("adoption:fidelity", slug)
