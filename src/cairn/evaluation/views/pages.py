"""The first page, and how the test works and how well it does."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cairn.evaluation import presenters
from cairn.evaluation.queries import get_plans
from cairn.indicators.definitions import get_evaluable_definitions
from cairn.indicators.models import Release
from cairn.records.enums import RecordKind
from cairn.records.models import Record

CHALLENGES = 8  # on the first page


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "evaluation/home.html",
        {
            "measures": get_evaluable_definitions(),
            "challenges": _get_challenges(request.user),
            "has_official_figures": Release.objects.live().in_nation(fictional=False).exists(),
            "has_fictional_figures": Release.objects.live().in_nation(fictional=True).exists(),
        },
    )


def _get_challenges(user: Any) -> Any:
    """The newest that somebody may see."""
    found = Record.objects.visible_to(user).of_kind(RecordKind.CHALLENGE).published()
    return found.order_by("-updated_at", "pk")[:CHALLENGES]


@require_safe
def how_well(request: HttpRequest) -> HttpResponse:
    examples = get_plans(request.user, examples=True)
    return render(request, "evaluation/how_well.html", {"trial": presenters.TrialView.of(examples)})


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    return render(request, "evaluation/method.html", {"measures": get_evaluable_definitions()})
