"""Lists that hang on a record, one page a list: what is there, and a form for one more."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from cairn.accounts.requests import SignedInRequest
from cairn.library import services
from cairn.library.forms.rows import get_row_kinds
from cairn.library.presenters.rows import show_rows
from cairn.library.services.rows import RowKind
from cairn.records.models import Record
from cairn.records.policies import UnableToChangeRecord
from cairn.records.views.loading import get_own_record


@login_required
def rows(request: SignedInRequest, slug: str, name: str) -> HttpResponse:
    record = get_own_record(request, slug)
    kind = _get_kind(record, name)
    draft = record.get_draft()
    form = kind.form(request.POST if request.method == "POST" else None, user=request.user, record=draft)
    if request.method == "POST" and form.is_valid():
        services.add_row(record=record, kind=kind, answers=form.cleaned_data, by=request.user, at=now())
        messages.success(request, "Added to the draft.")
        return redirect("library:rows", slug, name)
    context = {
        "record": record,
        "kind": kind,
        "kinds": get_row_kinds(record.kind),
        "form": form,
        "rows": show_rows(services.get_rows(draft, kind)),
        "seen": draft.latest_revision_id or "",
    }
    return render(request, "library/rows.html", context)


@login_required
def change_row(request: SignedInRequest, slug: str, name: str, number: int) -> HttpResponse:
    """One row of a list again; links to councils and models have nothing to change."""
    record = get_own_record(request, slug)
    kind = _get_kind(record, name)
    draft = record.get_draft()
    found = services.get_rows(draft, kind)
    if kind.model is None or number >= len(found):
        raise Http404
    seen = request.POST.get("seen", str(draft.latest_revision_id or ""))
    told = {field: getattr(found[number], field, None) for field in kind.form.base_fields}
    form = kind.form(request.POST if request.method == "POST" else None, user=request.user, record=draft, initial=told)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_row(
                record=record, kind=kind, number=number, answers=form.cleaned_data, seen=seen, by=request.user, at=now()
            )
        except UnableToChangeRecord as problem:
            form.add_error(None, str(problem))
            seen = str(record.get_draft().latest_revision_id or "")  # who has read that may send it again
        else:
            messages.success(request, "Changed in the draft.")
            return redirect("library:rows", slug, name)
    context = {"record": record, "kind": kind, "form": form, "seen": seen, "row": found[number]}
    return render(request, "library/change_row.html", context)


@require_POST
@login_required
def remove_row(request: SignedInRequest, slug: str, name: str, number: int) -> HttpResponse:
    record = get_own_record(request, slug)
    kind = _get_kind(record, name)
    seen = request.POST.get("seen", "")
    try:
        services.remove_row(record=record, kind=kind, number=number, seen=seen, by=request.user, at=now())
    except UnableToChangeRecord as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "Removed from the draft.")
    return redirect("library:rows", slug, name)


def _get_kind(record: Record, name: str) -> RowKind:
    for kind in get_row_kinds(record.kind):
        if kind.name == name:
            return kind
    raise Http404
