"""What happened later, over projects: a page and a file, neither of which has a number where there are too few."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from cairn.common.exports import to_csv
from cairn.conditions.presenters.later import COLUMNS, LaterView
from cairn.conditions.queries.later import FEWEST, find_what_happened
from cairn.places.queries import is_from_fictional_council


@require_safe
def what_happened(request: HttpRequest) -> HttpResponse:
    return render(request, "conditions/what_happened.html", {"view": _find(request), "fewest": FEWEST})


@require_safe
def what_happened_file(request: HttpRequest) -> HttpResponse:
    view = _find(request)
    if view.found.missing:
        return redirect("conditions:what-happened")
    response = HttpResponse(to_csv(COLUMNS, view.list_rows()), content_type="text/csv")
    response["Content-Disposition"] = 'attachment; filename="cairn-what-happened-later.csv"'
    return response


def _find(request: HttpRequest) -> LaterView:
    return LaterView(find_what_happened(request.user, fictional=is_from_fictional_council(request.user)))
