"""How a project, or the use of a model, was designed: its log, and projects that went on without a linked need."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from cairn.accounts.requests import SignedInRequest
from cairn.common.access import log_in_to_see
from cairn.common.keys import read_key
from cairn.common.pagination import get_page
from cairn.decisions import services
from cairn.decisions.forms import CoDesignForm, ReasonForm
from cairn.decisions.models import CoDesignStage, DesignReason
from cairn.decisions.policies import UnableToDecide
from cairn.decisions.presenters.co_design import list_stage_views
from cairn.decisions.queries import DESIGNED, list_co_design, list_stages_reached, list_without_needs
from cairn.records.enums import RecordKind
from cairn.records.models import Record
from cairn.records.policies import can_edit
from cairn.records.views.loading import get_own_record, get_record

PAGE_LENGTH = 50


@log_in_to_see
def log(request: HttpRequest, slug: str) -> HttpResponse:
    """For everybody who may read the record; its writers add to it."""
    record = get_designed(request, slug)
    may_add = can_edit(record, request.user)
    form = CoDesignForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not may_add or not request.user.is_authenticated:
            raise Http404
        if form.is_valid():
            try:
                services.add_stage(record=record, by=request.user, at=now(), **form.cleaned_data)
            except UnableToDecide as problem:
                form.add_error(None, str(problem))
            else:
                messages.success(request, "Added.")
                return redirect("decisions:co-design", slug)
    context = {
        "record": record,
        "stages": list_stage_views(list_co_design(record), list_stages_reached(record)),
        "form": form if may_add else None,
        "may_add": may_add,
    }
    return render(request, "decisions/co_design.html", context)


@require_POST
@login_required
def remove(request: SignedInRequest, slug: str, number: str) -> HttpResponse:
    record = get_own_record(request, slug)
    row = get_object_or_404(CoDesignStage, record=record, pk=read_key(number))
    services.remove_stage(row=row, by=request.user, at=now())
    messages.success(request, "Removed.")
    return redirect("decisions:co-design", slug)


@login_required
def reason(request: SignedInRequest, slug: str) -> HttpResponse:
    """Why a project leaves the design stage without a linked need."""
    record = get_own_record(request, slug)
    if record.kind != RecordKind.PROJECT:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.publish_reason(project=record, words=form.cleaned_data["words"], by=request.user, at=now())
        except UnableToDecide as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Reason published. Everyone who can see the project can read it.")
            return redirect(record)
    earlier = DesignReason.objects.filter(project=record.pk).first()
    return render(request, "decisions/design_reason.html", {"record": record, "form": form, "earlier": earlier})


@require_safe
def without_needs(request: HttpRequest) -> HttpResponse:
    page = get_page(list_without_needs(request.user), request, PAGE_LENGTH)
    return render(request, "decisions/without_needs.html", {"page": page})


def get_designed(request: HttpRequest, slug: str) -> Record:
    record: Record = get_record(request, slug)
    if record.kind not in DESIGNED:
        raise Http404
    return record
