"""Files of a record. Each is asked for here, and whoever asks must see the record."""

import io
from copy import copy
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import resolve
from django.utils.text import slugify
from django.utils.timezone import now
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from cairn.accounts.requests import SignedInRequest
from cairn.common.access import NothingThere, log_in_to_see
from cairn.common.documents import DocumentError, get_fingerprint
from cairn.common.files import UnableToTakeFile, check_upload
from cairn.common.limits import limit_rate
from cairn.notices.presenters import describe_place
from cairn.notices.queries import find_place
from cairn.records import policies, services
from cairn.records.forms import AttachForm
from cairn.records.models import Attachment, Record, RecordFile
from cairn.records.presenters import RecordView
from cairn.records.presenters.documents import has_own_document, make_document, make_document_of_page
from cairn.records.tasks import make_file
from cairn.records.views.loading import get_own_record, get_record, refuse_copy

LONGEST_NAME = 80  # letters; a longer title is cut between two words
DOCUMENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@login_required
@limit_rate("attach", per_hour=60)
def attachments(request: SignedInRequest, slug: str) -> HttpResponse:
    record = get_own_record(request, slug)
    form = AttachForm(request.POST, request.FILES) if request.method == "POST" else AttachForm()
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            checked = check_upload(given["file"].name, given["file"])
            services.attach_file(
                record=record,
                checked=checked,
                title=given["title"],
                access_text=given["access_text"],
                by=request.user,
                at=now(),
            )
        except (UnableToTakeFile, policies.UnableToChangeRecord) as problem:
            form.add_error("file", str(problem))
        else:
            messages.success(request, "File added. Others can open it once it has been checked, in about a minute.")
            return redirect("records:attachments", slug)
    context = {"record": record, "form": form, "view": RecordView(record, request.user)}
    return render(request, "records/attachments.html", context)


@require_safe
@log_in_to_see
def attachment(request: HttpRequest, slug: str, name: str, record: str = "") -> HttpResponseBase:
    """A file that somebody added; where its record was withdrawn, whoever could read that hears so."""
    # Asked at each download, because an address is passed on, and whom a record is shown to changes.
    seen = Record.objects.visible_to(request.user)
    of_it = Attachment.objects.filter(record__in=seen, slug=slug, name=name).select_related("record")
    found = of_it.first()
    if found is None:
        if record:
            get_record(request, record)  # which may say that it was withdrawn
        raise Http404
    if refused := refuse_copy(request, found.record):
        return refused
    # Until it was looked at for viruses it goes back only to people whose own file it is.
    waits = found.state == Attachment.State.CHECKING and policies.can_edit(found.record, request.user)
    if found.state != Attachment.State.READY and not waits:
        raise Http404
    return _send(found.file, found.content_type, found.name)


@require_POST
@login_required
def remove(request: SignedInRequest, slug: str) -> HttpResponse:
    own = Record.objects.editable_by(request.user)
    found = get_object_or_404(Attachment.objects.filter(record__in=own).select_related("record"), slug=slug)
    services.remove_attachment(attachment=found, by=request.user, at=now())
    messages.success(request, "File deleted.")
    return redirect("records:attachments", found.record.slug)


@csrf_exempt  # its button stands on public pages, which set no cookie; it makes a file of what the asker may read
@require_POST
@log_in_to_see
def request_document(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Ask for a record as PDF or Word."""
    record = get_record(request, slug)
    if refused := refuse_copy(request, record):
        return refused
    form = request.POST.get("form", "")
    if form not in DOCUMENT_TYPES:
        raise NothingThere
    if not has_own_document(record):
        return _send_page(request, record, form)
    services.request_file(record=record, form=form, document=make_document(record), at=now())
    return redirect("records:document", slug, form)


def _send_page(request: HttpRequest, record: Record, form: str) -> HttpResponseBase:
    """The page of a record on paper, made for whoever asks and not kept: another may be shown more, or less."""
    document = make_document_of_page(record, _render_page(request, record))
    try:
        content = services.RENDER[form](document)
    except DocumentError as problem:
        return render(request, "records/document.html", {"record": record, "form_name": form, "problem": str(problem)})
    return _send(io.BytesIO(content), DOCUMENT_TYPES[form], _name_file(record, form))


def _render_page(request: HttpRequest, record: Record) -> str:
    """As whoever asks sees it, with the council that they chose."""
    page = copy(request)
    page.method = "GET"
    page.path = page.path_info = record.get_absolute_url()
    page.GET = page.POST = QueryDict()
    page.resolver_match = found = resolve(page.path)
    response = found.func(page, *found.args, **found.kwargs)
    if response.status_code != HTTPStatus.OK:  # it leads elsewhere, as from a duplicate
        raise NothingThere
    return str(response.content.decode())


def _name_file(record: Record, form: str) -> str:
    """By its title, so that it is found again among the files of whoever took it."""
    words = slugify(record.title)
    if len(words) > LONGEST_NAME:
        words = words[: LONGEST_NAME + 1].rpartition("-")[0]
    return f"{words or record.slug}.{form}"


@require_safe
@log_in_to_see
def document(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """The file, or a page that says it is being made, or why it could not be."""
    record = get_record(request, slug)
    if refused := refuse_copy(request, record):
        return refused
    if form not in DOCUMENT_TYPES:
        raise NothingThere
    kept = (
        RecordFile.objects.filter(record=record, form=form) if has_own_document(record) else RecordFile.objects.none()
    )
    made = kept.first()
    # One that was made of other words, of a draft perhaps, is not for the readers of today.
    if made is not None and made.made_at and made.fingerprint != get_fingerprint(make_document(record)):
        made = None
    if made is not None and made.made_at and not made.problem:
        return _send(made.file, DOCUMENT_TYPES[form], _name_file(record, form))
    context = {"record": record, "made": made, "form_name": form}
    if made is not None and not made.made_at:
        place = find_place(make_file.module_path, made.pk)
        context |= {"progress": describe_place(place, at=now()), "is_lost": place is None}
    return render(request, "records/document.html", context)


def _send(file: FieldFile | io.BytesIO, content_type: str, name: str) -> FileResponse:
    """Always as a download: nothing that somebody uploaded runs or shows inside this site."""
    if isinstance(file, FieldFile):
        if not file.storage.exists(file.name):  # type: ignore[arg-type]  # what is stored has a name
            raise NothingThere
        file.open("rb")
    response = FileResponse(file, as_attachment=True, filename=name, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
