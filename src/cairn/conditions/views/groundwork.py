"""What is settled before something starts: its list, its page, and settling it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from cairn.accounts.requests import SignedInRequest
from cairn.common.access import log_in_to_see
from cairn.common.pagination import get_page
from cairn.conditions import services
from cairn.conditions.models import Groundwork
from cairn.conditions.policies import UnableToRecord, UnableToSettle, UnableToStart
from cairn.conditions.presenters.groundwork import GroundworkView
from cairn.conditions.queries import PREPARED, find_groundwork, get_listed, get_not_begun, with_course
from cairn.records.models import Record
from cairn.records.policies import can_edit
from cairn.records.views.loading import describe_page, get_own_record, get_record
from cairn.voice.policies import UnableToSealQuote

PAGE_LENGTH = 20
MOST_NOT_BEGUN = 10


@require_safe
def groundworks(request: HttpRequest) -> HttpResponse:
    """What it is for, and what one may change oneself with how far each is."""
    page = get_page(with_course(get_listed(request.user)), request, PAGE_LENGTH)
    rows = [(one, GroundworkView(one, request.user)) for one in page]
    context = {"page": page, "rows": rows, "not_begun": get_not_begun(request.user)[:MOST_NOT_BEGUN]}
    return render(request, "conditions/groundworks.html", context)


@login_required
def new(request: SignedInRequest) -> HttpResponse:
    """`?about=` names the project or the use of a model. What is there already is opened, not made again."""
    about = get_record(request, request.GET.get("about", "")[:60])
    if about.kind not in PREPARED or not can_edit(about, request.user):
        raise Http404
    if found := find_groundwork(about, request.user):
        return redirect(found)
    if request.method == "POST":
        try:
            started = services.start_groundwork(about=about, by=request.user, at=now())
        except UnableToStart as problem:
            messages.error(request, str(problem))
            return redirect(about)
        messages.success(request, "Draft started. Fill in what you know; the rest can follow.")
        return redirect("conditions:settle", started.slug)
    return render(request, "conditions/new_groundwork.html", {"about": about})


@require_safe
@log_in_to_see
def groundwork(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of one. Under this address stood what an evaluation could show of a project: it leads on to that."""
    other = Record.objects.visible_to(request.user).filter(slug=slug, kind__in=PREPARED).first()
    if other is not None:
        address = reverse("evaluation:outlook", args=[slug])
        return redirect(f"{address}?{urlencode(request.GET)}" if request.GET else address, permanent=True)
    record = get_record(request, slug, Groundwork)
    shown = with_course(Groundwork.objects.filter(pk=record.pk)).get()
    page = describe_page(request, record)
    about = Record.objects.visible_to(request.user).filter(pk=record.about_id).first()
    more = {
        "about": about,
        "shown": GroundworkView(shown, request.user),
        "today": localdate(),
    }
    return render(request, "conditions/groundwork.html", page | more)


@login_required
def settle(request: SignedInRequest, slug: str) -> HttpResponse:
    """Everything that is missing, each line with its address; and settling it once nothing is."""
    own = get_own_record(request, slug)
    record = Groundwork.objects.prefetch_related("settlings", "plan_changes").filter(pk=own.pk).first()
    if record is None:
        raise Http404
    if request.method == "POST":
        try:
            services.settle(record=record, by=request.user, at=now())
        except (UnableToSettle, UnableToRecord, UnableToSealQuote) as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, "Settled. The page shows the date, and what changes from now on.")
            return redirect(record)
    draft: Groundwork = record.get_draft()
    view = GroundworkView(draft, request.user)
    context = {"record": record, "draft": draft, "view": view, "settling": GroundworkView(record).settling}
    return render(request, "conditions/settle.html", context)
