"""What a record said before, and who changed what on this site."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localtime, now
from django.views.decorators.http import require_safe

from cairn.accounts.models import Reader
from cairn.accounts.permissions import Permission
from cairn.accounts.requests import SignedInRequest
from cairn.audit.models import AuditEntry
from cairn.common.exports import to_csv
from cairn.common.pagination import get_page
from cairn.places.policies import require_permission
from cairn.records import services
from cairn.records.forms import AuditForm
from cairn.records.models import Record
from cairn.records.presenters import RecordView, compare, describe_audit
from cairn.records.queries import get_audit, get_record_audit, get_revisions
from cairn.records.views.loading import changes_record, get_own_record

ENTRIES = 50
MOST_EXPORTED = 20_000
AUDIT_COLUMNS = ("When", "Who", "What", "Details", "About")


@require_safe
@login_required
def history(request: SignedInRequest, slug: str) -> HttpResponse:
    """For the people who write the record: its revisions hold drafts."""
    record = get_own_record(request, slug)
    specific = record.get_specific()
    revisions = list(get_revisions(record)[:ENTRIES])
    older = [*revisions[1:], None]
    changes = [(newer, compare(specific, newer, older[number])) for number, newer in enumerate(revisions)]
    context = {
        "record": record,
        "view": RecordView(record, request.user),
        "changes": changes,
        "entries": describe_audit(get_record_audit(record)[:ENTRIES], request.user),
    }
    return render(request, "records/history.html", context)


@changes_record
def restore(request: SignedInRequest, record: Record, revision: int) -> HttpResponse:
    found = get_object_or_404(get_revisions(record), pk=revision)
    services.restore_revision(record=record, revision=found, by=request.user, at=now())
    messages.success(request, "The earlier version is now your draft. Nothing is published until you publish it.")
    return redirect("records:edit", record.slug)


@require_safe
@login_required
def audit(request: HttpRequest) -> HttpResponse:
    """Everything that was done, narrowed by a form; the same as a spreadsheet."""
    require_permission(request.user, Permission.AUDIT_READ)
    form = AuditForm(request.GET or None)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = get_audit(**wanted)
    if "csv" in request.GET and not form.errors:
        return _export_audit(found, request.user)
    page = get_page(found, request, ENTRIES)
    context = {
        "page": page,
        "entries": describe_audit(page.object_list, request.user),
        "form": form,
        "is_filtered": any(wanted.values()),
    }
    return render(request, "records/audit.html", context)


def _export_audit(found: QuerySet[AuditEntry], user: Reader) -> HttpResponse:
    told = describe_audit(found[:MOST_EXPORTED], user)
    rows = [(localtime(one.at).isoformat(" ", "seconds"), one.who, one.what, one.detail, one.title) for one in told]
    response = HttpResponse(to_csv(AUDIT_COLUMNS, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="cairn-audit-log-{localtime(now()):%Y-%m-%d}.csv"'
    return response
