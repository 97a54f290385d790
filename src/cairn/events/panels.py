"""What learning events add to their own page: the report, what came of the event, and what its hosts can do."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.timezone import localdate

from cairn.common.panels import Panel
from cairn.events.policies.capture import can_host
from cairn.events.policies.reports import can_draft
from cairn.events.presenters.followup import describe_outcomes
from cairn.events.queries.reports import find_report
from cairn.records.enums import RecordKind


def show_report(request: HttpRequest, event: Any) -> str:
    page, can_write = find_report(event), can_draft(event, request.user)
    if not can_write and not (page and page.live):
        return ""
    context = {"record": event, "page": page, "can_write": can_write, "can_host": can_host(event, request.user)}
    return render_to_string("events/report_panel.html", context, request)


def show_outcomes(request: HttpRequest, event: Any) -> str:
    outcomes = describe_outcomes(event, request.user, day=localdate())
    if outcomes.is_empty:
        return ""
    return render_to_string("events/outcomes_panel.html", {"outcomes": outcomes}, request)


PANELS = (
    Panel("event-report", (RecordKind.LEARNING_EVENT,), show_report),
    Panel("event-outcomes", (RecordKind.LEARNING_EVENT,), show_outcomes),
)
