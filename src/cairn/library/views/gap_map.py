"""Where there are results and where there are none; and the results of one cell."""

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairn.common.addresses import make_absolute
from cairn.common.exports import to_csv
from cairn.library.presenters.claims import ClaimView
from cairn.library.presenters.facts import Facts
from cairn.library.presenters.gap_map import COLUMNS, Cell, GapMap, get_axes, list_rows, make_gap_map
from cairn.library.presenters.known import KnownView
from cairn.library.queries import get_models, get_projects
from cairn.library.queries.known import find_known
from cairn.records.models import Record

COMPARED = "compared"


def _read(request: HttpRequest, key: str, *, for_file: bool = False) -> GapMap:
    """Of what the reader may see, or may hand on in a file."""
    axes = get_axes()
    if key not in axes:
        raise Http404
    readable = Record.objects.copyable_by(request.user) if for_file else Record.objects.visible_to(request.user)
    # Fictional ones stay apart: an empty cell of the real world is not filled by an invented result.
    real = Q(pk__in=readable.values("pk"), is_fictional=False)
    records = [*get_models(request.user).filter(real), *get_projects(request.user).filter(real)]
    known = find_known(records, readable)
    every = [Facts(KnownView(known[record.pk])) for record in records]
    return make_gap_map(every, axes[key], only_compared=_wants_compared(request))


def _wants_compared(request: HttpRequest) -> bool:
    return request.GET.get("only") == COMPARED


@require_safe
def gap_map(request: HttpRequest) -> HttpResponse:
    """The address holds what the rows are and which results count; `as=csv` sends the same as a file."""
    axes = get_axes()
    asked = request.GET.get("rows", "need")
    axis = axes[asked if asked in axes else "need"]
    if request.GET.get("as") == "csv":
        return _send_file(_read(request, axis.key, for_file=True))
    context = {
        "map": _read(request, axis.key),
        "axes": axes.values(),
        "is_compared": _wants_compared(request),
        "only": f"?only={COMPARED}" if _wants_compared(request) else "",
    }
    return render(request, "library/gap_map.html", context)


def _send_file(found: GapMap) -> HttpResponse:
    def make_address(cell: Cell) -> str:
        return make_absolute(reverse("library:gap", args=[found.axis.key, cell.row, cell.outcome.key]))

    header = (found.axis.title, *COLUMNS)
    response = HttpResponse(to_csv(header, list_rows(found, make_address)), content_type="text/csv")
    response["Content-Disposition"] = 'attachment; filename="cairn-gap-map.csv"'
    return response


@require_safe
def gap(request: HttpRequest, axis: str, row: str, outcome: str) -> HttpResponse:
    """One cell: each result with what it says; or that there is none, and what to do about it."""
    found = _read(request, axis)
    cell = found.find_cell(row, outcome)
    if cell is None:
        raise Http404
    context: dict[str, Any] = {
        "map": found,
        "cell": cell,
        "results": [ClaimView(claim, claim.about) for claim in cell.results.values()],
        "is_compared": _wants_compared(request),
        "only": f"&only={COMPARED}" if _wants_compared(request) else "",
    }
    return render(request, "library/gap.html", context)
