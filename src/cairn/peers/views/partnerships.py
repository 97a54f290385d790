"""Two organisations that learn from each other: the list, the page of two, what they note, and the end."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST, require_safe

from cairn.accounts.permissions import Permission
from cairn.accounts.requests import SignedInRequest
from cairn.common.access import log_in_to_see
from cairn.common.limits import limit_rate
from cairn.common.pagination import get_page
from cairn.peers.enums import RequestState
from cairn.peers.forms.partnerships import ROW_FORMS, CloseForm, PartnershipForm, RowForm
from cairn.peers.models import Aim, Partnership, PartnershipRow, Visit
from cairn.peers.policies import partnerships as policies
from cairn.peers.presenters.partnerships import (
    IntroductionView,
    PartnershipView,
    make_visit_calendar,
    show_partnerships,
)
from cairn.peers.queries.partnerships import get_introductions, get_partnerships
from cairn.peers.services import partnerships as services
from cairn.places.policies import get_organisations_where
from cairn.places.queries.belonging import get_belonging
from cairn.records.views.loading import describe_page, get_record

PAGE_LENGTH = 20
FLAGS = {"one-way": "One-way so far", "not-met": "Not met yet"}
SAVERS: dict[str, Any] = {
    "aims": lambda row, **given: services.save_aim(aim=row, **given),
    "visits": lambda row, **given: services.save_visit(visit=row, **given),
    "exchanges": lambda row, **given: services.save_exchange(exchange=row, **given),
}


@require_safe
@login_required
def partnerships(request: SignedInRequest) -> HttpResponse:
    """One's own and, for coordinators, all of their organisation; narrowed by what may need a nudge."""
    found = list(get_partnerships(request.user))
    read = set(Partnership.objects.visible_to(request.user).values_list("pk", flat=True))
    rows = show_partnerships(found, read, day=localdate())
    chosen = request.GET.get("flag", "")
    counts = [(key, label, sum(key in row.keys for row in rows)) for key, label in FLAGS.items()]
    if chosen in FLAGS:
        rows = [row for row in rows if chosen in row.keys]
    speaks = get_belonging(request.user).get_organisations_allowing(Permission.PEERS_DECLARE)
    asked = [IntroductionView(one, one.asker_id in speaks) for one in get_introductions(request.user)] if speaks else []
    context = {
        "page": get_page(rows, request, PAGE_LENGTH),
        "number": len(found),
        "counts": counts,
        "chosen": chosen if chosen in FLAGS else "",
        "to_answer": [one for one in asked if one.introduction.state == RequestState.WAITING and not one.is_asker],
        "asked": [one for one in asked if one.is_asker and one.introduction.state != RequestState.AGREED],
        "can_ask": bool(speaks),
    }
    return render(request, "peers/partnerships.html", context)


@require_safe
@log_in_to_see
def partnership(request: HttpRequest, slug: str) -> HttpResponse:
    record = get_record(request, slug, Partnership, "first", "second", "ended_by")
    shown = PartnershipView(record, request.user, day=localdate())
    return render(request, "peers/partnership.html", describe_page(request, record) | {"shown": shown})


def _get_own(request: SignedInRequest, slug: str) -> Partnership:
    """One that whoever asks may change; to others it is not there, even where they may read it."""
    found: Partnership = get_record(request, slug, Partnership, "first", "second")
    if not policies.can_change_partnership(found, request.user):
        raise Http404
    return found


@login_required
@limit_rate("peers", per_hour=120)
def change(request: SignedInRequest, slug: str) -> HttpResponse:
    found = _get_own(request, slug)
    names = ("summary", "first_learns", "second_learns", "meet_by")
    initial = {name: getattr(found, name) for name in names}
    form = PartnershipForm(request.POST if request.method == "POST" else None, partnership=found, initial=initial)
    if request.method == "POST" and form.is_valid():
        texts = {name: form.cleaned_data[name] for name in names[:3]}
        try:
            services.change_partnership(
                partnership=found, texts=texts, meet_by=form.cleaned_data["meet_by"], by=request.user, at=now()
            )
        except policies.UnableToPartner as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Saved.")
            return redirect(found)
    context = {"record": found, "form": form, "title": "Change what it is about"}
    return render(request, "peers/partnership_form.html", context)


