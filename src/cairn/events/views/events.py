"""Learning events: the list, and one with its programme, its places, its gaps and its takeaways."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from cairn.common.access import say_moved_or_withdrawn
from cairn.common.dates import show_date
from cairn.common.pagination import get_page
from cairn.events.models import LearningEvent
from cairn.events.policies import can_plan, find_why_not
from cairn.events.presenters import cover_topics, list_sessions, list_takeaways
from cairn.events.presenters.booking import BookingView
from cairn.events.presenters.page import describe_head, describe_own
from cairn.events.presenters.programme import list_slots
from cairn.events.presenters.report import list_conditions
from cairn.events.presenters.when import describe_when
from cairn.events.queries import count_seats, get_named_records
from cairn.events.queries.page import find_own_booking, get_coming, get_past
from cairn.records.views.loading import describe_page, get_record

PAGE_LENGTH = 50
APART = ("theme", "venue", "hosts", "audience")
PLACED = ("event-report", "event-outcomes", "named")  # panels that have a place of their own on the page


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    at = now()
    page = get_page(get_past(request.user, at=at), request, PAGE_LENGTH)
    coming = get_coming(request.user, at=at)[:PAGE_LENGTH] if page.number == 1 else []
    context = {
        "page": page,
        "coming": [(one, _describe_day(one)) for one in coming],
        "past": [(one, _describe_day(one)) for one in page],
    }
    return render(request, "events/events.html", context)


def _describe_day(event: LearningEvent) -> str:
    held = getattr(event, "arrangements", None)
    return describe_when(held.starts_at, held.ends_at, held.time_zone) if held else show_date(event.held_on)


@require_safe
@say_moved_or_withdrawn
def event(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_record(request, slug, LearningEvent, "arrangements")
    held = getattr(found, "arrangements", None)
    seen = get_named_records(found, request.user)
    sessions = list_sessions(found, seen)
    context = describe_page(request, found)
    apart = {LearningEvent.TEXTS[name] for name in (*APART, "title", "summary")}
    own = find_own_booking(found, request.user) if held else None
    booking = BookingView(held, count_seats(held), find_why_not(held, at=now())) if held else None
    more = {
        "booking": booking,
        "can_plan": can_plan(found, request.user),
        "texts": [(label, text) for label, text in context["texts"] if label not in apart],
        "panels": [panel for name, panel in context["panels_by_name"].items() if name not in PLACED],
        "report_panel": context["panels_by_name"].get("event-report", ""),
        "outcomes_panel": context["panels_by_name"].get("event-outcomes", ""),
        "named_panel": context["panels_by_name"].get("named", ""),
        "held": held,
        "is_over": held is not None and held.ends_at <= now(),
        "head": describe_head(found, booking),
        "own": own,
        "own_sentence": describe_own(own),
        "joining": held.joining if held and own is not None and own.attending else "",
        "slots": list_slots(sessions),
        "sessions": sessions,
        "coverage": cover_topics(sessions),
        "takeaways": list_takeaways(found, seen),
        "condition_lists": list_conditions(found),
    }
    return render(request, "events/event.html", context | more)
