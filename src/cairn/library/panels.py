"""What other pages show of the library."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from cairn.accounts.models import Reader, User
from cairn.common.dates import show_date
from cairn.common.panels import Panel
from cairn.library.presenters.judgements import JudgementView
from cairn.library.queries import get_judgements, get_milestones, has_hosting_to_offer, is_new_here
from cairn.library.queries.updates import get_followed_projects, get_needs
from cairn.places.models import Place
from cairn.records.enums import RecordKind
from cairn.records.models import Record

NEEDS_SHOWN = 3


def show_judgements(request: HttpRequest, place: Place) -> str:
    rows = [JudgementView(one) for one in get_judgements(place)]
    return render_to_string("library/judgements_panel.html", {"rows": rows, "place": place}, request) if rows else ""


def show_milestones(request: HttpRequest, about: Record | Place) -> str:
    """What came afterwards, to an entry or to a council, in the order of time."""
    rows = [(show_date(one.happened_on), one) for one in get_milestones(about, request.user)]
    return render_to_string("library/milestones_panel.html", {"rows": rows, "about": about}, request) if rows else ""


def show_welcome(request: HttpRequest, user: User) -> str:
    """On a desk: newcomers are led to the introduction, partners in practice to what they could offer."""
    context = {"is_new": is_new_here(user), "programme": has_hosting_to_offer(user)}
    return render_to_string("library/welcome_panel.html", context, request) if any(context.values()) else ""


def show_needs(request: HttpRequest, user: Reader) -> str:
    """On a desk: what projects of others need, as far as they show it."""
    own = get_followed_projects(user).values("pk")
    needs = get_needs(user).exclude(project__in=own)[:NEEDS_SHOWN]
    return render_to_string("library/needs_panel.html", {"needs": needs}, request) if needs else ""


PANELS = (
    Panel("reported-judgements", ("inspections",), show_judgements),
    Panel("milestones", (RecordKind.PRACTICE_MODEL, RecordKind.PROJECT, "council"), show_milestones),
    Panel("welcome", ("desk",), show_welcome),
)
PROJECT_PANELS = (Panel("help-wanted", ("desk",), show_needs),)