@login_required
@limit_rate("peers", per_hour=120)
def add(request: SignedInRequest, slug: str, what: str) -> HttpResponse:
    found, form_class = _get_own(request, slug), _get_form(what)
    own = policies.get_own_sides(found, request.user)
    initial = {form_class.ORGANISATION: own[0].pk} if own else {}
    return _edit(request, found, what, form_class.MODEL(partnership=found), initial)


@login_required
@limit_rate("peers", per_hour=120)
def change_row(request: SignedInRequest, slug: str, what: str, number: int) -> HttpResponse:
    found, form_class = _get_own(request, slug), _get_form(what)
    row = get_object_or_404(form_class.MODEL, partnership=found, pk=number)
    return _edit(
        request, found, what, row, {name: getattr(row, name) for name in form_class.base_fields if hasattr(row, name)}
    )


def _get_form(what: str) -> type[RowForm]:
    if what not in ROW_FORMS:
        raise Http404
    return ROW_FORMS[what]


def _edit(
    request: SignedInRequest, found: Partnership, what: str, row: PartnershipRow, initial: dict[str, Any]
) -> HttpResponse:
    form_class = ROW_FORMS[what]
    given = request.POST if request.method == "POST" else None
    form = form_class(given, partnership=found, initial=initial)
    if given is not None and form.is_valid():
        for name in form.fields:
            setattr(row, name, form.cleaned_data[name])
        try:
            SAVERS[what](row, by=request.user, at=now())
        except policies.UnableToPartner as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Saved.")
            return redirect(f"{found.get_absolute_url()}#{what}")
    title = f"{'Change' if row.pk else 'Add'} {form_class.TITLE}"
    return render(request, "peers/partnership_form.html", {"record": found, "form": form, "title": title})


@require_POST
@login_required
def agree(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    found = _get_own(request, slug)
    aim = get_object_or_404(Aim.objects.select_related("partnership"), partnership=found, pk=number)
    try:
        services.agree_to_aim(aim=aim, by=request.user, at=now())
    except policies.UnableToPartner as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "Agreed.")
    return redirect(f"{found.get_absolute_url()}#aims")


@require_safe
@log_in_to_see
def visit_calendar(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    record = get_record(request, slug, Partnership)
    visit = get_object_or_404(Visit.objects.select_related("partnership", "host"), partnership=record, pk=number)
    response = HttpResponse(make_visit_calendar(visit, at=now()), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="visit-{visit.on}.ics"'
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@limit_rate("peers", per_hour=120)
def close(request: SignedInRequest, slug: str) -> HttpResponse:
    found = _get_own(request, slug)
    form = CloseForm(request.POST if request.method == "POST" else None, initial={"what_changed": found.what_changed})
    if request.method == "POST" and form.is_valid():
        try:
            services.close_partnership(
                partnership=found, what_changed=form.cleaned_data["what_changed"], by=request.user, at=now()
            )
        except policies.UnableToPartner as problem:
            form.add_error("what_changed", str(problem))
        else:
            messages.success(request, "The partnership is closed.")
            return redirect(found)
    shown = PartnershipView(found, request.user, day=localdate())
    return render(request, "peers/close_partnership.html", {"record": found, "form": form, "shown": shown})


@login_required
def step_out(request: SignedInRequest, slug: str) -> HttpResponse:
    """For people of either side, and for its coordinator, who may not be in the circle; a sentence and a button."""
    found = get_object_or_404(get_partnerships(request.user), slug=slug)
    speaks = get_organisations_where(request.user, Permission.PEERS_DECLARE)
    own = [one for one in found.sides if one in policies.get_own_sides(found, request.user) or one in speaks]
    if not own:
        raise Http404
    if request.method == "POST":
        try:
            services.step_out(partnership=found, organisation=own[0], by=request.user, at=now())
        except policies.UnableToPartner as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, "The partnership has ended. We have told both organisations.")
        return redirect("peers:partnerships")
    return render(request, "peers/step_out.html", {"record": found, "organisation": own[0]})
