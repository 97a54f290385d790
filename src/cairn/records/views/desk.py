"""My desk: where somebody lands after the log-in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cairn.accounts.requests import SignedInRequest
from cairn.common.panels import render_panels
from cairn.records.desk import get_due, get_question
from cairn.records.presenters import RecordView
from cairn.records.queries import get_own_teams, get_something_new


@require_safe
@login_required
def desk(request: SignedInRequest) -> HttpResponse:
    new, reason = get_something_new(request.user)
    context = {
        "due": get_due(request.user),
        "question": get_question(request.user),
        "new": new and RecordView(new, request.user),
        "new_reason": reason,
        "has_team": get_own_teams(request.user).exists(),
        "panels": render_panels("desk", request, request.user),
    }
    return render(request, "records/desk.html", context)
