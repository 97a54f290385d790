"""Before something starts: what the figures could show, alone and together with others."""

import json
from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now

from cairn.accounts.requests import SignedInRequest
from cairn.conditions.queries import find_groundwork
from cairn.evaluation import services
from cairn.evaluation.forms import OutlookForm
from cairn.evaluation.models import EvaluationState
from cairn.evaluation.presenters.outlook import OutlookView
from cairn.evaluation.queries.outlook import (
    TESTED,
    Undertaking,
    count_together,
    find_outlook,
    find_outlook_place,
    find_start_month,
    find_undertaking,
)
from cairn.evaluation.views.loading import find_month
from cairn.library.models import PracticeModel
from cairn.notices.presenters import describe_place
from cairn.places.models import Place
from cairn.records.models import Record
from cairn.records.policies import can_edit


@login_required
def outlook(request: SignedInRequest, slug: str) -> HttpResponse:
    """A form for the month, then the answer; `?place=` and `?start=` say what is shown. A job works it out."""
    found = Record.objects.visible_to(request.user).filter(kind__in=TESTED)
    undertaking = find_undertaking(get_object_or_404(found, slug=slug))
    if request.method == "POST":
        form = OutlookForm(request.POST, places=undertaking.places)
        if form.is_valid():
            place, start = form.cleaned_data["place"], form.cleaned_data["start_date"]
            together = count_together(_find_model(request, undertaking), place)
            services.request_outlook(place=place, start=start, together=together, at=now())
            here = reverse("evaluation:outlook", args=[slug])
            return redirect(f"{here}?place={place.code}&start={start:%Y-%m}")
        return _render(request, undertaking, form=form)
    place = next((one for one in undertaking.places if one.code == request.GET.get("place")), None)
    start = find_month(request.GET.get("start", "")).get("start_date")
    month = start or find_start_month(undertaking)
    form = OutlookForm(initial={"start_date": month, "place": place}, places=undertaking.places)
    return _render(request, undertaking, form=form, place=place, start=start)


def _render(
    request: SignedInRequest,
    undertaking: Undertaking,
    *,
    form: OutlookForm,
    place: Place | None = None,
    start: date | None = None,
) -> HttpResponse:
    record = undertaking.record
    context = {
        "record": record,
        "places": undertaking.places,
        "form": form,
        "groundwork": find_groundwork(record, request.user),
        "can_edit": can_edit(record, request.user),
    }
    if place and start:
        together = count_together(_find_model(request, undertaking), place)
        found = find_outlook(place, start, together=together)
        context |= {"place": place, "start": start, "outlook": found}
        if found and found.state == EvaluationState.DONE:
            document = json.loads(found.document)
            context["view"] = OutlookView(undertaking.record, place, start, together, document)
        elif found:
            queued = find_outlook_place(found)
            context["can_try_again"] = queued is None
            context["progress"] = describe_place(queued, at=now())
    return render(request, "evaluation/outlook.html", context)


def _find_model(request: SignedInRequest, undertaking: Undertaking) -> PracticeModel | None:
    """The model, where the reader may see it."""
    if undertaking.model is None:
        return None
    return PracticeModel.objects.visible_to(request.user).filter(pk=undertaking.model.pk).first()
