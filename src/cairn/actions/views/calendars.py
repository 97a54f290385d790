"""Actions in calendar programs: a file of one, and private addresses that can be ended."""

from collections.abc import Iterable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from cairn.accounts.requests import SignedInRequest
from cairn.actions import services
from cairn.actions.models import Action, CalendarAddress
from cairn.actions.presenters import make_calendar_file
from cairn.actions.queries import get_actions, get_own_actions, is_open
from cairn.common.access import log_in_to_see
from cairn.places.models import Team
from cairn.places.queries.belonging import get_belonging
from cairn.records.views.loading import get_record


@require_safe
@log_in_to_see
def calendar_file(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_record(request, slug, Action)
    return _send([found], found.title, f"{slug}.ics")


@require_safe
def calendar(request: HttpRequest, key: str) -> HttpResponse:
    """For a program that cannot sign in: the address is the key. It shows what its owner may see today."""
    address = CalendarAddress.objects.select_related("user", "team").filter(key=key, user__is_active=True).first()
    if address is None:
        raise Http404
    rows = get_own_actions(address.user)
    if address.team is not None:
        if address.team_id not in get_belonging(address.user).teams:
            raise Http404
        rows = get_actions(address.user).filter(team=address.team)
    name = f"Actions: {address.team.name}" if address.team else "My actions"
    response = _send(rows.filter(is_open()), name, "actions.ics")
    response["X-Robots-Tag"] = "noindex"
    return response


@login_required
def calendars(request: SignedInRequest) -> HttpResponse:
    """The addresses of the reader; making one, and ending it."""
    teams = Team.objects.filter(pk__in=get_belonging(request.user).teams).select_related("organisation")
    if request.method == "POST":
        team = _read_team(request, teams)
        if "end" in request.POST:
            services.delete_calendar_address(user=request.user, team=team)
            messages.success(request, "The address no longer works.")
        else:
            services.make_calendar_address(user=request.user, team=team, at=now())
            messages.success(request, "Address made. An earlier address no longer works.")
        return redirect("actions:calendars")
    made = {one.team_id: one for one in CalendarAddress.objects.filter(user=request.user)}
    rows = [("My actions", "", made.get(None))]
    rows += [(f"Actions of {one.name}", str(one.pk), made.get(one.pk)) for one in teams.order_by("name")]
    return render(request, "actions/calendars.html", {"rows": rows})


def _read_team(request: SignedInRequest, teams: QuerySet[Team]) -> Team | None:
    """None for one's own actions; only teams of the reader are found."""
    given = request.POST.get("team", "")
    if not given:
        return None
    return get_object_or_404(teams, pk=int(given) if given.isdecimal() else 0)


def _send(actions: Iterable[Action], name: str, file_name: str) -> HttpResponse:
    content = make_calendar_file(actions, name=name, at=now())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    response["Cache-Control"] = "private, max-age=900"
    return response
