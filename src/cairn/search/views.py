"""The search page, and the searches that somebody keeps."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from cairn.accounts.requests import SignedInRequest
from cairn.common.panels import render_panels_by_name
from cairn.search import policies, services
from cairn.search.forms import SaveSearchForm
from cairn.search.models import SavedSearch
from cairn.search.presenters import PAGE_LENGTH, SearchView, describe_search
from cairn.search.queries.addresses import read, write

LAST_PAGE = 500


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    wanted = read(request.GET)
    view = SearchView(wanted, request.user, page=_get_page(request))
    context = {
        "view": view,
        "page": Paginator(_Numbered(view.number), PAGE_LENGTH).get_page(view.number_of_page),  # type: ignore[arg-type]  # its length is enough
        "panels": render_panels_by_name("search", request, view.query.text) if view.query.text else {},
    }
    return render(request, "search/search.html", context)


def _get_page(request: HttpRequest) -> int:
    given = request.GET.get("page", "")
    return (
        min(int(given), LAST_PAGE) if given.isascii() and given.isdigit() and 0 < len(given) < 5 and int(given) else 1
    )


class _Numbered:
    """As long as what was found, for the steps through the list; the rows were read already."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __len__(self) -> int:
        return self.number

    def __getitem__(self, part: Any) -> list[Any]:
        return []


@login_required
def saved(request: SignedInRequest) -> HttpResponse:
    """Lists what somebody keeps; a POST keeps one more."""
    given = request.POST if request.method == "POST" else None
    wanted = read(request.GET)
    form = SaveSearchForm(given)
    if given is not None and form.is_valid():
        try:
            services.save_search(by=request.user, name=form.cleaned_data["name"], address=write(wanted), at=now())
        except policies.UnableToSaveSearch as problem:
            form.add_error("name", str(problem))
        else:
            messages.success(request, "Search saved. We will tell you about new results.")
            return redirect("search:saved")
    own = SavedSearch.objects.filter(user=request.user).order_by("name")
    context = {"form": form, "searches": own, "address": write(wanted), "words": describe_search(wanted)}
    return render(request, "search/saved.html", context)


@login_required
def delete(request: SignedInRequest, number: int) -> HttpResponse:
    saved = get_object_or_404(SavedSearch, pk=number, user=request.user)
    if request.method == "POST":
        services.delete_search(saved=saved)
        messages.success(request, f"Search “{saved.name}” deleted.")
    return redirect("search:saved")
