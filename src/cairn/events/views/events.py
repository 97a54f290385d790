"""Learning events: the list, and one with its sessions, its gaps and its takeaways."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from cairn.common.access import log_in_to_see
from cairn.common.dates import show_date
from cairn.common.pagination import get_page
from cairn.events.models import LearningEvent
from cairn.events.policies import can_plan
from cairn.events.presenters import cover_topics, list_sessions, list_takeaways
from cairn.events.presenters.booking import describe_event_booking
from cairn.events.presenters.report import list_conditions, name_hosts
from cairn.events.queries import get_events, get_named_records
from cairn.records.views.loading import describe_page, get_record

PAGE_LENGTH = 50
APART = ("theme", "venue", "hosts", "audience")


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    page = get_page(get_events(request.user), request, PAGE_LENGTH)
    return render(
        request, "events/events.html", {"page": page, "rows": [(one, show_date(one.held_on)) for one in page]}
    )


@require_safe
@log_in_to_see
def event(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_record(request, slug, LearningEvent)
    seen = get_named_records(found, request.user)
    sessions = list_sessions(found, seen)
    context = describe_page(request, found)
    apart = {LearningEvent.TEXTS[name] for name in APART}
    booking = describe_event_booking(found, at=now())
    more = {
        "booking": booking,
        "can_plan": can_plan(found, request.user),
        "texts": [(label, text) for label, text in context["texts"] if label not in apart],
        "when": booking.when if booking else show_date(found.held_on),
        "hosts": name_hosts(found),
        "sessions": sessions,
        "coverage": cover_topics(sessions),
        "takeaways": list_takeaways(found, seen),
        "condition_lists": list_conditions(found),
    }
    return render(request, "events/event.html", context | more)
