"""Cost and break-even of a service, from numbers that stand in the address: nothing is kept."""

from typing import Any

from django.core.validators import slug_re
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cairn.adoption.analysis.value import work_out
from cairn.adoption.forms.value import FIRST_LINES, MOST_LINES, ValueForm
from cairn.adoption.presenters.value import ValueView, make_first_lines
from cairn.library.models import PracticeModel, Project


@require_safe
def value(request: HttpRequest) -> HttpResponse:
    """`?about=` names a model or project whose costs the form begins with; `lines` says how many lines it has."""
    about = _find_about(request)
    costs = about.prices.select_related("source").order_by("position") if about else ()
    first, shown = make_first_lines(costs)
    is_sent, is_adding = "people" in request.GET, "add" in request.GET
    if is_sent:
        form = ValueForm(request.GET, lines=_read_lines(request) + is_adding)
    else:
        begun = sum(name.startswith("name") for name in first)
        form = ValueForm(initial=first, lines=max(FIRST_LINES, begun + 1))
    if is_adding and is_sent:
        form.stop_complaints()
    found = None
    if is_sent and not is_adding and form.is_valid():
        found = ValueView(work_out(form.cleaned_data["lines"], form.cleaned_data["assumptions"]))
    context = {"form": form, "found": found, "about": about, "costs": shown, "triples": form.list_triples()}
    return render(request, "adoption/value.html", context)


def _find_about(request: HttpRequest) -> Any:
    slug = request.GET.get("about", "")
    if not slug_re.fullmatch(slug):
        return None
    kinds: tuple[Any, ...] = (PracticeModel, Project)
    found = (kind.objects.visible_to(request.user).filter(slug=slug).first() for kind in kinds)
    return next(filter(None, found), None)


def _read_lines(request: HttpRequest) -> int:
    asked = request.GET.get("lines", "")
    return min(int(asked), MOST_LINES) if asked.isascii() and asked.isdigit() and len(asked) < 4 else FIRST_LINES
