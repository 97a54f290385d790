"""Making one record of two."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from cairn.accounts.requests import SignedInRequest
from cairn.records import policies, services
from cairn.records.forms import MergeForm
from cairn.records.models import Record
from cairn.records.presenters.merging import Side, set_side_by_side
from cairn.records.queries import get_mergeable
from cairn.records.views.loading import get_own_record

OFFERED = 12


@login_required
def merge(request: SignedInRequest, slug: str) -> HttpResponse:
    """First find the duplicate, then see the two side by side and choose which one stays."""
    record = get_own_record(request, slug)
    try:
        policies.check_can_be_merged(record)
    except policies.UnableToMerge as problem:
        messages.error(request, str(problem))
        return redirect(record)
    given = request.POST if request.method == "POST" else request.GET
    chosen = given.get("other", "")[:60].replace("\0", "")
    other = get_mergeable(record, request.user).filter(slug=chosen).first() if chosen else None
    if other is None:
        return _find(request, record, problem="Choose a record from the list." if chosen else "")
    return _merge(request, record, other)


def _find(request: HttpRequest, record: Record, *, problem: str) -> HttpResponse:
    wanted = request.GET.get("q", "").strip()[:100]
    offered = get_mergeable(record, request.user, wanted=wanted)[:OFFERED]
    context = {"record": record, "offered": offered, "wanted": wanted, "problem": problem}
    return render(request, "records/find_duplicate.html", context)


def _merge(request: SignedInRequest, record: Record, other: Record) -> HttpResponse:
    sides = [Side(record, "First"), Side(other, "Second")]
    form = MergeForm(request.POST if request.method == "POST" else None, sides=sides)
    if request.method == "POST" and form.is_valid():
        kept, gone = (record, other) if form.cleaned_data["kept"] == record.slug else (other, record)
        try:
            services.merge_records(kept=kept, other=gone, by=request.user, at=now())
        except policies.UnableToChangeRecord as problem:
            form.add_error("kept", str(problem))
        else:
            messages.success(request, "Records merged. This is the one you kept.")
            return redirect(kept)
    context = {"record": record, "sides": sides, "rows": set_side_by_side(*sides), "form": form}
    return render(request, "records/merge.html", context)
