"""The short list: what somebody keeps, to compare it or to write about it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from cairn.library import services
from cairn.library.policies import UnableToShortList
from cairn.library.queries import get_short_list
from cairn.records.enums import RecordKind
from cairn.records.models import Record
from cairn.records.presenters import RecordView
from cairn.records.views.loading import changes_record


@require_safe
@login_required
def short_list(request: HttpRequest) -> HttpResponse:
    kept = get_short_list(request.user)
    context = {
        "rows": [(record, RecordView(record, request.user)) for record in kept],
        "models": [record for record in kept if record.kind == RecordKind.PRACTICE_MODEL],
    }
    return render(request, "library/short_list.html", context)


@changes_record
def keep(request: HttpRequest, record: Record) -> HttpResponse | None:
    """Put a record on the short list, or take it off."""
    if "stop" in request.POST:
        services.remove_from_short_list(record=record, by=request.user)
        messages.success(request, f"“{record.title}” is no longer on your short list.")
        return redirect("library:short-list")
    try:
        services.add_to_short_list(record=record, by=request.user, at=now())
    except UnableToShortList as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"“{record.title}” is on your short list.")
    return None
