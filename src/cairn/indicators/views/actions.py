"""Which published figure an action should move."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from cairn.accounts.requests import SignedInRequest
from cairn.actions.models import Action
from cairn.actions.policies import can_act
from cairn.indicators import services
from cairn.indicators.forms import ActionMeasureForm
from cairn.indicators.policies import UnableToChooseMeasure
from cairn.indicators.queries import get_action_measures, get_measures_to_move, is_about_fictional
from cairn.places.models import Place
from cairn.records.views.loading import get_record


@login_required
def choose(request: SignedInRequest, slug: str) -> HttpResponse:
    """A step after an action was added; later to change it. Its owner and its team may."""
    action = _get_own_action(request, slug)
    chosen = next(iter(get_action_measures([action])), None)
    places = Place.objects.councils().in_nation(fictional=is_about_fictional(action)).current().order_by("name")
    own = action.organisation.place if action.organisation else None
    initial = {"place": chosen.place.code if chosen else own and own.code}
    if chosen:
        initial |= {"measure": chosen.measure, "hoped": chosen.hoped}
    form = ActionMeasureForm(
        request.POST if request.method == "POST" else None,
        measures=get_measures_to_move(action),
        places=places,
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.choose_measure(
                action=action,
                definition=form.get_definition(),
                place=form.cleaned_data["place"],
                hoped=form.cleaned_data["hoped"],
                by=request.user,
                at=now(),
            )
        except UnableToChooseMeasure as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Figure saved. Its chart is on this page.")
            return redirect(action)
    return render(request, "indicators/action_measure.html", {"form": form, "record": action, "chosen": chosen})


@login_required
@require_POST
def remove(request: SignedInRequest, slug: str) -> HttpResponse:
    action = _get_own_action(request, slug)
    services.remove_measure(action=action, by=request.user, at=now())
    messages.success(request, "Figure removed from this action.")
    return redirect(action)


def _get_own_action(request: SignedInRequest, slug: str) -> Action:
    action: Action = get_record(request, slug, Action, "organisation__place")
    if not can_act(action, request.user):
        raise Http404
    return action
