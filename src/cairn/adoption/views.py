"""One council's use of one model."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cairn.adoption.models import Adoption
from cairn.common.access import log_in_to_see
from cairn.library.models import Grade, PracticeModel
from cairn.library.dates import show_date
from cairn.records.views.loading import describe_page, get_record


@require_safe
@log_in_to_see
def adoption(request: HttpRequest, slug: str) -> HttpResponse:
    record = get_record(request, slug, Adoption, "place")
    more = {
        "model": PracticeModel.objects.visible_to(request.user).filter(pk=record.practice_model_id).first(),
        "since": show_date(record.since),
        "grade": Grade(record.grade).label,
    }
    return render(request, "adoption/adoption.html", describe_page(request, record) | more)
