"""Papers of an event as PDF: asked for here and made by the worker. Those with names are for hosts alone."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cairn.common.access import NothingThere, log_in_to_see
from cairn.events.models import EventFile, LearningEvent
from cairn.events.policies import can_plan
from cairn.events.presenters.papers import FOR_HOSTS, get_fingerprint, write_paper
from cairn.events.services import files as services
from cairn.events.tasks import make_file
from cairn.notices.presenters import describe_place
from cairn.notices.queries import find_place
from cairn.records.views.loading import get_record


@csrf_exempt  # it makes a file of what the asker may read; a token would need a cookie
@require_http_methods(["GET", "HEAD", "POST"])
@log_in_to_see
def paper(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    event = get_record(request, slug, LearningEvent, "arrangements")
    if form not in EventFile.Form.values:
        raise NothingThere
    if form in FOR_HOSTS:
        _check_host(event, request)
    content = write_paper(event, form, at=now())
    fingerprint = get_fingerprint(content)
    if request.method == "POST":
        services.request_file(event=event, form=form, fingerprint=fingerprint, at=now())
        return redirect(request.path)
    made = EventFile.objects.filter(event=event.pk, form=form, fingerprint=fingerprint).first()
    if made is not None and made.made_at and not made.problem and made.file.storage.exists(str(made.file.name)):
        return _send(made, f"{slug}-{form}.pdf")
    context: dict[str, Any] = {
        "event": event,
        "made": made,
        "label": EventFile.Form(form).label,
        "has_names": form in FOR_HOSTS,
    }
    if made is not None and not made.made_at:
        place = find_place(make_file.module_path, made.pk)
        context |= {"progress": describe_place(place, at=now()), "is_lost": place is None}
    return render(request, "events/file.html", context)


def _check_host(event: LearningEvent, request: HttpRequest) -> None:
    """Whoever may not have it is not told that there is one."""
    if not hasattr(event, "arrangements") or not can_plan(event, request.user):
        raise Http404


def _send(made: EventFile, name: str) -> FileResponse:
    response = FileResponse(made.file.open("rb"), filename=name, content_type="application/pdf", as_attachment=True)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
