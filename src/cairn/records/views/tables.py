"""Many records at once: a table out, a table in."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localtime, now
from django.views.decorators.http import require_POST, require_safe

from cairn.accounts.requests import SignedInRequest
from cairn.common.exports import TABLE_TYPES
from cairn.common.files import UnableToTakeFile, check_upload, read_table
from cairn.common.limits import limit_rate
from cairn.notices.presenters import describe_place
from cairn.notices.queries import find_place
from cairn.records import tables
from cairn.records.kinds import Kind, get_kinds
from cairn.records.models import BulkImport
from cairn.records.policies import UnableToChangeRecord, publishes_table
from cairn.records.sections import get_sections
from cairn.records.tables import (
    MOST_ROWS,
    ImportForm,
    check,
    get_table_kinds,
    read_sheet,
    write_records,
    write_template,
)
from cairn.records.tasks import write_table

MOST_SHOWN = 100
DONE = BulkImport.State.DONE
NOTHING_WRITTEN = "Import cancelled. Nothing was saved."


@require_safe
def export(request: HttpRequest, kind: str, form: str) -> HttpResponse:
    """Every record of a kind that the reader may see, or (`?mine=yes`) may change."""
    found = _get_kind(kind, get_kinds(), form)
    mine = request.GET.get("mine") == "yes"
    content = write_records(found, request.user, form=form, mine=mine)
    return _send(content, f"cairn-{found.plural.lower()}-{localtime(now()):%Y-%m-%d}", form)


@require_safe
@login_required
def template(request: SignedInRequest, kind: str, form: str) -> HttpResponse:
    found = _get_kind(kind, get_table_kinds(), form)
    return _send(write_template(found, form=form), f"cairn-{found.plural.lower()}-template", form)


@login_required
@limit_rate("bulk-import", per_hour=60)
def start_import(request: SignedInRequest) -> HttpResponse:
    """Choose a kind and a team, give the table; what it would do is shown on the next page."""
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ImportForm(*given, user=request.user, initial={"kind": request.GET.get("kind", "")})
    if request.method == "POST" and form.is_valid():
        try:
            waiting = _receive(request, form)
        except (UnableToTakeFile, UnableToChangeRecord) as problem:
            form.add_error("file", str(problem))
        else:
            return redirect("records:import-preview", waiting.pk)
    context = {
        "form": form,
        "kinds": get_table_kinds(),
        "waiting": BulkImport.objects.filter(by=request.user).order_by("made_at"),
        "most_rows": MOST_ROWS,
    }
    return render(request, "records/import.html", context)


def _receive(request: SignedInRequest, form: ImportForm) -> BulkImport:
    file, kind = form.cleaned_data["file"], form.get_kind()
    rows = read_table(check_upload(file.name, file), most_rows=MOST_ROWS + 2)  # with the two remarks of the template
    sheet = read_sheet(kind, rows)
    return tables.receive_table(kind=kind, team=form.get_team(), sheet=sheet, by=request.user, at=now())


@require_safe
@login_required
def preview(request: SignedInRequest, number: int) -> HttpResponse:
    """What a table would do; that it is being written; or what came of it."""
    table = _get_waiting(request, number)
    if table.state == BulkImport.State.WAITING:
        return render(request, "records/import_preview.html", _describe(table))
    is_published = publishes_table(table.get_kind(), request.user)
    sentence = _describe_taken(table.number_started, table.number_changed, is_published=is_published)
    place = find_place(write_table.module_path, table.pk)
    context = {
        "table": table,
        "kind": table.get_kind(),
        "is_underway": place is not None or table.is_underway(now()),
        "progress": describe_place(place, at=now()),
        "sentence": sentence,
    }
    return render(request, "records/import_written.html", context)


@require_POST
@login_required
def answer(request: SignedInRequest, number: int) -> HttpResponse:
    waiting = BulkImport.objects.filter(by=request.user, pk=number).select_related("by", "team").first()
    if waiting is None:  # a second press, or somebody else's
        messages.error(
            request, "This import has already been dealt with. Check your records before you upload it again."
        )
        return redirect("records:import")
    try:
        if request.POST.get("answer") == "yes":
            seen = request.POST.get("seen", "")[:64]
            tables.accept_table(waiting=waiting, seen=seen, by=request.user, at=now())
        else:
            was_written = tables.delete_table(waiting=waiting, by=request.user, at=now())
            messages.success(request, "Import cancelled." if was_written else NOTHING_WRITTEN)
            return redirect("records:import")
    except UnableToChangeRecord as problem:
        messages.error(request, str(problem))
    return redirect("records:import-preview", number)


def _describe_taken(new: int, changed: int, *, is_published: bool) -> str:
    if is_published and new:
        number = "1 record is" if new == 1 else f"{new} records are"
        return f"{number} published. Everyone can read {'it' if new == 1 else 'them'}."
    parts = [
        f"{number} draft{'' if number == 1 else 's'} {'is' if number == 1 else 'are'} {done}"
        for number, done in ((new, "started"), (changed, "changed"))
        if number
    ]
    return f"{' and '.join(parts)}. You choose who else can see each one."


def _describe(waiting: BulkImport) -> dict[str, Any]:
    checked, links = check(waiting), waiting.get_kind().links
    return {
        "waiting": waiting,
        "kind": waiting.get_kind(),
        "checked": checked,
        "problems": [(one.row, one.column or "The row", one.sentence) for one in checked.problems[:MOST_SHOWN]],
        "new": checked.new[:MOST_SHOWN],
        "changed": checked.changed[:MOST_SHOWN],
        "doubles": checked.doubles[:MOST_SHOWN],
        "most_shown": MOST_SHOWN,
        "adds_title": links.adds if links else "",
        "is_published": publishes_table(waiting.get_kind(), waiting.by),
    }


def _get_waiting(request: SignedInRequest, number: int) -> BulkImport:
    """A table is for whoever gave it."""
    return get_object_or_404(BulkImport.objects.filter(by=request.user).select_related("by", "team"), pk=number)


def _get_kind(slug: str, kinds: list[Kind], form: str) -> Kind:
    for kind in kinds:
        if kind.slug == slug and get_sections(kind.name) and form in TABLE_TYPES:
            return kind
    raise Http404


def _send(content: str | bytes, name: str, form: str) -> HttpResponse:
    response = HttpResponse(content, content_type=TABLE_TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{name.replace(" ", "-")}.{form}"'
    response["Cache-Control"] = "private, no-store"
    return response
