"""The whole library as files."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.timezone import localtime, now
from django.views.decorators.http import require_safe

from cairn.common.exports import stream_zip
from cairn.library.presenters.files import write_csv_files, write_json, write_ris


@require_safe
def downloads(request: HttpRequest) -> HttpResponse:
    return render(request, "library/downloads.html", {})


@require_safe
def library_csv(request: HttpRequest) -> HttpResponseBase:
    at = localtime(now())
    members = write_csv_files(request.user, site=settings.SITE_NAME, at=at)
    return _send(StreamingHttpResponse(stream_zip(members, at=at), content_type="application/zip"), "zip")


@require_safe
def library_json(request: HttpRequest) -> HttpResponseBase:
    return _send(HttpResponse(write_json(request.user, at=now()), content_type="application/json"), "json")


@require_safe
def library_ris(request: HttpRequest) -> HttpResponseBase:
    content_type = "application/x-research-info-systems; charset=utf-8"
    return _send(HttpResponse(write_ris(request.user), content_type=content_type), "ris")


def _send(response: HttpResponseBase, form: str) -> HttpResponseBase:
    name = f"library-{localtime(now()):%Y-%m-%d}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
