"""What was done with what is held here: actions and councils using it, never how often somebody looked."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cairn.adoption.queries import get_done_with
from cairn.common.pagination import get_page
from cairn.records.kinds import get_kinds

PAGE_LENGTH = 50


@require_safe
def done(request: HttpRequest) -> HttpResponse:
    kinds = [(kind.slug, kind.plural) for kind in get_kinds()]
    chosen = request.GET.get("kind", "") if request.GET.get("kind") in dict(kinds) else ""
    found = get_done_with(request.user, kind=chosen.replace("-", "_"))
    context = {
        "page": get_page(found, request, PAGE_LENGTH),
        "filters": [("kind", "Kind", kinds, chosen)],
        "is_filtered": bool(chosen),
    }
    return render(request, "adoption/done.html", context)
