"""Data releases: which are held, what each changed, giving a file, and taking it back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cairn.accounts.permissions import Permission
from cairn.accounts.requests import SignedInRequest
from cairn.common.limits import limit_rate
from cairn.common.pagination import get_page
from cairn.indicators import services
from cairn.indicators.definitions import get_definitions
from cairn.indicators.enums import Status
from cairn.indicators.forms import UploadForm
from cairn.indicators.models import Release, Upload
from cairn.indicators.presenters.bulk import stream_everything
from cairn.indicators.presenters.figures import describe_missing, describe_newer
from cairn.indicators.queries import find_missing, get_changes, get_earlier_release, get_newer_release, get_revisions
from cairn.indicators.tasks import read_upload
from cairn.notices.presenters import describe_place
from cairn.notices.queries import QueuePlace, find_place
from cairn.places.policies import has_permission, require_permission

SHOWN, REVISIONS = 50, 50


@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    """Every release that is live, for everybody; with what waits and what is not live, for whoever manages data."""
    manages = has_permission(request.user, Permission.DATA_MANAGE)
    found = Release.objects.filter(is_fictional=False).exclude(state=Release.State.LOADING)
    if not manages:
        found = found.live()
    page = get_page(found.order_by("family", "-latest_year", "-imported_at"), request, SHOWN)
    context = {"page": page, "manages": manages, "uploads": _get_open_uploads() if manages else []}
    return render(request, "indicators/releases.html", context)


@require_safe
def everything(request: HttpRequest) -> StreamingHttpResponse:
    """Every live figure with a dictionary, streamed."""
    at = now()
    response = StreamingHttpResponse(stream_everything(get_definitions(), at=at), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="figures-{at:%Y-%m-%d}.zip"'
    return response


@require_safe
def release(request: HttpRequest, number: int) -> HttpResponse:
    manages = has_permission(request.user, Permission.DATA_MANAGE)
    found = Release.objects.filter(is_fictional=False).exclude(state=Release.State.LOADING)
    one = get_object_or_404(found if manages else found.live(), pk=number)
    return render(request, "indicators/release.html", {"release": one, "manages": manages, **_describe_release(one)})


@login_required
@limit_rate("data-upload", per_hour=60)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: SignedInRequest) -> HttpResponse:
    require_permission(request.user, Permission.DATA_MANAGE)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        given = services.receive_upload(file=form.cleaned_data["file"], by=request.user, at=now())
        read_upload.enqueue(given.pk)
        return redirect("indicators:given", given.pk)
    return render(request, "indicators/upload.html", {"form": form})


@login_required
@require_safe
def given(request: SignedInRequest, number: int) -> HttpResponse:
    """What became of a file: how far it is read, what it would change."""
    require_permission(request.user, Permission.DATA_MANAGE)
    one = get_object_or_404(Upload.objects.select_related("release", "by"), pk=number)
    place = _find_job(one)
    context = {
        **(_describe_release(one.release) if one.release else {}),
        "upload": one,
        "release": one.release,
        "is_lost": one.is_waiting_to_be_read and place is None,
        "progress": describe_place(place, at=now()),
    }
    response = render(request, "indicators/given.html", context)
    if place is not None:
        response["Refresh"] = "5"
    return response


def _find_job(one: Upload) -> QueuePlace | None:
    """The one that reads the file. None where it has ended; if the file still waits then, it died on the way."""
    if not one.is_waiting_to_be_read:
        return None
    place = find_place(read_upload.module_path, one.pk)
    if place is None:
        one.refresh_from_db()  # it may have ended since
    return place


@login_required
@require_POST
def answer(request: SignedInRequest, number: int) -> HttpResponse:
    """Yes or no to what a file would change; or that it be read again, as its job died."""
    require_permission(request.user, Permission.DATA_MANAGE)
    one = get_object_or_404(Upload.objects.select_related("release"), pk=number)
    if request.POST.get("answer") == "again":
        if _find_job(one) is None and one.is_waiting_to_be_read:
            read_upload.enqueue(one.pk)
        return redirect("indicators:given", one.pk)
    if request.POST.get("answer") == "yes":
        if services.confirm_upload(upload=one, by=request.user, at=now()):
            messages.success(request, "The data release is live.")
    else:
        services.delete_upload(upload=one, by=request.user, at=now())
        messages.success(request, "File discarded. None of its figures were stored.")
    return redirect("indicators:releases")


@login_required
@require_POST
def change_release(request: SignedInRequest, number: int) -> HttpResponse:
    """Make a release not live, or live again."""
    require_permission(request.user, Permission.DATA_MANAGE)
    one = get_object_or_404(Release.objects.filter(is_fictional=False), pk=number)
    if request.POST.get("state") == "live":
        if services.restore_release(release=one, by=request.user, at=now()):
            messages.success(request, "The data release is live again.")
    elif services.withdraw_release(release=one, by=request.user, at=now()):
        messages.success(request, "The data release is withdrawn. Its figures are stored but not shown.")
    return redirect("indicators:release", one.pk)


def _get_open_uploads() -> list[Upload]:
    states = (Upload.State.QUEUED, Upload.State.READING, Upload.State.READY, Upload.State.REFUSED)
    return list(Upload.objects.filter(state__in=states).select_related("release", "by").order_by("-pk")[:SHOWN])


def _describe_release(one: Release) -> dict[str, Any]:
    earlier = get_earlier_release(one) if one.content == Release.Content.FIGURES else None
    context: dict[str, Any] = {"counts": [(Status(status).label, count) for status, count in one.counts.items()]}
    if one.content == Release.Content.FIGURES:
        context["newer"] = describe_newer(get_newer_release(one))
    if earlier is not None:
        context |= {
            "changes": get_changes(one, earlier),
            "missing": describe_missing(find_missing(one)),
            "revisions": get_revisions(one, earlier, most=REVISIONS),
        }
    return context
