"""Boards of actions: everybody's, one's own, a team's, an organisation's; on a page and as a file."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from cairn.accounts.requests import SignedInRequest
from cairn.actions.models import Action
from cairn.actions.presenters import FILE_HEADER, SHOWN_LABELS, Row, list_cells, make_rows
from cairn.actions.queries import count_shown, get_actions, get_own_actions, get_shown, get_themes, is_about
from cairn.common.exports import TABLE_TYPES, to_table
from cairn.common.pagination import get_page
from cairn.places.models import Organisation, Team
from cairn.places.queries.belonging import get_belonging
from cairn.records.enums import Relation
from cairn.records.models import Record

PAGE_LENGTH = 50
MOST_THEMES = 20


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
    because_of, theme = request.GET.get("of", "")[:60], request.GET.get("theme", "")[:120]
    rows = board.rows
    if which := get_shown(day).get(shown):
        rows = rows.filter(which)
    if because_of:
        origin = Record.objects.visible_to(request.user).filter(slug=because_of).first()
        rows = rows.filter(ties_out__target=origin, ties_out__relation=Relation.COMES_FROM) if origin else rows.none()
    if theme:
        rows = rows.filter(is_about(theme, request.user))
    if (form := request.GET.get("as", "")) in TABLE_TYPES:
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
        "is_narrowed": bool(because_of or theme),
        "kept": asked_for(request, "of", "theme"),
        "asked": asked.urlencode(),
        "themes": get_themes(board.rows, request.user, day=day)[:MOST_THEMES] if board.has_themes else [],
        "boards": _list_boards(request),
    }
    return render(request, "actions/actions.html", context)


def asked_for(request: HttpRequest, *names: str) -> str:
    """These parts of the address, to put behind another one."""
    return urlencode([(name, value) for name in names if (value := request.GET.get(name, ""))])


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


def _send_board(form: str, rows: list[Row]) -> HttpResponse:
    content = to_table(form, "Actions", FILE_HEADER, map(list_cells, rows))
    response = HttpResponse(content, content_type=TABLE_TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="actions.{form}"'
    return response
