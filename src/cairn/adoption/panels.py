"""What other pages show of who uses what."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from cairn.adoption.queries import get_councils_using, get_models_used_in
from cairn.common.panels import register_panel
from cairn.library.models import PracticeModel
from cairn.library.dates import show_date
from cairn.places.models import Place
from cairn.records.enums import RecordKind


def register_panels() -> None:
    register_panel(RecordKind.PRACTICE_MODEL, "councils-using-it", show_councils)
    register_panel("council", "models-used", show_models)


def show_councils(request: HttpRequest, model: PracticeModel) -> str:
    rows = [(one, one.since) for one in get_councils_using(model, request.user)]
    return render_to_string("adoption/councils_panel.html", {"rows": rows}, request)


def show_models(request: HttpRequest, place: Place) -> str:
    rows = [(one, one.since) for one in get_models_used_in(place, request.user)]
    return render_to_string("adoption/models_panel.html", {"rows": rows}, request) if rows else ""
