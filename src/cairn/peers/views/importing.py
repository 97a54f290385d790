"""Many asks and offers at once, as a table."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from cairn.accounts.requests import SignedInRequest
from cairn.common.exports import TABLE_TYPES, to_csv
from cairn.common.files import UnableToTakeFile, check_upload, read_table
from cairn.common.limits import limit_rate
from cairn.peers.definitions import get_topic_groups
from cairn.peers.forms.matching import ImportForm
from cairn.peers.policies import can_import
from cairn.peers.tables import COLUMNS, EXAMPLES, MOST_ROWS, Problem, UnableToReadTable, take_table

MOST_SHOWN = 100


@login_required
@limit_rate("bulk-import", per_hour=60)
def import_table(request: SignedInRequest) -> HttpResponse:
    """For coordinators of organisations, and the matching coordinator."""
    _check_may_import(request)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form, problems = ImportForm(*given), list[Problem]()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            rows = read_table(check_upload(file.name, file), most_rows=MOST_ROWS + len(EXAMPLES) + 1)
            added, changed, problems = take_table(rows=rows, by=request.user, at=now())
        except (UnableToTakeFile, UnableToReadTable) as problem:
            form.add_error("file", str(problem))
        else:
            if not problems:
                messages.success(request, f"Import complete. Added: {added}. Changed: {changed}.")
                return redirect("peers:peers")
            number = "1 row needs" if len(problems) == 1 else f"{len(problems)} rows need"
            form.add_error("file", f"{number} a change. Nothing was saved.")
    context = {
        "form": form,
        "columns": ("Row", "Column", "What to change"),
        "problems": [(one.row, one.column, one.sentence) for one in problems[:MOST_SHOWN]],
        "most_rows": MOST_ROWS,
        "groups": get_topic_groups(),
    }
    return render(request, "peers/import.html", context)


@require_safe
@login_required
def template(request: SignedInRequest) -> HttpResponse:
    _check_may_import(request)
    response = HttpResponse(to_csv(COLUMNS, EXAMPLES), content_type=TABLE_TYPES["csv"])
    response["Content-Disposition"] = 'attachment; filename="cairn-asks-and-offers-template.csv"'
    return response


def _check_may_import(request: SignedInRequest) -> None:
    if not can_import(request.user):
        raise PermissionDenied
