"""One council's use of one model."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cairn.adoption.models import Adoption
from cairn.common.access import log_in_to_see
from cairn.common.panels import render_panels
from cairn.library.models import Grade, PracticeModel
from cairn.library.presenters import show_month
from cairn.records.presenters import RecordView, list_texts


@require_safe
@log_in_to_see
def adoption(request: HttpRequest, slug: str) -> HttpResponse:
    found = Adoption.objects.visible_to(request.user).select_related(
        "organisation", "team", "circle", "author", "place"
    )
    record = get_object_or_404(found, slug=slug)
    context = {
        "record": record,
        "view": RecordView(record, request.user),
        "texts": [(label, text) for label, text in list_texts(record) if text],
        "model": PracticeModel.objects.visible_to(request.user).filter(pk=record.practice_model_id).first(),
        "since": show_month(record.since),
        "grade": Grade(record.grade).label,
        "panels": render_panels(record.kind, request, record),
    }
    return render(request, "adoption/adoption.html", context)
