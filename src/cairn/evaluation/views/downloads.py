"""Files of a result: the whole of it, and its charts."""

import json

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cairn.common.access import NothingThere, log_in_to_see
from cairn.common.addresses import make_absolute
from cairn.common.exports import XLSX_TYPE, to_csv, to_xlsx
from cairn.evaluation import presenters
from cairn.evaluation.models import ResultBundle
from cairn.evaluation.views.loading import get_result
from cairn.records.views.loading import refuse_copy

PICTURE_TYPES = {"svg": "image/svg+xml", "png": "image/png", "json": "application/json"}


@require_safe
@log_in_to_see
def result_file(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    plan, evaluation = get_result(request, slug)
    if refused := refuse_copy(request, plan):
        return refused
    name = f"cairn-{plan.place.slug}-{plan.measure}-{plan.start_date:%Y-%m}"
    if form == "json":
        return download(evaluation.document, "application/json", f"{name}.json")
    if form == "zip":
        bundle = ResultBundle.objects.filter(evaluation=evaluation).first()
        if bundle is None:
            raise NothingThere
        return download(bytes(bundle.content), "application/zip", f"{name}.zip")
    document = json.loads(evaluation.document)
    tables = presenters.result_tables(document)
    if form == "xlsx":
        about = presenters.describe_file(
            document, address=make_absolute(plan.get_absolute_url()), calculated=evaluation.finished_at
        )
        return download(to_xlsx(tables, title=plan.title, about=about), XLSX_TYPE, f"{name}.xlsx")
    if form == "csv":
        _, header, rows = next(table for table in tables if table[0] == "Figures")
        return download(to_csv(header, rows), "text/csv; charset=utf-8", f"{name}.csv")
    raise NothingThere


@require_safe
@log_in_to_see
def chart_file(request: HttpRequest, slug: str, chart: str, form: str) -> HttpResponse:
    """A chart as it was drawn with the result; nothing is drawn on request."""
    plan, evaluation = get_result(request, slug)
    stored = evaluation.charts.filter(name=chart).first()
    if stored is None or form not in PICTURE_TYPES:
        raise NothingThere
    content = {"svg": stored.svg, "png": bytes(stored.png), "json": stored.specification}[form]
    name = f"cairn-{plan.place.slug}-{plan.measure}-{chart}.{form}"
    return download(content, PICTURE_TYPES[form], name, inline="download" not in request.GET)


def download(content: str | bytes, content_type: str, name: str, *, inline: bool = False) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}"'
    # Asked for again each time: a newer result has the same addresses, and pictures must not lag behind the words.
    response["Cache-Control"] = "private, no-cache"
    return response
