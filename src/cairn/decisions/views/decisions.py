"""Decisions: their list, the page of one, starting one, and closing a recruitment."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from cairn.accounts.requests import SignedInRequest
from cairn.common.access import log_in_to_see
from cairn.common.facets import narrow
from cairn.common.pagination import get_page
from cairn.decisions import services
from cairn.decisions.forms import NewDecisionForm
from cairn.decisions.models import Decision
from cairn.decisions.policies import UnableToDecide
from cairn.decisions.presenters import DecisionRowView, DecisionView
from cairn.decisions.presenters.decisions import get_kind_facet, get_lack_facet
from cairn.decisions.presenters.stories import list_named_stories
from cairn.decisions.queries import find_flags, get_listed, with_rows
from cairn.records.models import Record
from cairn.records.policies import UnableToChangeRecord
from cairn.records.queries import get_own_teams
from cairn.records.views.loading import changes_record, describe_page, get_record

PAGE_LENGTH = 20


@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """All that whoever asks may see, and what each lacks; narrowed by that. The address holds the choice."""
    found = list(with_rows(get_listed(request.user)))
    flags = find_flags(found)
    every = [DecisionRowView(one, flags[one.pk]) for one in found]
    rows, groups = narrow(every, (get_lack_facet(), get_kind_facet()), request.GET)
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {
        "page": get_page(rows, request, PAGE_LENGTH),
        "groups": groups,
        "is_narrowed": any(choice.is_chosen for group in groups for choice in group.choices),
        "number": len(every),
        "lacking": sum(bool(row.every_flag) for row in every),
    }
    return render(request, "decisions/decisions.html", context)


@require_safe
@log_in_to_see
def decision(request: HttpRequest, slug: str) -> HttpResponse:
    record = get_record(request, slug, Decision)
    shown = with_rows(Decision.objects.filter(pk=record.pk)).get()
    about = Record.objects.visible_to(request.user).filter(pk=record.about_id).first()
    context = describe_page(request, record) | {
        "about": about,
        "shown": DecisionView(shown, request.user),
        "stories": list_named_stories(record, day=localdate()),
    }
    return render(request, "decisions/decision.html", context)


@login_required
def new(request: SignedInRequest) -> HttpResponse:
    """`?about=` names the record that it is about."""
    about = _find_about(request)
    if not get_own_teams(request.user).exists():
        return render(request, "rooms/no_team.html")
    form = NewDecisionForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        names = ("title", "role")
        answers = {name: form.cleaned_data[name] for name in names}
        try:
            started = services.start_decision(team=form.get_team(), about=about, by=request.user, at=now(), **answers)
        except (UnableToDecide, UnableToChangeRecord) as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Draft started. Fill in what you know; the rest can follow.")
            return redirect("records:edit", started.slug)
    return render(request, "decisions/new_decision.html", {"form": form, "about": about})


def _find_about(request: SignedInRequest) -> Record | None:
    slug = request.GET.get("about", "")[:60]
    if not slug:
        return None
    found: Record | None = Record.objects.visible_to(request.user).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


@changes_record
def close(request: SignedInRequest, record: Record) -> HttpResponse | None:
    found = Decision.objects.filter(pk=record.pk).first()
    if found is None:
        raise Http404
    try:
        services.close_recruitment(decision=found, by=request.user, at=now())
    except UnableToDecide as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "Closed. The young people can read what changed because of their view.")
    return None
