"""Needs and challenges: lists and pages."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cairn.common.access import log_in_to_see
from cairn.records.models import Record
from cairn.records.presenters import RecordView
from cairn.records.views.loading import describe_page, get_record
from cairn.voice.models import Challenge, Need
from cairn.voice.presenters import get_measures, get_viewpoints

PAGE_LENGTH = 50


@require_safe
def challenges(request: HttpRequest) -> HttpResponse:
    return _list(request, Challenge, "voice/challenges.html")


@require_safe
def needs(request: HttpRequest) -> HttpResponse:
    return _list(request, Need, "voice/needs.html")


@require_safe
@log_in_to_see
def challenge(request: HttpRequest, slug: str) -> HttpResponse:
    context = _page(request, Challenge, slug)
    return render(request, "voice/challenge.html", context | {"measures": get_measures(context["record"])})


@require_safe
@log_in_to_see
def need(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "voice/need.html", _page(request, Need, slug))


def _list(request: HttpRequest, model: type[Record], template: str) -> HttpResponse:
    # Lists read the table of all records only: with the table of the kind PostgreSQL takes five times as long.
    visible = Record.objects.visible_to(request.user).of_kind(model.KIND)
    found = visible.select_related("organisation", "team", "circle").order_by("-updated_at")
    page = Paginator(found, PAGE_LENGTH).get_page(request.GET.get("page"))
    rows = [(record, RecordView(record, request.user)) for record in page]
    return render(request, template, {"page": page, "rows": rows})


def _page(request: HttpRequest, model: type[Record], slug: str) -> dict[str, Any]:
    record = get_record(request, slug, model, "place")
    return describe_page(request, record) | {"viewpoints": get_viewpoints(record)}
