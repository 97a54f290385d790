"""What other pages show of the library."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.timezone import localdate

from cairn.accounts.models import Reader, User
from cairn.common.panels import Panel
from cairn.library.models import Project
from cairn.library.policies import can_check_fact
from cairn.library.presenters.guidance import RecommendationView
from cairn.library.presenters.judgements import JudgementView
from cairn.library.presenters.timeline import make_timeline
from cairn.library.queries import (
    get_judgements,
    get_recommendations_about,
    get_recommendations_to,
    has_hosting_to_offer,
    is_new_here,
)
from cairn.library.queries.facts import CHECKED_KINDS, find_last_check
from cairn.library.queries.updates import get_followed_projects, get_needs
from cairn.places.models import Place
from cairn.records.enums import RecordKind
from cairn.records.models import Record

NEEDS_SHOWN = 3
PROJECTS_TO_ASK_ABOUT = 2
RECOMMENDATIONS_SHOWN = 12
WITH_TIMELINE = (RecordKind.PRACTICE_MODEL, RecordKind.PROJECT, RecordKind.PROGRAMME)


def show_judgements(request: HttpRequest, place: Place) -> str:
    rows = [JudgementView(one) for one in get_judgements(place)]
    return render_to_string("library/judgements_panel.html", {"rows": rows, "place": place}, request) if rows else ""


def show_timeline(request: HttpRequest, about: Record | Place) -> str:
    """What came afterwards, to an entry or to a council, in the order of time."""
    lines = make_timeline(about, request.user, day=localdate())
    return render_to_string("library/timeline_panel.html", {"lines": lines}, request) if lines else ""


def show_welcome(request: HttpRequest, user: User) -> str:
    """On a desk: newcomers are led to the introduction, partners in practice to what they could offer."""
    context = {"is_new": is_new_here(user), "programme": has_hosting_to_offer(user)}
    return render_to_string("library/welcome_panel.html", context, request) if any(context.values()) else ""


def show_needs(request: HttpRequest, user: Reader) -> str:
    """On a desk: what projects of others need, as far as they show it."""
    own = get_followed_projects(user).values("pk")
    needs = get_needs(user).exclude(project__in=own)[:NEEDS_SHOWN]
    return render_to_string("library/needs_panel.html", {"needs": needs}, request) if needs else ""


def show_recommendations(request: HttpRequest, record: Record) -> str:
    """What guides, duties and inspections recommend about a model or a challenge."""
    return _list_recommendations(request, get_recommendations_about(record, request.user))


def show_recommendations_to(request: HttpRequest, place: Place) -> str:
    return _list_recommendations(request, get_recommendations_to(place, request.user), place=place)


def _list_recommendations(request: HttpRequest, found: Any, place: Place | None = None) -> str:
    rows = [RecommendationView(one) for one in found[:RECOMMENDATIONS_SHOWN]]
    context = {"rows": rows, "place": place}
    return render_to_string("library/recommendations_panel.html", context, request) if rows else ""


def show_who_to_ask(request: HttpRequest, place: Place) -> str:
    """On the page of a council: projects there that a question can be asked about, whoever has joined."""
    found = Project.objects.visible_to(request.user).filter(live=True, places=place)
    projects = list(found.order_by("title").distinct()[:PROJECTS_TO_ASK_ABOUT])
    return render_to_string("library/who_to_ask_panel.html", {"projects": projects}, request) if projects else ""


def show_last_check(request: HttpRequest, record: Record) -> str:
    """When somebody last compared a fact with its source; who it was, for people with a log-in."""
    context = {
        "record": record,
        "check": find_last_check(record),
        "can_check": can_check_fact(record, request.user),
    }
    return render_to_string("library/last_check_panel.html", context, request) if record.live else ""


PANELS = (
    Panel("reported-judgements", ("inspections",), show_judgements),
    Panel("timeline", (*WITH_TIMELINE, "council"), show_timeline),
    Panel("who-to-ask", ("council-people",), show_who_to_ask),
    Panel("welcome", ("desk",), show_welcome),
    Panel("last-check", CHECKED_KINDS, show_last_check),
)
RECOMMENDATION_PANELS = (
    Panel("recommendations", (RecordKind.PRACTICE_MODEL, RecordKind.CHALLENGE), show_recommendations),
    Panel("recommendations-to", ("council",), show_recommendations_to),
)
PROJECT_PANELS = (Panel("help-wanted", ("desk",), show_needs),)
