"""A moderator records which organisation a model comes from."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from cairn.accounts.requests import SignedInRequest
from cairn.library import services
from cairn.library.models import PracticeModel
from cairn.library.policies import can_name_originator
from cairn.places.models import Organisation
from cairn.records.views.loading import get_record


class OriginatorForm(forms.Form):
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Which organisation does the model come from?",
        help_text="People who can edit records there can confirm when a council started, and comment.",
        required=False,
        empty_label="Not recorded",
        error_messages={"invalid_choice": "Choose an organisation from the list"},
    )

    def __init__(self, *args: object, model: PracticeModel, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as given
        found = Organisation.objects.filter(is_fictional=model.is_fictional).order_by("name")
        self.fields["organisation"].queryset = found  # type: ignore[attr-defined]  # a choice among rows


@login_required
def originator(request: SignedInRequest, slug: str) -> HttpResponse:
    record = get_record(request, slug, PracticeModel)
    if not can_name_originator(request.user):
        raise Http404
    given = request.POST if request.method == "POST" else None
    form = OriginatorForm(given, model=record, initial={"organisation": record.originated_by_id})
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["organisation"]
        services.name_originator(model=record, organisation=chosen, by=request.user, at=now())
        messages.success(request, f"Saved. The model comes from {chosen}." if chosen else "Saved as not recorded.")
        return redirect(record)
    return render(request, "library/originator.html", {"form": form, "record": record})
