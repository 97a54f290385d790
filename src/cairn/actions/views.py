"""Actions: the list, one action, starting one, doing something about one."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from cairn.accounts.models import User
from cairn.accounts.requests import SignedInRequest
from cairn.actions import policies, services
from cairn.actions.forms import ACT_PAGES, ActPage, GiveForm, StartForm
from cairn.actions.models import Action, ActionInvitation
from cairn.actions.policies import UnableToAct
from cairn.actions.presenters import (
    FILE_HEADER,
    SHOWN_LABELS,
    Row,
    describe_move,
    describe_owner,
    describe_state,
    list_cells,
    list_offers,
    make_rows,
    read_answer_link,
)
from cairn.actions.queries import (
    count_shown,
    get_actions,
    get_moves,
    get_own_actions,
    get_shown,
    get_themes,
    needs_owner,
)
from cairn.common.access import log_in_to_see
from cairn.common.exports import to_csv, to_xlsx
from cairn.common.limits import limit_rate
from cairn.common.pagination import get_page
from cairn.places.models import Organisation, Team
from cairn.places.queries.belonging import get_belonging
from cairn.records.enums import Relation
from cairn.records.models import Record
from cairn.records.policies import UnableToChangeRecord
from cairn.records.views.loading import describe_page, get_record

PAGE_LENGTH = 50
MOST_ORIGINS = 20


@dataclass(frozen=True)
class Board:
    """Whose actions a page lists."""

    title: str
    lead: str
    address: str
    rows: QuerySet[Action]
    has_themes: bool = False


@require_safe
def actions(request: HttpRequest) -> HttpResponse:
    lead = "What people decided to do with what they learnt, and what happened next."
    return _show_board(request, Board("Actions", lead, reverse("actions:actions"), get_actions(request.user)))


@require_safe
@login_required
def my_actions(request: SignedInRequest) -> HttpResponse:
    lead = "What you have taken on, and what you asked people outside to do."
    board = Board("My actions", lead, reverse("actions:mine"), get_own_actions(request.user))
    return _show_board(request, board)


@require_safe
@login_required
def team_actions(request: SignedInRequest, organisation: str, team: str) -> HttpResponse:
    """For people of the team."""
    own = get_belonging(request.user).teams
    found = get_object_or_404(Team.objects.select_related("organisation"), slug=team, organisation__slug=organisation)
    if found.pk not in own:
        raise Http404
    address = reverse("actions:team", args=[organisation, team])
    rows = get_actions(request.user).filter(team=found)
    return _show_board(request, Board(f"Actions: {found.name}", found.organisation.name, address, rows, True))


@require_safe
@login_required
def organisation_actions(request: SignedInRequest, slug: str) -> HttpResponse:
    """For its people, as far as each may read: what only another team reads is not in it."""
    found = get_object_or_404(Organisation, slug=slug, pk__in=get_belonging(request.user).organisations)
    lead = "What your organisation does because of what was learnt. Actions that only their team can read are not here."
    rows = get_actions(request.user).filter(organisation=found)
    address = reverse("actions:organisation", args=[slug])
    return _show_board(request, Board(f"Actions: {found.name}", lead, address, rows, True))


def _show_board(request: HttpRequest, board: Board) -> HttpResponse:
    day, shown = localdate(), request.GET.get("show", "")
    because_of = request.GET.get("of", "")[:60]
    rows = board.rows
    if which := get_shown(day).get(shown):
        rows = rows.filter(which)
    if because_of:
        origin = Record.objects.visible_to(request.user).filter(slug=because_of).first()
        rows = rows.filter(ties_out__target=origin, ties_out__relation=Relation.COMES_FROM)
    if (form := request.GET.get("as", "")) in FILE_TYPES:
        return _send_board(form, make_rows(rows, request.user, day=day))
    page, numbers = get_page(rows, request, PAGE_LENGTH), count_shown(board.rows, day=day)
    asked = request.GET.copy()
    for name in ("page", "as"):
        asked.pop(name, None)
    context = {
        "board": board,
        "page": page,
        "rows": make_rows(page, request.user, day=day),
        "choices": [(key, label, numbers[key]) for key, label in SHOWN_LABELS.items() if numbers[key] or key == shown],
        "numbers": {key.replace("-", "_"): number for key, number in numbers.items()},
        "shown": shown,
        "of": because_of,
        "asked": asked.urlencode(),
        "themes": get_themes(board.rows, request.user, day=day) if board.has_themes else [],
        "boards": _list_boards(request),
    }
    return render(request, "actions/actions.html", context)


def _list_boards(request: HttpRequest) -> list[tuple[str, str]]:
    """The boards of the reader, with their addresses."""
    if not request.user.is_authenticated:
        return []
    own = get_belonging(request.user)
    teams = Team.objects.filter(pk__in=own.teams).select_related("organisation").order_by("organisation__name", "name")
    organisations = Organisation.objects.filter(pk__in=own.organisations).order_by("name")
    return [
        ("My actions", reverse("actions:mine")),
        *((team.name, reverse("actions:team", args=[team.organisation.slug, team.slug])) for team in teams),
        *((one.name, reverse("actions:organisation", args=[one.slug])) for one in organisations),
        ("All actions", reverse("actions:actions")),
    ]


FILE_TYPES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def _send_board(form: str, rows: list[Row]) -> HttpResponse:
    cells = [list_cells(row) for row in rows]
    content = to_csv(FILE_HEADER, cells) if form == "csv" else to_xlsx([("Actions", FILE_HEADER, cells)])
    response = HttpResponse(content, content_type=FILE_TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="actions.{form}"'
    return response


@require_safe
@log_in_to_see
def action(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_record(request, slug, Action, "owner", "invitation")
    context = describe_page(request, found)
    may_act = policies.can_act(found, request.user)
    context |= {
        "state": describe_state(found, day=localdate()),
        "may_act": may_act,
        "offers": list_offers(found, request.user, day=localdate()),
    }
    if may_act:
        context["owner"] = describe_owner(found, lacks_owner=needs_owner(found))
        context["moves"] = [describe_move(move) for move in get_moves(found)]
    return render(request, "actions/action.html", context)


@login_required
@limit_rate("new action", per_hour=120)
def new_action(request: SignedInRequest) -> HttpResponse:
    """Because of records that the reader sees (`?of=`, several times where it answers several), or by itself."""
    asked = [slug[:60] for slug in request.GET.getlist("of")[:MOST_ORIGINS]]
    because_of = list(Record.objects.visible_to(request.user).filter(slug__in=asked).order_by("title"))
    given = request.POST if request.method == "POST" else None
    form = StartForm(given, user=request.user, today=localdate())
    if given is not None and form.is_valid():
        names = ("what", "why", "first_step", "due_date", "review_date")
        answers = {name: form.cleaned_data[name] for name in names}
        try:
            started = services.start_action(
                **answers,
                owner=form.get_ownership(),
                team=form.get_team(),
                by=request.user,
                at=now(),
                because_of=because_of,
            )
        except UnableToChangeRecord as problem:
            form.add_error("owner", str(problem))
        else:
            messages.success(request, _say_started(form))
            return redirect(started)
    return render(request, "actions/new_action.html", {"form": form, "because_of": because_of})


def _say_started(form: StartForm) -> str:
    to = form.get_ownership()
    if to.email:
        return f"Action added. We have invited {to.email}; they can see this action and nothing else."
    if to.body:
        return f"Action added for {to.body}. Reminders come to you."
    return "Action added. It will appear on the owner’s desk when it is due."


@login_required
def act(request: SignedInRequest, slug: str, act: str) -> HttpResponse:
    """Something is done about an action by its owner or its team."""
    page, found = ACT_PAGES.get(act), get_record(request, slug, Action)
    if page is None or not policies.can_act(found, request.user):
        raise Http404
    try:
        policies.check_is_possible(found, page.act)
    except UnableToAct as problem:
        messages.error(request, str(problem))
        return redirect(found)
    return _show_act(request, page, found, by=request.user) or _say_saved(request, page, found)


def _show_act(request: HttpRequest, page: ActPage, found: Action, *, by: User, **context: Any) -> HttpResponse | None:
    """The form of an act; None once it was done."""
    form = page.form(request.POST if request.method == "POST" else None, action=found, today=localdate())
    if request.method == "POST" and form.is_valid():
        try:
            page.do(action=found, by=by, at=now(), **form.cleaned_data)
        except UnableToChangeRecord as problem:
            form.add_error(None, str(problem))
        else:
            return None
    return render(request, "actions/act.html", {"form": form, "record": found, "page": page, **context})


def _say_saved(request: HttpRequest, page: ActPage, found: Action) -> HttpResponse:
    found.refresh_from_db()
    is_waiting = page.act == "done" and not found.outcome
    waits = " Everyone can read the text once a colleague has reviewed the draft." if is_waiting else ""
    messages.success(request, f"{page.saved}{waits}")
    return redirect(found)


@limit_rate("answer action", per_hour=60)
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """What a link of a reminder leads to. It works for the owner only, and nothing happens before they confirm."""
    found = read_answer_link(token)
    if found is None or (request.user.is_authenticated and request.user != found[0]):
        return render(request, "actions/no_answer.html", status=404)
    user, record, name = found
    page = ACT_PAGES[name]
    try:
        policies.check_is_possible(record, page.act)
    except UnableToAct as problem:
        return render(request, "actions/no_answer.html", {"problem": str(problem), "record": record}, status=409)
    shown = _show_act(request, page, record, by=user, name=user.get_short_name())
    return shown or render(request, "actions/answered.html", {"page": page, "record": record})


@login_required
@limit_rate("invite", per_hour=60)
def owner(request: SignedInRequest, slug: str) -> HttpResponse:
    """Give an action to somebody else. A coordinator may, once its owner has gone, and reads no more than before."""
    found = get_object_or_404(Action.objects.select_related("team", "organisation"), slug=slug, withdrawn_at=None)
    sees = Record.objects.visible_to(request.user).filter(pk=found.pk).exists()
    try:
        policies.check_can_give(found, request.user)
    except UnableToAct as problem:
        if not sees:
            raise Http404 from None
        messages.error(request, str(problem))
        return redirect(found)
    except UnableToChangeRecord:
        raise Http404 from None
    form = GiveForm(request.POST if request.method == "POST" else None, action=found, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            services.give_action(
                action=found,
                to=form.get_ownership(),
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=now(),
            )
        except UnableToChangeRecord as problem:
            form.add_error("owner", str(problem))
        else:
            messages.success(request, "The action has a new owner.")
            return redirect(found) if sees else redirect("records:desk")
    return render(request, "actions/owner.html", {"form": form, "record": found, "sees": sees})


def invitation(request: HttpRequest, key: str) -> HttpResponse:
    """What the link of an invitation to own one action leads to."""
    invited = ActionInvitation.objects.select_related("action__organisation", "invited_by")
    found, at = get_object_or_404(invited, key=key, action__withdrawn_at=None), now()
    if request.method == "POST" and request.user.is_authenticated:
        try:
            accepted = services.accept_invitation(invitation=found, user=request.user, at=at)
        except UnableToAct as problem:
            messages.error(request, str(problem))
            return redirect("actions:invitation", key)
        messages.success(request, "Read the action, then say whether you will do it.")
        return redirect(accepted)
    return render(request, "actions/invitation.html", {"invitation": found, "is_open": found.is_open(at=at)})
