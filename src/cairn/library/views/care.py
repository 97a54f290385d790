"""An editor of the site takes an entry of the starter library to one of their teams."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from cairn.accounts.requests import SignedInRequest
from cairn.library import services
from cairn.library.forms.care import CareForm
from cairn.library.policies import UnableToTakeIntoCare, can_take_into_care
from cairn.records.queries import get_own_teams
from cairn.records.views.loading import get_record


@login_required
def care(request: SignedInRequest, slug: str) -> HttpResponse:
    record = get_record(request, slug).get_specific()
    if not can_take_into_care(record, request.user):
        raise Http404
    form = CareForm(request.POST if request.method == "POST" else None)
    form.fields["team"].queryset = teams = get_own_teams(request.user)  # type: ignore[attr-defined]  # a choice among rows
    if request.method == "POST" and form.is_valid():
        try:
            services.take_into_care(record=record, team=form.cleaned_data["team"], by=request.user, at=now())
        except UnableToTakeIntoCare as problem:
            form.add_error("team", str(problem))
        else:
            messages.success(
                request,
                "Your team now looks after this entry. Your edits stay when the starter library is loaded again.",
            )
            return redirect("records:edit", slug)
    return render(request, "library/care.html", {"form": form, "record": record, "has_teams": teams.exists()})
