"""Homes over time, of a project or of the use of a model."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from cairn.accounts.requests import SignedInRequest
from cairn.common.access import NothingThere, log_in_to_see, say_moved_or_withdrawn
from cairn.common.exports import to_table
from cairn.decisions.forms.homes import HomesForm
from cairn.decisions.policies.homes import UnableToCountHomes
from cairn.decisions.presenters.homes import HEADER, HomesView, describe_homes
from cairn.decisions.queries.homes import COUNTED, get_homes
from cairn.decisions.services.homes import count_homes, remove_last_count
from cairn.records.models import Record
from cairn.records.views.loading import get_own_record, get_record


@require_safe
@say_moved_or_withdrawn
def homes(request: HttpRequest, slug: str) -> HttpResponse:
    view = read_homes(request, slug)
    return render(request, "decisions/homes.html", {"record": view.record, "view": view})


@require_safe
@log_in_to_see
def homes_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The table, with the same numbers hidden."""
    view = read_homes(request, slug)
    response = HttpResponse(to_table("csv", "Homes", HEADER, view.file_rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="homes.csv"'
    return response


def read_homes(request: HttpRequest, slug: str) -> HomesView:
    """Nothing for other kinds; of what nobody has counted only its team reads a page."""
    record = get_record(request, slug)
    view = describe_homes(record, request.user)
    if record.kind not in COUNTED or not (view.periods or view.is_team):
        raise NothingThere
    return view


@login_required
def add_homes(request: SignedInRequest, slug: str) -> HttpResponse:
    record = get_counted_record(request, slug)
    counts = get_homes(record)
    form = HomesForm(request.POST if request.method == "POST" else None, before=counts[-1] if counts else None)
    if request.method == "POST" and form.is_valid():
        try:
            count_homes(record=record, by=request.user, at=now(), **form.cleaned_data)
        except UnableToCountHomes as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Numbers saved.")
            return redirect("decisions:homes", slug)
    return render(request, "decisions/add_homes.html", {"record": record, "form": form})


@require_POST
@login_required
def remove_homes(request: SignedInRequest, slug: str) -> HttpResponse:
    remove_last_count(record=get_counted_record(request, slug), by=request.user, at=now())
    messages.success(request, "The last period was removed.")
    return redirect("decisions:homes", slug)


def get_counted_record(request: SignedInRequest, slug: str) -> Record:
    record = get_own_record(request, slug)
    if record.kind not in COUNTED:
        raise Http404
    return record
