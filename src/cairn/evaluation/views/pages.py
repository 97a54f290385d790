"""The first page, and how the test works and how well it does."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cairn.common.panels import render_panels
from cairn.evaluation import presenters
from cairn.evaluation.presenters.home import show_home
from cairn.evaluation.queries import get_plans
from cairn.indicators.definitions import get_evaluable_definitions
from cairn.indicators.models import Release


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "evaluation/home.html",
        {
            "home": show_home(request.user),
            "has_official_figures": Release.objects.live().in_nation(fictional=False).exists(),
            "panels": render_panels("home", request, None),
        },
    )


@require_safe
def how_well(request: HttpRequest) -> HttpResponse:
    examples = get_plans(request.user, examples=True)
    return render(request, "evaluation/how_well.html", {"trial": presenters.TrialView.of(examples)})


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    return render(request, "evaluation/method.html", {"measures": get_evaluable_definitions()})
