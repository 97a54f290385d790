"""Adding the slides of a session. They are files of the event, and whoever may see it downloads them from its page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from cairn.accounts.requests import SignedInRequest
from cairn.common.files import UnableToTakeFile, check_upload
from cairn.common.limits import limit_rate
from cairn.events.forms.slides import SlidesForm
from cairn.records import services
from cairn.records.enums import RecordKind
from cairn.records.policies import UnableToChangeRecord
from cairn.records.views.loading import get_own_record


@login_required
@limit_rate("attach", per_hour=60)
def slides(request: SignedInRequest, slug: str) -> HttpResponse:
    record = get_own_record(request, slug)
    if record.kind != RecordKind.LEARNING_EVENT:
        raise Http404
    sessions = sorted(record.get_draft().sessions.all(), key=lambda one: one.position)
    is_sent = request.method == "POST"
    form = SlidesForm(request.POST, request.FILES, sessions=sessions) if is_sent else SlidesForm(sessions=sessions)
    if is_sent and form.is_valid():
        given = form.cleaned_data
        try:
            services.attach_file(
                record=record,
                checked=check_upload(given["file"].name, given["file"]),
                title=form.get_title(),
                access_text=given["access_text"],
                by=request.user,
                at=now(),
            )
        except (UnableToTakeFile, UnableToChangeRecord) as problem:
            form.add_error("file", str(problem))
        else:
            messages.success(request, "Slides added. Others can open them once they have been checked.")
            return redirect(record)
    return render(request, "events/slides.html", {"record": record, "form": form})
